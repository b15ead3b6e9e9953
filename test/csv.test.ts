import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvSeparator, paintCsv, readCsv } from '../src/render/bodies/csv.ts';

const COLORS = { key: '<k>', string: '<s>', number: '<n>', literal: '<l>', punctuation: '', dim: '', reset: '</>' };

async function rows(chunks: Iterable<Uint8Array>, separator = ','): Promise<readonly (readonly string[])[]> {
  const all: (readonly string[])[] = [];
  for await (const row of readCsv(each(chunks), separator)) all.push(row);
  return all;
}

async function paint(chunks: Iterable<Uint8Array>, colors = COLORS): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of paintCsv(each(chunks), ',', colors)) all.push(piece);
  return Buffer.concat(all).toString();
}

async function* each(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function inPieces(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

const READ: [text: string, rows: readonly (readonly string[])[]][] = [
  [
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['a\rb', [['a'], ['b']]],
  [
    'a,,\n,',
    [
      ['a', '', ''],
      ['', ''],
    ],
  ],
  ['\n\na\n\n""\n', [['a'], ['']]],
  ['"a,b","c\nd","e""f"', [['a,b', 'c\nd', 'e"f']]],
  ['"","""",""""""', [['', '"', '""']]],
  ['a"b",c"', [['a"b"', 'c"']]],
  ['"a"b,c', [['ab', 'c']]],
  ['"never closed\n,', [['never closed\n,']]],
  ['é,東\n', [['é', '東']]],
  [' a , b ', [[' a ', ' b ']]],
  ['', []],
];
for (const [text, expected] of READ) {
  test(`read: ${JSON.stringify(text)}`, async () => assert.deepEqual(await rows([Buffer.from(text)]), expected));
}

const SEPARATORS: [type: string, text: string, separator: string][] = [
  ['text/csv', 'a,b;c,d\n', ','],
  ['text/csv', 'a;b;c,d\n1,2,3,4,5', ';'],
  ['text/csv', '"a,b,c";d\n', ';'],
  ['text/csv', 'a\tb', '\t'],
  ['text/csv', 'a|b|c', '|'],
  ['text/csv', 'a', ','],
  ['text/csv', '', ','],
  ['text/tab-separated-values; charset=utf-8', 'a,b,c', '\t'],
];
for (const [type, text, separator] of SEPARATORS) {
  test(`${type} ${JSON.stringify(text)} is separated by ${JSON.stringify(separator)}`, () => {
    assert.equal(csvSeparator(type, Buffer.from(text)), separator);
  });
}

const PAINTED: [text: string, painted: string][] = [
  ['a,b\n1,2\n', '<k>a</>,<s>b</>\n<k>1</>,<s>2</>\n'],
  ['a,,c\r\n', '<k>a</>,,<n>c</>\r\n'],
  ['"a,\nb",c', '<k>"a,</>\n<k>b"</>,<s>c</>'],
  ['a,b,c,d,e,f', '<k>a</>,<s>b</>,<n>c</>,<l>d</>,e,<k>f</>'],
];
for (const [text, painted] of PAINTED) {
  test(`painted: ${JSON.stringify(text)}`, async () => assert.equal(await paint([Buffer.from(text)]), painted));
}

const part = fc.constantFrom('a', '"', '""', ',', '\n', '\r\n', '\r', 'é', ' ', '","');

test('any chunking gives the same rows and colours, which are all that is added', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(part), fc.integer({ min: 1, max: 5 }), async (parts, size) => {
      const bytes = Buffer.from(parts.join(''));
      assert.deepEqual(await rows(inPieces(bytes, size)), await rows([bytes]));
      const painted = await paint([bytes]);
      assert.equal(await paint(inPieces(bytes, size)), painted);
      assert.equal(painted.replace(/<[ksnl/]>/g, ''), bytes.toString());
    }),
    { numRuns: 500 },
  );
});

test('csv-parse reads the same rows', async () => {
  const field = fc.oneof(
    fc.stringMatching(/^[a-z é]*$/),
    fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') }),
  );
  const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), async (records, lineEnd) => {
      const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
      const text = records.map((fields) => fields.map(quoted).join(',') + lineEnd).join('');
      const expected = parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: lineEnd });
      assert.deepEqual(await rows([Buffer.from(text)]), expected);
    }),
    { numRuns: 500 },
  );
});

test('a row without an end is given in pieces', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('"');
    for (; given < 64; given++) yield Buffer.alloc(64 * 1024, 'x,');
  }
  let length = 0;
  for await (const row of readCsv(endless(), ',')) {
    length += row.join('').length;
    assert.ok(length > (given - 18) * 64 * 1024);
  }
  assert.equal(length, 64 * 64 * 1024);
});
