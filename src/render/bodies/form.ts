import type { JsonColors } from '../json-ink.ts';
import { terminalSafe } from '../safety.ts';
import { asLatin1 } from '../sniff.ts';

/**
 * A form's body (WHATWG URL, application/x-www-form-urlencoded) as it would be typed: a pair a line, `name=value`,
 * decoded. Control characters in it are made visible, line ends too, so that a line is a pair; what is no escape of a
 * byte stays as it is. Holds a few bytes.
 */
export function presentForm(
  chunks: AsyncIterable<Uint8Array>,
  colors: JsonColors | undefined,
): AsyncIterable<Uint8Array> {
  return painted(terminalSafe(decoded(chunks)), colors);
}

const TAB = 0x09;
const LF = 0x0a;
const SPACE = 0x20;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const PLUS = 0x2b;
const EQUALS = 0x3d;
const DELETE = 0x7f;

/** The pairs decoded, each name ended by a tab and each value by a line end, which are not left anywhere else. */
async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = Buffer.alloc(0);
  let isInValue = false;
  let isEmpty = true;
  const decode = (bytes: Uint8Array, end: number): Uint8Array => {
    const output: number[] = [];
    for (let at = 0; at < end; at++) {
      let byte = bytes[at] ?? 0;
      if (byte === AMPERSAND) {
        if (!isEmpty) output.push(LF);
        isInValue = false;
        isEmpty = true;
        continue;
      }
      isEmpty = false;
      if (byte === EQUALS && !isInValue) {
        isInValue = true;
        output.push(TAB);
        continue;
      }
      const digits = byte === PERCENT ? asHex(bytes[at + 1], bytes[at + 2]) : undefined;
      if (digits !== undefined) {
        byte = digits;
        at += 2;
      } else if (byte === PLUS) byte = SPACE;
      if (byte < SPACE || byte === DELETE) output.push(...Buffer.from(`\\u${byte.toString(16).padStart(4, '0')}`));
      else output.push(byte);
    }
    return Uint8Array.from(output);
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([held, chunk]);
    const cut = bytes.subarray(-2).indexOf(PERCENT);
    const end = cut === -1 ? bytes.length : Math.max(0, bytes.length - 2) + cut;
    yield decode(bytes, end);
    held = bytes.subarray(end);
  }
  yield decode(held, held.length);
  if (!isEmpty) yield Uint8Array.of(LF);
}

function asHex(first = 0, second = 0): number | undefined {
  const digits = String.fromCharCode(first, second);
  return /^[\da-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

/** Names and values in their colours, with the sign between them that is typed. */
async function* painted(lines: AsyncIterable<Uint8Array>, colors: JsonColors | undefined): AsyncGenerator<Uint8Array> {
  const { key = '', string = '', punctuation = '', reset = '' } = colors ?? {};
  const equals = punctuation === '' ? '=' : `${punctuation}=${reset}`;
  let isLineStart = true;
  for await (const chunk of lines) {
    let output = '';
    for (const [piece] of asLatin1(chunk).matchAll(/[\t\n]|[^\t\n]+/g)) {
      if (isLineStart) output += key;
      isLineStart = piece === '\n';
      if (piece === '\t') output += reset + equals + string;
      else output += piece === '\n' ? `${reset}\n` : piece;
    }
    yield Buffer.from(output, 'latin1');
  }
}
