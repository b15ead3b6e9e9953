// What is compared with what. A side without its program is left out.
import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './measure.mjs';
import { catalog, writeRecords } from './records.mjs';

const SLIP = [process.execPath, fileURLToPath(new URL('../../bin/slip.js', import.meta.url))];
const NODE = { name: '`node -e 0`', words: [process.execPath, '-e', '0'] };

const RECORDS_BYTES = 50_000_000;
const TRANSFER_BYTES = 512 * 1024 * 1024;

/** The file of the large document, made when a row needs it. */
export function recordsFile(folder) {
  const path = join(folder, 'records.json');
  if (!existsSync(path)) writeRecords(path, RECORDS_BYTES);
  return path;
}

/**
 * The rows: slip's side, the others', and the targets: the most that slip may take of the other's time, and of memory in
 * megabytes. `before` runs, unmeasured, before each run; `needsRecords` has the server started with the large document.
 */
export function rowsFor(folder) {
  const saved = join(folder, 'saved');
  const forgetSaved = () => rmSync(saved, { force: true });
  return [
    {
      name: 'version',
      title: '`slip --version`',
      words: () => [...SLIP, '--version'],
      others: () => [{ ...NODE, atMost: 1.25 }],
    },
    {
      name: 'help',
      title: '`slip --help`',
      words: () => [...SLIP, '--help'],
      others: () => [NODE],
    },
    {
      name: 'get',
      title: 'GET of a small JSON document',
      words: (url) => [...SLIP, `${url}/book.json`],
      others: (url) => [
        NODE,
        ...program('curl', '-sS', `${url}/book.json`),
        ...program('http', '--ignore-stdin', `${url}/book.json`).map((http) => ({ ...http, atMost: 0.75 })),
      ],
    },
    {
      name: 'get-pretty',
      title: 'the same, `--pretty all`',
      words: (url) => [...SLIP, '--pretty', 'all', `${url}/book.json`],
      others: (url) => program('http', '--ignore-stdin', '--pretty=all', `${url}/book.json`),
    },
    {
      name: 'json',
      title: '50 MB of JSON from loopback, `--pretty all`',
      needsRecords: true,
      maxMegabytes: 120,
      words: (url) => [...SLIP, '--pretty', 'all', `${url}/records.json`],
      others: () =>
        program('jq', '-C', '.', recordsFile(folder)).map((jq) => ({
          ...jq,
          name: '`jq -C .` on a file',
          atMost: 0.2,
        })),
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
      maxMegabytes: 130,
      before: forgetSaved,
      words: (url) => [...SLIP, '-o', saved, `${url}/zeros?bytes=${TRANSFER_BYTES}`],
      others: (url) =>
        program('curl', '-sS', '-o', saved, `${url}/zeros?bytes=${TRANSFER_BYTES}`).map((curl) => ({
          ...curl,
          atMost: 1 / 0.35,
        })),
    },
    {
      name: 'upload',
      title: 'upload of 512 MiB from a file',
      words: (url) => [...SLIP, '-T', sparseFile(folder), `${url}/`],
      others: (url) => program('curl', '-sS', '-T', sparseFile(folder), `${url}/`),
    },
  ];
}

function catalogFile(folder, byteLength) {
  const path = join(folder, `catalog-${byteLength}.xml`);
  if (!existsSync(path)) writeFileSync(path, catalog(byteLength));
  return path;
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
