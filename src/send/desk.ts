import type { Options } from '../cli/options.ts';
import type { Invocation } from '../cli/parse.ts';
import type { Host } from '../host.ts';
import type { Transport } from '../http/transport.ts';
import type { ProfileEngine } from '../profiles/engine.ts';
import type { Theme } from '../render/paint.ts';
import type { View } from '../render/view.ts';
import type { RequestDraft, TimeCondition } from '../request/draft.ts';
import type { Exchange } from '../request/exchange.ts';
import type { RequestPlan, RetryPolicy } from '../request/plan.ts';
import type { EtagFile } from '../store/etag-file.ts';
import type { HeaderDump } from '../store/header-dump.ts';
import type { Console } from './console.ts';
import type { CookieEngine } from './cookies.ts';
import type { Destination } from './destination.ts';
import type { Events } from './events.ts';
import type { HostMemory } from './host-memory.ts';
import type { Insight } from './insight.ts';
import type { Pages } from './pages.ts';
import type { Picker } from './pick.ts';
import type { Tracer } from './trace.ts';
import type { WriteOutPrinter } from './write-out.ts';

/** Everything a transfer needs beside its plan: the same for all URLs of a command line. */
export interface Desk {
  readonly host: Host;
  readonly options: Options;
  readonly console: Console;
  /** Colours of stdout, and of the heads there. */
  readonly theme: Theme;
  readonly headTheme: Theme;
  readonly send: Transport['send'];
  readonly retries: RetryPolicy;
  /** What hosts have said of themselves, where it is kept. */
  readonly memory: HostMemory | undefined;
  /** Who one is where, for the part of the line; `undefined` where nothing is said of it. */
  readonly profiles: ProfileEngine | undefined;
  readonly cookies: CookieEngine | undefined;
  readonly etagFile: EtagFile | undefined;
  readonly tracer: Tracer | undefined;
  /** What is printed in place of the bodies. */
  readonly picker: Picker | undefined;
  /** Sees what comes, whatever is printed of it. */
  readonly witness: Witness | undefined;
  /** A list is followed through its pages. */
  readonly pages: Pages | undefined;
  /** An event stream is followed. */
  readonly events: Events | undefined;
  /** Waits as `--rate` has it, before another page. */
  readonly keepPace: () => Promise<void>;
  /** `--timing` and its kin, told when a transfer is over. */
  readonly insight: Insight | undefined;
  readonly headerDump: HeaderDump | undefined;
  /** `-w`, printed when a transfer is over. */
  readonly writeOut: WriteOutPrinter | undefined;
}

/** Sees the replies of a transfer, and its body as it is before any view: what a run of saved requests judges. */
export interface Witness {
  /** A reply's head is there, be it that of a redirect, or of a try that is made again. */
  meet(exchange: Exchange): void;
  /** Of the last reply, codings taken off. */
  take(chunk: Uint8Array): void;
}

/** One URL of a command line, decided. */
export interface PlannedTransfer {
  readonly plan: RequestPlan;
  readonly view: View;
  readonly destination: Destination;
  /** What it was made from. */
  readonly origin: { readonly invocation: Invocation; readonly draft: RequestDraft };
  /** As it was typed, with a password that may be in it. */
  readonly typedUrl: string;
  /** Which URL of its part of the line, and which transfer of the run; both count from 0. */
  readonly urlIndex: number;
  readonly transferIndex: number;
  /** What a reply is held to that does not do so itself. */
  readonly timeCondition: TimeCondition | undefined;
  /** `-C` of a download. */
  readonly continueAt: RequestDraft['continueAt'];
}
