import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure, type Span } from '../src/failure.ts';
import { defectText, failureText } from '../src/render/failure-text.ts';
import { openTheme } from '../src/render/paint.ts';

const PLAIN = await openTheme('auto', 0);

function linesOf(at: Span | undefined, hint?: string): string[] {
  const failure = new Failure('usage', 'this is wrong', {
    ...(at === undefined ? {} : { at }),
    ...(hint === undefined ? {} : { hint }),
  });
  return failureText(failure, PLAIN).split('\n');
}

/** The span that is marked in a text: `a[b]c`. */
function marked(text: string): Span {
  const start = text.indexOf('[');
  const end = text.indexOf(']') - 1;
  return { text: text.replace(/[[\]]/g, ''), start, end };
}

test('a failure is a sentence, and a hint where there is one', () => {
  assert.deepEqual(linesOf(undefined), ['slip: this is wrong', '']);
  assert.deepEqual(linesOf(undefined, 'try that'), ['slip: this is wrong', 'hint: try that', '']);
});

test('the place stands between sentence and hint', () => {
  assert.deepEqual(linesOf(marked('a[b]c'), 'try that'), [
    'slip: this is wrong',
    '  abc',
    '   ^',
    'hint: try that',
    '',
  ]);
});

const UNDERLINED: [what: string, at: Span, shown: string, carets: string][] = [
  ['at the start', marked('[ab]c'), '  abc', '  ^^'],
  ['in the middle', marked('a[bc]d'), '  abcd', '   ^^'],
  ['at the end', marked('ab[c]'), '  abc', '    ^'],
  ['all of it', marked('[abc]'), '  abc', '  ^^^'],
  ['behind the end', { text: 'abc', start: 3, end: 3 }, '  abc', '     ^'],
  ['an empty place', { text: 'abc', start: 1, end: 1 }, '  abc', '   ^'],
  ['an empty text', { text: '', start: 0, end: 0 }, '', '  ^'],
  ['a character of two units', { text: 'a😀b', start: 1, end: 3 }, '  a😀b', '   ^'],
  ['behind a character of two units', { text: '😀ab', start: 2, end: 3 }, '  😀ab', '   ^'],
  ['a control that is made visible', { text: 'a\x1bb', start: 1, end: 2 }, '  a\\u001bb', '   ^^^^^^'],
  ['behind a control that is made visible', { text: '\x1bab', start: 1, end: 2 }, '  \\u001bab', '        ^'],
  ['a line break', { text: 'a\nb', start: 1, end: 2 }, '  a\\u000ab', '   ^^^^^^'],
  ['a text with spaces at its end', { text: 'ab  ', start: 0, end: 1 }, '  ab', '  ^'],
];

for (const [what, at, shown, carets] of UNDERLINED) {
  test(`carets stand under ${what}`, () => assert.deepEqual(linesOf(at).slice(1, -1), [shown, carets]));
}

test('of a long text only what is around the place is shown', () => {
  const [, shown = '', carets = ''] = linesOf({ text: `${'a'.repeat(500)}X${'b'.repeat(500)}`, start: 500, end: 501 });
  assert.match(shown, /^ {2}…a+Xb+…$/);
  assert.ok(shown.length < 200);
  assert.equal(shown[carets.indexOf('^')], 'X');
});

// docs/design.md, ruling 9.
const PASSWORDS = [
  'http://u:hunter2@h/',
  'http://u:hun@ter2@h/',
  'http://u:hunt er2@h/',
  'http://:hunter2@h/',
  '-e http://u:hunter2@h/',
  'Referer:http://u:hunter2@h/',
  'proxy = "http://u:hunter2@h/"',
];

for (const text of PASSWORDS) {
  test(`the password in ${text} is not shown, and the carets stay in place`, () => {
    const start = text.lastIndexOf('h/');
    const [, shown = '', carets = ''] = linesOf({ text, start, end: start + 1 });
    assert.doesNotMatch(shown, /hunter2|ter2|hunt|er2/);
    assert.equal(shown.slice(carets.indexOf('^')).slice(0, 2), 'h/');
  });
}

test('what is no password is shown', () => {
  for (const text of [
    'http://h:80/a@b',
    'http://h/?m=a:b@c',
    'a:b@c',
    'http://u@h/',
    'http://[::1]/x@y',
    'http://h:80 a@b',
  ]) {
    assert.equal(linesOf({ text, start: 0, end: 1 })[1], `  ${text}`);
  }
});

test('nothing in a failure drives the terminal', () => {
  const nasty = '\x1b]0;x\x07\x9b2J\u202e\r\n';
  const text = failureText(new Failure('url', nasty, { at: { text: nasty, start: 2, end: 4 }, hint: nasty }), PLAIN);
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\0-\x1f\x7f-\x9f\u202e]/);
  assert.equal(text.split('\n').length, 5);
});

test('the carets are under the characters that are meant', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '\x1b', '\n', 'ä', '@', ':', '/'),
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (typed, from, length) => {
      const start = from % typed.length;
      const end = Math.min(typed.length, start + 1 + (length % 5));
      const [, shown = '', carets = ''] = linesOf({ text: typed, start, end });
      const visible = typed.slice(start, end).replaceAll('\x1b', '\\u001b').replaceAll('\n', '\\u000a');
      const under = shown.slice(carets.indexOf('^'), carets.length);
      assert.equal(under.replaceAll(/[^*]/g, '') === '' ? under : visible, visible);
      assert.match(carets, /^ *\^+$/);
    }),
  );
});

test('a defect shows its stack and asks for a report', () => {
  const text = defectText(new TypeError('x is\x1b not a function'), PLAIN);
  assert.match(
    text,
    /^slip: this is a defect of slip, please report it\nTypeError: x is\\u001b not a function\n {4}at /,
  );
  assert.ok(text.endsWith('\n'));
  assert.equal(defectText('thrown', PLAIN), 'slip: this is a defect of slip, please report it\nthrown\n');
  assert.equal(defectText(undefined, PLAIN), 'slip: this is a defect of slip, please report it\nundefined\n');
});
