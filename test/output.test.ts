import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../src/failure.ts';
import type { FileSink, Files } from '../src/host.ts';
import { headerDump } from '../src/store/header-dump.ts';
import { bodyFile, type FileRules, isWritten, parentOf, writeFailure } from '../src/store/output.ts';
import { fileReceiver, stdoutReceiver } from '../src/store/receiver.ts';
import { memoryFiles } from './support/memory-files.ts';

const PLAIN: FileRules = { createFolders: false, taken: 'replace', removedAfter: 'write' };
const BROKEN = new Failure('partial', 'the connection was closed');

function isWriteFailure(message: RegExp): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof Failure);
    assert.equal(thrown.exitStatus, 23);
    assert.match(thrown.message, message);
    return true;
  };
}

test('a file grows as it is written', async () => {
  const files = memoryFiles();
  const file = bodyFile(files, 'out', PLAIN);
  assert.deepEqual(files.paths(), [], 'before the first byte there is none');
  await file.write(Buffer.from('ab'));
  assert.equal(files.text('out'), 'ab');
  await file.write(Buffer.from('c'));
  await file.finish();
  assert.equal(files.text('out'), 'abc');
  assert.equal(file.writtenBytes, 3);
});

test('an empty body is an empty file', async () => {
  const files = memoryFiles({ out: 'old' });
  await bodyFile(files, 'out', PLAIN).finish();
  assert.equal(files.text('out'), '');
});

test('a file that is there is replaced, as curl does', async () => {
  const files = memoryFiles({ out: 'a longer text' });
  const file = bodyFile(files, 'out', PLAIN);
  await file.write(Buffer.from('new'));
  await file.finish();
  assert.equal(files.text('out'), 'new');
});

test('what fails before the first byte leaves the file that is there', async () => {
  const files = memoryFiles({ out: 'old' });
  assert.equal(await bodyFile(files, 'out', PLAIN).abandon(BROKEN), false);
  assert.equal(files.text('out'), 'old');
});

test('a body that broke off stays, as in curl, and a note says how much it is', async () => {
  const files = memoryFiles();
  const receiver = fileReceiver(files, 'out', PLAIN);
  await receiver.write(Buffer.from('abc'));
  assert.equal(await receiver.abandon(BROKEN), 'out holds the 3 bytes that came');
  assert.equal(files.text('out'), 'abc');
});

test('a full disk is exit 23 and leaves nothing under the name', async () => {
  const files = memoryFiles({}, { failAfterBytes: 4 });
  const file = bodyFile(files, 'out', PLAIN);
  await file.write(Buffer.from('abc'));
  const failure = await file.write(Buffer.from('def')).catch((error: unknown) => error);
  assert.ok(isWriteFailure(/^out cannot be written: the disk is full$/)(failure));
  assert.equal(await file.abandon(failure), false);
  assert.deepEqual(files.paths(), []);
});

test('a disk that is full only when the file is closed is exit 23 and leaves nothing under the name', async () => {
  const files = memoryFiles();
  const receiver = fileReceiver(fullAtClose(files), 'out', PLAIN);
  await receiver.write(Buffer.from('abc'));
  const failure = await receiver.finish().catch((error: unknown) => error);
  assert.ok(isWriteFailure(/disk is full/)(failure));
  assert.equal(await receiver.abandon(failure), undefined);
  assert.deepEqual(files.paths(), []);
});

/** The same files on a disk that tells only at the end that it is full, as network file systems do. */
function fullAtClose(files: Files): Files {
  const openSink = async (...[path, how]: Parameters<Files['open']>): Promise<FileSink> => {
    const sink = await files.open(path, how);
    return {
      ...sink,
      async close() {
        await sink.close();
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      },
    };
  };
  return { ...files, open: openSink };
}

test('a device is written to and never removed', async () => {
  const opened: string[] = [];
  const removed: string[] = [];
  const device: Files = {
    ...memoryFiles(),
    facts: async () => ({ kind: 'other', byteLength: undefined, modifiedAtMs: 0, mode: 0o666 }),
    open: async (_path, how) => {
      opened.push(how);
      return {
        write: async () => {
          throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        },
        sync: async () => {},
        close: async () => {},
      };
    },
    remove: async (path) => void removed.push(path),
  };
  const file = bodyFile(device, '/dev/full', PLAIN);
  const failure = await file.write(Buffer.from('x')).catch((error: unknown) => error);
  assert.ok(isWriteFailure(/disk is full/)(failure));
  assert.equal(await file.abandon(failure), false);
  assert.deepEqual([opened, removed], [['append'], []]);
});

test('a folder that is not there is made only where that is asked for', async () => {
  const files = memoryFiles();
  await assert.rejects(
    bodyFile(files, 'a/b/out', PLAIN).write(Buffer.from('x')),
    isWriteFailure(/its folder is not there/),
  );
  const file = bodyFile(files, 'a/b/out', { ...PLAIN, createFolders: true });
  await file.write(Buffer.from('x'));
  await file.finish();
  assert.equal(files.text('a/b/out'), 'x');
});

