import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { curlCommand } from '../src/interchange/curl-command.ts';
import { CURL_USER_AGENT } from '../src/request/plan.ts';
import { besidesWords } from '../src/send/curl-besides.ts';
import type { Destination } from '../src/send/destination.ts';
import { type TransferOfLine, transferOfCurl, transferOfSlip } from './support/planned.ts';

/*
 * What a line does besides its request, said in a curl line and read again, is the same: where the body goes, under which
 * rules, and every option that is said as it was typed.
 */

/** At most one of each kind, in any order. */
function someOf(kinds: readonly (readonly string[])[][]): fc.Arbitrary<readonly string[]> {
  return fc
    .tuple(...kinds.map((kind) => fc.option(fc.constantFrom(...kind), { nil: [], freq: 1 })))
    .chain((words) => fc.shuffledSubarray(words, { minLength: words.length }))
    .map((words) => words.flat());
}

const besides = someOf([
  [['-s'], ['-sS']],
  [['-f'], ['--fail-with-body']],
  [['-i'], ['--no-include']],
  [
    ['--noproxy', 'h,.i'],
    ['--noproxy', ''],
  ],
  [
    ['--hsts', ''],
    ['--hsts', 'a b', '--hsts', 'c'],
  ],
  [['--alt-svc', 'file']],
  [
    ['-b', 'jar'],
    ['-b', ''],
    ['-b', 'jar', '-b', '-', '-c', '-', '-j'],
  ],
  [['-c', 'other jar']],
  [
    ['--retry', '3'],
    ['--retry', '2', '--retry-delay', '0.5', '--retry-max-time', '7'],
  ],
  [['--retry-all-errors'], ['--retry-connrefused']],
  [
    ['-w', '%{http_code}\\n'],
    ['-w', '@format'],
    ['-w', ''],
  ],
  [
    ['-D', '-'],
    ['-D', '%'],
  ],
  [['--etag-save', 'tag']],
  [['-R']],
  [['--create-dirs']],
  [['--clobber'], ['--no-clobber']],
  [['--skip-existing'], ['--remove-on-error']],
  [
    ['-o', '-'],
    ['-o', "it's"],
    ['-o', '-x'],
    ['-O'],
    ['-O', '-J'],
    ['--remote-name-all'],
    ['--remote-name-all', '-J'],
    ['--out-null'],
  ],
  [
    ['--output-dir', 'd'],
    ['--output-dir', '/d/e'],
  ],
  [
    ['-C', '5'],
    ['-C', '-'],
    ['-T', 'f.txt'],
  ],
]);
const url = fc.constantFrom('http://h/', 'http://h/dir/', 'http://h/dir/a%20b?q', 'http://h/..%2f');

const DIALECTS = [
  ['slip', transferOfSlip],
  ['curl', transferOfCurl],
] as const;

for (const [dialect, transferOf] of DIALECTS) {
  test(`what a ${dialect} line does besides its request is the same in the curl line`, async () => {
    await fc.assert(
      fc.asyncProperty(besides, url, async (words, target) => {
        const once = await transferOf([...words, target]);
        const { words: said } = curlCommand(once.plan, {
          showsSecrets: true,
          userAgent: CURL_USER_AGENT,
          avoidsProxy: false,
          besides: besidesWords(once, once.origin.invocation.options),
        });
        const again = await transferOfCurl(said.slice(1));
        assert.deepEqual(comparable(again), comparable(once), said.join(' '));
      }),
      { numRuns: 500, includeErrorInReport: true },
    );
  });
}

/** Options by what they lead to, where that is decided: a path may be typed in one piece or in two. */
function comparable({ destination, continueAt, origin }: TransferOfLine): unknown {
  const {
    output: _output,
    'remote-name': _remoteName,
    'remote-name-all': _remoteNameAll,
    'remote-header-name': _remoteHeaderName,
    'out-null': _outNull,
    'output-dir': _folder,
    'continue-at': _continueAt,
    'upload-file': _upload,
    url: _url,
    include,
    header: _header,
    compressed: _compressed,
    'user-agent': _agent,
    ...options
  } = origin.invocation.options;
  return { destination: decided(destination), continueAt, include: include === true, options };
}

function decided(destination: Destination): unknown {
  switch (destination.kind) {
    case 'stdout':
    case 'null':
    case 'download':
      return destination;
    case 'file':
      // What is left of a transfer that failed is each dialect's own.
      return { ...destination, rules: { ...destination.rules, removedAfter: undefined } };
    case 'server-named': {
      const { pathOf, rulesFor, urlName } = destination.target;
      const { createFolders, taken } = rulesFor({ isServers: true });
      return { path: pathOf(urlName), createFolders, taken, skips: destination.skipsExisting };
    }
  }
}
