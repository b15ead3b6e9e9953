import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { realHost } from '../src/real-host.ts';
import { writePrivateFile } from '../src/store/whole-file.ts';
import { memoryFiles } from './support/memory-files.ts';

const randomBytes = (count: number): Uint8Array => new Uint8Array(count);

test("a private file is its owner's alone, whatever it was before, and so is the folder made for it", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slip-private-'));
  try {
    const { files, close } = realHost(process);
    close();
    const path = join(folder, 'made', 'file');
    for (const content of ['one', 'two']) {
      await writePrivateFile({ files, randomBytes }, path, Buffer.from(content));
      assert.equal(await readFile(path, 'utf8'), content);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      await chmod(path, 0o644);
    }
    assert.equal((await stat(join(folder, 'made'))).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(join(folder, 'made')), ['file']);
    await writeFile(join(folder, 'flat'), '');
    await assert.rejects(writePrivateFile({ files, randomBytes }, join(folder, 'flat', 'file'), new Uint8Array()), {
      kind: 'write',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a full disk leaves the old private file, and nothing beside it', async () => {
  const files = memoryFiles({ file: 'old' }, { failAfterBytes: 5 });
  await assert.rejects(writePrivateFile({ files, randomBytes }, 'file', Buffer.from('new one')), { kind: 'write' });
  assert.equal(files.text('file'), 'old');
  assert.deepEqual(files.paths(), ['file']);
});
