/** A secret that is asked for while stdin is something else than the terminal. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { endWithUs } from './support/servers/child-server.ts';
import { programPath } from './support/servers/programs.ts';
import { missingTerminal } from './support/servers/terminal.ts';

/** Asks, and lets the collector find what was left open, of which Node warns. */
const PROGRAM = `
  import { askOnTerminal } from ${JSON.stringify(new URL('../src/terminal.js', import.meta.url).href)};
  process.on('warning', ({ message }) => console.log('warning:', message));
  console.log('answer:', await askOnTerminal(process, 'word'));
  for (let times = 0; times < 5; times++) {
    gc();
    await new Promise(setImmediate);
  }
  console.log('over');
`;

test('the terminal is closed again after a question', { skip: missingTerminal(), timeout: 60_000 }, async () => {
  const command = `"$NODE" --no-warnings --expose-gc --input-type=module -e "$PROGRAM" </dev/null`;
  const child = spawn(programPath('script'), ['-qec', command, '/dev/null'], {
    env: { ...process.env, NODE: process.execPath, PROGRAM },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  endWithUs(child);
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    if (/word: $/.test(shown)) child.stdin.write('open sesame\n');
  });
  await once(child, 'close');
  assert.equal(shown.replaceAll('\r\n', '\n'), 'word: \nanswer: open sesame\nover\n');
});
