import { readCurlInvocations } from '../../src/cli/curl.ts';
import { draftsFromInvocation } from '../../src/cli/draft.ts';
import { type Inputs, inputsFrom } from '../../src/cli/inputs.ts';
import { type Invocation, parseInvocation } from '../../src/cli/parse.ts';
import { resolveSettings } from '../../src/config/settings.ts';
import { acceptedCodings } from '../../src/request/codings.ts';
import { CURL_USER_AGENT, planRequest, type RequestPlan } from '../../src/request/plan.ts';
import type { PlannedTransfer } from '../../src/send/desk.ts';
import { destinationOf } from '../../src/send/destination.ts';
import { type MemoryFiles, memoryFiles } from './memory-files.ts';

/** What a line that is planned finds around itself. */
export interface PlanWorld {
  readonly files?: MemoryFiles;
  readonly stdin?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** The boundary of all forms that are planned here. */
export const BOUNDARY = 'slip-boundary';

/** The plan of a slip line with one URL. */
export async function planOfSlip(argv: readonly string[], world: PlanWorld = {}): Promise<RequestPlan> {
  return (await transferOfSlip(argv, world)).plan;
}

/** The plan of a curl line, read as `slip curl` reads it; `curl` itself is left out. */
export async function planOfCurl(argv: readonly string[], world: PlanWorld = {}): Promise<RequestPlan> {
  return (await transferOfCurl(argv, world)).plan;
}

/** What such a line decides of its one transfer, beside how it looks. */
export type TransferOfLine = Pick<PlannedTransfer, 'plan' | 'destination' | 'origin' | 'urlIndex' | 'continueAt'>;

/** The transfer of a slip line with one URL. */
export async function transferOfSlip(argv: readonly string[], world: PlanWorld = {}): Promise<TransferOfLine> {
  return await transferOf(parseInvocation(argv), inputsOf(world), world);
}

/** The transfer of a curl line, read as `slip curl` reads it. */
export async function transferOfCurl(argv: readonly string[], world: PlanWorld = {}): Promise<TransferOfLine> {
  const inputs = inputsOf(world);
  const [invocation] = await readCurlInvocations(argv, undefined, inputs, () => {});
  if (invocation === undefined) throw new Error('a line has at least one part');
  return await transferOf(invocation, inputs, world);
}

/** What is read for a line, from this world. */
export function inputsOf({ files = memoryFiles(), stdin = new Uint8Array(), env = {} }: PlanWorld): Inputs {
  return inputsFrom({
    env,
    files,
    interrupted: new AbortController().signal,
    askSecret: async () => undefined,
    stdin: {
      isTerminal: false,
      isFile: () => false,
      async *chunks() {
        yield stdin;
      },
    },
  });
}

async function transferOf(invocation: Invocation, inputs: Inputs, { env = {} }: PlanWorld): Promise<TransferOfLine> {
  const { dialect, options } = invocation;
  const signing = options['aws-sigv4'];
  const tools = signing === undefined ? {} : { signing };
  const settings = resolveSettings(options, env, dialect, { netrc: undefined, sign: undefined, ...tools });
  const [series] = await draftsFromInvocation(invocation, inputs, () => BOUNDARY);
  if (series === undefined) throw new Error('a line has at least one URL');
  const picked = await series.at(0n);
  const { draft } = picked;
  const plan = planRequest(draft, {
    ...settings,
    acceptEncoding: settings.compressed ? acceptedCodings(false, dialect) : undefined,
    decodesTyped: options.compressed === true,
    userAgent: dialect === 'curl' ? CURL_USER_AGENT : 'slip/1',
  });
  const destination = destinationOf(invocation, 0, plan, picked);
  const continueAt = plan.body.kind === 'none' ? draft.continueAt : undefined;
  return { plan, destination, origin: { invocation, draft }, urlIndex: 0, continueAt };
}
