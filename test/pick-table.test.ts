import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { parseJsonText } from '../src/json/parse.ts';
import type { JsonNode } from '../src/json/tree.ts';
import { cellText, columnsOf, typedColumns } from '../src/pick/columns.ts';
import { csvHead, csvRow } from '../src/pick/csv.ts';
import { tableLines } from '../src/pick/table.ts';
import { cutToWidth, widthOf } from '../src/pick/width.ts';
import { openTheme } from '../src/render/paint.ts';

function rowsOf(json: string): readonly JsonNode[] {
  const value = parseJsonText(json);
  assert.ok(value.kind === 'array');
  return value.items;
}

const theme = await openTheme('auto', 0);

function table(json: string, columns?: string, room = Number.POSITIVE_INFINITY): string {
  const rows = rowsOf(json);
  const shape = columns === undefined ? columnsOf(rows) : typedColumns(columns);
  return [...tableLines(rows, shape, { theme, colored: false, room })].join('');
}

function csv(json: string, columns?: string): string {
  const rows = rowsOf(json);
  const shape = columns === undefined ? columnsOf(rows) : typedColumns(columns);
  return csvHead(shape) + rows.map((row) => csvRow(row, shape)).join('');
}

const TABLES: [what: string, json: string, columns: string | undefined, room: number | undefined, lines: string[]][] = [
  ['nothing', '[]', undefined, undefined, []],
  [
    'names in the order in which they come',
    '[{"b":"x","a":1},{"c":null,"b":"long"}]',
    undefined,
    undefined,
    ['b     a     c', 'x     1', 'long     null'],
  ],
  [
    'numbers to the right, as they are written',
    '[{"n":1.0,"s":"a"},{"n":1e400,"s":"b"}]',
    undefined,
    undefined,
    ['    n  s', '  1.0  a', '1e400  b'],
  ],
  [
    'wide letters',
    '[{"t":"日本","u":"x"},{"t":"é","u":"y"},{"t":"👩‍👩‍👧","u":"z"},{"t":"e\\u0301","u":"w"}]',
    undefined,
    undefined,
    ['t     u', '日本  x', 'é     y', '👩‍👩‍👧    z', 'e\u0301     w'],
  ],
  ['values inside', '[{"a":[1,{"x":2}],"b":{}}]', undefined, undefined, ['a            b', '[1,{"x":2}]  {}']],
  ['arrays without titles', '[[1,"a"],["b"],[2,"c",true]]', undefined, undefined, ['1  a', 'b', '2  c  true']],
  ['values that are no objects', '[{"a":1},"x",[2]]', undefined, undefined, ['a  value', '1', '   x', '   [2]']],
  ['controls, line ends and tabs', '[{"a":"x\\ny\\t\\u001b"}]', undefined, undefined, ['a', 'x\\u000ay \\u001b']],
  [
    'typed columns',
    '[{"id":1,"by":{"name":"Ada"},"tags":["x","y"],"a.b":2,"a":{"b":3}}]',
    'by.name, tags.1,a.b,none',
    undefined,
    ['by.name  tags.1  a.b  none', 'Ada      y         2'],
  ],
  ['places of arrays', '[["a","b"],["c","d"]]', '1', undefined, ['1', 'b', 'd']],
  [
    'a narrow terminal',
    '[{"id":1,"title":"a very long title indeed","note":"another long text"}]',
    undefined,
    30,
    ['id  title         note', ' 1  a very long…  another lon…'],
  ],
  [
    'one that is too narrow',
    '[{"a":"123456789012","b":"123456789012"}]',
    undefined,
    5,
    ['a         b', '1234567…  1234567…'],
  ],
];

for (const [what, json, columns, room, lines] of TABLES) {
  test(`a table of ${what}`, () => assert.deepEqual(table(json, columns, room).split('\n').slice(0, -1), lines));
}

