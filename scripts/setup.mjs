// What a bare clone needs before anything runs: the packages of the lock file, and a build. Only Node's own modules here.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Installs dependencies when node_modules is missing or older than the lock file, then builds when asked to. */
export async function setUp({ build = false, compile = false } = {}) {
  if (isInstallStale()) npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error');
  if (build && isOlder('dist/start.cjs', ['src', 'kernel', 'package-lock.json', 'scripts'])) {
    const { bundle } = await import('./build.mjs');
    await bundle();
  }
  if (compile) {
    node('node_modules/typescript/bin/tsc', '-p', '.');
    const { kernelModule } = await import('./kernel.mjs');
    writeFileSync(`${root}.build/src/render/json-kernel-code.js`, await kernelModule());
  }
}

/** npm writes a copy of the lock file into node_modules when it has installed it. */
function isInstallStale() {
  const installed = `${root}node_modules/.package-lock.json`;
  return (
    !existsSync(installed) ||
    (statSync(installed).mtimeMs < statSync(`${root}package-lock.json`).mtimeMs - 1000 && !sameLock(installed))
  );
}

function sameLock(installed) {
  const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  );
}

function isOlder(made, sources) {
  if (!existsSync(`${root}${made}`)) return true;
  const madeAt = statSync(`${root}${made}`).mtimeMs;
  return sources.some((source) => newestMs(`${root}${source}`) > madeAt);
}

function newestMs(path) {
  const facts = statSync(path);
  if (!facts.isDirectory()) return facts.mtimeMs;
  return Math.max(facts.mtimeMs, ...readdirSync(path).map((entry) => newestMs(`${path}/${entry}`)));
}

function npm(...words) {
  // npm tells its scripts where it is itself, which works on Windows too, where npm is a .cmd file.
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) node(cli, ...words);
  else
    check(spawnSync('npm', words, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' }), 'npm');
}

function node(...words) {
  check(spawnSync(process.execPath, words, { cwd: root, stdio: ['ignore', 2, 2] }), words[0]);
}

function check({ status, error }, what) {
  if (status === 0) return;
  console.error(error === undefined ? `${what} exited with ${status}` : `${what}: ${error.message}`);
  process.exit(1);
}
