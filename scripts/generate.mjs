// Writes what is made from the tables of options and commands: completions/, man/, a section of README.md and one of
// docs/curl.md.
// With --check it writes nothing, names what is stale, and exits 1. It reads the compiled sources, so run tsc before.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { COMPLETIONS } from '../.build/src/cli/completions.js';
import { curlOptions } from '../.build/src/cli/curl-options.js';
import { manualPage, readmeOptions } from '../.build/src/cli/manual.js';

const root = new URL('../', import.meta.url);
const files = [
  ...Object.values(COMPLETIONS).map(({ fileName, script }) => [`completions/${fileName}`, script()]),
  ['man/slip.1', manualPage()],
  ['README.md', await withOptions('README.md', readmeOptions())],
  ['docs/curl.md', await withOptions('docs/curl.md', curlOptions())],
];

const stale = [];
for (const [path, text] of files) {
  if ((await readIfThere(path)) !== text) stale.push([path, text]);
}
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is stale: run node scripts/generate.mjs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of stale) {
    await mkdir(new URL('.', new URL(path, root)), { recursive: true });
    await writeFile(new URL(path, root), text);
    console.log(`wrote ${path}`);
  }
}

async function readIfThere(path) {
  try {
    return await readFile(new URL(path, root), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A document with its table of options as it should be. */
async function withOptions(path, options) {
  const section = `<!-- options:begin -->\n\n${options}\n\n<!-- options:end -->`;
  return (await readFile(new URL(path, root), 'utf8')).replace(
    /<!-- options:begin -->[\s\S]*?<!-- options:end -->/,
    () => section,
  );
}