const CSVS: [json: string, columns: string | undefined, csv: string][] = [
  ['[]', undefined, ''],
  ['[{}]', undefined, ''],
  ['[]', 'a,b', 'a,b\r\n'],
  ['[{"a":1.0,"b":"x"},{"b":"y","c":true}]', undefined, 'a,b,c\r\n1.0,x,\r\n,y,true\r\n'],
  ['[{"a":"x,y","b":"q\\"q","c":"l\\nl"}]', undefined, 'a,b,c\r\n"x,y","q""q","l\nl"\r\n'],
  ['[{"a":null,"b":"","c":"=1+1"}]', undefined, 'a,b,c\r\n,"",=1+1\r\n'],
  ['[{"a":null},{"a":1}]', undefined, 'a\r\n""\r\n1\r\n'],
  ['[{"a,b":{"x":[1]}}]', undefined, '"a,b"\r\n"{""x"":[1]}"\r\n'],
  ['[[1,"a"],["b",null,2]]', undefined, '1,a,\r\nb,,2\r\n'],
  ['["a",1]', undefined, 'value\r\na\r\n1\r\n'],
];

for (const [json, columns, expected] of CSVS) {
  test(`${json} as CSV is ${JSON.stringify(expected)}`, () => assert.equal(csv(json, columns), expected));
}

test('CSV is read as what it was written from', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ') }),
  );
  const row = fc.array(text, { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      const read = parseCsv(csv(JSON.stringify(rows)), { record_delimiter: '\r\n' });
      assert.deepEqual(read, JSON.parse(JSON.stringify(rows)));
    }),
    { numRuns: 500 },
  );
});

for (const text of ['', ',a', 'a,,b', 'a, ']) {
  test(`--columns '${text}' has a column without a name`, () => assert.throws(() => typedColumns(text), Failure));
}

test('a row may have more members than a call takes arguments', () => {
  const members = Array.from({ length: 200_000 }, (_, index) => `"c${index}":${index}`);
  const [titles = '', cells = ''] = table(`[{${members.join()},"c7":"last"}]`, undefined, 80).split('\n');
  assert.match(titles, /^c0 {2}c1 {2}c2 {2}c3 {2}c4 {2}c5 {2}c6 {2}c7 {4}c8 .* c199999$/);
  assert.match(cells, /^ 0 {3}1 {3}2 {3}3 {3}4 {3}5 {3}6 {2}last {3}8 .* 199999$/);
});

test('every line of a table of one room is no wider than that', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.string({ unit: 'grapheme' })), { minLength: 1 }),
      (rows) => {
        for (const line of table(JSON.stringify(rows), undefined, 40).split('\n')) assert.ok(widthOf(line) <= 40, line);
      },
    ),
  );
});

test('a text is cut to its width and no further', () => {
  assert.deepEqual(
    ['日本語', 'abc', 'ab', 'éa\u0301bc'].map((text) => cutToWidth(text, 3)),
    ['日…', 'abc', 'ab', 'éa\u0301…'],
  );
});

test('a cell has the text of a string, and JSON of all else', () => {
  assert.deepEqual(rowsOf('["\\u0041", 1.0, null, [ 1 ]]').map(cellText), ['A', '1.0', 'null', '[ 1 ]']);
});

test('rows that have nothing in common make no table of empty cells', () => {
  const rows = rowsOf(`[${Array.from({ length: 4000 }, (_, index) => `{"k${index}":1}`).join(',')}]`);
  assert.throws(() => columnsOf(rows), { kind: 'content', message: /^4000 rows have 4000 columns together/ });
  assert.equal(columnsOf(rows.slice(0, 100)).columns.length, 100);
});

test('more columns than anybody reads are refused', () => {
  const members = (count: number): string => Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',');
  assert.throws(() => columnsOf(rowsOf(`[{${members(200_001)}}]`)), {
    kind: 'content',
    message: /^the rows have 200001/,
  });
  assert.throws(() => columnsOf(rowsOf(`[[${'1,'.repeat(200_000)}1]]`)), { kind: 'content' });
});
