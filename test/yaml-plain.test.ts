import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import type { YamlNode } from '../src/yaml/node.ts';
import { readPlainYaml } from '../src/yaml/plain.ts';
import { readYaml } from '../src/yaml/tree.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What all of YAML makes of a text; `undefined` for what is none. */
function wholeYaml(text: string): YamlNode | undefined {
  try {
    return readYaml({ path: 'f', text });
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** A tree, but for where mappings and lists end: the package counts a line's comment and its end in. */
function withoutEnds(node: YamlNode | undefined): unknown {
  if (node?.kind === 'map') {
    const entries = node.entries.map(({ value, ...entry }) => ({ ...entry, value: withoutEnds(value) }));
    return { kind: 'map', start: node.start, entries };
  }
  return node?.kind === 'list' ? { kind: 'list', start: node.start, items: node.items.map(withoutEnds) } : node;
}

/** Whether both read the same; the plain reader may read nothing. */
function assertAlike(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain !== undefined) assert.deepEqual(withoutEnds(plain), withoutEnds(wholeYaml(text)), text.slice(0, 1000));
  return plain !== undefined;
}

const PLAIN = [
  'a: 1',
  'a: 1\n',
  'a: b c\n',
  'a: {b: 1, c: [x, "y: z", \'w\'], "d":2}  # comment\n',
  '# first\n\na:\n  # within\n  b: 1.50\n\n  c: -1e400\n# last',
  'a:\n  - 1\n  - b: x\n    c: y\n  -  d: z\n  - {e: f}\nb: []\n',
  'a:\n- 1\n- 2\nb: {}\n',
  'request: GET /books/{id}?a=b#c\n',
  'url: http://h:80/x?y=z\n',
  '"a b": true\n\'c\': ~\n$.x[0].y: /^a{1,2}$/\n',
  'time: < 500ms\nmore: -x, =y, +z, a#b "c"\n',
  'a: "{{x}}"\nb: x{{y}}\n',
  'a: ü🙂\n',
  'yes: no\nnull: 007x\n200: 12:30\n',
];

for (const text of PLAIN) {
  test(`the plain reader reads ${JSON.stringify(text)} as all of YAML does`, () => assert.ok(assertAlike(text)));
}

const OTHER = [
  '',
  'x',
  '- a',
  'a: &x 1\nb: *x',
  'a: |\n  text\n',
  'a: |2-\n   text\n',
  'a: >+\n  text\n\n',
  'a: b\n  c\n',
  'a: 1\na: 2',
  'a:\n\tb: 1',
  'a: 1\r\n',
  'a: 1\rb: 2',
  'a: 0x1F\n',
  'a: 007\n',
  'a: 1_000 : b',
  '--- \na: 1',
  'a: "x\\n"',
  'a: [b,\n  c]',
  'a: {b}',
  'a:\n',
  '<<: {a: 1}',
  '? a\n: b',
  'a: !!str 1',
  'a: b: c',
  'a: "b" c',
  'a: [b: c]',
  '\ufeffa: 1',
];

for (const text of OTHER) {
  test(`the plain reader leaves ${JSON.stringify(text)} alone`, () => assert.equal(readPlainYaml(text), undefined));
}

/** V8 gives up on patterns that go back over so much of a text. */
const LONG: Readonly<Record<string, string>> = {
  'text without quotes': `a: ${'x'.repeat(1e7)}`,
  'text in quotes': `a: "${'x'.repeat(1e7)}"`,
  'text of spaces': `a: x${' '.repeat(1e5)}y${' '.repeat(1e5)}`,
  'text of colons and hashes': `a: ${':x#'.repeat(1e5)}`,
  'comment of many lines': `a: 1\n${' #\n\n'.repeat(1e5)}`,
};

for (const [what, text] of Object.entries(LONG)) {
  test(`the plain reader reads a long ${what} as all of YAML does`, () => assert.ok(assertAlike(text)));
}

test('the plain reader leaves alone what is nested too deep for it', () => {
  assert.equal(readPlainYaml(`a: ${'['.repeat(100_000)}`), undefined);
  assert.equal(readPlainYaml(`a:\n${'- '.repeat(100_000)}x`), undefined);
  const deep = Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:\n`);
  assert.equal(readPlainYaml(`${deep.join('')}${' '.repeat(1000)}b: 1`), undefined);
});

/** Texts to be changed at random: all collections of the tests, the docs and the examples. */
function corpus(): readonly string[] {
  const folders = ['examples', 'examples/parts', 'test/cases/run', 'test/cases/save', 'docs'];
  const texts = folders.flatMap((folder) =>
    readdirSync(`${ROOT}${folder}`)
      .filter((name) => /\.(?:ya?ml|txt|md)$/.test(name))
      .map((name) => readFileSync(`${ROOT}${folder}/${name}`, 'utf8')),
  );
  const pieces = texts.flatMap((text) => [
    text,
    ...[...text.matchAll(/^file: .*\n((?: {2}.*\n|\n)+)/gm)].map(([, inner = '']) => inner.replaceAll(/^ {2}/gm, '')),
    ...[...text.matchAll(/^```yaml.*\n([\s\S]*?)```/gm)].map(([, inner = '']) => inner),
  ]);
  return [...PLAIN, ...OTHER, ...pieces];
}

const TEXTS = corpus();

test('what the plain reader reads of any file is what all of YAML reads', () => {
  const read = TEXTS.filter(assertAlike);
  assert.ok(read.length > 20, `only ${read.length} of the files are plain`);
});

const BITS = [
  ' ',
  '  ',
  '\n',
  ':',
  ': ',
  '- ',
  '-',
  '#',
  ' #',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '\\',
  'a',
  '1',
  '.',
  '?',
  '&',
  '*',
  '!',
  '|',
  '>',
  '%',
  '@',
  '`',
  '~',
  '{}',
  '\t',
  '\r',
  'é',
  '\u2028',
  '\u0085',
  '\ud800',
  '0x',
  'e',
  '+',
];

test('so it is of a file with anything put in or taken out', () => {
  const change = fc.record({
    place: fc.nat(),
    removed: fc.constantFrom(0, 0, 1, 2, 5),
    inserted: fc.array(fc.constantFrom(...BITS), { maxLength: 3 }).map((bits) => bits.join('')),
  });
  const changed = fc
    .tuple(
      fc.constantFrom(...TEXTS.filter((text) => text.length < 3000)),
      fc.array(change, { minLength: 1, maxLength: 3 }),
    )
    .map(([text, changes]) =>
      changes.reduce((changing, { place, removed, inserted }) => {
        const at = place % (changing.length + 1);
        return changing.slice(0, at) + inserted + changing.slice(at + removed);
      }, text),
    );
  fc.assert(
    fc.property(changed, (text) => void assertAlike(text)),
    { numRuns: 2000 },
  );
});

test('so it is of any text of such bits', () => {
  const any = fc
    .array(fc.constantFrom(...BITS, 'a: ', 'b: ', '\n  ', '\n- ', '\n    '), { maxLength: 12 })
    .map((bits) => `a:${bits.join('')}`);
  fc.assert(
    fc.property(any, (text) => void assertAlike(text)),
    { numRuns: 5000 },
  );
});
