import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInvocations } from '../src/cli/config-words.ts';
import type { Inputs } from '../src/cli/inputs.ts';
import type { Options } from '../src/cli/options.ts';
import { type Invocation, parseInvocation } from '../src/cli/parse.ts';
import { findSpecial, type Special } from '../src/cli/special.ts';
import { Failure } from '../src/failure.ts';

const LINES: [argv: string[], words: string[], options: Options][] = [
  [['h'], ['h'], {}],
  [['-s', 'h', '-i'], ['h'], { silent: true, include: true }],
  [['-sSi', 'h'], ['h'], { silent: true, 'show-error': true, include: true }],
  [['--silent', '--no-silent', 'h'], ['h'], { silent: false }],
  [['--no-silent', '-s', 'h'], ['h'], { silent: true }],
  [['--no-compressed', 'h'], ['h'], { compressed: false }],
  [['--no-progress-meter', 'h'], ['h'], { 'progress-meter': false }],
  [['-d', 'a', 'h'], ['h'], { data: ['a'] }],
  [['-da', 'h'], ['h'], { data: ['a'] }],
  [['-d=a', 'h'], ['h'], { data: ['=a'] }],
  [['-sd', 'a', 'h'], ['h'], { silent: true, data: ['a'] }],
  [['-sda', 'h'], ['h'], { silent: true, data: ['a'] }],
  [['--data=a=b', 'h'], ['h'], { data: ['a=b'] }],
  [['--data', '', 'h'], ['h'], { data: [''] }],
  [['--data=', 'h'], ['h'], { data: [''] }],
  [['--data-ascii', 'a', 'h'], ['h'], { data: ['a'] }],
  // A value may look like an option, as in curl.
  [['-d', '-s', 'h'], ['h'], { data: ['-s'] }],
  [['-d', '--silent', 'h'], ['h'], { data: ['--silent'] }],
  [['-d', '--', 'h'], ['h'], { data: ['--'] }],
  [['--max-redirs', '-1', 'h'], ['h'], { 'max-redirs': -1 }],
  [['-o', '-', 'h'], ['h'], { output: ['-'] }],
  [['--', '-s', '--x'], ['-s', '--x'], {}],
  [['h', '--', 'a=-b'], ['h', 'a=-b'], {}],
  [['h', '-'], ['h', '-'], {}],
  // What repeats is a list in its order; of all else the last one counts.
  [['-H', 'A: 1', '-H', 'B: 2', 'h'], ['h'], { header: ['A: 1', 'B: 2'] }],
  [['-A', 'a', '-A', 'b', 'h'], ['h'], { 'user-agent': 'b' }],
  [['-u', 'a:b', '-u', 'c:', 'h'], ['h'], { user: 'c:' }],
  [['-X', 'put', '-X', 'put', 'h'], ['h'], { request: 'put' }],
  // Numbers.
  [['-m', '2.5', 'h'], ['h'], { 'max-time': 2.5 }],
  [['-m', '.5', 'h'], ['h'], { 'max-time': 0.5 }],
  [['-m', '2.', 'h'], ['h'], { 'max-time': 2 }],
  [['-m0', 'h'], ['h'], { 'max-time': 0 }],
  [['--max-filesize', '10', 'h'], ['h'], { 'max-filesize': 10 }],
  [['--max-filesize', '2k', 'h'], ['h'], { 'max-filesize': 2048 }],
  [['--max-filesize', '3M', 'h'], ['h'], { 'max-filesize': 3 * 1024 ** 2 }],
  [['--max-filesize', '1G', 'h'], ['h'], { 'max-filesize': 1024 ** 3 }],
  [['--pretty', 'all', 'h'], ['h'], { pretty: 'all' }],
  // Options that exclude each other, one of them taken back.
  [['-4', '-6', '--no-ipv6', 'h'], ['h'], { ipv4: true, ipv6: false }],
  [['--download', '-I', '--no-head', 'h'], ['h'], { download: true, head: false }],
];

for (const [argv, words, options] of LINES) {
  test(`slip ${argv.join(' ')}`, () => {
    const { command, words: parsed, options: typed } = parseInvocation(argv);
    assert.deepEqual([command, parsed, typed], ['request', words, options]);
  });
}

