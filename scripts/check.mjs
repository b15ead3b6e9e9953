// `npm run check`: what CI runs. Stops at the first thing that is wrong.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
await setUp();

const STEPS = [
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.'],
  ['tests, types, generated files, budgets', 'scripts/test.mjs'],
  ['speed, as far as a gross mistake shows', 'scripts/bench-smoke.mjs'],
  ['unused code', 'node_modules/knip/bin/knip.js', '--no-progress'],
];

for (const [name, ...words] of STEPS) {
  console.log(`— ${name}`);
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`check failed: ${name}`);
    process.exit(status ?? 1);
  }
}
