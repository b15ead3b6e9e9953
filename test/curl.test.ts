import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCurlInvocations } from '../src/cli/curl.ts';
import type { Inputs } from '../src/cli/inputs.ts';
import type { Invocation } from '../src/cli/parse.ts';
import { Failure } from '../src/failure.ts';

/** Reads a line as `slip curl` does, with these files around it; `.curlrc` is the user's own. */
async function read(
  argv: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<readonly Invocation[]> {
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
  const text = files['.curlrc'];
  const curlrc = text === undefined ? undefined : { path: '.curlrc', text };
  return await readCurlInvocations(argv, curlrc, inputs, () => {});
}

/** A part in short: its options and its URLs. */
async function parts(argv: readonly string[], files?: Readonly<Record<string, string>>): Promise<unknown> {
  return (await read(argv, files)).map(({ options, words }) => [options, words]);
}

const LINES: [line: string, options: object, urls: string[]][] = [
  ['h', {}, ['h']],
  ['-sSLo out h', { silent: true, 'show-error': true, location: true, output: ['out'] }, ['h']],
  ['-oout h', { output: ['out'] }, ['h']],
  ['-XPOST h', { request: 'POST' }, ['h']],
  ['-f --fail-with-body h', { 'fail-with-body': true }, ['h']],
  ['--fail-with-body -f h', { fail: true }, ['h']],
  ['-f --no-fail-with-body h', { fail: true, 'fail-with-body': false }, ['h']],
  ['-4 -6 --http1.1 --http2 h', { ipv6: true, http2: true }, ['h']],
  ['-X POST -X GET h', { request: 'GET' }, ['h']],
  ['-HA:b -H C:d h', { header: ['A:b', 'C:d'] }, ['h']],
  ['h -s', { silent: true }, ['h']],
  ['-s --no-silent h', { silent: false }, ['h']],
  ['--request PUT h', { request: 'PUT' }, ['h']],
  ['--request=PUT h', { request: 'PUT' }, ['h']],
  ['--data=a=b h', { data: ['a=b'] }, ['h']],
  ['-d -h h', { data: ['-h'] }, ['h']],
  ['-N h', { buffer: false }, ['h']],
  ['--no-buffer h', { buffer: false }, ['h']],
  ['-# h', { 'progress-bar': true }, ['h']],
  ['--url a b --url c', {}, ['a', 'b', 'c']],
  ['-s -- -h', { silent: true }, ['-h']],
  ['get h', {}, ['get', 'h']],
  ['a=b', {}, ['a=b']],
  ['--url @list', { 'remote-name': true }, ['http://a', 'http://b']],
  ['-K config h', { silent: true, request: 'B' }, ['from-config', 'h']],
  ['-X A -K config h', { silent: true, request: 'B' }, ['from-config', 'h']],
  ['-K config -X A h', { silent: true, request: 'A' }, ['from-config', 'h']],
];

const FILES = {
  list: 'http://a\n# no\n\nhttp://b\n',
  config: 'silent\nrequest = B\nurl = from-config\n',
};

for (const [line, options, urls] of LINES) {
  test(`curl ${line}`, async () => {
    assert.deepEqual(await parts(line.split(' '), FILES), [[options, urls]]);
  });
}

test('variables are filled in in the order in which they stand, across files and parts', async () => {
  const files = { vars: 'variable = x=1\nexpand-variable = y={{x}}2', f: 'expand-referer = {{x}}' };
  const line = '-K vars --expand-url h/{{y}} --variable x=9 -K f --next --expand-url=h/{{x}}';
  assert.deepEqual(await parts(line.split(' '), files), [
    [{ referer: '9' }, ['h/12']],
    [{}, ['h/9']],
  ]);
});

test('--next begins anew, and what counts for the run counts for every part', async () => {
  assert.deepEqual(await parts(['-A', 'x', '-v', 'a', '--next', 'b']), [
    [{ verbose: true, 'user-agent': 'x' }, ['a']],
    [{ verbose: true }, ['b']],
  ]);
  assert.deepEqual(await parts(['a', '-:', '-v', 'b']), [
    [{ verbose: true }, ['a']],
    [{ verbose: true }, ['b']],
  ]);
});

test('.curlrc counts before what is typed, for the first part alone', async () => {
  const files = { '.curlrc': 'user-agent = rc\nreferer = rc' };
  assert.deepEqual(await parts(['-A', 'typed', 'a', '--next', 'b'], files), [
    [{ 'user-agent': 'typed', referer: 'rc' }, ['a']],
    [{}, ['b']],
  ]);
  for (const disable of ['-q', '--disable']) {
    assert.deepEqual(await parts([disable, 'a'], files), [[{ disable: true }, ['a']]]);
  }
  assert.deepEqual(await parts(['-qs', 'a'], files), [[{ disable: true, silent: true }, ['a']]]);
});

test('a fault in .curlrc ends the file, and what stands before it counts', async () => {
  for (const fault of ['bogus = 1', 'max-time = soon', 'config = missing']) {
    assert.deepEqual(await parts(['a'], { '.curlrc': `referer = rc\n${fault}\nuser-agent = rc` }), [
      [{ referer: 'rc' }, ['a']],
    ]);
  }
  await assert.rejects(read(['--bogus', 'a'], { '.curlrc': 'bogus' }), /no option --bogus/);
});

test('next in a file says nothing where there is no URL before it', async () => {
  const files = { '.curlrc': 'next\nreferer = rc', f: 'next\nurl = b\nnext\nsilent' };
  assert.deepEqual(await parts(['a'], files), [[{ referer: 'rc' }, ['a']]]);
  assert.deepEqual(await parts(['-q', '-K', 'f', 'c'], files), [
    [{ disable: true, silent: true }, ['b']],
    [{ silent: true }, ['c']],
  ]);
});

const FAULTS: [line: string, message: RegExp, hint?: RegExp][] = [
  ['--frobnicate h', /no option --frobnicate/],
  ['--hedaer A:b h', /no option --hedaer/, /--header/],
  ['--head-er h', /no option/],
  ['-sÖ h', /no option -Ö \(in -sÖ\)/],
  ['- h', /no option -$/],
  ['h -o', /-o needs a value/],
  ['h --output', /--output needs a value/],
  ['--no-output x', /no option --no-output/],
  ['--next h', /no URL before --next/],
  ['-m soon h', /--max-time takes seconds/],
  ['--expand-silent x h', /--silent takes no value/],
  ['--expand-frobnicate x h', /no option --expand-frobnicate/],
  ['h --expand-url', /--expand-url needs a value/],
  ['--variable %NONE h', /NONE is not set/],
  ['-K missing h', /missing is not there/],
  ['-K itself h', /without an end/],
];

for (const [line, message, hint] of FAULTS) {
  test(`curl ${line} is refused`, async () => {
    await assert.rejects(read(line.split(' '), { itself: 'config = itself' }), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(error.message, message);
      if (hint !== undefined) assert.match(error.hint ?? '', hint);
      return true;
    });
  });
}
