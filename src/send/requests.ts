import { draftsFromInvocation } from '../cli/draft.ts';
import type { Inputs } from '../cli/inputs.ts';
import type { Invocation } from '../cli/parse.ts';
import { resolveSettings } from '../config/settings.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Transport } from '../http/transport.ts';
import { colorLevel } from '../render/color-level.ts';
import { openTheme, type Theme } from '../render/paint.ts';
import { decideView, type View } from '../render/view.ts';
import { acceptedCodings } from '../request/codings.ts';
import { type Dialect, planRequest, type RequestPlan } from '../request/plan.ts';
import { requestHead } from '../request/wire.ts';
import { headerDump } from '../store/header-dump.ts';
import { openConsole } from './console.ts';
import { destinationOf } from './destination.ts';
import { runTasks, sharedSink } from './parallel.ts';
import { printRequest } from './preview.ts';
import { type Desk, type PlannedTransfer, transfer } from './transfer.ts';
import { openWriteOut } from './write-out.ts';

/**
 * Sends the requests of a command line, one URL after another. Everything is planned before anything is sent.
 *
 * @param invocations the parts between `--next`.
 * @returns the exit status: 0, or that of the last transfer that failed; in curl's manner that of the last transfer.
 * @throws Failure for what keeps the whole line from being sent.
 */
export async function sendRequests(invocations: readonly Invocation[], inputs: Inputs, host: Host): Promise<number> {
  const transport = lazyTransport(host);
  const parts: Part[] = [];
  for (const invocation of invocations) {
    const countBefore = parts.reduce((count, { planned }) => count + planned.length, 0);
    parts.push(await preparePart(invocation, countBefore, inputs, host, transport));
  }
  const options = invocations[0]?.options ?? {};
  const failsEarly = options['fail-early'] === true;
  const atOnce = options.parallel ? Math.max(1, options['parallel-max'] ?? DEFAULT_AT_ONCE) : 1;
  const stdout = sharedSink(host.stdout);
  const tasks = parts.flatMap(({ planned, desk }) =>
    planned.map((one) => async (): Promise<number> => {
      const { sink, leave } = stdout.seat();
      const own: Desk = atOnce === 1 ? desk : { ...desk, host: { ...host, stdout: sink } };
      try {
        return await (own.options.offline ? preview(one, own) : transfer(one, own));
      } finally {
        leave();
      }
    }),
  );
  try {
    const statuses = await runTasks(
      tasks,
      atOnce,
      (status) => host.interrupted.aborted || (failsEarly && status !== 0),
    );
    // curl gives the status of the last transfer, failed or not, unless several run at once.
    const counts =
      atOnce === 1 && invocations[0]?.dialect === 'curl' ? statuses : statuses.filter((status) => status !== 0);
    return counts.at(-1) ?? 0;
  } finally {
    await transport.close();
    for (const { desk } of parts) await desk.headerDump?.close();
  }
}

/** curl's number of transfers at once. */
const DEFAULT_AT_ONCE = 50;

/** One part of a line, decided: its transfers, and what they share. */
interface Part {
  readonly planned: readonly PlannedTransfer[];
  readonly desk: Desk;
}

async function preparePart(
  invocation: Invocation,
  countBefore: number,
  inputs: Inputs,
  host: Host,
  transport: Transport,
): Promise<Part> {
  const { options } = invocation;
  const settings = resolveSettings(options, host.env, invocation.dialect);
  const drafts = await draftsFromInvocation(invocation, inputs, () => boundaryFrom(host, invocation.dialect));
  const planned = drafts.map((draft, urlIndex): PlannedTransfer => {
    const plan = planRequest(draft, {
      ...settings,
      acceptEncoding: settings.compressed ? acceptedCodings(host.decodesZstd, invocation.dialect) : undefined,
      decodesTyped: options.compressed === true,
      userAgent: invocation.dialect === 'curl' ? CURL_USER_AGENT : `slip/${host.version}`,
    });
    const destination = destinationOf(invocation, urlIndex, plan);
    return {
      plan,
      destination,
      view: viewFor(invocation, plan, destination.kind !== 'stdout', host),
      typedUrl: draft.url,
      urlIndex,
      transferIndex: countBefore + urlIndex,
    };
  });
  const [first] = planned;
  if (first === undefined) throw new Failure('usage', 'there is no URL');
  const desk: Desk = {
    host,
    options,
    theme: await bodyTheme(first.view, host),
    console: openConsole(host, await consoleTheme(first.view, host), {
      notes: first.view.notes,
      errors: first.view.errors,
      debug: options.debug === true,
    }),
    send: transport.send,
    headerDump:
      options['dump-header'] === undefined
        ? undefined
        : headerDump(host, options['dump-header'], options['create-dirs'] === true),
    writeOut: await openWriteOut(options['write-out'], inputs),
  };
  return { planned, desk };
}

/** Servers answer differently to what does not begin like this, and people put slip before a curl that works. */
const CURL_USER_AGENT = 'curl/8.20.0';

/** Random, so that no content can hold it; curl's has this form and length. */
function boundaryFrom(host: Host, dialect: Dialect): string {
  const random = Buffer.from(host.randomBytes(18)).toString('hex');
  return dialect === 'curl' ? `${'-'.repeat(24)}${random.slice(0, 22)}` : `slip-${random}`;
}

async function preview({ plan, view }: PlannedTransfer, desk: Desk): Promise<number> {
  const version = plan.connection.http === '2-prior-knowledge' ? '2' : '1.1';
  await printRequest(plan, requestHead(plan, version), view, desk);
  return 0;
}

function viewFor({ options, dialect }: Invocation, plan: RequestPlan, bodyToFile: boolean, host: Host): View {
  const { env, platform, stdout, stderr } = host;
  return decideView(options, plan.method, {
    dialect,
    stdoutIsTerminal: stdout.isTerminal,
    stderrIsTerminal: stderr.isTerminal,
    stdoutColors: colorLevel({ isTerminal: stdout.isTerminal, env, platform }),
    isDumb: env.TERM === 'dumb',
    refusesColor: Boolean(env.NO_COLOR),
    bodyToFile,
  });
}

/** Colours of stdout: those of its terminal, or for a pipe that asked for them as many as the terminal around it has. */
async function bodyTheme(view: View, host: Host): Promise<Theme> {
  if (!view.colored) return await openTheme(view.style, 0);
  const { NO_COLOR: _refused, ...env } = host.env;
  return await openTheme(
    view.style,
    colorLevel({ isTerminal: host.stdout.isTerminal, env, platform: host.platform, asked: true }),
  );
}

async function consoleTheme(view: View, host: Host): Promise<Theme> {
  const { env, platform, stderr } = host;
  return await openTheme(view.style, colorLevel({ isTerminal: stderr.isTerminal, env, platform }));
}

/** The transport with undici behind it, loaded when the first request is sent. */
function lazyTransport(host: Host): Transport {
  let opening: Promise<Transport> | undefined;
  return {
    async send(plan, signal, trace) {
      opening ??= import('../http/transport.ts').then(({ openTransport }) => openTransport(host));
      return await (await opening).send(plan, signal, trace);
    },
    close: async () => await (await opening)?.close(),
  };
}
