import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { fillReferences, parseGlob, pickAt } from '../src/request/glob.ts';

const CURL = { strict: true };
const SLIP = { strict: false };

/** All texts of a small glob. */
function expand(text: string, reading = CURL): readonly string[] {
  const glob = parseGlob(text, reading);
  assert.ok(glob.count <= 10_000n);
  return Array.from({ length: Number(glob.count) }, (_, index) => pickAt(glob, BigInt(index)).text);
}

const EXPANSIONS: [glob: string, texts: readonly string[]][] = [
  ['', ['']],
  ['http://h/a', ['http://h/a']],
  ['h/{a,b}', ['h/a', 'h/b']],
  ['h/{a,,b}', ['h/a', 'h/', 'h/b']],
  ['h/{,}', ['h/', 'h/']],
  ['h/{a}', ['h/a']],
  ['h/{a,b}/{c,d}', ['h/a/c', 'h/a/d', 'h/b/c', 'h/b/d']],
  ['{a,b}{c,d}', ['ac', 'ad', 'bc', 'bd']],
  ['h/{a\\,b,c\\}}', ['h/a,b', 'h/c}']],
  ['h/{a\\b,\\\\}', ['h/ab', 'h/\\']],
  ['h/[1-3]', ['h/1', 'h/2', 'h/3']],
  ['h/[8-11]', ['h/8', 'h/9', 'h/10', 'h/11']],
  ['h/[08-11]', ['h/08', 'h/09', 'h/10', 'h/11']],
  ['h/[009-010]', ['h/009', 'h/010']],
  ['h/[0-2]', ['h/0', 'h/1', 'h/2']],
  ['h/[1-10:4]', ['h/1', 'h/5', 'h/9']],
  ['h/[1- 2]', ['h/1', 'h/2']],
  ['h/[1-1]', ['h/1']],
  ['h/[7-9:2]', ['h/7', 'h/9']],
  ['h/[9223372036854775805-9223372036854775806]', ['h/9223372036854775805', 'h/9223372036854775806']],
  ['h/[a-c]', ['h/a', 'h/b', 'h/c']],
  ['h/[A-E:2]', ['h/A', 'h/C', 'h/E']],
  ['h/[x-x]', ['h/x']],
  ['h/[Y-a]', ['h/Y', 'h/Z', 'h/[', 'h/\\', 'h/]', 'h/^', 'h/_', 'h/`', 'h/a']],
  ['h/[1-2]{a,b}', ['h/1a', 'h/1b', 'h/2a', 'h/2b']],
  ['h/{<it>a,b}[<n>1-2]', ['h/a1', 'h/a2', 'h/b1', 'h/b2']],
  ['h/{<>a,b}', ['h/<>a', 'h/b']],
  ['h/{<a,b}', ['h/<a', 'h/b']],
  ['http://[::1]/', ['http://[::1]/']],
  ['http://[::1]:80/[1-2]', ['http://[::1]:80/1', 'http://[::1]:80/2']],
  ['[2001:db8::7:1]', ['[2001:db8::7:1]']],
  ['http://[fe80::1%25eth0]/', ['http://[fe80::1%25eth0]/']],
  ['http://[fe80::1%eth0]/', ['http://[fe80::1%eth0]/']],
  ['http://[::ffff:127.0.0.1]/', ['http://[::ffff:127.0.0.1]/']],
  ['h/?a[]=1&a[]=2', ['h/?a[]=1&a[]=2']],
  ['h/\\{a\\}\\[b\\]', ['h/{a}[b]']],
  ['h/\\a', ['h/\\a']],
];
for (const [glob, texts] of EXPANSIONS) test(`glob ${glob}`, () => assert.deepEqual(expand(glob), texts));

