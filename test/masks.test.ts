import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonString } from '../src/json/tree.ts';
import { openMasks } from '../src/run/masks.ts';

const SECRET = 'a"b /c&dé+e';

const FORMS: [where: string, text: string][] = [
  ['a text', `x ${SECRET} y`],
  ['a path', `/x/${encodeURI(SECRET)}/y`],
  ['a query', `?x=${encodeURIComponent(SECRET)}&y`],
  ['a form', `${new URLSearchParams({ x: SECRET })}`],
  ['JSON', JSON.stringify({ x: SECRET })],
  ['JSON that is all ASCII', '{"x":"a\\"b /c&d\\u00e9+e"}'],
  ['JSON with its slashes escaped', '{"x":"a\\"b \\/c&dé+e"}'],
  ['JSON with both', '{"x":"a\\"b \\/c&d\\u00e9+e"}'],
  ['a text of JSON in JSON', JSON.stringify({ text: JSON.stringify({ x: SECRET }) })],
];

for (const [where, text] of FORMS) {
  test(`a secret is masked in ${where}`, () => {
    const masks = openMasks();
    masks.add(jsonString(SECRET));
    const masked = masks.mask(text);
    assert.match(masked, /\(secret\)/);
    assert.doesNotMatch(masked, /a.{1,6}b.{1,3}\\?\/?c/);
  });
}

test('a short secret hides nothing else', () => {
  const masks = openMasks();
  masks.add(jsonString('abc'));
  assert.equal(masks.mask('abcd'), 'abcd');
});

test('a secret that is a form of another one has its own forms', () => {
  const masks = openMasks();
  masks.add(jsonString('a b/c'));
  masks.add(jsonString(encodeURIComponent('a b/c')));
  assert.equal(masks.mask(encodeURIComponent(encodeURIComponent('a b/c'))), '(secret)');
});
