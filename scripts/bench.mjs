// `npm run bench [-- --runs N] [--only NAME,…] [--nodes 22,24] [--patient] [--write]`: slip beside others, both measured in the same
// run, in turns. --nodes measures short runs in other versions of Node, too, which npm brings into a temporary folder.
// With --write the table goes into docs/performance.md; otherwise nothing is left behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, type } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findProgram, median, peakMemory, timed } from './bench/measure.mjs';
import { installNode } from './bench/nodes.mjs';
import { bodyFile, rowsFor, startRows } from './bench/rows.mjs';
import { tableOf } from './bench/table.mjs';
import { setUp } from './setup.mjs';

const PAGE = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '7' },
    only: { type: 'string' },
    nodes: { type: 'string' },
    patient: { type: 'boolean' },
    write: { type: 'boolean' },
  },
});
const runs = Number(options.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs takes a number of runs, not ${options.runs}`);

await setUp({ build: true });

const folder = mkdtempSync(join(tmpdir(), 'slip-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const TARGETS = {
  20: { version: 1.1, get: 1.35, http: 0.6, pretty: 1.4 },
  24: { version: 1.15, get: 1.6, http: 0.25, pretty: 1.7 },
};
const major = (version) => version.replace(/^v/, '').split('.')[0];
const others = (options.nodes?.split(',') ?? []).map((version) => installNode(version, folder));
const starts = [{ path: process.execPath, version: process.version }, ...others].flatMap(({ path, version }, index) =>
  startRows({ path, title: index === 0 ? '' : `, Node ${version}`, targets: TARGETS[major(version)] }),
);
const rows = [...starts, ...rowsFor(folder, options.patient)].filter(
  ({ name }) => options.only === undefined || options.only.split(',').some((word) => `${name}-`.startsWith(`${word}-`)),
);
if (rows.length === 0) throw new Error(`no row is named like ${options.only}`);
const around = { folder, env: quietEnvironment() };
const server = await startServer(rows.flatMap(({ body = [] }) => body));
let table;
try {
  const results = [];
  for (const row of rows) results.push(...(row.firstByte ? [await timeFirstByte(row)] : await compare(row)));
  table = tableOf(results);
} finally {
  server.stop();
}
console.log(`${table}\n\n${circumstances()}`);
if (options.write) writePage(table);

/** The row's pairs. Each round runs every side once, so that whatever slows the machine slows all of them. */
async function compare(row) {
  const slip = { name: 'slip', words: row.words(server.url) };
  const others = row.others(server.url);
  if (others.length === 0) process.stderr.write(`bench: ${row.name} has nobody to compare with here\n`);
  const sides = [slip, ...others].map((side) => ({ ...side, samples: [] }));
  const warmRuns = row.warmRuns ?? 1;
  for (let round = 1 - warmRuns; round <= runs; round++) {
    for (const side of sides) {
      if (side.isSlow && round < runs) continue;
      row.before?.();
      const sample = await timed(side.words, around);
      // The first round fills the caches.
      if (round > 0) side.samples.push(sample);
    }
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kbench: ${row.name} ${round} of ${runs}`);
  }
  for (const side of sides) {
    row.before?.();
    side.peakBytes = await peakMemory(side.words, around);
  }
  row.before?.();
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const [measured, ...rest] = sides.map(({ samples, ...side }) => ({ ...side, ...medians(samples) }));
  const { title, maxMegabytes } = row;
  return rest.map((other, index) => ({
    title: index === 0 ? title : undefined,
    slip: measured,
    other,
    atMost: other.atMost,
    byCpu: other.byCpu,
    maxMegabytes: index === 0 ? maxMegabytes : undefined,
  }));
}

/** How long after the server has sent its first byte slip has written one, both by the clock of the machine. */
async function timeFirstByte(row) {
  const samples = [];
  for (let round = 0; round <= runs; round++) {
    const [program, ...words] = row.words(server.url);
    const child = spawn(program, words, { cwd: folder, env: around.env, stdio: ['ignore', 'pipe', 'inherit'] });
    const written = once(child.stdout, 'data').then(() => Date.now());
    const [sentAtMs] = await once(server.said, 'data');
    const wallMs = Math.max(0, (await written) - Number(sentAtMs));
    child.kill();
    await once(child, 'close');
    if (round > 0) samples.push(wallMs);
  }
  return { title: row.title, slip: { wallMs: median(samples) }, other: { name: '20 ms', wallMs: 20 }, atMost: 1 };
}

function medians(samples) {
  const of = (name) =>
    samples.some((sample) => sample[name] === undefined) ? undefined : median(samples.map((s) => s[name]));
  const spreadOf = (name) => {
    const middle = of(name);
    return middle === undefined ? undefined : median(samples.map((sample) => Math.abs(sample[name] - middle)));
  };
  return { wallMs: of('wallMs'), wallSpread: spreadOf('wallMs'), cpuMs: of('cpuMs'), cpuSpread: spreadOf('cpuMs') };
}

/** No proxies, no colours, nobody's own settings. */
function quietEnvironment() {
  const { PATH, SystemRoot } = process.env;
  const config = join(folder, 'httpie');
  mkdirSync(config);
  // HTTPie asks the network for news otherwise.
  writeFileSync(join(config, 'config.json'), '{"disable_update_warnings": true}');
  return { PATH, SystemRoot, HOME: folder, TMPDIR: folder, HTTPIE_CONFIG_DIR: config, LC_ALL: 'C.UTF-8' };
}

async function startServer(bodies) {
  const words = [
    fileURLToPath(new URL('bench/server.mjs', import.meta.url)),
    ...bodies.map((name) => bodyFile(folder, name)),
  ];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill());
  const [port] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the server of the benchmark does not start'))),
  ]);
  return { url: `http://127.0.0.1:${Number(port)}`, said: child.stdout, stop: () => child.kill() };
}

/** When, where and with what. */
function circumstances() {
  const date = new Date().toISOString().slice(0, 10);
  const [{ model }] = cpus();
  const missing = ['curl', 'http', 'jq', 'bash'].filter((name) => findProgram(name) === undefined);
  const without = missing.length === 0 ? '' : `, without ${missing.join(', ')}`;
  return `${date}, Node ${process.version}, ${type()}, ${cpus().length} × ${model.trim()}; medians of ${runs} runs${without}.`;
}

function writePage(table) {
  const page = readFileSync(PAGE, 'utf8');
  const place = /<!-- bench:begin -->[\s\S]*<!-- bench:end -->/;
  if (!place.test(page)) throw new Error('docs/performance.md has no place for the table');
  const section = `<!-- bench:begin -->\n\n${circumstances()}\n\n${table}\n\n<!-- bench:end -->`;
  writeFileSync(
    PAGE,
    page.replace(place, () => section),
  );
}
