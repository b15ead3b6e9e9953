import type { Script } from 'node:vm';
import { cacheFolder } from './config/paths.ts';

/**
 * Compiles the program's parts, with what V8 made of their text in earlier runs: that is a third of the CPU time of a
 * small GET.
 *
 * Node has something alike from 22.1 on (`module.enableCompileCache`), in the folder for temporary files; this serves
 * Node 20 too. V8 checks that kept code is of its own version and settings, but not that it is whole, and damaged code
 * ends the process: so it is kept twice, and used where both are the same, in a folder that is the user's alone, in files
 * that are there whole or not at all. A checksum would load `node:zlib`, 1.5 ms of CPU.
 */
export interface CodeStore {
  /** @param name of the part's file. */
  compile(name: string, source: string, filename: string): Script;
}

/** Tells this build from others; put in by scripts/build.mjs. */
declare const BUILD: string;

/** Text that is shorter is compiled sooner than a file is read. */
const MIN_SOURCE_CHARS = 8192;

/** Only functions that were called have code, so the first runs write what they needed beside what was there. */
const LEARNING_RUNS = 4;

const MAX_LEARNING_SECONDS = 10;

/** Before V8's code: by how many runs it was written, and its length. V8 would copy it from a place that is no multiple of 8. */
const HEADER_BYTES = 8;

/** So many folders are left to other builds and other Nodes. */
const MAX_OTHER_FOLDERS = 3;

interface CompiledPart {
  readonly name: string;
  readonly script: Script;
  /** By how many runs the code that was found had been written. */
  readonly runs: number;
}

/** A store that writes when the process ends, and only if there is something to add. */
export function openCodeStore(world: NodeJS.Process): CodeStore {
  const fs = world.getBuiltinModule('node:fs');
  const { Script } = world.getBuiltinModule('node:vm');
  const compiled: CompiledPart[] = [];
  let isOpen = false;
  let folder: string | undefined;
  let isUsable = false;

  const findCode = (name: string): { readonly runs: number; readonly code: Buffer } | undefined => {
    try {
      const bytes = fs.readFileSync(`${folder}/${name}`);
      const half = bytes.length / 2;
      const [runs = 0, length] = new Uint32Array(bytes.buffer, bytes.byteOffset, 2);
      if (length !== half - HEADER_BYTES || bytes.compare(bytes, half, undefined, 0, half) !== 0) return undefined;
      return { runs, code: bytes.subarray(HEADER_BYTES, half) };
    } catch {
      return undefined;
    }
  };

  const open = (): void => {
    if (isOpen) return;
    isOpen = true;
    const { execArgv, version, arch, env, platform } = world;
    const base = cacheFolder(env, platform);
    const flags = [...execArgv, env.NODE_OPTIONS ?? ''].join(' ');
    folder = base && `${base}/code/${BUILD}-${version}-${arch}${flags === '' ? '' : `-${hash(flags)}`}`;
    isUsable = folder !== undefined && isOwnFolder(folder, world);
    world.once('exit', save);
  };

  const save = (): void => {
    if (folder === undefined || compiled.every(({ runs }) => runs >= LEARNING_RUNS)) return;
    // V8 forgets code that a long run has not needed for a while.
    if (world.uptime() > MAX_LEARNING_SECONDS) return;
    try {
      if (!isUsable) makeFolder(folder, world);
      if (isOwnFolder(folder, world)) for (const part of compiled) write(part);
    } catch {
      // A disk that is full, or a home that cannot be written: the next run compiles again.
    }
  };

  const write = ({ name, script, runs }: CompiledPart): void => {
    const code = script.createCachedData();
    const header = Buffer.from(new Uint32Array([runs + 1, code.length]).buffer);
    const path = `${folder}/${name}`;
    const unfinished = `${path}.${world.pid}`;
    try {
      fs.writeFileSync(unfinished, Buffer.concat([header, code, header, code]), { mode: 0o600 });
      fs.renameSync(unfinished, path);
    } catch (error) {
      // A disk that is nearly full would be so for others.
      fs.rmSync(unfinished, { force: true });
      throw error;
    }
  };

  return {
    compile(name, source, filename) {
      if (source.length < MIN_SOURCE_CHARS || isOff(world.env)) return new Script(source, { filename });
      open();
      const found = isUsable ? findCode(name) : undefined;
      const script = new Script(source, { filename, ...(found && { cachedData: found.code }) });
      compiled.push({ name, script, runs: script.cachedDataRejected === false ? (found?.runs ?? 0) : 0 });
      return script;
    },
  };
}

/** A short name for a text (FNV-1a). */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return (value >>> 0).toString(16);
}

/** Node's own switch for its own store. */
function isOff(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env.NODE_DISABLE_COMPILE_CACHE);
}

/** Code that somebody else can write is code that somebody else can have us run. */
function isOwnFolder(path: string, world: NodeJS.Process): boolean {
  try {
    const facts = world.getBuiltinModule('node:fs').lstatSync(path);
    const isPrivate = world.getuid === undefined || (facts.uid === world.getuid() && (facts.mode & 0o077) === 0);
    return facts.isDirectory() && isPrivate;
  } catch {
    return false;
  }
}

/** Not in somebody else's home, as after sudo, whose owner would be kept out; and the folders not written for longest go. */
function makeFolder(path: string, world: NodeJS.Process): void {
  const fs = world.getBuiltinModule('node:fs');
  const { dirname } = world.getBuiltinModule('node:path');
  let above = dirname(path);
  while (!fs.existsSync(above)) above = dirname(above);
  if (world.getuid !== undefined && fs.statSync(above).uid !== world.getuid()) return;
  fs.mkdirSync(path, { recursive: true, mode: 0o700 });
  const beside = fs.readdirSync(dirname(path)).map((name) => `${dirname(path)}/${name}`);
  const others = beside.filter((other) => other !== path).map((other) => ({ other, at: fs.statSync(other).mtimeMs }));
  for (const { other } of others.sort((a, b) => b.at - a.at).slice(MAX_OTHER_FOLDERS)) {
    fs.rmSync(other, { recursive: true });
  }
}
