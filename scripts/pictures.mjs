// `npm run picture` calls it: runs slip on a terminal against its demo, and draws what appears: docs/pictures/NAME.svg
// for the views of docs/output.md. Ports 4000, 4001 and 4443 have to be free, as they stand in columns.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { draw, screenOf, typed } from './picture/terminal-picture.mjs';
import { VIEWS } from './picture/views.mjs';
import { setUp } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const slip = `${root}bin/slip.js`;

await setUp({ build: true });
const folder = mkdtempSync(join(tmpdir(), 'slip-pictures-'));
const children = [];
try {
  const collection = /^```yaml slip\.yaml\n(.*?)^```/ms.exec(readFileSync(`${root}docs/collections.md`, 'utf8'));
  writeFileSync(join(folder, 'slip.yaml'), collection[1]);
  await start(slip, 'demo');
  await start(`${root}scripts/picture/servers.mjs`);
  mkdirSync(`${root}docs/pictures`, { recursive: true });
  for (const { name, shown, words, env, paper, ink } of VIEWS) {
    const lines = screenOf(slip, folder, words, env);
    writeFileSync(`${root}docs/pictures/${name}.svg`, draw([...typed(shown), ...lines], paper, ink));
  }
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true });
}
console.log('docs/pictures are drawn');

/** Starts a server, which says so on stdout when it is ready. */
async function start(...words) {
  const child = spawn(process.execPath, words, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${words[0]} did not start`)));
  ended.catch(() => {});
  await Promise.race([once(child.stdout, 'data'), ended]);
}
