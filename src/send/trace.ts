import type { TraceChoice } from '../cli/trace-choice.ts';
import type { Host, Sink } from '../host.ts';
import { traceWriter } from '../render/trace.ts';
import type { Trace } from '../request/trace.ts';
import { type StreamFile, streamFile } from '../store/stream-file.ts';
import type { Desk } from './desk.ts';

/** Writes down what happens on the wire, for every transfer of a run. */
export interface Tracer {
  /**
   * @param transferIndex from 0.
   * @param isSeen its body is shown on a terminal, where the plain form need not tell how long its pieces are.
   */
  of(transferIndex: number, isSeen: boolean): Trace;
  close(): Promise<void>;
}

/** Opens the trace; a file that cannot be written leaves it to stderr, as in curl. */
export async function openTrace(choice: TraceChoice, desk: Desk): Promise<Tracer> {
  const { host, console, options } = desk;
  const { sink, file } = await openTarget(choice.target, desk);
  const theme = sink === host.stdout ? desk.theme : console.theme;
  return {
    of(transferIndex, isSeen) {
      const text = traceWriter({
        form: choice.form,
        showsSecrets: options['show-secrets'] === true,
        terminal: sink.isTerminal ? theme : undefined,
        hidesBodies: isSeen && file === undefined,
      });
      return async (event, connectionIndex) => {
        const time = choice.time ? `${timeOfDay(host)} ` : '';
        const numbers = `[${transferIndex}-${connectionIndex ?? 'x'}] `;
        // A trace that cannot be written is no reason to give the transfer up.
        await sink.write(text(event, `${time}${choice.ids ? numbers : ''}`)).catch(() => {});
      };
    },
    close: async () => await file?.close(),
  };
}

async function openTarget(
  target: string,
  { host, console }: Desk,
): Promise<{ readonly sink: Sink; readonly file?: StreamFile }> {
  if (target === '-') return { sink: host.stdout };
  if (target === '%') return { sink: host.stderr };
  try {
    const file = await streamFile(host.files, target);
    return { sink: file, file };
  } catch (error) {
    await console.warning(`${error instanceof Error ? error.message : String(error)}; the trace goes to stderr`);
    return { sink: host.stderr };
  }
}

/** `03:04:05.123000`, local time, as curl has it; the host's clock knows no microseconds. */
function timeOfDay(host: Host): string {
  const nowMs = host.now();
  return `${new Date(nowMs + host.offsetMinutes(nowMs) * 60_000).toISOString().slice(11, 23)}000`;
}
