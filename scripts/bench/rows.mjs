// What is compared with what. A side without its program is left out.
import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectionRows } from './collections.mjs';
import { findProgram } from './measure.mjs';
import { catalog, writeEvents, writeRecords } from './records.mjs';

const PROGRAM = fileURLToPath(new URL('../../bin/slip.js', import.meta.url));
const SLIP = [process.execPath, PROGRAM];
const NODE = { name: '`node -e 0`', words: [process.execPath, '-e', '0'] };
const MANY = 1000;

/** What the server has: files by the name of their path, each with its size. */
const BODIES = {
  'records-1.json': [writeRecords, 1_000_000],
  'records-50.json': [writeRecords, 50_000_000],
  'records-500.json': [writeRecords, 500_000_000],
  events: [writeEvents, 50_000_000],
};
/** What Node needs for it alone, the file read and written. */
const STRINGIFY =
  "const { readFileSync, writeFileSync } = require('node:fs');" +
  "writeFileSync(1, JSON.stringify(JSON.parse(readFileSync(process.argv[1], 'utf8')), null, 2))";
const TRANSFER_BYTES = 512 * 1024 * 1024;

/** The file of a large body, made when a row needs it. */
export function bodyFile(folder, name) {
  const path = join(folder, name);
  if (!existsSync(path)) {
    const [write, byteLength] = BODIES[name];
    write(path, byteLength);
  }
  return path;
}

/**
 * Rows of short runs, in a Node of one's choice: what they may take is counted in CPU time, as `byCpu` says.
 *
 * @param node the program, and the targets of its major version.
 */
export function startRows({ path, title = '', targets }) {
  const slip = [path, PROGRAM];
  const bare = (atMost) => ({ name: '`node -e 0`', words: [path, '-e', '0'], ...(atMost && { atMost }), byCpu: true });
  const http = (atMost, ...words) =>
    program('http', '--ignore-stdin', ...words).map((side) => ({ ...side, ...(atMost && { atMost }), byCpu: true }));
  return [
    {
      name: 'version',
      title: `\`slip --version\`${title}`,
      words: () => [...slip, '--version'],
      others: () => [bare(targets?.version)],
    },
    {
      name: 'help',
      title: `\`slip --help\`${title}`,
      words: () => [...slip, '--help'],
      others: () => [bare(targets?.version)],
    },
    {
      name: 'get',
      title: `GET of a small JSON document${title}`,
      words: (url) => [...slip, `${url}/book.json`],
      others: (url) => [
        bare(targets?.get),
        ...http(targets?.http, `${url}/book.json`),
        ...program('curl', '-sS', `${url}/book.json`),
        ...program('wget', '-q', '-O', '-', `${url}/book.json`),
      ],
    },
    {
      name: 'get-pretty',
      title: `the same, \`--pretty all\`${title}`,
      words: (url) => [...slip, '--pretty', 'all', `${url}/book.json`],
      others: (url) => [bare(targets?.pretty), ...http(undefined, '--pretty=all', `${url}/book.json`)],
    },
  ].map((row) => ({ ...row, warmRuns: LEARNING_RUNS }));
}

/** So many runs write what V8 compiled for those after them (src/code-store.ts). */
const LEARNING_RUNS = 5;

/**
 * The rows: slip's side, the others', and the targets: the most that slip may take of the other's time, and of memory in
 * megabytes. `before` runs, unmeasured, before each run; `body` names what the server has to have; `firstByte` has
 * the time measured from the server's first byte to slip's; a side that `isSlow` is run once, and once more for its memory.
 *
 * @param patient with what takes minutes.
 */
