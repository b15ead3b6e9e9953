import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fullHelp, shortHelp } from '../src/cli/help.ts';
import { runtimeOf, VERSION, versionLine } from '../src/version.ts';
import { environmentIn, runSlip, SLIP, spawnSlip } from './support/servers/spawned-slip.ts';

const PIPE = { columns: 80, colored: false };

/** What src/start.ts answers by itself, and a line beside it that the program answers, with the same text. */
const ANSWERS: [words: readonly string[], answer: string][] = [
  [['--help'], fullHelp(PIPE)],
  [['--help', '--silent'], fullHelp(PIPE)],
  [['-h'], shortHelp(PIPE)],
  [['-hs'], shortHelp(PIPE)],
  [['--version'], versionLine(VERSION, runtimeOf(process))],
  [['-V'], versionLine(VERSION, runtimeOf(process))],
  [['-Vs'], versionLine(VERSION, runtimeOf(process))],
];
for (const [words, answer] of ANSWERS) {
  test(`slip ${words.join(' ')} in a pipe`, async () => {
    assert.deepEqual(
      (({ status, stdout, stderr }) => ({ status, stdout, stderr }))(await runSlip(words, { folder: tmpdir() })),
      { status: 0, stdout: answer, stderr: '' },
    );
  });
}

for (const word of ['--help', '-h', '--version', '-hs']) {
  test(`slip ${word} on a full disk`, { skip: !existsSync('/dev/full') }, () => {
    const { status, stderr } = spawnSync(process.execPath, [SLIP, word], {
      env: environmentIn(tmpdir()),
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
      encoding: 'utf8',
    });
    assert.deepEqual([status, stderr], [23, 'slip: stdout cannot be written: the disk is full\n']);
  });

  test(`slip ${word} for a reader that has gone`, async () => {
    const child = spawnSlip([word], { folder: tmpdir() });
    child.stdout.destroy();
    const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    assert.deepEqual([status, stderr], [0, '']);
  });
}

/** What is not of these parts is loaded when it is called for: scripts/build.mjs has the list. */
const PARTS: [words: readonly string[], parts: readonly string[]][] = [
  [['--help'], ['slip.js', 'start.cjs']],
  [['URL'], ['main.cjs', 'slip.js', 'start.cjs']],
  [
    ['-s', '-H', 'A: b', 'URL'],
    ['main.cjs', 'slip.js', 'start.cjs'],
  ],
];
for (const [words, parts] of PARTS) {
  test(`slip ${words.join(' ')} loads ${parts.join(', ')} and no other file`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'slip-parts-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const server = createServer((_request, response) => response.end('{"a": 1}')).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // it listens on a port
    const line = words.map((word) => (word === 'URL' ? url : word));
    // V8 tells of all scripts that it ran.
    const { status } = await runSlip(line, { folder, env: { NODE_V8_COVERAGE: join(folder, 'v8') } });
    const [report = ''] = readdirSync(join(folder, 'v8'));
    const { result } = JSON.parse(readFileSync(join(folder, 'v8', report), 'utf8')) as {
      readonly result: readonly { readonly url: string }[];
    };
    const files = result.map(({ url }) => basename(url)).filter((name) => /\.c?js$/.test(name));
    assert.deepEqual([status, files.sort()], [0, parts]);
  });
}
