import type { Sink } from '../host.ts';
import { formatByteCount, formatDuration } from './summary.ts';

/** What a person sees of a body that goes where they cannot see it. */
export interface Progress {
  /** So many more bytes are there. */
  advance(byteCount: number): void;
  /** Takes the line away; a bar that was asked for stays. */
  stop(): Promise<void>;
}

/** A transfer shorter than this shows nothing: a line that flashes up tells nobody anything. */
const DELAY_MS = 400;

/**
 * A progress line on stderr: the bar that `-#` asks for, or, for a person who watches, one drawn by cli-progress, which is loaded when the transfer takes long enough to show it.
 *
 * @param totalBytes of the body as it comes; `undefined` where the server does not say.
 * @param doneBytes that an earlier run has already got.
 */
export function startProgress(
  stderr: Sink,
  totalBytes: number | undefined,
  doneBytes: number,
  clock: { uptimeMs(): number },
  kind: 'terminal' | 'bar',
): Progress {
  if (kind === 'bar') return hashBar(stderr, totalBytes, doneBytes);
  const startedAtMs = clock.uptimeMs();
  let bytes = doneBytes;
  let bar: Bar | undefined;
  let stopped = false;
  const begin = async (): Promise<void> => {
    // A bar that cannot be drawn is no reason to give the transfer up.
    const { createBar } = await import('./progress-bar.ts').catch(() => ({ createBar: undefined }));
    if (!stopped && createBar !== undefined) bar = createBar(stderr, totalBytes, bytes, () => describe());
  };
  const describe = (): string => {
    const elapsedMs = Math.max(1, clock.uptimeMs() - startedAtMs);
    const bytesPerMs = (bytes - doneBytes) / elapsedMs;
    const left =
      totalBytes !== undefined && bytesPerMs > 0 && bytes < totalBytes
        ? ` · ${secondsText((totalBytes - bytes) / bytesPerMs)} left`
        : '';
    const of = totalBytes === undefined ? '' : ` of ${formatByteCount(totalBytes)}`;
    return `${formatByteCount(bytes)}${of} · ${formatByteCount(Math.round(bytesPerMs * 1000))}/s${left}`;
  };
  const timer = setTimeout(begin, DELAY_MS);
  return {
    advance(byteCount) {
      bytes += byteCount;
      bar?.update(bytes);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      bar?.stop();
    },
  };
}

/** Where nobody says how wide a line is, as in curl. */
const LINE_COLUMNS = 79;

/** curl's bar, without a character that only a terminal knows: `####  56.7%`, or how much came where nobody knows of what. */
function hashBar(stderr: Sink, totalBytes: number | undefined, doneBytes: number): Progress {
  const columns = stderr.isTerminal ? stderr.columns : LINE_COLUMNS;
  let bytes = doneBytes;
  let drawn = '';
  let writing: Promise<unknown> = Promise.resolve();
  const write = (text: string): void => {
    writing = writing.then(() => stderr.write(text)).catch(() => {});
  };
  const draw = (): void => {
    const share = Math.min(1, bytes / (totalBytes || 1));
    const percent = ` ${(share * 100).toFixed(1).padStart(5)}%`;
    const width = Math.max(0, columns - percent.length);
    const bar = '#'.repeat(Math.floor(share * width)).padEnd(width);
    const text = totalBytes === undefined ? formatByteCount(bytes).padEnd(10) : `${bar}${percent}`;
    if (text !== drawn) write(`\r${text}`);
    drawn = text;
  };
  return {
    advance(byteCount) {
      bytes += byteCount;
      draw();
    },
    async stop() {
      if (drawn !== '') write('\n');
      await writing;
    },
  };
}

/** The part of a bar that is used here. */
export interface Bar {
  update(bytes: number): void;
  stop(): void;
}

/** Whole seconds: a guess with two decimals would look like knowledge. */
function secondsText(durationMs: number): string {
  const seconds = Math.max(1, Math.ceil(durationMs / 1000));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}
