/** A thread that runs jq: it computes for as long as it likes, is waited for byte by byte, and can be ended. */
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import jq from 'jq-wasm/dist/build/jq.js';
import type { JqReply, JqRequest, JqStart } from './jq.ts';

const { port, gate, filter }: JqStart = workerData;

/** Collects what is written byte by byte. */
const OUTPUT_BYTES = 64 * 1024;
const output = new Uint8Array(OUTPUT_BYTES);
let outputBytes = 0;
let errors: number[] = [];
const MOST_ERROR_BYTES = 64 * 1024;

let input: Uint8Array | undefined;
let inputAt = 0;
/** Bytes given since a read began that found no more; C's library reads so many at a time. */
let givenBytes = 0;
const READ_BYTES = 1024;

/** Says something, and waits for the answer: whoever takes the output is not flooded with it. */
function ask(request: JqRequest): JqReply {
  const turn = Atomics.load(gate, 0);
  port.postMessage(request);
  Atomics.wait(gate, 0, turn);
  // An answer that is not there yet, seen once on a busy machine, must not be taken for the end of the input.
  for (;;) {
    const answer = receiveMessageOnPort(port as MessagePort);
    if (answer !== undefined) return answer.message;
    Atomics.wait(gate, 0, turn + 1, 1);
  }
}

function flush(): void {
  if (outputBytes === 0) return;
  const bytes = output.slice(0, outputBytes);
  outputBytes = 0;
  ask({ kind: 'output', bytes });
}

/** The next byte, `null` at the end, `undefined` where a read is to be content with what it has got. */
function readByte(): number | null | undefined {
  while (input !== undefined && inputAt === input.length) {
    if (givenBytes % READ_BYTES > 0) {
      givenBytes = 0;
      return undefined;
    }
    // What has been computed is shown before more is waited for.
    flush();
    input = ask({ kind: 'input' });
    inputAt = 0;
  }
  givenBytes++;
  return input?.[inputAt++] ?? null;
}

function writeByte(byte: number | null): void {
  if (byte === null) return;
  output[outputBytes++] = byte;
  if (outputBytes === OUTPUT_BYTES) flush();
}

function writeErrorByte(byte: number | null): void {
  if (byte !== null && errors.length < MOST_ERROR_BYTES) errors.push(byte);
}

interface JqModule {
  callMain(words: string[]): number;
  preRun?: unknown;
}

// The package's own road for bytes copies all that are left for each one that is read, and throws away what jq says of its
// errors: its hook goes before it is called, and Emscripten then asks for the three below.
const module: JqModule = await jq({
  monitorRunDependencies(this: JqModule) {
    delete this.preRun;
  },
  stdin: readByte,
  stdout: writeByte,
  stderr: writeErrorByte,
});

/** The exit status, and what was said of errors; an end of its own stands for memory that ran out. */
function run(): { readonly status: number; readonly errors: string } {
  errors = [];
  let status: number;
  try {
    status = module.callMain(['-c', '-M', filter, '/dev/stdin']);
  } catch {
    status = -1;
  }
  flush();
  return { status, errors: Buffer.from(errors).toString() };
}

// Without any input the filter is compiled, and not run.
ask({ kind: 'compiled', ...run() });
for (;;) {
  input = new Uint8Array(0);
  inputAt = 0;
  givenBytes = 0;
  ask({ kind: 'ended', ...run() });
}
