import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCommandHelp } from '../src/cli/command-help.ts';
import type { CommandLine, VerbTable } from '../src/cli/command-row.ts';
import { linesOf, TABLED_NAMES } from '../src/cli/command-tables.ts';
import { readCommand } from '../src/cli/command-words.ts';
import { COMPLETION } from '../src/cli/commands/completion.ts';
import { COMMANDS, hasVerbs } from '../src/cli/commands.ts';
import { Failure } from '../src/failure.ts';

/** A table with all there is in one; `demo` stands in for its name. */
const SHELF = {
  verbs: {
    put: {
      words: 'BOOK SHELF…',
      summary: 'Put a book on shelves',
      options: {
        quietly: { short: 'q', takes: 'nothing', summary: 'Make no noise' },
        label: { short: 'l', takes: 'text', value: 'TEXT', repeats: true, summary: 'Label for it' },
        height: { takes: 'count', value: 'CM', summary: 'Height of the shelf', excludes: ['quietly'] },
        side: { takes: 'choice', value: 'SIDE', choices: ['left', 'right'], summary: 'Side to put it on' },
      },
    },
    list: { words: '[SHELF]', summary: 'List books', options: {} },
    clear: { words: '', summary: 'Take all books away', options: {} },
  },
} as const satisfies VerbTable;

const LINES: [argv: string[], line: CommandLine<typeof SHELF>][] = [
  [['put', 'b', 's'], { verb: 'put', words: ['b', 's'], options: {} }],
  [['put', 'b', 's', 't', '-ql', 'x', '--label=y'], put({ quietly: true, label: ['x', 'y'] }, 't')],
  [['put', '--height', '30', '--side', 'left', 'b', 's'], put({ height: 30, side: 'left' })],
  [['put', '-q', '--no-quietly', 'b', '--height=1', 's'], put({ quietly: false, height: 1 })],
  [['put', 'b', '--', '-q'], { verb: 'put', words: ['b', '-q'], options: {} }],
  [['list'], { verb: 'list', words: [], options: {} }],
  [['list', 's'], { verb: 'list', words: ['s'], options: {} }],
  [['clear'], { verb: 'clear', words: [], options: {} }],
];
for (const [argv, line] of LINES) {
  test(`slip shelf ${argv.join(' ')}`, () => assert.deepEqual(readCommand('demo', SHELF, argv), line));
}

function put(
  options: (CommandLine<typeof SHELF> & { verb: 'put' })['options'],
  ...more: string[]
): CommandLine<typeof SHELF> {
  return { verb: 'put', words: ['b', 's', ...more], options };
}

const REFUSED: [argv: string[], message: RegExp, hint?: RegExp][] = [
  [[], /slip demo begins with one of put, list, clear/, /slip demo -h/],
  [['--quietly', 'put'], /begins with one of/],
  [['lst'], /slip demo has no lst/, /did you mean slip demo list\?/],
  [['eyJhbGciOiJub25lIn0.e30.'], /slip demo begins with one of put, list, clear$/, /slip demo -h/],
  [['toString'], /slip demo has no toString/, /it has put, list, clear/],
  [['put'], /slip demo put takes BOOK SHELF…$/],
  [['put', 'b'], /slip demo put takes BOOK SHELF…$/],
  [['list', 's', 't'], /slip demo list takes \[SHELF\], and there are 2 words$/],
  [['clear', 's'], /slip demo clear takes no words, and there is one$/],
  [['put', 'b', 's', '--quitly'], /there is no option --quitly/, /did you mean --quietly\?/],
  // Neither an option of another verb nor one of a request.
  [['list', '-q'], /there is no option -q/, /slip demo list -h/],
  [['put', 'b', 's', '--silent=s3cr3t'], /there is no option --silent$/],
  [['put', 'b', 's', '--silent'], /there is no option --silent/],
  [['put', 'b', 's', '--label'], /--label needs a value/],
  [['put', 'b', 's', '--height', 'tall'], /--height takes a whole number/],
  [['put', 'b', 's', '--side', 'top'], /--side takes one of left, right/],
  [['put', 'b', 's', '-q', '--height', '3'], /--height and --quietly exclude each other/],
];
for (const [argv, message, hint] of REFUSED) {
  test(`slip shelf ${argv.join(' ')} is refused`, () => {
    assert.throws(
      () => readCommand('demo', SHELF, argv),
      (failure) =>
        failure instanceof Failure &&
        failure.kind === 'usage' &&
        message.test(failure.message) &&
        (hint === undefined || hint.test(failure.hint ?? '')),
    );
  });
}

test('a command without verbs has its words and options at once', () => {
  assert.deepEqual(readCommand('completion', COMPLETION, ['zsh']), { words: ['zsh'], options: {} });
});

test('help is found behind a command, unless it is behind --', () => {
  assert.deepEqual(findCommandHelp('completion', ['zsh', '-h']), { name: 'completion', verb: undefined, full: false });
  assert.deepEqual(findCommandHelp('demo', ['--help']), { name: 'demo', verb: undefined, full: true });
  assert.equal(findCommandHelp('demo', ['--', '-h']), undefined);
  assert.equal(findCommandHelp('demo', ['4000']), undefined);
});

for (const name of TABLED_NAMES) {
  test(`slip ${name} is read as commands.ts says`, () => {
    assert.equal(
      linesOf(name).every(({ verb }) => verb !== undefined),
      hasVerbs(name),
    );
    assert.match(COMMANDS[name].summary, /^[A-Z].*[^.]$/);
  });
  for (const { literal, summary, about = [], options } of linesOf(name)) {
    test(`${literal} is described as options are`, () => {
      for (const text of [summary, ...Object.values(options).map((row) => row.summary)]) {
        assert.ok(text.length <= 60, `${text}: ${text.length} columns`);
        assert.match(text, /^[A-Z].*[^.]$/);
      }
      const details = Object.values(options).flatMap(({ detail }) => detail ?? []);
      for (const text of [...about, ...details]) {
        assert.match(text, /\.$/);
        assert.equal(text.split('`').length % 2, 1, 'backticks come in pairs');
      }
    });
    test(`${literal} has names of options that there are`, () => {
      const shorts = Object.values(options).flatMap(({ short }) => short ?? []);
      assert.equal(new Set(shorts).size, shorts.length);
      for (const [option, row] of Object.entries(options)) {
        for (const long of [option, ...(row.aliases ?? [])]) assert.match(long, /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
        for (const rival of row.excludes ?? []) assert.ok(Object.hasOwn(options, rival) && rival !== option, rival);
      }
    });
  }
}