const TEXTS: [text: string, slip: readonly string[]][] = [
  ['h/?filter[a]=1', ['h/?filter[a]=1']],
  ['h/?a[0][b]=1', ['h/?a[0][b]=1']],
  ['h/books/{id}', ['h/books/{id}']],
  ['h/{}', ['h/{}']],
  ['h/{{id}}', ['h/{{id}}']],
  ['h/?where={"a":1,"b":2}', ['h/?where={"a":1,"b":2}']],
  ['h/?q={"a":{"b":[1,2]}}', ['h/?q={"a":{"b":[1,2]}}']],
  ['h/]}[{', ['h/]}[{']],
  ['h/[3-1]', ['h/[3-1]']],
  ['h/?f[a]=[1-2]', ['h/?f[a]=1', 'h/?f[a]=2']],
  ['h/{a[1-2]}', ['h/{a1}', 'h/{a2}']],
  ['h/{a,b}/x[y]', ['h/a/x[y]', 'h/b/x[y]']],
  ['h/{<id>a}', ['h/a']],
  ['h/\\[1-2\\]', ['h/[1-2]']],
];
for (const [text, texts] of TEXTS) test(`glob ${text}, in slip`, () => assert.deepEqual(expand(text, SLIP), texts));

const FAULTS: [glob: string, place: string, message: string][] = [
  ['h/{a', '{', 'this { has no }'],
  ['h/{a\\', '{', 'this { has no }'],
  ['h/[1-3', '[', 'this [ has no ]'],
  ['h/a}', '}', 'this } has no {'],
  ['h/a]', ']', 'this ] has no ['],
  ['h/{a]}', ']', 'this ] has no ['],
  ['h/{}', '{}', 'this set is empty'],
  ['h/{<n>}', '{<n>}', 'this set is empty'],
  ['h/{a,{b}}', '{', 'a set holds no other set or range'],
  ['h/{a,[1-2]}', '[', 'a set holds no other set or range'],
  ['h/[a]', '[a]', 'this is no range'],
  ['h/[a-]', '[a-]', 'this is no range'],
  ['h/[A-z]', '[A-z]', 'this is no range'],
  ['h/[3-1]', '[3-1]', 'this is no range'],
  ['h/[c-a]', '[c-a]', 'this is no range'],
  ['h/[1-3:0]', '[1-3:0]', 'this is no range'],
  ['h/[1-3:3]', '[1-3:3]', 'this is no range'],
  ['h/[1-1:2]', '[1-1:2]', 'this is no range'],
  ['h/[a-c:3]', '[a-c:3]', 'this is no range'],
  ['h/[a-c:]', '[a-c:]', 'this is no range'],
  ['h/[-1-3]', '[-1-3]', 'this is no range'],
  ['h/[1-a]', '[1-a]', 'this is no range'],
  ['h/[1-9223372036854775807]', '[1-9223372036854775807]', 'this is no range'],
  ['h/[::g]', '[::g]', 'this is no range'],
  ['{<n>a,b}{<n>c,d}', '{<n>c,d}', 'the name n is given twice'],
];
for (const [glob, place, message] of FAULTS) {
  test(`glob ${glob} is none`, () => {
    const { kind, message: said, at } = failureOf(() => parseGlob(glob, CURL));
    assert.deepEqual([kind, said, at?.text.slice(at.start, at.end)], ['url', message, place]);
  });
}

test('a glob of very many is counted, and any place of it is found', () => {
  const glob = parseGlob('h/[1-1000000000]/[a-z]', CURL);
  assert.equal(glob.count, 26_000_000_000n);
  assert.deepEqual(pickAt(glob, glob.count - 1n), {
    text: 'h/1000000000/z',
    values: ['1000000000', 'z'],
    named: new Map(),
  });
});

test('more than a signed 64-bit integer counts is refused, in slip too', () => {
  const text = 'h/[0-999999999][0-999999999][0-999999999]';
  for (const reading of [CURL, SLIP]) {
    assert.equal(failureOf(() => parseGlob(text, reading)).message, 'this is more than anybody can count');
  }
});

