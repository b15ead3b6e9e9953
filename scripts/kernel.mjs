// Turns kernel/json.ts, which is AssemblyScript, into WebAssembly, for src/render/json-kernel-code.ts to have it as text.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['kernel/json.ts', 'src/render/json-kernel-memory.ts', 'src/render/json-states.ts'];
/** Of 64 KiB: for what stands in the kernel's memory, and a piece of output, which gets what is left. */
const PAGES = '3';
const OPTIONS = [
  ...['--runtime', 'stub', '-O3', '--noAssert', '--enable', 'simd'],
  ...['--initialMemory', PAGES, '--maximumMemory', PAGES],
];

/** The module that stands in the place of src/render/json-kernel-code.ts. Assembled once for the same sources. */
export async function kernelModule() {
  const { version } = JSON.parse(readFileSync(`${root}node_modules/assemblyscript/package.json`, 'utf8'));
  const hash = createHash('sha256').update(version).update(OPTIONS.join(' '));
  for (const path of SOURCES) hash.update(readFileSync(root + path));
  const kept = `${root}node_modules/.cache/slip/kernel-${hash.digest('hex').slice(0, 16)}.wasm`;
  if (!existsSync(kept)) {
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, await assembled());
  }
  return `export const KERNEL_CODE = ${JSON.stringify(readFileSync(kept, 'base64'))};\n`;
}

async function assembled() {
  const { default: asc } = await import('assemblyscript/asc');
  let code;
  const { error, stderr } = await asc.main([SOURCES[0], '--baseDir', root, ...OPTIONS, '--outFile', 'kernel.wasm'], {
    readFile: (name, folder) => (existsSync(`${folder}/${name}`) ? readFileSync(`${folder}/${name}`, 'utf8') : null),
    writeFile(_name, contents) {
      code = contents;
    },
  });
  if (error) throw new Error(`kernel/json.ts: ${stderr.toString()}${error.message}`);
  return code;
}
