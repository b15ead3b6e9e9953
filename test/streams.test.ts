import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fullHelp, shortHelp } from '../src/cli/help.ts';
import { streamFile } from '../src/store/stream-file.ts';
import { memoryFiles } from './support/memory-files.ts';
import { environmentIn, runSlip, SLIP } from './support/servers/spawned-slip.ts';

test('what is written to a file in the place of a stream stands in the order of the calls', async () => {
  const files = memoryFiles({ log: 'old' });
  const file = await streamFile(files, 'log');
  assert.equal(files.text('log'), '');
  void file.write('a');
  void file.write(Buffer.from('b'));
  await file.write('c');
  void file.write('d');
  await file.close();
  assert.equal(files.text('log'), 'abcd');
});

test('a file in the place of a stream that cannot be written is exit 23', async () => {
  await assert.rejects(streamFile(memoryFiles(), 'no/log'), { exitStatus: 23 });
  const file = await streamFile(memoryFiles({}, { failAfterBytes: 1 }), 'log');
  await assert.rejects(file.write('abc'), { exitStatus: 23 });
});

const BODY = Buffer.alloc(3_000_000, 'slip ');
const server = createServer((_request, response) => response.end(BODY));
let folder = '';
let url = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slip-streams-'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a TCP server has a port
});
after(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const isLinux = process.platform === 'linux';

for (const dialect of [[], ['curl']]) {
  test(`slip ${dialect.join('')} > /dev/full is exit 23`, { skip: !isLinux && '/dev/full is of Linux' }, async () => {
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, [SLIP, ...dialect, '-s', url], {
      cwd: folder,
      env: environmentIn(folder),
      stdio: ['ignore', full.fd, 'ignore'],
    });
    assert.deepEqual(await once(child, 'close'), [23, null]);
    await full.close();
  });
}

test('slip >> FILE writes behind what is there, stdout and stderr in the order in which they come', async () => {
  const path = join(folder, 'log');
  await writeFile(path, 'before\n');
  const log = await open(path, 'a');
  const child = spawn(process.execPath, [SLIP, '-sv', url], {
    cwd: folder,
    env: environmentIn(folder),
    stdio: ['ignore', log.fd, log.fd],
  });
  assert.deepEqual(await once(child, 'close'), [0, null]);
  await log.close();
  const written = await readFile(path);
  assert.match(written.toString('latin1'), /^before\n[\s\S]*^> GET \/ HTTP\/1\.1[\s\S]*^< HTTP\/1\.1 200 OK/m);
  assert.ok(written.includes(BODY));
});

test('help in a pipe is what a page of 80 columns without colours has', async () => {
  const page = { columns: 80, colored: false };
  assert.equal((await runSlip(['--help'], { folder })).stdout, fullHelp(page));
  assert.equal((await runSlip(['-h'], { folder })).stdout, shortHelp(page));
  const colored = await runSlip(['-h'], { folder, env: { FORCE_COLOR: '1' } });
  assert.equal(colored.stdout, shortHelp({ ...page, colored: true }));
});

test('--stderr FILE takes all that goes to stderr', async () => {
  const { status, stdout, stderr } = await runSlip(['-v', '--stderr', 'told', '--max-filesize', '10', url], { folder });
  assert.deepEqual([status, stdout, stderr], [63, '', '']);
  assert.match(
    await readFile(join(folder, 'told'), 'utf8'),
    /^\* connected to [\s\S]*^slip: the body has 3000000 bytes/m,
  );
});

test('--trace FILE has every byte of a body, and the body comes whole beside it', async () => {
  const { status, bytes } = await runSlip(['-s', '--trace', 'dump', url], { folder });
  assert.equal(status, 0);
  assert.ok(bytes.equals(BODY));
  const dump = await readFile(join(folder, 'dump'), 'latin1');
  const parts = [...dump.matchAll(/^<= Recv data, (\d+) bytes/gm)].map(([, count]) => Number(count));
  assert.equal(
    parts.reduce((total, count) => total + count, 0),
    BODY.length,
  );
  assert.ok((await stat(join(folder, 'dump'))).size > BODY.length * 4);
});
