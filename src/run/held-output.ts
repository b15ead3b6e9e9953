import type { Host, Sink } from '../host.ts';
import type { Masks } from './masks.ts';

/** A host whose output is kept until it is wanted. */
export interface HeldOutput {
  readonly host: Host;
  /** Writes what was kept, in the order it came. */
  release(): Promise<void>;
}

/** Keeps what is written to stdout and stderr. */
export function holdOutput(host: Host): HeldOutput {
  const kept: (readonly [sink: Sink, chunk: Uint8Array | string])[] = [];
  const holding = (sink: Sink): Sink => ({
    isTerminal: sink.isTerminal,
    columns: sink.columns,
    // A chunk is the writer's own, which may use it again.
    write: async (chunk) => void kept.push([sink, typeof chunk === 'string' ? chunk : Uint8Array.from(chunk)]),
  });
  return {
    host: { ...host, stdout: holding(host.stdout), stderr: holding(host.stderr) },
    async release() {
      for (const [sink, chunk] of kept.splice(0)) await sink.write(chunk);
    },
  };
}

/** A sink that hides the secrets of a run in what is said. */
export function maskedSink(sink: Sink, masks: Masks): Sink {
  return {
    isTerminal: sink.isTerminal,
    columns: sink.columns,
    async write(chunk) {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      const masked = masks.mask(text);
      await sink.write(masked === text ? chunk : masked);
    },
  };
}
