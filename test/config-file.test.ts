import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseConfigFile } from '../src/cli/config-file.ts';
import { parseInvocation } from '../src/cli/parse.ts';
import { Failure } from '../src/failure.ts';

const FILES: [what: string, text: string, words: string[]][] = [
  ['a quoted value', 'url = "https://example.com/docs/"', ['--url', 'https://example.com/docs/']],
  ['white space as separator', 'user-agent abc', ['--user-agent', 'abc']],
  ['tabs as separator', 'user-agent\t"x"', ['--user-agent', 'x']],
  ['a colon', 'user-agent: abc', ['--user-agent', 'abc']],
  ['an equals sign without spaces', 'user-agent=abc', ['--user-agent', 'abc']],
  ['any number of separators', 'user-agent = = :abc', ['--user-agent', 'abc']],
  ['a quoted value that starts with a separator', 'url = ":3000/x"', ['--url', ':3000/x']],
  ['a dashed long name', '--user-agent abc', ['--user-agent', 'abc']],
  ['no separators after a dashed name', '--user-agent : abc', ['--user-agent', ':']],
  ['the form of the command line', '--user-agent=abc', ['--user-agent', 'abc']],
  ['the form of the command line, quoted', '--user-agent="a b"', ['--user-agent', 'a b']],
  ['the form of the command line, with nothing behind it', '--data=', ['--data', '']],
  ['variables to fill in', 'expand-url = "h/{{x}}"', ['--expand-url', 'h/{{x}}']],
  ['variables to fill in, dashed', '--expand-url h/{{x}}', ['--expand-url', 'h/{{x}}']],
  ['a short option', '-A abc', ['-A', 'abc']],
  ['a short option with its value', '-Aabc', ['-Aabc']],
  ['a short option never separated by =', '-A=abc', ['-A=abc']],
  ['short options in one word', '-sSo file', ['-sSo', 'file']],
  ['short options in one word, value inside', '-sSofile', ['-sSofile']],
  ['a switch', 'silent', ['--silent']],
  ['a switch taken back', 'no-progress-meter', ['--no-progress-meter']],
  ['an alias', 'data-ascii = x', ['--data-ascii', 'x']],
  ['a switch with an empty value', 'silent = ""', ['--silent']],
  ['an empty value', 'user-agent = ""', ['--user-agent', '']],
  ['escapes', String.raw`data = "a\"b\\c\td\ne\rf\vg\qh"`, ['--data', 'a"b\\c\td\ne\rf\vgqh']],
  ['single quotes, which are nothing special', "user-agent 'ab'", ['--user-agent', "'ab'"]],
  ['an open quote', 'user-agent = "abc', ['--user-agent', 'abc']],
  ['a backslash at the end of an open quote', 'user-agent = "abc\\', ['--user-agent', 'abc']],
  ['a value that looks like an option', 'user-agent = -x', ['--user-agent', '-x']],
  ['a comment after a value', 'user-agent abc # def', ['--user-agent', 'abc']],
  ['a comment after a quoted value', 'user-agent "abc" # def', ['--user-agent', 'abc']],
  ['a # inside a value', 'user-agent abc#def', ['--user-agent', 'abc#def']],
  ['white space that is not ASCII in a value', 'user-agent a\u00a0b', ['--user-agent', 'a\u00a0b']],
  ['white space around', '  user-agent   abc  ', ['--user-agent', 'abc']],
  ['an option named #', '-#', ['-#']],
  ['a URL by itself', 'http://example.com/a?b=c:d', ['--url', 'http://example.com/a?b=c:d']],
  ['a URL by itself, capitals', 'HTTPS://EXAMPLE.COM/', ['--url', 'HTTPS://EXAMPLE.COM/']],
  ['comments and empty lines', '# one\n\n  # two\n\t\n', []],
  ['an empty file', '', []],
  ['a byte order mark and CRLF', '\uFEFFsilent\r\nurl = "x"\r\n\r\n-O\r\n', ['--silent', '--url', 'x', '-O']],
  ['the order of lines', 'url = a\n-o b\nurl = c\n-o d', ['--url', 'a', '-o', 'b', '--url', 'c', '-o', 'd']],
];
for (const [what, text, words] of FILES) {
  test(`a config file has ${what}`, () => assert.deepEqual(parseConfigFile(text, 'c'), words));
}

