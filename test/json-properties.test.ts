import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonStyle } from '../src/render/json-ink.ts';
import { formattedJson as format } from './support/formatted-json.ts';

// Bytes are written as text in which each character is a byte (latin-1).
const WINDOW_BYTES = 64 * 1024;
const COLORS = {
  key: '\x1b[34;1m',
  string: '\x1b[38;2;100;200;50m',
  number: '\x1b[36m',
  literal: '',
  punctuation: '\x1b[2m',
  dim: '\x1b[2m',
  reset: '\x1b[0m',
};
const STYLES: JsonStyle[] = [
  { indent: 2, colors: undefined },
  { indent: 2, colors: COLORS },
  { indent: undefined, colors: COLORS },
  { indent: 3, colors: COLORS },
  { indent: 'tab', colors: COLORS },
  { indent: 0, colors: undefined },
];

/** The text without the white space outside its strings. */
function tokens(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|[ \t\n\r]+/gs, '$1');
}

function withoutSpace(text: string): string {
  return text.replace(/[ \t\n\r]+/g, '');
}

function withoutColors(text: string): string {
  return text.replace(/\x1b\[[0-9;]*m/g, '');
}

const style = fc.constantFrom(...STYLES);
const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 3 });
const plainByte = fc.integer({ min: 0x20, max: 0xff }).map((byte) => String.fromCharCode(byte));
const escaped = fc.oneof(fc.constantFrom(...'"\\/bfnrt'), fc.stringMatching(/^u[0-9a-fA-F]{4}$/));
const text = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: plainByte.filter((byte) => !'"\\'.includes(byte)) },
      escaped.map((e) => `\\${e}`),
    ),
  )
  .map((parts) => `"${parts.join('')}"`);
const number = fc.stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,25})?([eE][+-]?\d{1,6})?$/);
const { value } = fc.letrec<{ value: string; spaced: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(text, number, fc.constantFrom('true', 'false', 'null')),
    fc.array(tie('spaced'), { maxLength: 5 }).map((elements) => `[${elements.join(',')}]`),
    fc.tuple(space).map(([inside]) => `{${inside}}`),
    fc
      .array(fc.tuple(space, text, space, tie('spaced')), { maxLength: 5 })
      .map(
        (members) =>
          `{${members.map(([before, key, after, member]) => `${before}${key}${after}:${member}`).join(',')}}`,
      ),
  ),
  spaced: fc.tuple(space, tie('value'), space).map((parts) => parts.join('')),
}));
const documents = fc
  .array(fc.tuple(fc.constantFrom('', ' ', '\x1e', '\n'), value), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map((part) => part.join('')).join('\n'));

/** What looks like JSON and mostly is not, in front of it nothing, or enough for the fault to be a late one. */
const scraps = fc
  .array(fc.oneof(fc.constantFrom(...'[]{}:,"\\ \n\x1e-01e.x\0', '"a":', '{"b":[', 'true', 'nul', '\\u12'), value), {
    maxLength: 20,
  })
  .map((parts) => parts.join(''));
const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const head = fc.constantFrom(
  '',
  '',
  '[',
  `[${' '.repeat(WINDOW_BYTES - 3)}`,
  `["${'a'.repeat(WINDOW_BYTES)}",`,
  `[${'1, '.repeat(WINDOW_BYTES / 2)}`,
);
const preamble = fc.constantFrom(
  '',
  '',
  '\xef\xbb\xbf',
  ")]}'\n",
  "\xef\xbb\xbf)]}',",
  'while(1);',
  'for(;;);\n',
  '{}&&',
);
const body = fc.tuple(head, fc.oneof(documents, scraps, noise)).map((parts) => parts.join(''));

/** Where to cut a text, counted from its end: there it differs from the others. */
const cuts = fc.array(fc.nat({ max: 300 }), { maxLength: 12 });
function cutUp(whole: string, fromEnd: readonly number[]): string[] {
  const places = [0, ...fromEnd.map((place) => Math.max(0, whole.length - place)).sort((a, b) => a - b), whole.length];
  return places.slice(1).map((place, index) => whole.slice(places[index], place));
}

