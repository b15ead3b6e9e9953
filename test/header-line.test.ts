import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import type { HeaderEdit } from '../src/request/draft.ts';
import { parseCurlHeaderLine, parseHeaderLine } from '../src/request/header-line.ts';
import { withoutBlanks } from '../src/request/headers.ts';

const send = (name: string, value: string, gap?: string): HeaderEdit =>
  gap === undefined ? { kind: 'send', name, value } : { kind: 'send', name, value, gap };

const LINES: [line: string, edit: HeaderEdit][] = [
  ['A: b', send('A', 'b')],
  ['A:b', send('A', 'b', '')],
  ['A:   b  ', send('A', 'b', '   ')],
  ['A:\tb\tc\t', send('A', 'b\tc', '\t')],
  ['X-tRaCe: 1', send('X-tRaCe', '1')],
  ['A: b:c', send('A', 'b:c')],
  ['A: b;', send('A', 'b;')],
  ['A: ;', send('A', ';')],
  ['A: "b; c"', send('A', '"b; c"')],
  ['Referer: http://h/?a=b#c', send('Referer', 'http://h/?a=b#c')],
  ["!#$%&'*+-.^_`|~9: 1", send("!#$%&'*+-.^_`|~9", '1')],
  // curl(1), --header: without a value it is dropped, with a semicolon it is sent empty.
  ['A:', { kind: 'remove', name: 'A' }],
  ['A:  \t', { kind: 'remove', name: 'A' }],
  ['A;', send('A', '', '')],
  ['A; ', send('A', '', '')],
  // On the wire go the bytes of UTF-8, here as latin-1 text; bytes beyond ASCII are legal (RFC 9110 §5.5).
  ['A: ä', send('A', 'Ã¤')],
  ['A: ✓', send('A', 'â\x9c\x93')],
  ['A: 😀', send('A', 'ð\x9f\x98\x80')],
  // Only SP and HTAB around a value are no part of it (RFC 9110 §5.6.3).
  ['A: \u00a0b\u00a0', send('A', 'Â\xa0bÂ\xa0')],
  ['A: \ufeffb', send('A', 'ï»¿b')],
];

for (const [line, edit] of LINES) {
  test(`${JSON.stringify(line)} is to ${edit.kind} ${edit.name}`, () =>
    assert.deepEqual(parseHeaderLine(line), [edit]));
}

const CURL_LINES: [line: string, edits: readonly HeaderEdit[]][] = [
  ['A: b', [send('A', 'b')]],
  ['A:b', [send('A', 'b', '')]],
  ['A: b; ', [send('A', 'b; ')]],
  ['A:\tb \t', [send('A', 'b \t', '\t')]],
  [' A B : c', [send(' A B ', 'c')]],
  ['A;b: c', [send('A;b', 'c')]],
  ['“A: b”', [send('â\x80\x9cA', 'bâ\x80\x9d')]],
  ['A: \x01', [send('A', '\x01')]],
  ['A:', [{ kind: 'remove', name: 'A' }]],
  ['A: \t', [{ kind: 'remove', name: 'A' }]],
  ['A;', [send('A', '', '')]],
  ['A; ', [{ kind: 'remove', name: 'A' }]],
  ['A;b', [{ kind: 'remove', name: 'A' }]],
  ['A', []],
  ['', []],
  [': v', []],
  [';', []],
];

for (const [line, edits] of CURL_LINES) {
  test(`in curl's manner ${JSON.stringify(line)} is ${JSON.stringify(edits)}`, () =>
    assert.deepEqual(parseCurlHeaderLine(line), edits));
}

for (const [line, shown] of [
  ['A: b\r\nC: d', 'A: b\r\nC: d'],
  ['A\nB: c', 'A\nB: c'],
  ['A: \0', 'A: \0'],
  ['\n', '\n'],
  ['Authorization: x\nB: y', 'Authorization:'],
]) {
  test(`in curl's manner ${JSON.stringify(line)} is refused, and ${JSON.stringify(shown)} shown of it`, () => {
    const { kind, at } = failureOf(line ?? '', parseCurlHeaderLine);
    assert.deepEqual([kind, at?.text], ['usage', shown]);
    assert.ok(at !== undefined && at.start < at.end && at.end <= at.text.length);
  });
}

