import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitWords } from '../src/interchange/shell-words.ts';
import { type AnswerAct, type CaseStep, firstSentence, parseCase } from './support/case-file.ts';
import { bytesOf, readableLines } from './support/case-text.ts';

/** A step that says nothing but how it ends. */
const QUIET: CaseStep = {
  argv: [':3000'],
  exchanges: [],
  status: 0,
  stdout: undefined,
  stderr: undefined,
  files: [],
  marks: [],
  leavesStdin: false,
};

/** What stands under the sentence, and the one step that it makes. */
const STEPS: [text: string, step: Partial<CaseStep>][] = [
  ['$ slip :3000\nstatus: 22', { status: 22 }],
  ['# why\n\n$ slip :3000\nstdout: a\\tb', { stdout: 'a\\tb' }],
  ['$ slip :3000\nstdout:\n  a\n\n  b\n\nstatus: 0', { stdout: 'a\n\nb\n' }],
  ['$ slip :3000\nstdout:\n  a\n  b\\\nstderr:', { stdout: 'a\nb', stderr: '' }],
  ['$ slip :3000\nstdout:\n  a\\\\', { stdout: 'a\\\\\n' }],
  [
    '$ slip :3000\nfile a b.txt: x\nno file: c',
    {
      files: [
        { name: 'a b.txt', content: 'x' },
        { name: 'c', content: undefined },
      ],
    },
  ],
  ['$ slip :3000\nstdin: unread', { leavesStdin: true }],
  ['$ slip :3000\nmode a b: 600', { marks: [{ kind: 'mode', name: 'a b', value: '600' }] }],
];
for (const [text, step] of STEPS) {
  test(`case ${JSON.stringify(text)}`, () =>
    assert.deepEqual(parseCase(`It works.\n\n${text}\n`).steps, [{ ...QUIET, ...step }]));
}

/** The lines of an answer, and what the server does. */
const ANSWERS: [lines: readonly string[], acts: readonly AnswerAct[]][] = [
  [['HTTP/1.1 204 No Content'], [{ kind: 'head', lines: ['HTTP/1.1 204 No Content'] }]],
  [
    ['HTTP/1.1 200 OK', 'A: 1', '', 'one', '', 'two'],
    [
      { kind: 'head', lines: ['HTTP/1.1 200 OK', 'A: 1'] },
      { kind: 'body', text: 'one\n\ntwo' },
    ],
  ],
  [
    ['HTTP/1.1 103 Early Hints', '', 'HTTP/1.1 200 OK', '', 'HTTP/1.1 is text here'],
    [
      { kind: 'head', lines: ['HTTP/1.1 103 Early Hints'] },
      { kind: 'head', lines: ['HTTP/1.1 200 OK'] },
      { kind: 'body', text: 'HTTP/1.1 is text here' },
    ],
  ],
  [
    ['HTTP/1.1 200 OK', '', 'a', '!chunk', '!base64 Yg==', '!later 5', '!close'],
    [
      { kind: 'head', lines: ['HTTP/1.1 200 OK'] },
      { kind: 'body', text: 'a' },
      { kind: 'chunk' },
      { kind: 'base64', text: 'Yg==' },
      { kind: 'later', durationMs: 5 },
      { kind: 'close' },
    ],
  ],
  [['!raw SSH\\r\\n'], [{ kind: 'raw', text: 'SSH\\r\\n' }]],
];
for (const [lines, acts] of ANSWERS) {
  test(`answer ${JSON.stringify(lines)}`, () => {
    const text = ['It works.', '', '$ slip :3000', '> GET / HTTP/1.1', ...lines.map((line) => `< ${line}`)].join('\n');
    assert.deepEqual(parseCase(text).steps[0]?.exchanges[0]?.answer, acts);
  });
}

test('exchanges of two servers stay in their order', () => {
  const traffic = '> GET /a\n> ...\n< 1\n>2 GET /b\n>2\n>2 body\n<2 2\n> GET /c\n< 3';
  const [step] = parseCase(`It works.\n\n$ slip :3000\n${traffic}\n`).steps;
  assert.deepEqual(
    step?.exchanges.map(({ server, request }) => [server, request]),
    [
      [1, { head: ['GET /a', '...'], body: [] }],
      [2, { head: ['GET /b'], body: ['body'] }],
      [1, { head: ['GET /c'], body: [] }],
    ],
  );
});

