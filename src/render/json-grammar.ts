/**
 * The grammar of JSON (RFC 8259) as one table: what a byte means in a state.
 *
 * A state is the number of its row shifted by 8, so that `state | byte` is the place of the answer. Up to `BROKEN` the
 * states lie between tokens, and the answer is what begins or ends there; the others lie within a token, and the answer
 * is the row of the next state. 0 is a fault in either. So no fault is ever looked for: it is an entry that is not there.
 */

/** Nothing but white space so far. */
export const START = 0 << 8;
/** Between two top-level values. */
export const BETWEEN = 1 << 8;
/** Right after a top-level number or literal: `1 2` is two values, but `1-2` and `truefalse` are none. */
export const AFTER_WORD = 2 << 8;
/** The colon comes next. */
export const AFTER_KEY = 3 << 8;
/** The value of a member comes next. */
export const MEMBER = 4 << 8;
/** A comma or the end of the object comes next. From here on, `KEY` and what is above it begins a line. */
export const AFTER_MEMBER = 5 << 8;
/** A comma or the end of the array comes next. */
export const AFTER_ELEMENT = 6 << 8;
/** After `{`. */
export const FIRST_KEY = 7 << 8;
/** After a comma in an object. */
export const NEXT_KEY = 8 << 8;
/** After `[`. */
export const FIRST_ELEMENT = 9 << 8;
/** After a comma in an array. */
export const NEXT_ELEMENT = 10 << 8;
/** A fault was met: no byte has a meaning any more. */
export const BROKEN = 11 << 8;
/** Within a string. */
export const STRING = 12 << 8;
/** Before the first byte of a number or literal. */
export const WORD = 13 << 8;
/** A number may end here. So it may in every state above, but for `DONE`. */
export const ZERO = 33 << 8;
/** The token has ended with its last byte. */
export const DONE = 37 << 8;

/** Between tokens: the byte may not stand here. */
export const FAULT = 0;
/** Insignificant white space (RFC 8259 §2). */
export const SPACE = 1;
/** The record separator of RFC 7464 §2.2. */
export const RECORD = 2;
export const COLON = 3;
/** A comma in an object. */
export const MEMBER_COMMA = 4;
/** A comma in an array. */
export const ELEMENT_COMMA = 5;
/** The end of an object that has nothing in it. */
export const CLOSE_EMPTY_OBJECT = 6;
export const CLOSE_EMPTY_ARRAY = 7;
/** The quotation mark that opens a member's name. */
export const KEY = 8;
/** The quotation mark that opens a value. */
export const TEXT = 9;
/** A number begins. */
export const NUMBER = 10;
/** `true`, `false` or `null` begins. */
export const LITERAL = 11;
export const OPEN_OBJECT = 12;
export const OPEN_ARRAY = 13;
export const CLOSE_OBJECT = 14;
export const CLOSE_ARRAY = 15;

/** After a backslash. */
export const ESCAPE = 14 << 8;
const HEX = [15 << 8, 16 << 8, 17 << 8, 18 << 8] as const;
const MINUS = 19 << 8;
const POINT = 20 << 8;
const MARK = 21 << 8;
const SIGN = 22 << 8;
const FIRST_LITERAL_ROW = 23;
const WHOLE = 34 << 8;
const FRACTION = 35 << 8;
const EXPONENT = 36 << 8;

const BETWEEN_TOKENS = [
  START,
  BETWEEN,
  AFTER_WORD,
  AFTER_KEY,
  MEMBER,
  AFTER_MEMBER,
  AFTER_ELEMENT,
  FIRST_KEY,
  NEXT_KEY,
  FIRST_ELEMENT,
  NEXT_ELEMENT,
];
const ONE_TO_NINE = '123456789';
const DIGITS = `0${ONE_TO_NINE}`;

/** By action from `RECORD` to `ELEMENT_COMMA`: the state after its byte. */
export const STATE_AFTER_MARK: readonly number[] = [START, START, BETWEEN, MEMBER, NEXT_KEY, NEXT_ELEMENT];

/** The table: `GRAMMAR[state | byte]`. */
export const GRAMMAR: Uint8Array = grammarTable();

function grammarTable(): Uint8Array {
  const table = new Uint8Array(DONE + 256);
  const add = (states: readonly number[], bytes: string, answer: number) => {
    for (const state of states) for (const byte of bytes) table[state | byte.charCodeAt(0)] = answer;
  };
  const lead = (states: readonly number[], bytes: string, next: number) => add(states, bytes, next >> 8);

  add(BETWEEN_TOKENS, ' \t\n\r', SPACE);
  const beforeValue = [START, BETWEEN, MEMBER, FIRST_ELEMENT, NEXT_ELEMENT];
  add([...beforeValue, AFTER_WORD], '{', OPEN_OBJECT);
  add([...beforeValue, AFTER_WORD], '[', OPEN_ARRAY);
  add([...beforeValue, AFTER_WORD], '"', TEXT);
  add(beforeValue, `-${DIGITS}`, NUMBER);
  add(beforeValue, 'tfn', LITERAL);
  add([FIRST_KEY, NEXT_KEY], '"', KEY);
  add([AFTER_KEY], ':', COLON);
  add([AFTER_MEMBER], ',', MEMBER_COMMA);
  add([AFTER_ELEMENT], ',', ELEMENT_COMMA);
  add([AFTER_MEMBER], '}', CLOSE_OBJECT);
  add([AFTER_ELEMENT], ']', CLOSE_ARRAY);
  add([FIRST_KEY], '}', CLOSE_EMPTY_OBJECT);
  add([FIRST_ELEMENT], ']', CLOSE_EMPTY_ARRAY);
  add([START, BETWEEN, AFTER_WORD], '\x1e', RECORD);

  table.fill(STRING >> 8, STRING | 0x20, (STRING | 0xff) + 1);
  lead([STRING], '"', DONE);
  lead([STRING], '\\', ESCAPE);
  lead([ESCAPE], '"\\/bfnrt', STRING);
  lead([ESCAPE], 'u', HEX[0]);
  HEX.forEach((state, digit) => {
    lead([state], `${DIGITS}abcdefABCDEF`, HEX[digit + 1] ?? STRING);
  });

  lead([WORD], '-', MINUS);
  lead([WORD, MINUS], '0', ZERO);
  lead([WORD, MINUS], ONE_TO_NINE, WHOLE);
  lead([WHOLE], DIGITS, WHOLE);
  lead([ZERO, WHOLE], '.', POINT);
  lead([POINT, FRACTION], DIGITS, FRACTION);
  lead([ZERO, WHOLE, FRACTION], 'eE', MARK);
  lead([MARK], '+-', SIGN);
  lead([MARK, SIGN, EXPONENT], DIGITS, EXPONENT);

  let row = FIRST_LITERAL_ROW;
  for (const literal of ['true', 'false', 'null']) {
    let state = WORD;
    for (const byte of literal.slice(0, -1)) {
      lead([state], byte, row << 8);
      state = row++ << 8;
    }
    lead([state], literal.slice(-1), DONE);
  }
  return table;
}