test('every option is kept in the order typed', () => {
  const { occurrences } = parseInvocation(['-d', 'a', '--json', 'b', '-s', '--no-silent', '-d', 'c', 'h']);
  assert.deepEqual(
    occurrences.map(({ name, value }) => `${name}=${value}`),
    ['data=a', 'json=b', 'silent=true', 'silent=false', 'data=c'],
  );
});

const COMMANDS: [argv: string[], command: string, words: string[]][] = [
  [['-s', 'help', 'output'], 'help', ['output']],
  [['help', 'output'], 'help', ['output']],
  [['get', 'demo'], 'request', ['get', 'demo']],
  [['http://demo/'], 'request', ['http://demo/']],
  [['Demo'], 'request', ['Demo']],
  // Words of Object.prototype are no commands.
  [['constructor'], 'request', ['constructor']],
  [['toString'], 'request', ['toString']],
  [[], 'request', []],
];

for (const [argv, command, words] of COMMANDS) {
  test(`slip ${argv.join(' ')} is a ${command}`, () => {
    const invocation = parseInvocation(argv);
    assert.deepEqual([invocation.command, invocation.words], [command, words]);
  });
}

const REFUSED: [argv: string[], message: RegExp, hint?: RegExp][] = [
  [['history'], /slip history is kept/, /http:\/\/history\//],
  [['import', 'x'], /slip import is kept/],
  [['-s', 'demo', '4000'], /demo is the first word of a line: slip demo \[PORT\]/],
  [['--bogus', 'h'], /no option --bogus/],
  [['-~', 'h'], /no option -~/],
  [['-s~', 'h'], /no option -~/],
  [['--slient', 'h'], /no option --slient/, /--silent\?/],
  [['--locaton', 'h'], /no option --locaton/, /--location\?/],
  [['--no-slient', 'h'], /no option --no-slient/, /--no-silent\?/],
  [['--no-data', 'h'], /no option --no-data/],
  [['--no-no-silent', 'h'], /no option --no-no-silent/],
  // No option is shortened to what it begins with: a script would break with the next one of that beginning.
  [['--sil', 'h'], /no option --sil/, /--silent\?/],
  [['--silent=yes', 'h'], /--silent/],
  [['--constructor', 'h'], /no option --constructor/],
  [['h', '-d'], /--data needs a value/],
  [['h', '--max-time'], /--max-time needs a value/],
  [['-m', 'x', 'h'], /--max-time takes seconds/],
  [['-m', '-1', 'h'], /--max-time takes seconds/],
  [['-m', '', 'h'], /--max-time takes seconds/],
  [['-m', '1e3', 'h'], /--max-time takes seconds/],
  [['-m', 'Infinity', 'h'], /--max-time takes seconds/],
  [['-m', '1 ', 'h'], /--max-time takes seconds/],
  [['--max-redirs', '-2', 'h'], /--max-redirs takes a whole number/],
  [['--max-redirs', '1.5', 'h'], /--max-redirs takes a whole number/],
  [['--max-filesize', '1X', 'h'], /--max-filesize takes a number of bytes/],
  [['--max-filesize', '-1', 'h'], /--max-filesize takes a number of bytes/],
  [['--pretty', 'nice', 'h'], /--pretty takes one of all, format, colors, none/],
  [['--pretty', 'ALL', 'h'], /--pretty takes one of/],
  [['-4', '-6', 'h'], /--ipv4 and --ipv6 exclude each other/],
  [['-f', '--fail-with-body', 'h'], /--fail and --fail-with-body exclude each other/],
  [['--http1.1', '--http2', 'h'], /--http1.1 and --http2 exclude each other/],
  [['--download', '-I', 'h'], /--download and --head exclude each other/],
  [['-X', 'PUT', '-X', 'POST', 'h'], /-X PUT and -X POST disagree/],
];

for (const [argv, message, hint] of REFUSED) {
  test(`slip ${argv.join(' ')} is refused`, () => {
    const failure = failureOf(() => parseInvocation(argv));
    assert.equal(failure.kind, 'usage');
    assert.match(failure.message, message);
    if (hint !== undefined) assert.match(failure.hint ?? '', hint);
    if (failure.at !== undefined) assert.ok(failure.at.start < failure.at.end);
  });
}

test('the value that does not fit is underlined', () => {
  const { at } = failureOf(() => parseInvocation(['-m', 'soon', 'h']));
  assert.equal(at?.text.slice(at.start, at.end), 'soon');
});

const VERSION: Special = { kind: 'version', dialect: 'slip' };
const help = (full: boolean, word?: string): Special => ({ kind: 'help', dialect: 'slip', full, word });
const curlHelp = (word?: string): Special => ({ kind: 'help', dialect: 'curl', full: false, word });

const SPECIALS: [argv: string[], special: Special | undefined][] = [
  [[], undefined],
  [['h'], undefined],
  [['-V'], VERSION],
  [['--version'], VERSION],
  [['h', '-sV'], VERSION],
  [['-h'], help(false)],
  [['--help'], help(true)],
  [['-sh'], help(false)],
  [['-h', 'output'], help(false, 'output')],
  [['--help', 'output'], help(true, 'output')],
  [['output', '-h'], help(false, 'output')],
  [['-h', '-s'], help(false)],
  [['-M'], help(true)],
  [['--manual'], help(true)],
  [['curl', '-sV'], { kind: 'version', dialect: 'curl' }],
  [['curl', '-h'], curlHelp()],
  [['curl', '--help', 'tls'], curlHelp('tls')],
  [['curl', '-h', '--proxy'], curlHelp('--proxy')],
  [['curl', '--manual', 'x'], { kind: 'help', dialect: 'curl', full: true, word: undefined }],
  // Whatever else is wrong on the line.
  [['--bogus', '-h'], help(false)],
  [['--pretty', 'nice', '--help'], help(true)],
  [['-d', 'x', '--version'], VERSION],
  // The values of other options ask for nothing.
  [['-d', '-h', 'h'], undefined],
  [['--data', '--help', 'h'], undefined],
  [['--data-ascii', '--help', 'h'], undefined],
  [['-H', '-V', 'h'], undefined],
  [['-sH', '-V', 'h'], undefined],
  [['-dh', 'h'], undefined],
  [['-sdV', 'h'], undefined],
  [['--data=--help', 'h'], undefined],
  [['--user-agent', '--version', 'h'], undefined],
  [['--silent', '--version'], VERSION],
  [['--data=x', '--version'], VERSION],
  [['--', '--help'], undefined],
  [['a=-h'], undefined],
  [['h', 'X:-V'], undefined],
];

for (const [argv, special] of SPECIALS) {
  test(`slip ${argv.join(' ')} ${special === undefined ? 'is nothing special' : `asks for ${special.kind}`}`, () => {
    assert.deepEqual(findSpecial(argv), special);
  });
}

/** Reads a line with these files around it; `config` is the user's own. */
async function read(
  argv: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Invocation & { readonly notes: readonly string[] }> {
  const notes: string[] = [];
  const inputs: Inputs = {
    env: { WHO: 'ada' },
    async read(path, kind) {
      const text = files[path];
      if (text === undefined) throw new Failure(kind, `${path} is not there`);
      return Buffer.from(text);
    },
    byteLength: async () => undefined,
    modifiedAtSeconds: async () => undefined,
    claimStdin: () => ({ kind: 'stdin' }),
    askSecret: async () => undefined,
  };
  const own = files.config === undefined ? undefined : { path: 'config', text: files.config };
  const [invocation] = await readInvocations(argv, own, inputs, (note) => notes.push(note));
  assert.ok(invocation !== undefined);
  return { ...invocation, notes };
}

test('the user’s own config file counts before what is typed', async () => {
  const { options } = await read(['-A', 'b', 'h'], { config: 'user-agent = a\nreferer = r' });
  assert.deepEqual(options, { 'user-agent': 'b', referer: 'r' });
});

for (const disable of ['-q', '--disable']) {
  test(`${disable} as the first argument passes the config file over`, async () => {
    const { options, words } = await read([disable, 'h'], { config: 'user-agent = a' });
    assert.deepEqual([options, words], [{}, ['h']]);
  });
}

for (const argv of [
  ['h', '-q'],
  ['-s', '--disable', 'h'],
  ['-sq', 'h'],
]) {
  test(`slip ${argv.join(' ')} is refused, as -q counts only in the first place`, async () => {
    await assert.rejects(read(argv), /-q counts only as the first argument/);
  });
}

test('a config file of the line counts before what is typed', async () => {
  const { options, words } = await read(['-A', 'typed', '-K', 'f', 'a=b'], { f: 'user-agent = file\nurl = h\nsilent' });
  assert.deepEqual([options['user-agent'], options.url, options.silent, words], ['typed', ['h'], true, ['a=b']]);
});

// docs/design.md, ruling 11: the user's own is read before what is typed, and -K is typed.
test('a config file of the line counts after the user’s own', async () => {
  const { options } = await read(['-K', 'f', 'h'], { config: 'user-agent = own', f: 'user-agent = file' });
  assert.equal(options['user-agent'], 'file');
});

test('of two config files the second one counts', async () => {
  const { options } = await read(['-K', 'f', '-K', 'g', 'h'], { f: 'user-agent = f', g: 'user-agent = g' });
  assert.equal(options['user-agent'], 'g');
});

test('a config file may name another', async () => {
  const { options } = await read(['-K', 'f', 'h'], { f: 'config = g\nreferer = f', g: 'user-agent = g\nreferer = g' });
  assert.deepEqual([options['user-agent'], options.referer], ['g', 'f']);
});

test('a config file that names itself ends in a failure', async () => {
  await assert.rejects(read(['-K', 'f', 'h'], { f: 'config = f' }), /without an end/);
});

test('a config file that is not there is exit 26', async () => {
  const failure = await read(['-K', 'f', 'h']).catch((error: unknown) => error);
  assert.ok(failure instanceof Failure && failure.exitStatus === 26);
});

test('variables are filled in in the order in which they stand, those of config files too', async () => {
  const files = { vars: 'variable = x=1\nexpand-variable = y={{x}}2', f: 'expand-referer = {{WHO}}' };
  const { options, words } = await read(
    ['-K', 'vars', '--expand-data', '{{y}}', '--variable', 'x=9', '--expand-user-agent={{x}}{{y}}', 'h'],
    files,
  );
  assert.deepEqual([options, words], [{ data: ['12'], 'user-agent': '912' }, ['h']]);
  assert.equal((await read(['--variable', '%WHO', '-sKf', 'h'], files)).options.referer, 'ada');
  assert.equal((await read(['--variable', '%WHO', '-sK', 'f', 'h'], files)).options.silent, true);
  assert.equal((await read(['--variable', 'x=f', '--expand-config', '{{x}}', 'h'], files)).options.referer, '');
});

test('a variable is no word of a request, and the value of another option is none', async () => {
  const { options, words } = await read(['-A', '--variable', '-e', '--expand-url', 'h', '--', '--variable']);
  assert.deepEqual([options, words], [{ 'user-agent': '--variable', referer: '--expand-url' }, ['h', '--variable']]);
});

const VARIABLE_FAULTS: [line: string, message: RegExp][] = [
  ['--expand-silent x h', /no option --expand-silent/],
  ['--expand-frobnicate x h', /no option --expand-frobnicate/],
  ['h --expand-url', /--url needs a value/],
  ['h --variable', /--variable needs a value/],
  ['--variable %NONE h', /NONE is not set/],
  ['--expand-max-time {{x}}s h', /--max-time takes seconds/],
];
for (const [line, message] of VARIABLE_FAULTS) {
  test(`slip ${line} is refused`, async () => await assert.rejects(read(line.split(' ')), message));
}

test('what a config file holds beside its values is told', async () => {
  const { notes } = await read(['h'], { config: 'user-agent = a b' });
  assert.equal(notes.length, 1);
  assert.match(notes[0] ?? '', /^config:1: /);
});

test('a faulty config file is named with its line', async () => {
  await assert.rejects(read(['h'], { config: '\nbogus' }), /config:2: there is no option bogus/);
  await assert.rejects(read(['-K', '-', 'h'], { '-': 'bogus' }), /stdin:1: there is no option bogus/);
});

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'nothing was refused' });
}
