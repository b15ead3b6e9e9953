import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { collectionSchema } from '../src/collection/json-schema.ts';
import { serveDesk } from '../src/demo/serve.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'slip-tour-'));
let desk: Awaited<ReturnType<typeof serveDesk>>;

before(async () => {
  desk = await serveDesk({ port: 0, now: () => Date.UTC(2026, 3, 23, 9, 30) });
});

after(async () => {
  await desk.close();
  rmSync(FOLDER, { recursive: true, force: true });
});

/** Runs the tour as a user would, against the demo API on its own port. */
async function runTour(...more: readonly string[]): Promise<{ readonly status: unknown; readonly stdout: string }> {
  const argv = [
    'bin/slip.js',
    'run',
    'examples/tour.yaml',
    '--env',
    'other-port',
    '--var',
    `port=${desk.port}`,
    ...more,
  ];
  return await new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: ROOT, encoding: 'utf8' }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : error.code, stdout: stdout + stderr });
    });
  });
}

const KINDS = ['junit', 'json', 'tap', 'html', 'har', 'md'] as const;

test('the tour passes, and writes all reports', async () => {
  const reports = KINDS.map((kind) => `${kind}=${join(FOLDER, kind)}`).join(',');
  const { status, stdout } = await runTour('--report', reports);
  assert.equal(status, 0, stdout);
  assert.match(stdout, /^25 requests: 24 passed, 1 skipped in /m);
  const read = (kind: (typeof KINDS)[number]): string => readFileSync(join(FOLDER, kind), 'utf8');
  assert.deepEqual(JSON.parse(read('json')).counts, { passed: 24, failed: 0, broken: 0, skipped: 1 });
  assert.equal(JSON.parse(read('har')).log.entries.length, 24);
  assert.match(read('junit'), /tests="25" failures="0" errors="0" skipped="1"/);
  assert.match(read('tap'), /^1\.\.25$/m);
  assert.match(read('html'), /<b class="name">add-book<\/b>/);
  assert.match(read('md'), /^25 requests: 24 passed/m);
});

test('the tour passes with several requests at once, told in the same order', async () => {
  const names = ({ stdout }: { readonly stdout: string }): readonly string[] =>
    [...stdout.matchAll(/^[✓✗–] (\S+)/gm)].map(([, name = '']) => name);
  const [one, several] = [await runTour(), await runTour('--jobs', '8')];
  assert.equal(several.status, 0, several.stdout);
  assert.deepEqual(names(several), names(one));
});

/** Keys about TLS, which the demo API does not speak. */
const OF_TLS = ['ca', 'cert', 'certificate', 'expires-in', 'insecure', 'key', 'tls'];

test('the tour uses every key and operator, but for those about TLS', () => {
  const keys = new Set<string>();
  const collect = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    if ('properties' in schema && typeof schema.properties === 'object') {
      for (const key of Object.keys(schema.properties ?? {})) keys.add(key);
    }
    for (const part of Object.values(schema)) collect(part);
  };
  collect(collectionSchema());
  const files = ['tour.yaml', 'parts/loans.yaml'].map((name) => readFileSync(`${ROOT}examples/${name}`, 'utf8'));
  const unused = [...keys].filter((key) => !new RegExp(`(?:^|[\\s{,-])${key}:`, 'm').test(files.join('\n')));
  assert.deepEqual(
    unused.filter((key) => !OF_TLS.includes(key)),
    [],
  );
});
