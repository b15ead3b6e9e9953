import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJsonText } from '../src/json/parse.ts';
import { formatted, withValueAt } from '../src/yaml/edit.ts';

const EDITS: [before: string, path: readonly [string, ...string[]], json: string, after: string][] = [
  ['', ['requests', 'a'], '{"n":1}', 'requests:\n  a:\n    n: 1\n'],
  ['# first\n\nname: x # why\n', ['requests', 'a'], '1.0', '# first\n\nname: x # why\nrequests:\n  a: 1.0\n'],
  [
    'requests:\n  # about a\n  a: 12345678901234567890\n  b: 1e400\n',
    ['requests', 'c'],
    '[9007199254740993,-0,1.10]',
    'requests:\n  # about a\n  a: 12345678901234567890\n  b: 1e400\n  c:\n    - 9007199254740993\n    - -0\n    - 1.10\n',
  ],
  ['a: {b: 1}\n', ['a', 'c'], '"yes: no"', 'a: { b: 1, c: "yes: no" }\n'],
  ['a: slip-number-0-end\nb: 7\n', ['c'], '8', 'a: slip-number-0-end\nb: 7\nc: 8\n'],
  ['a: 1\nb: 2\n', ['a'], '"1"', 'a: "1"\nb: 2\n'],
  ['a: &x {n: 0x1F}\nb: *x\n', ['c'], 'null', 'a: &x { n: 0x1F }\nb: *x\nc: null\n'],
];

for (const [before, path, json, after] of EDITS) {
  test(`${JSON.stringify(before)} with ${path.join('.')} as ${json}`, () => {
    assert.equal(withValueAt({ path: 'f', text: before }, path, parseJsonText(json)), after);
  });
}

test('a key of what is no mapping is told', () => {
  const one = parseJsonText('1');
  assert.throws(() => withValueAt({ path: 'f', text: 'a: [1]' }, ['a', 'b'], one), /f:1:4: a is no mapping/);
  assert.throws(() => withValueAt({ path: 'f', text: '[1]' }, ['a'], one), /f:1:1: the file is no mapping/);
});

test('laying out keeps comments, order and every digit', () => {
  const text = '# c\nb:   9007199254740993\na: [1.0,   2e5] # d\n';
  assert.equal(formatted({ path: 'f', text }), '# c\nb: 9007199254740993\na: [ 1.0, 2e5 ] # d\n');
});
