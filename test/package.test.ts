import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../src/version.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));

test("the version is the package's", () => {
  assert.equal(VERSION, manifest.version);
});

test('the package needs no install script, and no package beside it but the keychain', () => {
  const scripts = Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name));
  assert.deepEqual(scripts, []);
  assert.deepEqual(Object.keys(manifest.dependencies ?? {}), ['keytar']);
});

test('the package holds what runs, its manual, its completions and its licences, and nothing else', () => {
  const { stdout, status } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  assert.equal(status, 0);
  const [{ files }] = JSON.parse(stdout);
  const paths: string[] = files.map(({ path }: { path: string }) => path);
  for (const wanted of [
    'bin/slip.js',
    'bin/package.json',
    'dist/start.cjs',
    'dist/help.txt',
    'dist/short-help.txt',
    'dist/THIRD-PARTY-LICENSES.txt',
    'LICENSE',
    'README.md',
    'man/slip.1',
    'completions/_slip',
    'completions/slip.bash',
    'completions/slip.fish',
    'completions/slip.ps1',
  ]) {
    assert.ok(paths.includes(wanted), `${wanted} is missing`);
  }
  const strangers = paths.filter(
    (path) => !/^(?:bin|dist|completions|man)\/|^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path),
  );
  assert.deepEqual(strangers, []);
});
