import type { FileFacts, FileSink, Files } from '../../src/host.ts';

/** A file system in memory, for tests, that can be looked into. */
export interface MemoryFiles extends Files {
  /** Paths of all files, sorted. */
  paths(): readonly string[];
  /** A file's content as UTF-8; `undefined` when there is none. */
  text(path: string): string | undefined;
  /** Puts a file there, with the folders it needs, whatever there was before. */
  put(path: string, content: string | Uint8Array): void;
}

/** How the file system misbehaves. */
export interface MemoryTrouble {
  /** The disk is full once so many more bytes were written: the write that crosses this is cut short, with ENOSPC. */
  readonly failAfterBytes?: number;
  /** `link` fails with this code, as it does on FAT. */
  readonly linkFails?: 'EPERM' | 'ENOTSUP' | 'ENOSYS';
  /** Milliseconds since the epoch, for the time of change; 0 otherwise. */
  readonly now?: () => number;
}

/**
 * Files by path, with Node's error codes: ENOENT, EEXIST, EISDIR, ENOTDIR, ENOSPC. Paths are POSIX ones and relative to
 * the working folder, `/` apart. A second name of a file (`link`) is the same file, as is one that was opened before it
 * was renamed or removed.
 *
 * @param initial content by path.
 */
export function memoryFiles(
  initial: Readonly<Record<string, string | Uint8Array>> = {},
  trouble: MemoryTrouble = {},
): MemoryFiles {
  const files = new Map<string, MemoryFile>();
  const folders = new Set(['', '/']);
  let bytesLeft = trouble.failAfterBytes ?? Number.POSITIVE_INFINITY;
  const now = trouble.now ?? (() => 0);

  const fileAt = (path: string, call: string): MemoryFile => {
    const place = normalized(path);
    if (folders.has(place)) throw systemError('EISDIR', call, path);
    const file = files.get(place);
    if (file === undefined) throw systemError('ENOENT', call, path);
    return file;
  };
  const refuseMissingFolder = (path: string, call: string): void => {
    const folder = parentOf(normalized(path));
    if (files.has(folder)) throw systemError('ENOTDIR', call, path);
    if (!folders.has(folder)) throw systemError('ENOENT', call, path);
  };
  const addFolder = (path: string): void => {
    for (let place = normalized(path); !folders.has(place); place = parentOf(place)) {
      if (files.has(place)) throw systemError(place === normalized(path) ? 'EEXIST' : 'ENOTDIR', 'mkdir', path);
      folders.add(place);
    }
  };
  const sinkOf = (file: MemoryFile, path: string): FileSink => {
    let isOpen = true;
    return {
      async write(chunk) {
        if (!isOpen) throw systemError('EBADF', 'write', path);
        const written = chunk.subarray(0, bytesLeft);
        file.content = joined(file.content, written);
        file.modifiedAtMs = now();
        bytesLeft -= written.byteLength;
        if (written.byteLength < chunk.byteLength) throw systemError('ENOSPC', 'write', path);
      },
      async sync() {
        if (!isOpen) throw systemError('EBADF', 'fsync', path);
      },
      async close() {
        if (!isOpen) throw systemError('EBADF', 'close', path);
        isOpen = false;
      },
    };
  };

  const memory: MemoryFiles = {
    read: async (path) => fileAt(path, 'read').content,
    async *stream(path, startByte = 0) {
      const { content } = fileAt(path, 'open');
      for (let at = startByte; at < content.byteLength; at += CHUNK_BYTES) yield content.subarray(at, at + CHUNK_BYTES);
    },
    absolute: (path) => normalized(path),
    async real(path) {
      const place = normalized(path);
      if (!folders.has(place) && !files.has(place)) throw systemError('ENOENT', 'realpath', path);
      return place;
    },
    async list(path) {
      const place = normalized(path);
      if (files.has(place)) throw systemError('ENOTDIR', 'scandir', path);
      if (!folders.has(place)) throw systemError('ENOENT', 'scandir', path);
      const inside = [...files.keys(), ...folders].filter((other) => other !== place && parentOf(other) === place);
      return inside.map((other) => other.slice(other.lastIndexOf('/') + 1)).filter((name) => name !== '');
    },
    async facts(path): Promise<FileFacts | undefined> {
      const place = normalized(path);
      if (folders.has(place)) return { kind: 'folder', byteLength: undefined, modifiedAtMs: 0, mode: 0o755 };
      const file = files.get(place);
      if (file === undefined) return undefined;
      const { content, modifiedAtMs, mode } = file;
      return { kind: 'file', byteLength: content.byteLength, modifiedAtMs, mode };
    },
    async open(path, how, mode = 0o666) {
      const place = normalized(path);
      refuseMissingFolder(path, 'open');
      const taken = files.get(place);
      if (how === 'create' && (taken !== undefined || folders.has(place))) throw systemError('EEXIST', 'open', path);
      if (folders.has(place)) throw systemError('EISDIR', 'open', path);
      const file = taken ?? { content: NOTHING, modifiedAtMs: now(), mode: mode & ~UMASK };
      if (how === 'replace') file.content = NOTHING;
      files.set(place, file);
      return sinkOf(file, path);
    },
    async setModified(path, atMs) {
      fileAt(path, 'utime').modifiedAtMs = atMs;
    },
    makeFolder: async (path) => addFolder(path),
    async rename(from, to) {
      const file = fileAt(from, 'rename');
      refuseMissingFolder(to, 'rename');
      if (folders.has(normalized(to))) throw systemError('EISDIR', 'rename', to);
      files.delete(normalized(from));
      files.set(normalized(to), file);
    },
    async link(from, to) {
      const file = fileAt(from, 'link');
      if (trouble.linkFails !== undefined) throw systemError(trouble.linkFails, 'link', to);
      refuseMissingFolder(to, 'link');
      if (files.has(normalized(to)) || folders.has(normalized(to))) throw systemError('EEXIST', 'link', to);
      files.set(normalized(to), file);
    },
    async remove(path) {
      fileAt(path, 'unlink');
      files.delete(normalized(path));
    },
    paths: () => [...files.keys()].sort(),
    text(path) {
      const file = files.get(normalized(path));
      return file === undefined ? undefined : Buffer.from(file.content).toString();
    },
    put(path, content) {
      addFolder(parentOf(normalized(path)));
      files.set(normalized(path), { content: Buffer.from(content), modifiedAtMs: now(), mode: 0o666 & ~UMASK });
    },
  };
  for (const [path, content] of Object.entries(initial)) memory.put(path, content);
  return memory;
}

interface MemoryFile {
  content: Uint8Array;
  modifiedAtMs: number;
  readonly mode: number;
}

const CHUNK_BYTES = 64 * 1024;
const UMASK = 0o022;
const NOTHING = new Uint8Array();

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  return Buffer.concat([head, tail]);
}

/** The path without `.`, `..` and doubled slashes; `''` is the working folder. */
function normalized(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '.' && part !== '') kept.push(part);
  }
  return (path.startsWith('/') ? '/' : '') + kept.join('/');
}

function parentOf(place: string): string {
  const slash = place.lastIndexOf('/');
  return slash === 0 ? '/' : place.slice(0, Math.max(slash, 0));
}

function systemError(code: string, call: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${call} '${path}'`), { code, syscall: call, path });
}
