import cliProgress, { type Options } from 'cli-progress';
import type { Sink } from '../host.ts';
import type { Bar } from './progress.ts';

/** A bar that redraws itself ten times a second at the most. The only importer of cli-progress. */
export function createBar(stderr: Sink, totalBytes: number | undefined, bytes: number, describe: () => string): Bar {
  const options: Options = {
    stream: {
      isTTY: true,
      columns: stderr.columns,
      write: (text: string) => void stderr.write(text),
    } as unknown as NodeJS.WritableStream, // all that is asked of it: readline moves the cursor by writing
    format: (settings, params) =>
      totalBytes === undefined
        ? describe()
        : `${cliProgress.Format.BarFormat(params.progress, settings)} ${Math.floor(params.progress * 100)} % · ${describe()}`,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    barsize: Math.max(10, Math.min(30, stderr.columns - 60)),
    fps: 10,
    clearOnComplete: true,
    hideCursor: true,
    linewrap: null,
  };
  const bar = new cliProgress.SingleBar(options);
  bar.start(totalBytes ?? 0, bytes);
  return { update: (count) => bar.update(count), stop: () => bar.stop() };
}