test('any chunking gives the same bytes', () =>
  fc.assert(
    fc.property(body, cuts, style, (whole, places, how) => {
      assert.equal(format(cutUp(whole, places), how), format([whole], how));
    }),
    { numRuns: 200 },
  ));

test('the bytes are the same wherever the ends of pieces and of the slices that the kernel takes fall', () =>
  fc.assert(
    fc.property(value, scraps, space, cuts, style, (repeated, last, after, places, how) => {
      const times = Math.ceil(300_000 / (repeated.length + 1));
      format(cutUp(`[${`${repeated},${after}`.repeat(times)}${last}`, places), how);
    }),
    { numRuns: 60 },
  ));

test('chunks of one byte give the same bytes', () =>
  fc.assert(
    fc.property(preamble, fc.oneof(documents, scraps, noise), style, (before, rest, how) => {
      assert.equal(format([...before, ...rest], how), format([before + rest], how));
    }),
    { numRuns: 200 },
  ));

test('formatting changes no token, only the white space between them', () =>
  fc.assert(
    fc.property(documents, style, (whole, how) => {
      const formatted = format([whole], how);
      assert.equal(tokens(withoutColors(formatted)), tokens(whole));
      if (how.indent === undefined) assert.equal(withoutColors(formatted), whole);
      else assert.match(formatted, /\n$/);
    }),
    { numRuns: 150 },
  ));

test('without its colours, coloured output is the plain output', () =>
  fc.assert(
    fc.property(documents, head, (whole, before) => {
      const [plain, colored] = STYLES.map((how) => format([before + whole], how));
      assert.equal(withoutColors(colored ?? ''), plain);
    }),
    { numRuns: 150 },
  ));

test('no byte but white space is lost, doubled or moved, whatever comes', () =>
  fc.assert(
    fc.property(body, fc.constantFrom(0, 2), (whole, indent) => {
      assert.equal(withoutSpace(format([whole], { indent, colors: undefined })), withoutSpace(whole));
    }),
    { numRuns: 200 },
  ));

test('every colour is reset, before a fault too', () =>
  fc.assert(
    fc.property(body, (whole) => {
      const escapes = format([whole], { indent: 2, colors: COLORS }).match(/\x1b\[[0-9;]*m/g) ?? [];
      escapes.forEach((sequence, index) => {
        assert.equal(sequence === COLORS.reset, index % 2 === 1);
      });
      assert.equal(escapes.length % 2, 0);
    }),
    { numRuns: 150 },
  ));

test('the layout is that of JSON.stringify', () =>
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (whole) => {
      const input = Buffer.from(JSON.stringify(whole)).toString('latin1');
      const output = Buffer.from(`${JSON.stringify(whole, null, 2)}\n`).toString('latin1');
      assert.equal(format([input], { indent: 2, colors: undefined }), output);
    }),
  ));

/** Whether JSON.parse takes each of the documents that have been laid out below one another. */
function areDocuments(laidOut: string): boolean {
  let document = '';
  for (const line of laidOut.replaceAll('\x1e', '').split('\n')) {
    document += `${line}\n`;
    if (line.startsWith(' ') || /^[[{]$/.test(line)) continue;
    try {
      JSON.parse(document);
      document = '';
    } catch {
      return document.trim() === '';
    }
  }
  return false;
}

test('what is laid out, JSON.parse reads, and what is not, it does not', () =>
  fc.assert(
    fc.property(fc.oneof(value, scraps), fc.nat(), fc.constantFrom(...'[]{},:"\\ 01-.eEtu\n'), (whole, at, byte) => {
      const place = at % (whole.length + 1);
      for (const changed of [
        whole,
        whole.slice(0, place) + byte + whole.slice(place),
        whole.slice(0, place) + whole.slice(place + 1),
      ]) {
        const output = format([`  ${changed}`], { indent: 2, colors: undefined });
        if (output !== `  ${changed}`) assert.ok(areDocuments(output), output);
        else assert.throws(() => JSON.parse(changed));
      }
    }),
    { numRuns: 1000 },
  ));