test('settings', () => {
  const text =
    'It works.\n\ntty: stdout stderr\ncolumns: 40\nenv: A=b=c\nfile: x base64 mode 600 dated 2020-01-31T12:00:00Z\n  AA==\n\n$ slip :3000\nstatus: 0\n';
  const { settings } = parseCase(text);
  assert.deepEqual(settings.terminals, ['stdout', 'stderr']);
  assert.equal(settings.columns, 40);
  assert.deepEqual(settings.env, [['A', 'b=c']]);
  assert.deepEqual(settings.files, [
    { name: 'x', content: 'AA==\n', isBase64: true, mode: 0o600, modifiedAtMs: Date.UTC(2020, 0, 31, 12) },
  ]);
});

/** What stands under the sentence, and what is said of it. */
const MALFORMED: [text: string, message: RegExp][] = [
  ['', /no command line/],
  ['$ curl :3000\nstatus: 0', /line 3: a command line begins with slip/],
  ['$ slip :3000', /nothing is said of what comes of this/],
  ["$ slip ':3000\nstatus: 0", /a ' in this line is not closed/],
  ['$ slip :3000\nwhat', /line 4: what is this line/],
  ['$ slip :3000\nexit: 0', /there is no result exit/],
  ['mood: good\n$ slip :3000\nstatus: 0', /there is no setting mood/],
  ['$ slip :3000\nstatus: 0\ntty: stdout', /there is no result tty/],
  ['stdin:\n$ slip :3000\nstatus: zero', /zero is no whole number/],
  ['$ slip :3000\nstdout: \\q', /there is no escape \\q/],
  ['$ slip :3000\nstdout: a\nstdout: b', /stdout is said twice/],
  ['$ slip :3000\nstdout: a\n  b', /not both/],
  ['> GET /', /there is no command line before this/],
  ['$ slip :3000\n> GET /', /has no answer/],
  ['$ slip :3000\n> GET /\n<2 HTTP/1.1 200 OK', /this server was not asked/],
  ['$ slip :3000\n> GET /\n< !dance', /a server cannot !dance/],
];
for (const [text, message] of MALFORMED) {
  test(`malformed ${JSON.stringify(text)}`, () => assert.throws(() => parseCase(`It works.\n\n${text}`), message));
}

const SENTENCES: [text: string, sentence: string | undefined][] = [
  ['One. Two.\n\n$ slip', 'One.'],
  ['One\nis (RFC 9110 §9.1) long. Two.\n\n$ slip', 'One is (RFC 9110 §9.1) long.'],
  ['$ slip x.\n\n', undefined],
  ['no end\n\nIt is.', undefined],
];
for (const [text, sentence] of SENTENCES) {
  test(`sentence of ${JSON.stringify(text)}`, () => assert.equal(firstSentence(text), sentence));
}

const WORDS: [line: string, words: readonly string[]][] = [
  ['slip  :3000 a=1', ['slip', ':3000', 'a=1']],
  [`a='b c' "d e" f\\ g`, ['a=b c', 'd e', 'f g']],
  [`'' "" x`, ['', '', 'x']],
  [`"a\\"b\\\\c\\d" 'a\\b'`, ['a"b\\c\\d', 'a\\b']],
  [`$'a\\r\\n\\x01\\'' a$'\\t'b`, ["a\r\n\x01'", 'a\tb']],
  ['%{x} $HOME *', ['%{x}', '$HOME', '*']],
];
for (const [line, words] of WORDS) test(`words ${line}`, () => assert.deepEqual(splitWords(line), words));

test('bytes made readable are the same bytes again', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        const block = readableLines(bytes).map((line) =>
          /(?<!\\)(?:\\\\)*\\$/.test(line) ? line.slice(0, -1) : `${line}\n`,
        );
        assert.deepEqual(bytesOf(block.join('')), Buffer.from(bytes));
      },
    ),
  );
});
