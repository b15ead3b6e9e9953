import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { Failure } from '../failure.ts';
import { whyEnded } from './why-ended.ts';

/** What a thread of jq is started with. */
export interface JqStart {
  readonly port: Pick<MessagePort, 'postMessage'>;
  /** Counts the answers: the thread sleeps on it. */
  readonly gate: Int32Array;
  readonly filter: string;
}

/** What the thread says; each is answered before it goes on. */
export type JqRequest =
  | { readonly kind: 'compiled' | 'ended'; readonly status: number; readonly errors: string }
  | { readonly kind: 'input' }
  | { readonly kind: 'output'; readonly bytes: Uint8Array };

/** Bytes of input, or `undefined` for their end and for all other answers. */
export type JqReply = Uint8Array | undefined;

/** A jq filter that has been compiled. */
export interface Jq {
  /**
   * What the filter makes of a body: each result on a line, without white space. What jq prints beside that (`debug`) is
   * told.
   *
   * @param signal ends a computation that goes on for ever, by the failure that is its reason.
   * @throws Failure `content` for what jq calls an error, after the results before it; `interrupted`, `timeout`.
   */
  run(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array>;
}

/** Those whom jq has something to say to. */
export interface JqSurroundings {
  /** Ends also what is compiled. */
  readonly interrupted: AbortSignal;
  readonly tell: (lines: readonly string[]) => Promise<void>;
}

/**
 * Compiles a filter. jq runs in threads of its own, one for each body that is read at the same time.
 *
 * @throws Failure `usage` for what is no filter, with its place.
 */
export async function openJq(filter: string, around: JqSurroundings): Promise<Jq> {
  const idle = [await startThread(filter, around.interrupted)];
  return {
    async *run(chunks, signal) {
      const thread = idle.pop() ?? (await startThread(filter, around.interrupted));
      const source = chunks[Symbol.asyncIterator]();
      let isWhole = false;
      try {
        let said = await thread.answer(undefined, signal);
        for (; said.kind === 'input' || said.kind === 'output'; ) {
          if (said.kind === 'output') yield said.bytes;
          const next = said.kind === 'input' ? await source.next() : undefined;
          said = await thread.answer(next?.done === false ? next.value : undefined, signal);
        }
        isWhole = said.status === 0;
        if (!isWhole) throw runFailure(said.status, said.errors);
        if (said.errors !== '') await around.tell(said.errors.trimEnd().split('\n'));
      } finally {
        await source.return?.();
        if (isWhole) idle.push(thread);
        else await thread.end();
      }
    },
  };
}

/** A thread that waits for its first body. */
interface JqThread {
  /** Answers what was said last, and gives what is said next. */
  answer(reply: JqReply, signal: AbortSignal): Promise<JqRequest>;
  end(): Promise<void>;
}

async function startThread(filter: string, interrupted: AbortSignal): Promise<JqThread> {
  const { port1: port, port2 } = new MessageChannel();
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./jq-worker.js', import.meta.url), {
    workerData: { port: port2, gate, filter } satisfies JqStart,
    transferList: [port2],
    stdout: true,
    stderr: true,
  });
  const heard = (signal: AbortSignal): Promise<JqRequest> =>
    new Promise<JqRequest>((resolve, reject) => {
      const settle = (act: () => void): void => {
        port.off('message', onMessage);
        worker.off('error', onError);
        signal.removeEventListener('abort', onAbort);
        // A thread that waits keeps no process alive.
        worker.unref();
        port.unref();
        act();
      };
      const onMessage = (request: JqRequest) => settle(() => resolve(request));
      const onError = (error: Error) => settle(() => reject(error));
      const onAbort = () => settle(() => reject(whyEnded(signal)));
      port.on('message', onMessage);
      worker.on('error', onError);
      worker.ref();
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) onAbort();
    });
  const thread: JqThread = {
    async answer(reply, signal) {
      port.postMessage(reply);
      const next = heard(signal);
      Atomics.add(gate, 0, 1);
      Atomics.notify(gate, 0);
      return await next;
    },
    end: async () => {
      port.close();
      await worker.terminate();
    },
  };
  const said = await heard(interrupted);
  if (said.kind === 'compiled' && said.status === 0) return thread;
  await thread.end();
  if (said.kind !== 'compiled') throw new Error('jq runs before it has compiled');
  throw compileFailure(filter, said.errors);
}

/** jq's own words, and its place: behind the line that it shows stand as many spaces as there are before the fault. */
function compileFailure(filter: string, errors: string): Failure {
  const [, words = 'it cannot be compiled', number] =
    /^jq: error: (.*?)(?: \(Unix shell quoting issues\?\))?(?: at <top-level>, line (\d+):)?\n/.exec(errors) ?? [];
  const line = filter.split('\n')[Number(number) - 1] ?? filter;
  const shown = errors.split('\n')[1] ?? '';
  const isPlaced = number !== undefined && shown.startsWith(line);
  const start = isPlaced ? Math.min(shown.length - line.length, line.length) : 0;
  const end = isPlaced ? start + (/^(?:[\w$]+|.)/u.exec(line.slice(start))?.[0].length ?? 0) : line.length;
  return new Failure('usage', `this is not a jq filter: ${words}`, { at: { text: line, start, end } });
}

function runFailure(status: number, errors: string): Failure {
  if (status === -1) {
    return new Failure('content', 'the body is too large for jq, which has 256 MB of memory', {
      hint: '--select needs no memory for a simple path',
    });
  }
  const words = errors.trimEnd().split('\n').at(-1) ?? '';
  if (words.includes('Exceeds depth limit for parsing')) {
    return new Failure('content', 'the body is nested deeper than 256 levels, too deep for jq', {
      hint: '--select has no such limit',
    });
  }
  const said = words.replace(/^jq: (?:parse )?error(?: \(at [^)]*\))?: /, '');
  if (/^jq: (?:parse error|error \(at [^)]*\): .*(?:JSON|numeric literal))/.test(words)) {
    return new Failure('content', `the body is not JSON: ${said}`);
  }
  return new Failure('content', `jq: ${said || `it ended with status ${status}`}`);
}
