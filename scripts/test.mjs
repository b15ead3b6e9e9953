// `npm test [-- NAME…]`: sets up, compiles, bundles, and runs every test, or those files whose names contain a NAME.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

rmSync(`${root}.build`, { recursive: true, force: true });
await setUp({ build: true, compile: true });

const wanted = process.argv.slice(2);
const files = readdirSync(`${root}.build/test`)
  .filter((name) => name.endsWith('.test.js') && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .map((name) => `.build/test/${name}`);
if (files.length === 0) throw new Error(`no test file is named like ${wanted.join(', ')}`);
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=2', ...files], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