test('a folder in the place of the file, and a file in the place of a folder, are exit 23', async () => {
  const files = memoryFiles({ 'd/x': '', f: '' });
  await assert.rejects(bodyFile(files, 'd', PLAIN).write(Buffer.from('x')), isWriteFailure(/^d is a folder$/));
  await assert.rejects(bodyFile(files, 'f/x', PLAIN).write(Buffer.from('x')), isWriteFailure(/no folder/));
  await assert.rejects(bodyFile(files, 'd', PLAIN).finish(), isWriteFailure(/^d is a folder$/));
  assert.deepEqual(files.paths(), ['d/x', 'f']);
});

const SYSTEM_ERRORS: [code: string, message: RegExp][] = [
  ['ENOSPC', /disk is full/],
  ['EACCES', /may not be written/],
  ['EPERM', /may not be written/],
  ['EROFS', /read-only/],
  ['ENAMETOOLONG', /too long/],
  ['EIO', /\(EIO\)/],
];

for (const [code, message] of SYSTEM_ERRORS) {
  test(`${code} is told in words, with what it was about`, () => {
    const cause = Object.assign(new Error(code), { code });
    const failure = writeFailure(cause, 'out');
    assert.ok(isWriteFailure(message)(failure));
    assert.match(failure.message, /^out /);
    assert.equal(failure.cause, cause);
  });
}

test('a failure that is one already stays as it is', () => assert.equal(writeFailure(BROKEN, 'out'), BROKEN));

test('a folder that is missing has a hint', () => {
  assert.match(writeFailure(Object.assign(new Error(''), { code: 'ENOENT' }), 'a/b').hint ?? '', /--create-dirs/);
});

const PARENTS: [path: string, parent: string | undefined][] = [
  ['out', undefined],
  ['/out', undefined],
  ['a/out', 'a'],
  ['a/b/out', 'a/b'],
  ['a\\out', 'a'],
  ['C:\\a\\out', 'C:\\a'],
  ['./out', '.'],
];

for (const [path, parent] of PARENTS) {
  test(`${path} stands in ${parent ?? 'a folder that is there'}`, () => assert.equal(parentOf(path), parent));
}

test('a small text is written behind or in place of what is there, and told of where it cannot be', async () => {
  const files = memoryFiles({ f: 'a' });
  assert.equal(await isWritten(files, 'f', true, 'b'), true);
  assert.equal(files.text('f'), 'ab');
  assert.equal(await isWritten(files, 'f', false, 'c'), true);
  assert.equal(files.text('f'), 'c');
  assert.equal(await isWritten(files, 'd/f', false, ''), false);
});

/** What a stdout was given. */
function recordedStdout(): { readonly written: string[]; readonly sink: Parameters<typeof stdoutReceiver>[0] } {
  const written: string[] = [];
  const write = async (chunk: Uint8Array | string): Promise<void> => void written.push(Buffer.from(chunk).toString());
  return { written, sink: { isTerminal: true, columns: 80, write } };
}

const ENDS: [body: string[], endsLine: boolean, shown: string][] = [
  [['a'], true, 'a\n'],
  [['a\n'], true, 'a\n'],
  [['a\n', ''], true, 'a\n'],
  [['a', '\n'], true, 'a\n'],
  [[''], true, ''],
  [[], true, ''],
  // In a pipe the body is its own bytes.
  [['a'], false, 'a'],
];

for (const [body, endsLine, shown] of ENDS) {
  test(`${JSON.stringify(body)} to a ${endsLine ? 'terminal' : 'pipe'} is ${JSON.stringify(shown)}`, async () => {
    for (const end of ['finish', 'abandon'] as const) {
      const { written, sink } = recordedStdout();
      const receiver = stdoutReceiver(sink, endsLine);
      for (const chunk of body) await receiver.write(Buffer.from(chunk));
      assert.equal(await receiver[end](BROKEN), undefined);
      assert.equal(written.join(''), shown);
    }
  });
}

test('heads go to one file for a run, and - is stdout', async () => {
  const files = memoryFiles({ heads: 'old' });
  const { written, sink } = recordedStdout();
  const dump = headerDump({ files, stdout: sink, stderr: sink }, 'heads', false);
  assert.equal(files.text('heads'), 'old', 'before the first head nothing is opened');
  await dump.write(Buffer.from('a'));
  await dump.write(Buffer.from('b'));
  await dump.close();
  assert.equal(files.text('heads'), 'ab');
  const toStdout = headerDump({ files, stdout: sink, stderr: sink }, '-', false);
  await toStdout.write(Buffer.from('c'));
  await toStdout.close();
  assert.deepEqual(written, ['c']);
  assert.deepEqual(files.paths(), ['heads']);
});

test('heads that cannot be written are exit 23', async () => {
  const { sink } = recordedStdout();
  const full = memoryFiles({}, { failAfterBytes: 1 });
  await assert.rejects(
    headerDump({ files: full, stdout: sink, stderr: sink }, 'h', false).write(Buffer.from('ab')),
    isWriteFailure(/disk is full/),
  );
  await headerDump({ files: full, stdout: sink, stderr: sink }, 'never', false).close();
  assert.deepEqual(full.paths(), ['h']);
  const dump = headerDump({ files: fullAtClose(memoryFiles()), stdout: sink, stderr: sink }, 'h', false);
  await dump.write(Buffer.from('ab'));
  await assert.rejects(dump.close(), isWriteFailure(/disk is full/));
});
