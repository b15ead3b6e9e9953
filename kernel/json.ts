/**
 * The tokens of JSON that lie whole in a slice of the document and have nothing unusual, and what there is of a string.
 * Nearly all there are do, and nearly all of the time goes into them: so this is AssemblyScript, which the build turns into
 * WebAssembly that looks at 16 bytes at once and needs no warming up. Whatever is not the usual case is left to
 * src/render/json-print.ts, which can print everything.
 */
import {
  BREAK_BYTES,
  COMPANION,
  DEEPEST,
  DEPTH,
  ENDINGS,
  GRAMMAR_ROWS,
  IN_OBJECT,
  KEEPS_SPACE,
  LEVEL_BYTES,
  LINE_BREAK,
  MARKS,
  NESTING,
  OUTPUT_END,
  STAMP_BYTES,
  STATE,
  TOKEN,
} from '../src/render/json-kernel-memory.ts';
import {
  AFTER_ELEMENT,
  AFTER_KEY,
  AFTER_MEMBER,
  CLOSE_EMPTY_OBJECT,
  CLOSE_OBJECT,
  COLON,
  ESCAPE,
  FAULT,
  FIRST_ELEMENT,
  FIRST_KEY,
  KEY,
  LITERAL,
  MEMBER,
  MEMBER_COMMA,
  NEXT_ELEMENT,
  NEXT_KEY,
  NUMBER,
  OPEN_ARRAY,
  OPEN_OBJECT,
  SPACE,
  STRING,
  TEXT,
  WORD,
  ZERO,
} from '../src/render/json-states.ts';

const QUOTE: i32 = 0x22;
const BACKSLASH: i32 = 0x5c;
const LETTER_U: i32 = 0x75;
/** The literals, as the numbers that their first four bytes are. */
const TRUE: i32 = 0x65757274;
const NULL: i32 = 0x6c6c756e;
const FALS: i32 = 0x736c6166;
const LETTER_E: i32 = 0x65;
/** Longer numbers are left to json-print.ts. */
const LONGEST_NUMBER_BYTES: i32 = 64;
const DEEPEST_INDENT: i32 = 64;

/**
 * Prints the tokens in `[from, to)`, which begins between tokens of a document or within a string, until the output has
 * passed `full`: by no more than a line break, three stamps and `LONGEST_NUMBER_BYTES`.
 *
 * @returns where it stopped: at the end, before a token that is left to others, or within a string.
 */
export function print(from: i32, to: i32, full: i32): i32 {
  const keepsSpace = register(KEEPS_SPACE);
  const breakBytes = register(BREAK_BYTES);
  const levelBytes = register(LEVEL_BYTES);
  let state = register(STATE);
  let depth = register(DEPTH);
  let inObject = register(IN_OBJECT);
  let token = register(TOKEN);
  let out = register(OUTPUT_END);
  let lineBytes = breakBytes + levelBytes * min(depth, DEEPEST_INDENT);
  let at = from;
  while (at < to && out < full) {
    if (state !== STRING) {
      const byte = <i32>load<u8>(at);
      const action = <i32>load<u8>(GRAMMAR_ROWS + (state | byte));
      if (action <= SPACE) {
        if (action === FAULT) break;
        const run = min(spaceBytes(at), to - at);
        if (keepsSpace) {
          v128.store(out, v128.load(at));
          out += run;
        }
        at += run;
        continue;
      }
      let begun = out;
      if (state >= AFTER_MEMBER && action >= KEY) {
        const closing = breakBytes + levelBytes * min(depth - 1, DEEPEST_INDENT);
        begun = breakLine(out, action >= CLOSE_OBJECT ? closing : lineBytes);
      }
      begun = stamp(begun, MARKS + action * STAMP_BYTES);
      if (action < KEY || action > LITERAL) {
        if (action === OPEN_OBJECT || action === OPEN_ARRAY) {
          if (depth === DEEPEST) break;
          enter(depth++, inObject);
          inObject = i32(action === OPEN_OBJECT);
          state = inObject ? FIRST_KEY : FIRST_ELEMENT;
        } else if (action < CLOSE_EMPTY_OBJECT) {
          state = action === COLON ? MEMBER : action === MEMBER_COMMA ? NEXT_KEY : NEXT_ELEMENT;
        } else {
          // The end of the document.
          if (depth === 1) break;
          inObject = isInObject(--depth);
          state = inObject ? AFTER_MEMBER : AFTER_ELEMENT;
        }
        lineBytes = breakBytes + levelBytes * min(depth, DEEPEST_INDENT);
        out = begun;
        at++;
        continue;
      }
      token = action;
      if (action <= TEXT) {
        // The opening quotation mark stands in the mark, the closing one in the ending.
        at++;
        out = begun;
        state = STRING;
      } else {
        const length = action === NUMBER ? numberBytes(at, to, begun) : literalBytes(at, to, begun);
        if (length === 0) break;
        at += length;
        out = begun + length;
      }
    }
    if (state === STRING) {
      const end = textEnd(at, min(to, at + max(full - out, 0)), out - at);
      out += end - at;
      at = end;
      if (at >= to || load<u8>(at) !== QUOTE || depth === 0) break;
      at++;
    }
    const ending = ENDINGS + (token - KEY) * (2 * STAMP_BYTES);
    if (at < to && load<u8>(at) === load<u8>(ending, COMPANION)) {
      out = stamp(out, ending + STAMP_BYTES);
      at++;
      state = token === KEY ? MEMBER : inObject ? NEXT_KEY : NEXT_ELEMENT;
    } else {
      out = stamp(out, ending);
      state = token === KEY ? AFTER_KEY : inObject ? AFTER_MEMBER : AFTER_ELEMENT;
    }
  }
  setRegister(STATE, state);
  setRegister(DEPTH, depth);
  setRegister(IN_OBJECT, inObject);
  setRegister(TOKEN, token);
  setRegister(OUTPUT_END, out);
  return at;
}

