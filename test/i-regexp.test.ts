import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseIRegexp } from '../src/json/i-regexp.ts';

const MATCHED: [pattern: string, whole: string[], notWhole: string[]][] = [
  ['', [''], ['a']],
  ['abc', ['abc'], ['ab', 'abcd', 'xabc']],
  ['a|bc|', ['a', 'bc', ''], ['ac', 'abc']],
  ['a*b+c?', ['b', 'aabbc'], ['a', 'bcc']],
  ['a{2}', ['aa'], ['a', 'aaa']],
  ['a{2,}', ['aa', 'aaaa'], ['a']],
  ['a{0,2}', ['', 'a', 'aa'], ['aaa']],
  ['(ab|c){2}', ['abc', 'cc', 'abab'], ['ab', 'abcc']],
  ['.', ['a', '😀', '\u2028', '\t'], ['\n', '\r', '', 'ab']],
  ['[a-c\\-]', ['a', 'b', '-'], ['d']],
  ['[-a]', ['-', 'a'], ['b']],
  ['[a-]', ['-', 'a'], ['b']],
  ['[^a-c]', ['d', '😀'], ['a']],
  ['[\\]\\n]', [']', '\n'], ['n']],
  ['[$^]', ['$', '^'], ['a']],
  ['\\p{Lu}\\P{Lu}', ['Éa'], ['aa', 'ÉÉ']],
  ['[\\p{L}\\p{Nd}]+', ['aé٣'], ['a b']],
  ['\\.\\*\\\\', ['.*\\'], ['a']],
  ['^a$', ['a'], ['^a$', 'ba', 'ab']],
  ['a|^b\\^$', ['a', 'b^'], ['^b^$']],
  ['(^a)*b$', ['b', 'ab'], ['aab', 'ab$']],
  ['(a*)*', ['', 'aaa'], ['b']],
  ['(){3}', [''], ['a']],
  ['a-b,/', ['a-b,/'], []],
];

for (const [pattern, whole, notWhole] of MATCHED) {
  test(`/${pattern}/ matches all of ${JSON.stringify(whole)}, not of ${JSON.stringify(notWhole)}`, () => {
    const regexp = parseIRegexp(pattern);
    assert.ok(regexp);
    for (const text of whole) assert.ok(regexp(text, true), text);
    for (const text of notWhole) assert.ok(!regexp(text, true), text);
  });
}

const SEARCHED: [pattern: string, text: string, found: boolean][] = [
  ['b', 'abc', true],
  ['', 'abc', true],
  ['bc|x', 'abc', true],
  ['c', 'abc', true],
  ['ac', 'abc', false],
  ['a.c', 'xxa😀cxx', true],
];

for (const [pattern, text, found] of SEARCHED) {
  test(`/${pattern}/ is ${found ? '' : 'not '}in ${text}`, () =>
    assert.equal(parseIRegexp(pattern)?.(text, false), found));
}

const NONE = [
  '(',
  ')',
  'a)',
  '[',
  '[]',
  '[a',
  ']',
  '{',
  '}',
  'a{',
  'a{,2}',
  'a{2',
  'a{2,1}',
  '*',
  'a**',
  'a+?',
  '(?:a)',
  '\\d',
  '\\1',
  '\\',
  '\\p{Foo}',
  '\\p{Script=Greek}',
  '\\pL',
  '[z-a]',
  '[a-\\p{L}]',
  '[a--b]',
  '[a[b]]',
  'a{1,2',
  '\\b',
  '(a{1000}){1000}',
  '((){1000}){1000000}',
  '(){99999}',
  '('.repeat(100_000),
];

for (const pattern of NONE) {
  test(`${pattern.slice(0, 30)} is no regular expression of RFC 9485`, () =>
    assert.equal(parseIRegexp(pattern), undefined));
}

test('a pattern that would take others for ever takes its length times that of the text', () => {
  assert.equal(parseIRegexp('(a*)*(a*)*(a|a)*c')?.('a'.repeat(5_000), true), false);
});

test('what is found is what the expressions of JavaScript find', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(ab)', '(a*)', '\\p{L}');
  const piece = fc
    .tuple(atom, fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}', '{0,1}', '{1,}'))
    .map(([a, q]) => a + q);
  const pattern = fc.array(
    fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('')),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n'), maxLength: 6 }), (branches, text) => {
      const regexp = parseIRegexp(branches.join('|'));
      assert.ok(regexp);
      const like = branches.join('|').replaceAll('.', '[^\\n\\r]');
      assert.equal(regexp(text, true), new RegExp(`^(?:${like})$`, 'u').test(text));
      assert.equal(regexp(text, false), new RegExp(like, 'u').test(text));
    }),
    { numRuns: 1000 },
  );
});
