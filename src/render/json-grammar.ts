/**
 * The grammar of JSON (RFC 8259) as one table: what a byte means in a state.
 *
 * A state is the number of its row shifted by 8, so that `state | byte` is the place of the answer. Up to `BROKEN` the
 * states lie between tokens, and the answer is what begins or ends there; the others lie within a token, and the answer
 * is the row of the next state. 0 is a fault in either. So no fault is ever looked for: it is an entry that is not there.
 */
import {
  AFTER_ELEMENT,
  AFTER_KEY,
  AFTER_MEMBER,
  AFTER_WORD,
  BETWEEN,
  CLOSE_ARRAY,
  CLOSE_EMPTY_ARRAY,
  CLOSE_EMPTY_OBJECT,
  CLOSE_OBJECT,
  COLON,
  DONE,
  ELEMENT_COMMA,
  ESCAPE,
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
  RECORD,
  SPACE,
  START,
  STRING,
  TEXT,
  WORD,
  ZERO,
} from './json-states.ts';

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
