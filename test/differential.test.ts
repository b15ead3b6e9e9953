// The same command line through curl and through `slip curl`: what goes over the wire, stdout, files and exit status.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { LINES, type Line } from './support/differential/lines.ts';
import { type Recorder, startRecorder } from './support/differential/recorder.ts';
import { environmentIn, SLIP } from './support/servers/spawned-slip.ts';

const installed = spawnSync('curl', ['--version'], { encoding: 'utf8' });
const skip = installed.status === 0 ? false : 'curl is not installed';
const [, major, minor] = /^curl (\d+)\.(\d+)/.exec(installed.stdout ?? '') ?? [];
const isCurl8 = Number(major) >= 8;
const isCurl821 = isCurl8 && (Number(major) > 8 || Number(minor) >= 21);

/** What a run did that others can see. */
interface Trace {
  readonly wire: readonly string[];
  readonly stdout: string;
  readonly files: Readonly<Record<string, string>>;
  readonly status: number;
}

let recorder: Recorder;
let root: string;
before(async () => {
  recorder = await startRecorder();
  root = mkdtempSync(join(tmpdir(), 'slip-differential-'));
});
after(async () => {
  await recorder.stop();
  rmSync(root, { recursive: true, force: true });
});

for (const [index, line] of LINES.entries()) {
  if ((line.sinceCurl8 && !isCurl8) || (line.untilCurl820 && isCurl821)) continue;
  test(`curl ${line.words.join(' ')}`, { skip }, async () => {
    const theirs = await traceOf('curl', [], line, `curl-${index}`);
    const ours = await traceOf(process.execPath, [SLIP, 'curl'], line, `slip-${index}`);
    const { permitted } = line;
    for (const what of ['wire', 'stdout', 'files', 'status'] as const) {
      if (permitted?.what === what) continue;
      assert.deepEqual(ours[what], theirs[what], what);
    }
    if (permitted !== undefined) assert.notDeepEqual(ours[permitted.what], theirs[permitted.what], 'no longer differs');
  });
}

async function traceOf(program: string, before: readonly string[], line: Line, name: string): Promise<Trace> {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(line.files ?? {})) writeFileSync(join(folder, path), text);
  const url = `http://127.0.0.1:${recorder.port}`;
  const words = line.words.map((word) =>
    word === ' ' ? '' : word.replaceAll('{u}', url).replaceAll('{p}', String(recorder.port)),
  );
  recorder.take();
  const stdinPath = join(root, `${name}.stdin`);
  writeFileSync(stdinPath, line.stdin ?? '');
  const stdinFile = line.stdinIsFile ? openSync(stdinPath, 'r') : undefined;
  const child = spawn(program, [...before, '-sS', ...words], {
    cwd: folder,
    env: environmentIn(folder, { NODE_DISABLE_COMPILE_CACHE: '1' }),
    stdio: [stdinFile ?? 'pipe', 'pipe', 'ignore'],
  });
  child.stdin?.on('error', () => {}).end(line.stdin ?? '');
  assert.ok(child.stdout !== null, 'it is a pipe');
  const [stdout, [status]] = await Promise.all([buffer(child.stdout), once(child, 'close')]);
  if (stdinFile !== undefined) closeSync(stdinFile);
  return {
    wire: recorder.take().map(alike),
    stdout: alike(stdout.toString('latin1')),
    files: filesIn(folder),
    status,
  };
}

/** Without what is different in every run: the boundary, and the name of the client. */
function alike(text: string): string {
  return text.replace(/-{24,26}[\w]{16,22}/g, '(boundary)').replace(/^User-Agent: curl\/\S+/gim, 'User-Agent: curl');
}

function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length), readFileSync(path, 'latin1')]),
  );
}
