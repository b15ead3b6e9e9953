import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { parseJsonText } from '../src/json/parse.ts';
import { yamlItem, yamlText } from '../src/pick/yaml.ts';

const WRITTEN: [json: string, yaml: string][] = [
  ['1.0', '1.0\n'],
  ['9007199254740993', '9007199254740993\n'],
  ['1e400', '1e400\n'],
  ['-0', '-0\n'],
  ['null', 'null\n'],
  ['"a b"', 'a b\n'],
  ['""', '""\n'],
  ['"null"', '"null"\n'],
  ['"No"', '"No"\n'],
  ['"1.0"', '"1.0"\n'],
  ['"2026-04-23"', '"2026-04-23"\n'],
  ['"~"', '"~"\n'],
  ['"<<"', '"<<"\n'],
  ['"https://x.example/a?b#c"', 'https://x.example/a?b#c\n'],
  ['"a: b"', '"a: b"\n'],
  ['"a:"', '"a:"\n'],
  ['"a #b"', '"a #b"\n'],
  ['" a"', '" a"\n'],
  ['"a "', '"a "\n'],
  ['"\\u0041\\/"', 'A/\n'],
  ['"日本語 é😀"', '日本語 é😀\n'],
  ['"\\u0085\\u001b\\u2028\\ud800"', '"\\u0085\\u001b\\u2028\\ud800"\n'],
  ['"a\\nb"', '|-\n  a\n  b\n'],
  ['"a\\n\\n b\\n"', '|\n  a\n\n   b\n'],
  ['"a\\n\\n"', '|+\n  a\n\n'],
  ['" a\\nb"', '" a\\nb"\n'],
  ['[]', '[]\n'],
  ['{}', '{}\n'],
  ['[1,[2,[]],{"a":{},"b":[3]}]', '- 1\n- - 2\n  - []\n- a: {}\n  b:\n    - 3\n'],
  ['{"b":1,"a":{"c":"x\\ny\\n"},"b":[{"d":1,"e":2}]}', 'b: 1\na:\n  c: |\n    x\n    y\nb:\n  - d: 1\n    e: 2\n'],
  ['{"":1,"a b":2,"a: b":3,"1":4,"x\\ny":5}', '"": 1\na b: 2\n"a: b": 3\n"1": 4\n"x\\ny": 5\n'],
];

for (const [json, yaml] of WRITTEN) {
  test(`${json} is ${JSON.stringify(yaml)}`, () => assert.equal(yamlText(parseJsonText(json)), yaml));
}

test('an item of a sequence', () => {
  assert.equal(yamlItem(parseJsonText('{"a":1,"b":[2]}')), '- a: 1\n  b:\n    - 2\n');
  assert.equal(yamlItem(parseJsonText('"x\\ny"')), '- |-\n  x\n  y\n');
});

test('a name of a thousand letters has its question mark', () => {
  const name = 'x'.repeat(1100);
  const yaml = yamlText(parseJsonText(JSON.stringify({ a: { [name]: { b: 1 } } })));
  assert.deepEqual(parseDocument(yaml).toJS(), { a: { [name]: { b: 1 } } });
});

test('a hundred thousand levels are written in a few lines', () => {
  const deep = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`;
  const yaml = yamlText(parseJsonText(deep));
  assert.ok(yaml.length < 2 * deep.length);
  assert.ok(yaml.startsWith('- a:\n    - a:\n'));
});

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\t',
      ':',
      '#',
      '-',
      '"',
      "'",
      '|',
      '>',
      '&',
      '*',
      '!',
      '%',
      '0',
      '\r',
      '\u0085',
    ),
  }),
  fc.constantFrom(
    'true',
    'No',
    '0x1f',
    '0o7',
    '1_000',
    '12:30:00',
    '.inf',
    '---',
    '...',
    '? a',
    '- a',
    '@a',
    '`a',
    '=',
    '<<',
    'y',
  ),
);
const { value: document } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom<unknown>(null, true, false),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

for (const version of ['1.2', '1.1'] as const) {
  test(`what is written is read as it was by YAML ${version}`, () => {
    fc.assert(
      fc.property(document, (value) => {
        const json = JSON.stringify(value);
        const read = parseDocument(yamlText(parseJsonText(json)), { version, merge: true });
        assert.deepEqual([...read.errors, ...read.warnings], []);
        assert.deepEqual(plainOf(read, read.contents), JSON.parse(json));
      }),
      { numRuns: 1500 },
    );
  });
}

/** By hand, as `toJS` makes no member called __proto__. Numbers of YAML 1.1 need a point, so they are read by their source. */
function plainOf(read: Document, node: unknown): unknown {
  if (isSeq(node)) return node.items.map((item) => plainOf(read, item));
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => [plainOf(read, key), plainOf(read, value)] as const);
    return JSON.parse(
      `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
    );
  }
  assert.ok(isScalar(node) && !isAlias(node));
  const { type, source, value } = node;
  return type === 'PLAIN' && source !== undefined && /^-?\d/.test(source) ? JSON.parse(source) : value;
}
