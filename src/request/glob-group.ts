import { type GlobNumbers, type GlobSet, MAX_NUMBER } from './glob.ts';

/** A group, or why there is none and where. */
type Reading =
  | { readonly part: GlobSet | GlobNumbers; readonly end: number }
  | { readonly fault: string; readonly start: number; readonly end: number };

/** A set of curl's has no more values. */
const MAX_SET_SIZE = 100_000;

/** The escape, address or `[]` that begins here, as the text it is; `undefined` where a group begins, or should not end. */
export function plainText(text: string, at: number): { readonly text: string; readonly end: number } | undefined {
  if (text[at] === '\\') return { text: text.charAt(at + 1), end: at + 2 };
  if (text.startsWith('[]', at)) return { text: '[]', end: at + 2 };
  const [whole, address] = /^\[([\da-f:.]*:[\da-f:.]*:[\da-f:.]*)(?:%[^\]]+)?\]/i.exec(text.slice(at, at + 128)) ?? [];
  if (whole === undefined || !URL.canParse(`http://[${address}]/`)) return undefined;
  return { text: whole, end: at + whole.length };
}

/** The set or range that begins here. */
export function readGroup(text: string, at: number, strict: boolean): Reading {
  const opening = text.charAt(at);
  if (opening === '}') return { fault: 'this } has no {', start: at, end: at + 1 };
  if (opening === ']') return { fault: 'this ] has no [', start: at, end: at + 1 };
  const named = /^<([^>]{1,64})>/.exec(text.slice(at + 1, at + 67));
  const start = at + 1 + (named?.[0].length ?? 0);
  return opening === '{' ? readSet(text, at, start, named?.[1], strict) : readRange(text, at, start, named?.[1]);
}

function readSet(text: string, opening: number, start: number, name: string | undefined, strict: boolean): Reading {
  const values: string[] = [];
  let value = '';
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    switch (character) {
      case '{':
      case '[':
        return { fault: 'a set holds no other set or range', start: at, end: at + 1 };
      case ']':
        return { fault: 'this ] has no [', start: at, end: at + 1 };
      case ',':
      case '}':
        if (character === '}' && at === start) return { fault: 'this set is empty', start: opening, end: at + 1 };
        values.push(value);
        value = '';
        if (values.length > MAX_SET_SIZE) return { fault: 'this set is too large', start: opening, end: at };
        if (character === ',') break;
        if (!strict && name === undefined && (values.length === 1 || text.slice(start, at).includes('"'))) {
          return { fault: 'this is text', start: opening, end: at };
        }
        return { part: { kind: 'set', name, values }, end: at + 1 };
      case '\\':
        if (at + 1 < text.length) at += 1;
        value += text.charAt(at);
        break;
      default:
        value += character;
    }
  }
  return { fault: 'this { has no }', start: opening, end: opening + 1 };
}

function readRange(text: string, opening: number, start: number, name: string | undefined): Reading {
  const closing = text.indexOf(']', start);
  if (closing < 0) return { fault: 'this [ has no ]', start: opening, end: opening + 1 };
  const range = text.slice(start, closing);
  const part = letterRange(range, name) ?? numberRange(range, name);
  if (part !== undefined) return { part, end: closing + 1 };
  return { fault: 'this is no range', start: opening, end: closing + 1 };
}

function letterRange(range: string, name: string | undefined): GlobSet | undefined {
  const [, from, to, typedStep] = /^([a-z])-([\0-\x7f])(?::(\d+))?$/i.exec(range) ?? [];
  const [first, last, step] = [from?.charCodeAt(0) ?? 0, to?.charCodeAt(0) ?? 0, Number(typedStep ?? 1)];
  if (from === undefined || !isSound(BigInt(first), BigInt(last), BigInt(step)) || last - first > 25) return undefined;
  const values: string[] = [];
  for (let letter = first; letter <= last; letter += step) values.push(String.fromCharCode(letter));
  return { kind: 'set', name, values };
}

function numberRange(range: string, name: string | undefined): GlobNumbers | undefined {
  const [, from, to, typedStep] = /^(\d+)-[ \t]*(\d+)(?::(\d+))?$/.exec(range) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const [first, last, step] = [BigInt(from), BigInt(to), BigInt(typedStep ?? 1)];
  if (!isSound(first, last, step) || last + step > MAX_NUMBER) return undefined;
  const width = from.startsWith('0') ? from.length : 0;
  return { kind: 'numbers', name, first, step, size: (last - first) / step + 1n, width };
}

/** Upwards, by a step that is taken at least once where there is anywhere to go. */
function isSound(first: bigint, last: bigint, step: bigint): boolean {
  return first === last ? step === 1n : step > 0n && first + step <= last;
}
