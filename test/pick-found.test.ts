import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { findJsonFault, parseJsonText } from '../src/json/parse.ts';
import { selectJson } from '../src/json/path.ts';
import { parseJsonPath } from '../src/json/path-syntax.ts';
import { writeCompactJson } from '../src/json/write.ts';
import { bytesOfText, textOfBytes } from '../src/pick/bytes.ts';
import { findLines } from '../src/pick/found.ts';
import { createScanner } from '../src/pick/scan.ts';
import { splitPath } from '../src/pick/steps.ts';
import { chunked, collected } from './support/chunks.ts';

async function found(body: Uint8Array, paths: readonly string[], cuts: readonly number[] = []): Promise<string> {
  return Buffer.from(
    await collected(findLines(chunked(body, cuts), paths.map(parseJsonPath), { splitsArrays: false, type: '' })),
  ).toString('latin1');
}

function expected(text: string, paths: readonly string[]): string {
  const root = parseJsonText(text);
  return paths
    .flatMap((path) => [...selectJson(parseJsonPath(path), root)])
    .map(({ value }) => `${writeCompactJson(value)}\n`)
    .join('');
}

/** Paths whose names and depths meet those of the documents below. */
const PATHS = [
  '$',
  '$.a',
  '$.*',
  '$[*].a',
  '$.a.*',
  '$.a.b',
  '$.*.*',
  '$.*.*.a',
  '$[1]',
  '$[0].a',
  '$[1:]',
  '$[0:3:2]',
  '$.*[2::3].b',
  '$.a[-1]',
  '$..a',
  '$.a..b',
  '$[?@.a]',
  '$.*[?@.a]',
  '$.*[?@ > 1]',
  '$.*[?@.a == 1].b',
  '$[?@ == $.a]',
  '$.*[?@ == $.a]',
  "$['a','b']",
  '$.*[::-1]',
  "$['\\u0061']",
  "$['é\\n']",
];

const name = fc.constantFrom('a', 'b', 'é\n', 'ab', '');
const { value: document } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(1, 2.5, 'a', '', 'é😀\\"', true, null, -0.001e9),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
}));
const cuts = fc.array(fc.nat(400), { maxLength: 6 });

test('what is found in passing is what the path finds in the whole value, however the bytes come', async () => {
  await fc.assert(
    fc.asyncProperty(
      document,
      fc.constantFrom(...PATHS),
      fc.constantFrom('', '  '),
      cuts,
      async (value, path, indent, at) => {
        const text = JSON.stringify(value, null, indent);
        assert.equal(
          await found(Buffer.from(text), [path], at),
          Buffer.from(expected(text, [path])).toString('latin1'),
        );
      },
    ),
    { numRuns: 2000 },
  );
});

test('several paths find one after the other', async () => {
  await fc.assert(
    fc.asyncProperty(
      document,
      fc.array(fc.constantFrom(...PATHS), { minLength: 2, maxLength: 3 }),
      async (value, paths) => {
        const text = JSON.stringify(value);
        assert.equal(await found(Buffer.from(text), paths), Buffer.from(expected(text, paths)).toString('latin1'));
      },
    ),
  );
});

test('a body is refused exactly where it is no JSON, whatever is looked for', async () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"',
    '\\',
    '1',
    '-',
    '.5',
    'e3',
    'true',
    ' ',
    '\n',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('$', '$.a', '$[1]'),
      cuts,
      async (pieces, path, at) => {
        const text = pieces.join('');
        const fault = findJsonFault(text);
        // Several values, or none, are no fault of a body.
        fc.pre(fault === undefined || (fault.message !== 'something follows the value' && text.trim() !== ''));
        const isFound = await found(Buffer.from(text), [path], at).then(
          () => true,
          (error) => {
            assert.ok(error instanceof Failure && error.kind === 'content');
            return false;
          },
        );
        assert.equal(isFound, fault === undefined, text);
      },
    ),
    { numRuns: 2000 },
  );
});

const PLACES: [body: string, path: string, message: RegExp][] = [
  ['<html>', '$.a', /has < at byte 1$/],
  ['{"a":1} x', '$.a', /has x at byte 9$/],
  ['{"a":"\u0001"}', '$.b', /has a control character at byte 7$/],
  ['{"a":01}', '$.b', /has 1 at byte 7$/],
  ['{"a":tru}', '$.b', /has } at byte 9$/],
  ['[1,', '$.b', /ends too early$/],
  ['"', '$.b', /ends too early$/],
  ['tru', '$.b', /ends too early$/],
  ['1.', '$.b', /ends too early$/],
];

