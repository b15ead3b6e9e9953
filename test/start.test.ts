import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