test('a set has at most 100000 values, a text 255 parts', () => {
  assert.equal(parseGlob(`{a${',a'.repeat(99_999)}}`, CURL).count, 100_000n);
  assert.equal(failureOf(() => parseGlob(`{a${',a'.repeat(100_000)}}`, CURL)).message, 'this set is too large');
  assert.equal(parseGlob('{a}'.repeat(255), CURL).count, 1n);
  assert.equal(failureOf(() => parseGlob('{a}'.repeat(256), CURL)).kind, 'url');
});

test('a password is not shown', () => {
  const { at } = failureOf(() => parseGlob('http://ada:s3cret@h/{a', CURL));
  assert.equal(at?.text, 'http://ada:******@h/{a');
});

const REFERENCES: [template: string, filled: string][] = [
  ['#1_#2', 'b_07'],
  ['#3.txt', '#3.txt'],
  ['#0#12', '#0#12'],
  ['#01', 'b'],
  ['##1', '#b'],
  ['#<n>.txt', '07.txt'],
  ['#<up>', 'file'],
  ['#x #', '#x #'],
  ['#<', '#<'],
];
for (const [template, filled] of REFERENCES) {
  test(`name ${template}`, () => {
    const url = pickAt(parseGlob('h/{a,b}/x/[<n>01-10]', CURL), 16n);
    const upload = pickAt(parseGlob('{<up>file}', CURL), 0n);
    assert.equal(fillReferences(template, [url, upload]), filled);
  });
}

test('a name that nothing has is a failure', () => {
  const { kind, exitStatus, at } = failureOf(() => fillReferences('a#<x>', [pickAt(parseGlob('h', CURL), 0n)]));
  assert.deepEqual([kind, exitStatus, at], ['argument', 43, { text: 'a#<x>', start: 1, end: 5 }]);
});

test('escaped text stands for itself alone', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z{}[\],:/.\\-]*$/), (text) => {
      // A backslash before no brace or bracket is text, so that one that stands before one cannot be written outside a set.
      fc.pre(!/\\[{}[\]\\]|\\$/.test(text));
      const glob = parseGlob(text.replaceAll(/[{}[\]]/g, '\\$&'), CURL);
      assert.deepEqual([glob.count, pickAt(glob, 0n).text], [1n, text]);
    }),
  );
});

test('sets and ranges give the product of their values, the leftmost slowest', () => {
  const value = fc.stringMatching(/^[a-z.]{0,4}$/);
  const group = fc.oneof(
    fc.array(value, { minLength: 2, maxLength: 4 }).map((values) => ({ typed: `{${values.join(',')}}`, values })),
    fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 })).map(([first, step, size]) => {
      const last = first + step * (size - 1);
      const values = Array.from({ length: size }, (_, index) => String(first + index * step));
      return { typed: `[${first}-${last}${size === 1 ? '' : `:${step}`}]`, values };
    }),
    value.map((text) => ({ typed: text, values: [text] })),
  );
  fc.assert(
    fc.property(fc.array(group, { maxLength: 4 }), (groups) => {
      const product = groups.reduce<readonly string[]>(
        (texts, { values }) => texts.flatMap((text) => values.map((each) => text + each)),
        [''],
      );
      const typed = groups.map((each) => each.typed).join('/');
      for (const reading of [CURL, SLIP]) {
        const slashes = groups.length === 0 ? 0 : groups.length - 1;
        const texts = expand(typed, reading);
        assert.equal(texts.length, product.length);
        assert.deepEqual(
          texts.map((text) => text.replaceAll('/', '')),
          product,
        );
        assert.ok(texts.every((text) => text.split('/').length === slashes + 1));
      }
    }),
  );
});

test('in slip every text is read, whatever braces and brackets it has', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab1-2{}[\],:<>\\-]*$/), (text) => {
      const glob = parseGlob(text, SLIP);
      assert.ok(glob.count >= 1n);
      pickAt(glob, glob.count - 1n);
    }),
  );
});

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new Error('there was no failure');
}
