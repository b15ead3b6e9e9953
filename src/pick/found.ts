import { Failure } from '../failure.ts';
import { readJsonValue } from '../json/parse.ts';
import { selectJson } from '../json/path.ts';
import { type JsonPath, leadsToOne } from '../json/path-grammar.ts';
import type { JsonNode } from '../json/tree.ts';
import { writeJsonText } from '../json/write.ts';
import { findPreamble } from '../render/json.ts';
import { bytesOfText, textOfBytes } from './bytes.ts';
import { createScanner, JsonScanFault, type Search } from './scan.ts';
import { type SplitPath, splitPath } from './steps.ts';

/** What is known beside the paths. */
export interface FindOptions {
  /** An array that the body is, or that a path of names and indexes leads to, counts as its items. */
  readonly splitsArrays: boolean;
  /** What the server says that the body is, to be told where it is no JSON. */
  readonly type: string;
}

/**
 * What the paths find in a JSON body, in UTF-8: each value on a line, its tokens as they came, without white space between
 * them. Without a path, the body's own values.
 *
 * One path of names, indexes, slices from the front and `*` needs no memory, whatever the size. A filter, `..` and counting
 * from the end need the value that they stand behind, and several paths all of the body: at most 100 MB.
 *
 * @throws Failure `content` for a body that is no JSON, or needs more.
 */
export async function* findLines(
  chunks: AsyncIterable<Uint8Array>,
  paths: readonly JsonPath[],
  { splitsArrays, type }: FindOptions,
): AsyncGenerator<Uint8Array> {
  const [first = WHOLE, ...others] = paths;
  const split: SplitPath = others.length === 0 ? splitPath(first) : { steps: [], rest: undefined, isWrapped: false };
  const isDone = others.length === 0 && split.rest === undefined;
  const search = { steps: split.steps, splitsArrays: isDone && splitsArrays && leadsToOne(first) };
  const lines = scanned(chunks, search, type);
  if (isDone) {
    yield* lines;
    return;
  }
  const left = split.rest === undefined ? paths : [split.rest];
  let texts: string[] = [];
  let length = 0;
  for await (const values of valuesOf(lines)) {
    for (const value of values) {
      const root: JsonNode = split.isWrapped ? { kind: 'array', items: [value] } : value;
      for (const [index, path] of left.entries()) {
        const splits = splitsArrays && leadsToOne(paths[index] ?? WHOLE);
        for (const found of selectJson(path, root)) {
          const items = splits && found.value.kind === 'array' ? found.value.items : [found.value];
          for (const item of items) {
            const text = `${writeJsonText(item)}\n`;
            length += text.length;
            texts.push(text);
            if (length < PIECE_LENGTH) continue;
            yield bytesOfText(texts.join(''));
            [texts, length] = [[], 0];
          }
        }
      }
    }
    if (texts.length > 0) yield bytesOfText(texts.join(''));
    [texts, length] = [[], 0];
  }
}

/** What is found may stand within one another, and be much more than the body. */
const PIECE_LENGTH = 64 * 1024;

const WHOLE: JsonPath = { text: '$', segments: [] };

/** The values of lines that `findLines` gives, as many at a time as have come. */
export async function* valuesOf(lines: AsyncIterable<Uint8Array>): AsyncGenerator<readonly JsonNode[]> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const bytes of lines) {
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      const whole = Buffer.concat([...held, bytes.subarray(0, end)]);
      yield textOfBytes(whole).split('\n').slice(0, -1).map(parsedLine);
      held = [];
      heldBytes = 0;
    }
    if (end === bytes.length) continue;
    held.push(bytes.subarray(end));
    heldBytes += bytes.length - end;
    if (heldBytes > MAX_VALUE_BYTES) {
      throw new Failure('content', 'a value of the body has more than 100 MB, too much to be held whole', {
        hint: "a path of names, indexes and * needs no memory: --select '$.items[*].name'",
      });
    }
  }
}

/** The longest text that is made a tree: it takes up to twenty times its text, and Node has 2 GB by itself. */
export const MAX_VALUE_BYTES = 100 * 1024 * 1024;
const LINE_FEED = 0x0a;

function parsedLine(line: string): JsonNode {
  const read = readJsonValue(line, 0);
  if ('message' in read) throw new Error(`the scanner let this pass: ${read.message}`);
  return read.value;
}

async function* scanned(chunks: AsyncIterable<Uint8Array>, search: Search, type: string): AsyncGenerator<Uint8Array> {
  const scanner = createScanner(search);
  try {
    for await (const chunk of withoutPreamble(chunks)) {
      scanner.push(chunk);
      yield* scanner.take();
    }
    scanner.end();
    yield* scanner.take();
  } catch (error) {
    if (!(error instanceof JsonScanFault)) throw error;
    yield* scanner.take();
    throw notJson(error, type);
  }
}

function notJson({ offset, byte }: JsonScanFault, type: string): Failure {
  const what = `the body${type === '' ? '' : ` (${type})`} is not JSON`;
  if (byte === undefined) return new Failure('content', `${what}: it ends too early`);
  return new Failure('content', `${what}: it has ${byteText(byte)} at byte ${offset + 1}`);
}

function byteText(byte: number): string {
  if (byte < 0x20 || byte === 0x7f) return 'a control character';
  return byte > 0x7f ? 'a letter that is not ASCII' : String.fromCharCode(byte).replace(' ', 'a space');
}

/** The JSON text behind a guard against its being run as a script. */
export async function* withoutPreamble(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (held === undefined) {
      yield chunk;
      continue;
    }
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const preamble = findPreamble(held, false);
    if (preamble === undefined) continue;
    yield held.subarray(preamble.byteLength);
    held = undefined;
  }
  if (held !== undefined) yield held.subarray(findPreamble(held, true)?.byteLength ?? 0);
}
