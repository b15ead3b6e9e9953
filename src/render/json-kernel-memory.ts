/**
 * Where things stand in the memory of the JSON kernel: plain numbers, for kernel/json.ts, which is compiled with them, and
 * for json-kernel.ts, which fills that memory.
 */

/** Numbers of registers, of four bytes each: how things stand before a call and after it … */
export const STATE = 0;
export const DEPTH = 1;
export const IN_OBJECT = 2;
export const TOKEN = 3;
/** … up to where there is output … */
export const OUTPUT_END = 4;
/** … and of the style: whether white space is kept, and the bytes of a line break, with those of a level besides. */
export const KEEPS_SPACE = 5;
export const BREAK_BYTES = 6;
export const LEVEL_BYTES = 7;

/** A line feed, with indentation behind it. */
export const LINE_BREAK = 32;
export const LINE_BREAK_BYTES = 32;

/** A stamp is ASCII text that is written at once, with more bytes behind it, and in the last four its length. */
export const STAMP_BYTES = 64;
export const LONGEST_STAMP_BYTES = 48;
/** By action of the grammar: what is written for its byte or, where that begins a token, in front of it. */
export const MARKS = 64;
/**
 * For the four actions from `KEY` to `LITERAL` what is written behind the token, and the same with the punctuation that
 * mostly follows, which is a byte of the first of the two stamps.
 */
export const ENDINGS = MARKS + 16 * STAMP_BYTES;
export const COMPANION = STAMP_BYTES - 8;
/** The table of json-grammar.ts. */
export const GRAMMAR_ROWS = ENDINGS + 8 * STAMP_BYTES;
/** For each container around the innermost one, whether it is an object: a bit. */
export const NESTING = GRAMMAR_ROWS + 38 * 256;
/** Deeper, tokens are left to json-print.ts. */
export const DEEPEST = 512;
/** A multiple of 16, as all places before it are. */
export const INPUT = NESTING + DEEPEST / 8;
/** A slice of the document; more than is asked for is read behind it, and means nothing. */
export const INPUT_BYTES = 48 * 1024;
/** All that is left. */
export const OUTPUT = INPUT + INPUT_BYTES + 64;
