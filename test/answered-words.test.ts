import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { marked, unmarked } from '../src/collection/answered-words.ts';
import { Unfillable } from '../src/collection/fill.ts';
import { splitWords } from '../src/interchange/shell-words.ts';

/** A word in which `{}` is a value of an answer, that value, and whether it stays text. */
const WORDS: [word: string, value: string, beginsItem: boolean, staysText: boolean][] = [
  ['{}', '-o', false, false],
  ['{}', '@file', false, false],
  ['{}', '<file', false, false],
  ['{}', 'https://a.example/?x=1@2', false, true],
  ['{}', 'note=@file', true, false],
  ['{}', 'cover@file', true, false],
  ['{}', 'X-A:1', true, false],
  ['{}', 'plain', true, true],
  ['note={}', '@file', true, false],
  ['note={}', '=x', true, false],
  ['note={}', 'a@b=c', true, true],
  ['note:={}', '@file', true, false],
  ['note:={}', '{"a":1}', true, true],
  ['X-A:{}', '@file', true, false],
  ['X-A:{}', 'a=b', true, true],
  ['cover{}', '@file', true, false],
  ['cover{}', 'a@file', true, false],
  ['cover@{}', '@file', true, false],
  ['/books/{}', '@7', false, true],
  ['name={}', '<file', false, false],
  ['X-A: {}', '@file', false, true],
  ['note=a{}', '=@file', true, true],
];
for (const [word, value, beginsItem, staysText] of WORDS) {
  test(`${value} in ${word} ${staysText ? 'is text' : 'is refused'}${beginsItem ? ', an item' : ''}`, () => {
    const pieces = word
      .split(/(\{\})/)
      .map((text) => ({ text: text === '{}' ? value : text, isAnswered: text === '{}' }));
    const line = marked(pieces);
    if (staysText)
      assert.equal(
        unmarked(line.text, line, beginsItem),
        word.replace('{}', () => value),
      );
    else assert.throws(() => unmarked(line.text, line, beginsItem), Unfillable);
  });
}

test('a value of an answer in a curl line is part of one word, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const pieces = [
        { text: "curl a.example -H 'X-A: ", isAnswered: false },
        { text: value, isAnswered: true },
        { text: "'", isAnswered: false },
      ];
      const line = marked(pieces);
      const words = splitWords(line.text).map((word) => unmarked(word, line, false));
      assert.deepEqual(words, ['curl', 'a.example', '-H', `X-A: ${value}`]);
    }),
  );
});
