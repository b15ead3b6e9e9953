import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { realHost } from '../src/real-host.ts';
import { writePrivateFile, writeWholeFile } from '../src/store/whole-file.ts';
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

for (const write of [writePrivateFile, writeWholeFile]) {
  test(`${write.name} follows a link to where it leads, and leaves it there`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slip-private-'));
    try {
      const { files, close } = realHost(process);
      close();
      const [target, link] = [join(folder, 'dotfiles', 'file'), join(folder, 'link')];
      await mkdir(join(folder, 'dotfiles'));
      await writeFile(target, 'old', { mode: 0o600 });
      // Relative, and by way of another one.
      await symlink('dotfiles/file', join(folder, 'between'));
      await symlink('between', link);
      await write({ files, randomBytes }, link, Buffer.from('new'));
      assert.ok((await lstat(link)).isSymbolicLink());
      assert.equal(await readFile(target, 'utf8'), 'new');
      assert.equal((await stat(target)).mode & 0o777, 0o600);
      assert.deepEqual(await readdir(join(folder, 'dotfiles')), ['file']);
      await rm(target);
      await write({ files, randomBytes }, link, Buffer.from('anew'));
      // One that leads nowhere is like no file.
      assert.equal(await readFile(link, 'utf8'), 'anew');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
