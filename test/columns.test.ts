import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { columnsOf, cutToColumns, roomOn } from '../src/render/columns.ts';

const WIDTHS: [text: string, columns: number][] = [
  ['', 0],
  ['OK', 2],
  ['Não encontrado', 14],
  ['e\u0301te\u0301', 3],
  ['見つかりません', 14],
  ['없음', 4],
  ['📚 Dune', 7],
];

for (const [text, columns] of WIDTHS) {
  test(`${text} takes ${columns} columns`, () => assert.equal(columnsOf(text), columns));
}

const CUTS: [text: string, columns: number, cut: string][] = [
  ['application/json', 16, 'application/json'],
  ['application/json', 15, 'application/js…'],
  ['application/json', 1, '…'],
  ['application/json', 0, ''],
  ['見つかりません', 8, '見つか…'],
  ['見つかりません', 7, '見つか…'],
  ['見つかりません', 6, '見つ…'],
];

for (const [text, columns, cut] of CUTS) {
  test(`${text} in ${columns} columns is ${cut}`, () => assert.equal(cutToColumns(text, columns), cut));
}

test('a text that is cut takes no more columns than there are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, columns) => {
      assert.ok(columnsOf(cutToColumns(text, columns)) <= columns);
    }),
  );
});

test('a line may be as long as it likes where it is not wrapped', () => {
  assert.equal(roomOn({ isTerminal: true, columns: 72 }), 72);
  assert.equal(roomOn({ isTerminal: false, columns: 80 }), Number.POSITIVE_INFINITY);
  assert.equal(roomOn({ isTerminal: true, columns: 0 }), Number.POSITIVE_INFINITY);
});