const REFUSED: [what: string, text: string, message: string, underlined: string][] = [
  ['an unknown option', 'silent\nbogus = 1', 'c:2: there is no option bogus', 'bogus'],
  ['an unknown dashed option', '--bogus=1', 'c:1: there is no option --bogus', '--bogus'],
  ['an unknown short option', '-s€', 'c:1: there is no option -s€', '-s€'],
  ['a short name without its dash', 'A abc', 'c:1: there is no option A', 'A'],
  [
    'a value for no- of an option with a value',
    'no-user-agent x',
    'c:1: there is no option no-user-agent',
    'no-user-agent',
  ],
  ['a name of Object.prototype', 'constructor = x', 'c:1: there is no option constructor', 'constructor'],
  ['variables in a switch', 'expand-silent x', 'c:1: there is no option expand-silent', 'expand-silent'],
  ['two dashes', '--', 'c:1: there is no option --', '--'],
  ['one dash', '-', 'c:1: there is no option -', '-'],
  ['a host by itself', '127.0.0.1/x', 'c:1: there is no option 127.0.0.1/x', '127.0.0.1/x'],
  ['a value for a switch', '  silent = yes', 'c:1: silent takes no value', 'silent'],
  ['a comment after a switch, which curl takes as a value', 'silent #x', 'c:1: silent takes no value', 'silent'],
  ['a second value for a short option', '-Aabc def', 'c:1: -Aabc takes no value', '-Aabc'],
  ['a missing value', '\nuser-agent =  ', 'c:2: user-agent needs a value', 'user-agent'],
];
for (const [what, text, message, underlined] of REFUSED) {
  test(`a config file is refused for ${what}`, () => {
    assert.throws(
      () => parseConfigFile(text, 'c'),
      (thrown) => {
        assert.ok(thrown instanceof Failure);
        assert.equal(thrown.kind, 'usage');
        assert.equal(thrown.message, message);
        assert.equal(thrown.at?.text.slice(thrown.at.start, thrown.at.end), underlined);
        return true;
      },
    );
  });
}

test('a refused line does not show its value, which may be a password', () => {
  assert.throws(
    () => parseConfigFile('usr = "ada:mellon"', 'c'),
    (thrown) => thrown instanceof Failure && thrown.at?.text === 'usr …',
  );
});

const NOTED: [text: string, words: string[]][] = [
  ['user-agent abc def', ['--user-agent', 'abc']],
  ["user-agent 'a b'", ['--user-agent', "'a"]],
  ['--user-agent = abc', ['--user-agent', '=']],
  ['user-agent "abc" def', ['--user-agent', 'abc']],
];
for (const [text, words] of NOTED) {
  test(`a note says that the end is ignored of: ${text}`, () => {
    const notes: string[] = [];
    assert.deepEqual(
      parseConfigFile(text, 'c', (sentence) => notes.push(sentence)),
      words,
    );
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /^c:1: \S+ takes one value/);
  });
}

test('a line may be as long as it likes', () => {
  const value = 'a\\"'.repeat(1_000_000);
  const words = parseConfigFile(`data = "${value}"`, 'c');
  assert.equal(words[1], 'a"'.repeat(1_000_000));
});

test('any value on one line, quoted, is read back and parsed as typed', () => {
  const quote = (value: string) =>
    `"${value.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const words = parseConfigFile(`header = ${quote(value)}\n-d ${quote(value)}`, 'c');
      assert.deepEqual(words, ['--header', value, '-d', value]);
      assert.deepEqual(parseInvocation(words).options, { header: [value], data: [value] });
    }),
  );
});