export function rowsFor(folder, patient = false) {
  const saved = join(folder, 'saved');
  const forgetSaved = () => rmSync(saved, { force: true });
  return [
    {
      name: 'many',
      title: `${MANY} small GETs on one connection`,
      words: (url) => [...SLIP, `${url}/book.json?[1-${MANY}]`],
      others: (url) => program('curl', '-sS', `${url}/book.json?[1-${MANY}]`).map((curl) => ({ ...curl, atMost: 2 })),
    },
    {
      name: 'parallel',
      title: '200 GETs, each answered after 20 ms, with `-Z`',
      words: (url) => [...SLIP, '-Z', `${url}/late?[1-200]`],
      others: (url) => program('curl', '-sS', '-Z', `${url}/late?[1-200]`),
    },
    ...[1, 50, 500].map((megabytes) => ({
      name: `json-${megabytes}`,
      title: `${megabytes} MB of JSON from loopback, \`--pretty all\``,
      body: `records-${megabytes}.json`,
      maxMegabytes: 100,
      words: (url) => [...SLIP, '--pretty', 'all', `${url}/records-${megabytes}.json`],
      others: (url) => formatters(megabytes, bodyFile(folder, `records-${megabytes}.json`), url, patient),
    })),
    {
      name: 'first-byte',
      title: 'first formatted byte after the first received, of a body that stops there',
      firstByte: true,
      words: (url) => [...SLIP, '--pretty', 'all', `${url}/half`],
      others: () => [],
    },
    {
      name: 'events',
      title: '50 MB of events, `--pretty all`',
      body: 'events',
      maxMegabytes: 120,
      words: (url) => [...SLIP, '--pretty', 'all', `${url}/events`],
      others: (url) => program('curl', '-sSN', `${url}/events`),
    },
    ...[1, 50].map((megabytes) => ({
      name: `xml-${megabytes}`,
      title: `${megabytes} MB of XML from loopback, \`--pretty all\``,
      maxMegabytes: 120,
      words: (url) => [...SLIP, '--pretty', 'all', `${url}/catalog.xml?bytes=${megabytes * 1_000_000}`],
      others: () =>
        program('xmllint', '--format', catalogFile(folder, megabytes * 1_000_000)).map((xmllint) => ({
          ...xmllint,
          name: '`xmllint --format` on a file',
        })),
    })),
    {
      name: 'download',
      title: 'download of 512 MiB to a file',
      maxMegabytes: 110,
      before: forgetSaved,
      words: (url) => [...SLIP, '-o', saved, `${url}/zeros?bytes=${TRANSFER_BYTES}`],
      others: (url) =>
        program('curl', '-sS', '-o', saved, `${url}/zeros?bytes=${TRANSFER_BYTES}`).map((curl) => ({
          ...curl,
          atMost: 1 / 0.6,
        })),
    },
    {
      name: 'upload',
      title: 'upload of 512 MiB from a file',
      maxMegabytes: 110,
      words: (url) => [...SLIP, '-T', sparseFile(folder), `${url}/`],
      others: (url) =>
        program('curl', '-sS', '-T', sparseFile(folder), `${url}/`).map((curl) => ({ ...curl, atMost: 1 / 0.6 })),
    },
    ...collectionRows(folder, SLIP, NODE),
  ];
}

function catalogFile(folder, byteLength) {
  const path = join(folder, `catalog-${byteLength}.xml`);
  if (!existsSync(path)) writeFileSync(path, catalog(byteLength));
  return path;
}

/** Others that lay JSON out. HTTPie takes a minute or two for 50 megabytes, and Node's strings end at 512. */
function formatters(megabytes, file, url, patient) {
  const jq = program('jq', '-C', '.', file).map((side) => ({ ...side, name: '`jq -C .` on a file' }));
  const node = { name: '`JSON.parse`, `JSON.stringify`', words: [process.execPath, '-e', STRINGIFY, file] };
  if (megabytes === 500) return jq;
  const httpie = program('http', '--ignore-stdin', '--pretty=all', `${url}/records-${megabytes}.json`);
  if (megabytes === 1) return [...jq, node, ...httpie];
  const slow = patient ? httpie.map((side) => ({ ...side, atMost: 1 / 60, isSlow: true })) : [];
  return [...jq.map((side) => ({ ...side, atMost: 0.1 })), { ...node, atMost: 1 }, ...slow];
}

/** One side, as a list that is empty when the program is not installed. */
function program(name, ...words) {
  const path = findProgram(name);
  return path === undefined ? [] : [{ name: name === 'http' ? 'HTTPie' : name, words: [path, ...words] }];
}

/** A file that is large and takes no room on the disk. */
function sparseFile(folder) {
  const path = join(folder, 'sparse');
  if (!existsSync(path)) {
    writeFileSync(path, '');
    truncateSync(path, TRANSFER_BYTES);
  }
  return path;
}