const REFUSED: [line: string, underlined: string, message: RegExp][] = [
  ['', '', /a header is Name: value/],
  ['noColon', 'noColon', /a header is Name: value/],
  [': v', ': v', /a header is Name: value/],
  [';', ';', /a header is Name: value/],
  [' : v', ' : v', /a header is Name: value/],
  // HTTP/2's pseudo-fields are no header fields (RFC 9113 §8.3).
  [':authority: x', ':authority: x', /a header is Name: value/],
  // White space before the colon is how requests are smuggled (RFC 9112 §5.1).
  ['A : v', ' ', /header name/],
  [' A: v', ' ', /header name/],
  ['A\t: v', '\t', /header name/],
  ['A B: v', ' ', /header name/],
  ['A\r\nB: v', '\r', /header name/],
  ['Ä: v', 'Ä', /header name/],
  ['😀: v', '😀', /header name/],
  ['(a): v', '(', /header name/],
  ['A; b', ';', /behind Name; nothing may follow/],
  ['A;b: c', ';', /behind Name; nothing may follow/],
  ['A: b\r\nC: d', '\r', /carriage return at character 2 of its value/],
  ['A: b\nC: d', '\n', /line break at character 2 of its value/],
  ['A: b\r', '\r', /carriage return at character 2 of its value/],
  ['A: b\n', '\n', /line break at character 2 of its value/],
  ['A:\nb', '\n', /line break at character 1 of its value/],
  ['A: \n', '\n', /line break at character 1 of its value/],
  ['A: \0', '\0', /NUL at character 1 of its value/],
  ['A: a\x1b[m', '\x1b', /control character at character 2 of its value/],
  ['A: a\x7f', '\x7f', /control character at character 2 of its value/],
  ['A;\n', ';', /behind Name; nothing may follow/],
];

for (const [line, underlined, message] of REFUSED) {
  test(`the header ${JSON.stringify(line)} is refused`, () => {
    const failure = failureOf(line);
    assert.equal(failure.kind, 'usage');
    assert.match(failure.message, message);
    assert.equal(failure.at?.text.slice(failure.at.start, failure.at.end), underlined);
  });
}

const SECRETS = [
  'Authorization: Bearer hunter2\n',
  'Authorization: Bearer\r\nX: hunter2',
  'X-API-Key: hunter2\0',
  'Cookie: a=hunter2\x07',
  'Authorization Bearer hunter2',
  'Authorization=hunter2',
  'X-API-Key hunter2',
  'Authorization; Bearer hunter2',
  'Author ization: Bearer hunter2',
  ' Cookie: a=hunter2',
];

for (const line of SECRETS) {
  test(`the failure of ${JSON.stringify(line)} does not show the credential`, () => {
    const { message, hint, at } = failureOf(line);
    assert.doesNotMatch(`${message} ${hint} ${at?.text}`, /hunter2/);
  });
}

test('a line is one field on the wire or is refused with a place in what is shown', () => {
  const line = fc.string({ unit: fc.constantFrom('A', ':', ';', ' ', '\t', '\r', '\n', '\0', 'ä', '😀', '=', '\x7f') });
  fc.assert(
    fc.property(line, (typed) => {
      try {
        for (const edit of parseHeaderLine(typed)) {
          assert.match(edit.name, /^A+$/);
          if (edit.kind === 'send')
            assert.match(edit.value, /^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?$/);
        }
      } catch (error) {
        assert.ok(error instanceof Failure);
        assert.ok(error.at !== undefined && error.at.start < error.at.end && error.at.start <= error.at.text.length);
      }
    }),
    { numRuns: 2000 },
  );
});

function failureOf(line: string, parse = parseHeaderLine): Failure {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: `${JSON.stringify(line)} was not refused` });
}

test('spaces and tabs around a value go, however many there are inside', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\n', '\xa0') });
  fc.assert(
    fc.property(text, (value) => assert.equal(withoutBlanks(value), value.replace(/^[ \t]+|[ \t]+$/g, ''))),
    { numRuns: 1000 },
  );
  const long = `a${' '.repeat(1_000_000)}b`;
  assert.equal(withoutBlanks(` ${long}\t`), long);
});
