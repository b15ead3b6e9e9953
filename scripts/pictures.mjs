// `npm run picture` calls it: runs slip on a terminal against its demo, and draws what appears: docs/pictures/NAME.svg
// for the views of docs/output.md.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { draw, screenOf, typed } from './picture/terminal-picture.mjs';
import { VIEWS } from './picture/views.mjs';
import { setUp } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await setUp({ build: true });
const demo = spawn(process.execPath, ['bin/slip.js', 'demo', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const port = await new Promise((resolve) =>
    demo.stdout.once('data', (line) => resolve(/:(\d+)/.exec(String(line))?.[1])),
  );
  mkdirSync(`${root}docs/pictures`, { recursive: true });
  for (const { name, shown, words, env, paper, ink } of VIEWS) {
    const onPort = words.map((word) => word.replaceAll(':4000', `:${port}`));
    const lines = screenOf(root, onPort, env).map((line) => line.replaceAll(`:${port}`, ':4000'));
    writeFileSync(`${root}docs/pictures/${name}.svg`, draw([...typed(shown), ...lines], paper, ink));
  }
} finally {
  demo.kill();
}
console.log('docs/pictures are drawn');
