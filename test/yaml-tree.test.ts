import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../src/failure.ts';
import { jsonTextOf } from '../src/yaml/node.ts';
import { readYaml } from '../src/yaml/tree.ts';

const VALUES: [yaml: string, json: string][] = [
  ['', 'null'],
  ['# nothing', 'null'],
  ['a: 1\nb: [x, "2"]', '{"a":1,"b":["x","2"]}'],
  ['12345678901234567890', '12345678901234567890'],
  ['1.0', '1.0'],
  ['1e400', '1e400'],
  ['-0', '-0'],
  ['0x1F', '31'],
  ['0o17', '15'],
  ['+7', '7'],
  ['007', '7'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['yes', '"yes"'],
  ['2001-01-01', '"2001-01-01"'],
  ['"1"', '"1"'],
  ['~', 'null'],
  ['a:', '{"a":null}'],
  ['200: ok\ntrue: x', '{"200":"ok","true":"x"}'],
  ['- |\n  a\n  b\n', '["a\\nb\\n"]'],
  ['a: &x {b: 1}\nc: *x', '{"a":{"b":1},"c":{"b":1}}'],
  ['a: &x {b: 1, d: 2}\nc: {<<: *x, b: 3}', '{"a":{"b":1,"d":2},"c":{"b":3,"d":2}}'],
  ['a: &x {b: 1}\ny: &y {b: 2, e: 3}\nc:\n  <<: [*x, *y]', '{"a":{"b":1},"y":{"b":2,"e":3},"c":{"b":1,"e":3}}'],
  ['__proto__: 1', '{"__proto__":1}'],
];

for (const [yaml, json] of VALUES) {
  test(`YAML ${JSON.stringify(yaml)}`, () => assert.equal(jsonTextOf(readYaml({ path: 'f', text: yaml })), json));
}

const FAULTS: [yaml: string, message: string, underlined: string][] = [
  ['a: 1\nb: 2\na: 3', 'f:3:1: a stands here a second time', 'a'],
  ['a: {b: 1, b: 2}', 'f:1:11: b stands here a second time', 'b'],
  ['a: *x', 'f:1:4: there is no anchor (&) of this name above', '*x'],
  ['a: &x [*x]', 'f:1:8: this alias stands within itself', '*x'],
  ['a: .inf', 'f:1:4: JSON has no such number', '.inf'],
  ['? [a]\n: 1', 'f:1:3: a key is one word or text', '[a]'],
  ['<<: 1', 'f:1:5: << takes a mapping, or a list of them', '1'],
  ['a: 1\n--- \nb: 2', 'f:2:1: a second document begins here, and one is read', '--- '],
  ['a:\n\t- b', 'f:2:1: YAML is indented by spaces, and here is a tab', '\t'],
  ['a: "b\nc: d', 'f:2:5: something is missing here: a closing quote or bracket, a : or a ,', ''],
];

for (const [yaml, message, underlined] of FAULTS) {
  test(`YAML ${JSON.stringify(yaml)} is refused`, () => {
    assert.throws(
      () => readYaml({ path: 'f', text: yaml }),
      (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.exitStatus, 103);
        assert.equal(error.message, message);
        assert.equal(error.at?.text.slice(error.at.start, error.at.end), underlined);
        return true;
      },
    );
  });
}

test('aliases that blow up are refused', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level++) {
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  assert.throws(() => readYaml({ path: 'f', text: lines.join('\n') }), /aliases make more than 100000 values/);
});

test('a deep file is read, and one that is too deep is refused', () => {
  const nested = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
  assert.equal(jsonTextOf(readYaml({ path: 'f', text: nested(300) })), nested(300));
  assert.throws(() => readYaml({ path: 'f', text: nested(20_000) }), /f:1:\d+: this is nested too deep/);
});
