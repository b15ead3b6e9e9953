import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METHODS, sortWords } from '../src/cli/words.ts';
import { Failure } from '../src/failure.ts';

const LINES: [words: string, method: string | undefined, urls: string[], items: string[]][] = [
  ['h', undefined, ['h'], []],
  ['h a=b X:1', undefined, ['h'], ['a=b', 'X:1']],
  ['get h', 'GET', ['h'], []],
  ['PoSt h a=b', 'POST', ['h'], ['a=b']],
  ['delete :3000/x', 'DELETE', [':3000/x'], []],
  // Any all-capitals token before a URL is a method.
  ['BREW h', 'BREW', ['h'], []],
  ['M-SEARCH h', 'M-SEARCH', ['h'], []],
  ['BREW', undefined, ['BREW'], []],
  ['brew x=y', undefined, ['brew'], ['x=y']],
  ['Brew x=y', undefined, ['Brew'], ['x=y']],
  ['get get', 'GET', ['get'], []],
  ['get post x=y', 'GET', ['post'], ['x=y']],
  ['H2 x=y', undefined, ['H2'], ['x=y']],
  // A word behind the URL is never a method.
  ['h a=b POST:1', undefined, ['h'], ['a=b', 'POST:1']],
  // The first word is the URL, though it reads as an item.
  ['localhost:3000/x', undefined, ['localhost:3000/x'], []],
  [':3000/x?a==b', undefined, [':3000/x?a==b'], []],
  ['u:p@h', undefined, ['u:p@h'], []],
  ['/x', undefined, ['/x'], []],
  // Further URLs say their scheme.
  ['h http://i', undefined, ['h', 'http://i'], []],
  ['h a=b HTTPS://i c=d', undefined, ['h', 'HTTPS://i'], ['a=b', 'c=d']],
  ['put http://h http://i a=b', 'PUT', ['http://h', 'http://i'], ['a=b']],
  ['h u=http://i', undefined, ['h'], ['u=http://i']],
  ['h http:=1', undefined, ['h'], ['http:=1']],
];

for (const [line, method, urls, items] of LINES) {
  test(`${line} is ${method ?? 'no method'} to ${urls.join(' and ')} with ${items.length} items`, () => {
    const sorted = sortWords(line.split(' '), []);
    assert.deepEqual([sorted.method, sorted.urls, sorted.items.map(({ word }) => word)], [method, urls, items]);
  });
}

const WITH_OPTION: [words: string[], method: string | undefined, urls: string[], items: string[]][] = [
  [[], undefined, ['http://o'], []],
  [['post'], 'POST', ['http://o'], []],
  [['post', 'a=b'], 'POST', ['http://o'], ['a=b']],
  [['a=b'], undefined, ['http://o'], ['a=b']],
  [['X-A:1', 'a=b'], undefined, ['http://o'], ['X-A:1', 'a=b']],
  [['h', 'a=b'], undefined, ['http://o', 'h'], ['a=b']],
  [['http://h', 'a=b'], undefined, ['http://o', 'http://h'], ['a=b']],
];

for (const [words, method, urls, items] of WITH_OPTION) {
  test(`${words.join(' ') || 'nothing'} beside --url is ${method ?? 'no method'} to ${urls.join(' and ')}`, () => {
    const sorted = sortWords(words, ['http://o']);
    assert.deepEqual([sorted.method, sorted.urls, sorted.items.map(({ word }) => word)], [method, urls, items]);
  });
}

for (const method of METHODS) {
  test(`${method} may be typed in any case`, () => {
    for (const word of [method, method.toLowerCase()]) assert.equal(sortWords([word, 'h'], []).method, method);
  });
}

const REFUSED: [words: string[], message: RegExp, hint?: RegExp][] = [
  [[], /there is no URL/, /slip \[METHOD\] URL/],
  [['get'], /no URL after get/, /http:\/\/get\//],
  [['POST'], /no URL after POST/, /http:\/\/POST\//],
  [['h', 'abc'], /not a request item/],
  [['h', ''], /not a request item/],
];

for (const [words, message, hint] of REFUSED) {
  test(`${JSON.stringify(words)} is refused`, () => {
    assert.throws(
      () => sortWords(words, []),
      (thrown) =>
        thrown instanceof Failure &&
        thrown.kind === 'usage' &&
        message.test(thrown.message) &&
        (hint === undefined || hint.test(thrown.hint ?? '')),
    );
  });
}
