// `npm run bench:smoke`: whether anything has become grossly slower. CPU time, as a ratio to Node's own, with limits so
// generous that only a mistake exceeds them: a package loaded at every start, say, or a formatter that has become quadratic.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, timed } from './bench/measure.mjs';
import { setUp } from './setup.mjs';

const ROUNDS = 7;
const SLIP = [process.execPath, fileURLToPath(new URL('../bin/slip.js', import.meta.url))];
const REFORMAT =
  "const { readFileSync, writeFileSync } = require('node:fs');" +
  "writeFileSync(1, JSON.stringify(JSON.parse(readFileSync(process.argv[1], 'utf8')), null, 2))";

if (findProgram('bash') === undefined) {
  console.log('bench:smoke: without bash nobody tells the CPU time of a program');
  process.exit();
}
await setUp({ build: true });

const book = { title: 'Dune', year: 1965, tags: ['sand', 'spice'], price: 12.5, lent: false, note: 'a\\b "c" é' };
const document = Buffer.from(JSON.stringify(Array.from({ length: 80_000 }, (_, id) => ({ id, ...book }))));
const server = createServer((request, response) => {
  const bytes = request.url === '/many' ? document : Buffer.from(JSON.stringify(book));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length }).end(bytes);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}`;
const folder = mkdtempSync(join(tmpdir(), 'slip-smoke-'));
const file = join(folder, 'document.json');
writeFileSync(file, document);

const BARE = [process.execPath, '-e', '0'];
/** Measured on Node 20 and 24: 1.07 and 1.15; 1.4 and 2.1; 0.8 and 0.9 for the last. */
const CHECKS = [
  ['slip --version', [...SLIP, '--version'], BARE, 1.6],
  ['a small GET', [...SLIP, url], BARE, 3.2],
  [
    '8 MB of JSON, formatted, beside JSON.parse and JSON.stringify',
    [...SLIP, '--pretty', 'all', `${url}/many`],
    [process.execPath, '-e', REFORMAT, file],
    2,
  ],
];

let isSlow = false;
const around = { folder, env: { PATH: process.env.PATH, HOME: folder } };
try {
  for (const [what, ours, theirs, atMost] of CHECKS) {
    const least = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < ROUNDS; round++) {
      for (const [side, words] of [ours, theirs].entries()) {
        const { cpuMs } = await timed(words, around);
        least[side] = Math.min(least[side], cpuMs);
      }
    }
    const ratio = least[0] / least[1];
    const verdict = ratio <= atMost ? '' : `, and ${atMost} × is the most`;
    console.log(`${what}: ${least[0].toFixed(0)} ms of CPU, ${ratio.toFixed(2)} ×${verdict}`);
    isSlow ||= ratio > atMost;
  }
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = isSlow ? 1 : 0;