function register(number: i32): i32 {
  return load<i32>(number << 2);
}

function setRegister(number: i32, value: i32): void {
  store<i32>(number << 2, value);
}

/** Writes a stamp, and more behind it that is to be overwritten. @returns where to write on. */
function stamp(out: i32, place: i32): i32 {
  const length = load<i32>(place, STAMP_BYTES - 4);
  v128.store(out, v128.load(place));
  if (length > 16) {
    v128.store(out, v128.load(place, 16), 16);
    v128.store(out, v128.load(place, 32), 32);
  }
  return out + length;
}

function breakLine(out: i32, length: i32): i32 {
  const indentation = v128.load(LINE_BREAK, 16);
  v128.store(out, v128.load(LINE_BREAK));
  v128.store(out, indentation, 16);
  for (let done = 32; done < length; done += 16) v128.store(out + done, indentation);
  return out + length;
}

/** How many of the next 16 bytes are white space, up to the first that is none. */
function spaceBytes(at: i32): i32 {
  const bytes = v128.load(at);
  const blanks = v128.or(i8x16.eq(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(0x09)));
  const breaks = v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d)));
  // Negated, all bits above the lowest 16 are set.
  return ctz(~i8x16.bitmask(v128.or(blanks, breaks)));
}

/**
 * Copies a string up to its closing quotation mark, a byte that it may not have, or an escape that is none or is cut.
 *
 * @returns where that stands, which is `to` where all there is has been copied.
 */
function textEnd(from: i32, to: i32, shift: i32): i32 {
  let at = from;
  while (at < to) {
    const bytes = v128.load(at);
    v128.store(at + shift, bytes);
    const marks = v128.or(i8x16.eq(bytes, i8x16.splat(<i8>QUOTE)), i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH)));
    const special = i8x16.bitmask(v128.or(marks, i8x16.lt_u(bytes, i8x16.splat(0x20))));
    if (special === 0) {
      at += 16;
      continue;
    }
    at += ctz(special);
    if (at >= to || load<u8>(at) !== BACKSLASH) break;
    const escaped = <i32>load<u8>(at, 1);
    if (escaped === LETTER_U) {
      if (at + 6 > to || !isHex(at + 2) || !isHex(at + 3) || !isHex(at + 4) || !isHex(at + 5)) break;
      store<u64>(at + shift, load<u64>(at));
      at += 6;
    } else {
      if (at + 2 > to || load<u8>(GRAMMAR_ROWS + (ESCAPE | escaped)) === 0) break;
      store<u16>(at + shift, load<u16>(at));
      at += 2;
    }
  }
  return min(at, to);
}

function isHex(at: i32): bool {
  const byte = <u32>load<u8>(at);
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

/** Copies a number. @returns how many bytes it has, or 0 where it is none, is cut, or is long. */
function numberBytes(at: i32, to: i32, out: i32): i32 {
  const bytes = v128.load(at);
  v128.store(out, bytes);
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
  const count = ctz(~i8x16.bitmask(digits));
  const next = <i32>load<u8>(at + count);
  // Only digits, with no zero in front of others.
  const isPlain = count > 0 && count < 16 && next !== 0x2e && (next | 0x20) !== LETTER_E;
  if (isPlain && (count === 1 || load<u8>(at) !== 0x30)) return at + count < to ? count : 0;
  const last = min(to, at + LONGEST_NUMBER_BYTES);
  let state = WORD;
  for (let place = at; place < last; place++) {
    const byte = <i32>load<u8>(place);
    const following = <i32>load<u8>(GRAMMAR_ROWS + (state | byte));
    if (following === 0) return state >= ZERO ? place - at : 0;
    store<u8>(place - at + out, byte);
    state = following << 8;
  }
  return 0;
}

/** Copies `true`, `false` or `null`. @returns how many bytes it has, or 0 where it is none or is cut. */
function literalBytes(at: i32, to: i32, out: i32): i32 {
  const word = load<i32>(at);
  store<u64>(out, load<u64>(at));
  let length = 0;
  if (word === TRUE || word === NULL) length = 4;
  else if (word === FALS && load<u8>(at, 4) === LETTER_E) length = 5;
  return at + length <= to ? length : 0;
}

/** Notes that a container is entered. */
function enter(depth: i32, inObject: i32): void {
  const place = NESTING + (depth >> 3);
  const bit = 1 << (depth & 7);
  const bits = <i32>load<u8>(place);
  store<u8>(place, inObject ? bits | bit : bits & ~bit);
}

/** Whether the container at this depth, of those that were entered, stands in an object. */
function isInObject(depth: i32): i32 {
  return (<i32>load<u8>(NESTING + (depth >> 3)) >> (depth & 7)) & 1;
}