for (const [body, path, message] of PLACES) {
  test(`${JSON.stringify(body)}: ${message.source}`, async () => {
    await assert.rejects(found(Buffer.from(body), [path]), { message });
    await assert.rejects(found(Buffer.from(body), [path], [1, 2, 3, 4, 5, 6, 7]), { message });
  });
}

test('no value, and several, are bodies too', async () => {
  assert.equal(await found(Buffer.from(' \n'), ['$']), '');
  assert.equal(await found(Buffer.from('1 [2]{"a":3}"4"5'), ['$']), '1\n[2]\n{"a":3}\n"4"\n5\n');
  assert.equal(await found(Buffer.from('{"a":1}{"a":2}'), ['$.a', '$.b', '$']), '1\n{"a":1}\n2\n{"a":2}\n');
});

test('repeated names are all found', async () => {
  assert.equal(await found(Buffer.from('{"a":{"b":1},"a":{"b":2},"\\u0061":{"b":3}}'), ['$.a.b']), '1\n2\n3\n');
});

test('bytes that are not UTF-8 come out as they came, also where a filter looks at them', async () => {
  const body = Buffer.from('[{"n":1,"s":"\xff\xe9t\xe9 \xe2\x82\xac"},{"n":2,"s":"\xed\xa0\x80"}]', 'latin1');
  const both = '{"n":1,"s":"\xff\xe9t\xe9 \xe2\x82\xac"}\n{"n":2,"s":"\xed\xa0\x80"}\n';
  assert.equal(await found(body, ['$[*]']), both);
  assert.equal(await found(body, ['$[?@.n > 0]']), both);
});

test('a hundred thousand levels are passed over, copied and searched', async () => {
  const deep = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`;
  const body = Buffer.from(`{"b":${deep},"c":2}`);
  assert.equal(await found(body, ['$.c']), '2\n');
  assert.equal(await found(body, ['$.b']), `${deep}\n`);
  assert.equal(await found(body, ['$..c']), '2\n');
});

test('a level takes a bit', () => {
  const scanner = createScanner({ steps: [], splitsArrays: true });
  const opening = Buffer.alloc(1024 * 1024, '[');
  const before = process.memoryUsage();
  for (let count = 0; count < 32; count++) {
    scanner.push(opening);
    scanner.take();
  }
  const after = process.memoryUsage();
  const growth = after.heapUsed + after.external - before.heapUsed - before.external;
  // Eight bytes for each level would be 256 MiB.
  assert.ok(growth < 64 * 1024 * 1024, `${growth} bytes`);
});

test('a value of many pieces is one line', async () => {
  const long = 'x'.repeat(300_000);
  assert.equal(await found(Buffer.from(`{"a": ["${long}", 1]}`), ['$.a']), `["${long}",1]\n`);
});

test('any bytes survive being a text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.string({ unit: 'binary' }), (bytes, text) => {
      const mixed = Buffer.concat([bytes, Buffer.from(text), bytes]);
      assert.deepEqual(Buffer.from(bytesOfText(textOfBytes(mixed))), mixed);
    }),
    { numRuns: 1000 },
  );
});

const SPLITS: [path: string, stepCount: number, rest: number | undefined, isWrapped: boolean][] = [
  ['$', 0, undefined, false],
  ['$.a[*].b[3][2:4]', 5, undefined, false],
  ['$.a[-1].b', 1, 2, false],
  ['$.a[-1:].b', 1, 2, false],
  ['$.a[::-1]', 1, 1, false],
  ['$.a..b', 1, 1, false],
  ["$.a['b','c'].d", 1, 2, false],
  ['$.a[?@.b].c', 2, 2, true],
  ['$.a[?@.b == $.c].d', 0, 3, false],
  ['$.a[?@.b[?length($) > 1]]', 0, 2, false],
  ['$.a[-1][?match(@, $.p)]', 0, 3, false],
];

for (const [path, stepCount, rest, isWrapped] of SPLITS) {
  test(`${path} is followed for ${stepCount} steps`, () => {
    const split = splitPath(parseJsonPath(path));
    assert.deepEqual([split.steps.length, split.rest?.segments.length, split.isWrapped], [stepCount, rest, isWrapped]);
  });
}

test('values within one another are given out piece by piece, however much they are together', async () => {
  const levels = 2000;
  const body = Buffer.from(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
  let most = 0;
  let total = 0;
  for await (const piece of findLines(chunked(body), [parseJsonPath('$..a')], { splitsArrays: false, type: '' })) {
    most = Math.max(most, piece.length);
    total += piece.length;
  }
  assert.equal(total, (levels * (levels - 1) * 6) / 2 + 2 * levels);
  assert.ok(most < 80_000, `${most}`);
});
