import type { Options } from '../cli/options.ts';
import type { Invocation } from '../cli/parse.ts';
import { Failure } from '../failure.ts';
import type { Host, Pager, Sink } from '../host.ts';
import { splitWords } from '../interchange/shell-words.ts';

/**
 * Acts with a pager for stdout, and for what stderr says while it runs, where the line wishes for one that would be of
 * use. It is started by the first output: until then the terminal belongs to questions for a password. Gives the exit
 * status when the user has left it.
 *
 * @throws Failure `usage` for a command with a quote that is not closed.
 */
export async function withPager(
  invocations: readonly Invocation[],
  host: Host,
  act: (host: Host, invocations: readonly Invocation[]) => Promise<number>,
): Promise<number> {
  const words = isOfUse(invocations, host) ? pagerCommand(host.env) : [];
  if (words.length === 0) return await act(host, invocations);
  const left = new AbortController();
  let opening: Promise<Pager | undefined> | undefined;
  const open = async (): Promise<Pager | undefined> => {
    if (host.interrupted.aborted) return undefined;
    try {
      // Colours, and short answers just printed.
      const pager = await host.openPager(words, { ...host.env, LESS: host.env.LESS ?? 'FRX' });
      pager.gone.addEventListener('abort', () => left.abort(pager.gone.reason));
      return pager;
    } catch (error) {
      const { code = String(error) } = error as { code?: string }; // a system error
      const reason = code === 'ENOENT' ? 'is not there' : `cannot be started (${code})`;
      await host.stderr.write(`slip: the pager ${words[0]} ${reason}; the answer is printed without it\n`);
      return undefined;
    }
  };
  const stdout: Sink = {
    isTerminal: true,
    get columns() {
      return host.stdout.columns;
    },
    async write(chunk) {
      if (chunk.length === 0) return;
      opening ??= open();
      await ((await opening) ?? host.stdout).write(chunk);
    },
  };
  const stderr: Sink = {
    isTerminal: true,
    get columns() {
      return host.stderr.columns;
    },
    async write(chunk) {
      const pager = await opening;
      await (pager === undefined || pager.gone.aborted ? host.stderr : pager).write(chunk);
    },
  };
  const paged: Host = {
    ...host,
    stdout,
    stderr: host.stderr.isTerminal ? stderr : host.stderr,
    interrupted: AbortSignal.any([host.interrupted, left.signal]),
  };
  try {
    const status = await act(paged, invocations.map(withPlainOutput));
    // Whoever left the pager has seen enough, which is no failure.
    return left.signal.aborted && !host.interrupted.aborted && status === INTERRUPTED ? 0 : status;
  } finally {
    await (await opening)?.close();
  }
}

const INTERRUPTED = 130;

/** Options with which little is printed, or a progress line that a pager cannot show. */
const ASIDE = ['output', 'remote-name', 'remote-name-all', 'download', 'out-null', 'progress-bar'] as const;

/** Options of streams that are watched; with them a pager has to be wished for on the line. */
const FOLLOWING = ['max-events', 'reconnect'] as const;

function isOfUse(invocations: readonly Invocation[], { env }: Host): boolean {
  const has = (names: readonly (keyof Options)[]): boolean =>
    invocations.some(({ options }) => names.some((name) => options[name] !== undefined));
  if (invocations[0]?.dialect === 'curl' || has(ASIDE)) return false;
  return invocations[0]?.options.pager === true || (env.TERM !== 'dumb' && !has(FOLLOWING));
}

function pagerCommand(env: Host['env']): readonly string[] {
  const name = env.SLIP_PAGER ? 'SLIP_PAGER' : 'PAGER';
  try {
    return splitWords(env[name] || 'less');
  } catch (cause) {
    throw new Failure('usage', `${name} is no command: a quote in it is not closed`, { cause });
  }
}

/** Pagers let colours through, but no protocol for images, and not all of them links. */
function withPlainOutput(invocation: Invocation): Invocation {
  const { options } = invocation;
  if (invocation.command !== 'request') return invocation;
  return {
    ...invocation,
    options: { ...options, images: options.images ?? 'blocks', links: options.links ?? 'never' },
  };
}
