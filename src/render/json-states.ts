/**
 * The states of JSON's grammar, and what a byte can mean in one: plain numbers, which kernel/json.ts is compiled with too.
 * json-grammar.ts has the table of both.
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
/** Within a string, after a backslash. */
export const ESCAPE = 14 << 8;
