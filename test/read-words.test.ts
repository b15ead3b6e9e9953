import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { commanderWords } from '../src/cli/commander-words.ts';
import type { OccurrenceIn } from '../src/cli/option-table.ts';
import { OPTION_TABLE, optionForm } from '../src/cli/options.ts';
import { readWords } from '../src/cli/read-words.ts';

type Read = typeof readWords;

/** What a reader makes of a line: its words and options, or what it says is wrong, and the options that it told of before. */
function madeOf(read: Read, argv: readonly string[]) {
  const told: OccurrenceIn<string>[] = [];
  const take = (occurrence: OccurrenceIn<string>): void => void told.push(occurrence);
  try {
    return { words: read(argv, OPTION_TABLE, 'slip -h', take), told };
  } catch (error) {
    const { name, message, ...more } = error as Error; // what is thrown is a Failure
    return { name, message, more, told };
  }
}

function assertAlike(argv: readonly string[]): void {
  assert.deepEqual(madeOf(readWords, argv), madeOf(commanderWords, argv), JSON.stringify(argv));
}

const SHORTS = OPTION_TABLE.names.flatMap((name) => optionForm(name).short ?? []);
const LONGS = OPTION_TABLE.names.flatMap((name) => [name, ...(optionForm(name).aliases ?? [])]);
const VALUES = [
  '',
  '1',
  '-1',
  '-',
  '--',
  '-s',
  '-sS',
  '--silent',
  'a=b',
  'http://h/',
  'GET',
  'all',
  '=',
  '-=',
  '-5',
  '-.5',
];

for (const name of OPTION_TABLE.names) {
  test(`--${name} is read as commander reads it, in each of its forms`, () => {
    const { short, aliases = [] } = optionForm(name);
    for (const long of [name, ...aliases]) {
      for (const word of [`--${long}`, `--no-${long}`, `--expand-${long}`, `--no-no-${long}`]) {
        assertAlike([word]);
        for (const value of VALUES) {
          assertAlike([word, value]);
          assertAlike(['-s', word, value, 'x']);
          assertAlike([`${word}=${value}`, 'x']);
        }
      }
    }
    if (short === undefined) return;
    for (const before of ['-', '-s', '-sS', '-k4', '-1']) {
      assertAlike([before + short]);
      for (const value of VALUES) {
        assertAlike([before + short + value]);
        assertAlike([before + short, value, 'x']);
      }
    }
  });
}

const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...LONGS).map((name) => `--${name}`) },
  fc.constantFrom(...LONGS).map((name) => `--no-${name}`),
  fc.tuple(fc.constantFrom(...LONGS), fc.constantFrom(...VALUES)).map(([name, value]) => `--${name}=${value}`),
  {
    weight: 4,
    arbitrary: fc
      .array(fc.constantFrom(...SHORTS, '-', '=', '5', 'é'), { minLength: 1, maxLength: 4 })
      .map((letters) => `-${letters.join('')}`),
  },
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  fc.string({ maxLength: 6 }).map((text) => `-${text}`),
  fc.string({ maxLength: 6 }),
);

test('a line is read as commander reads it', () => {
  fc.assert(fc.property(fc.array(word, { maxLength: 6 }), assertAlike), { numRuns: 20_000 });
});
