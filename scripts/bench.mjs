// `npm run bench`: speed and memory against curl, HTTPie and jq where they are installed, and against bare Node. Both
// sides of a row run in turn, A B A B …, in one go; the table gives medians and ratios. `--write` puts it into
// docs/performance.md, `--runs N` changes the seven runs, `--only WORD` picks rows.
import { fork, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const DOWNLOAD_MEGABYTES = 512;
const JSON_BYTES = 50e6;

if (process.send !== undefined) serve();
else await main();

/** Runs in a process of its own, so that its work is nobody's figure. */
function serve() {
  const document = readFileSync(process.argv[2]);
  const block = Buffer.alloc(1024 * 1024, 'slip');
  const server = createServer((request, response) => {
    if (request.url === '/small')
      response.setHeader('Content-Type', 'application/json').end('{"title":"Dune","year":1965}');
    else if (request.url === '/large') response.setHeader('Content-Type', 'application/json').end(document);
    else {
      response.setHeader('Content-Length', DOWNLOAD_MEGABYTES * block.length);
      let left = DOWNLOAD_MEGABYTES;
      const write = () => {
        while (left-- > 0) if (!response.write(block)) return void response.once('drain', write);
        response.end();
      };
      write();
    }
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.once('disconnect', () => process.exit());
}

async function main() {
  await setUp({ build: true });
  const folder = mkdtempSync(join(tmpdir(), 'slip-bench-'));
  const runs = Number(option('--runs') ?? 7);
  try {
    const document = join(folder, 'large.json');
    writeFileSync(document, largeJson());
    const server = fork(fileURLToPath(import.meta.url), [document]);
    const port = await new Promise((resolve) => server.once('message', resolve));
    const rows = [];
    for (const { name, slip, other } of pairs(`http://127.0.0.1:${port}`, folder, document)) {
      if (!name.includes(option('--only') ?? '')) continue;
      if (spawnSync(other[0], ['--version'], { stdio: 'ignore' }).error !== undefined) {
        console.error(`${name}: ${other[0]} is not installed`);
        continue;
      }
      rows.push(row(name, await compare([process.execPath, `${root}bin/slip.js`, ...slip], other, runs)));
      console.error(`${name}: done`);
    }
    server.disconnect();
    const table = [
      '| what | slip | other side | slip ÷ other | slip CPU | other CPU | slip peak |',
      '|---|---|---|---|---|---|---|',
      ...rows,
    ].join('\n');
    console.log(table);
    if (process.argv.includes('--write')) record(table, runs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pairs(base, folder, document) {
  const bare = [process.execPath, '-e', '0'];
  return [
    { name: '`slip --version` : `node -e 0`', slip: ['--version'], other: bare },
    { name: '`slip --help` : `node -e 0`', slip: ['--help'], other: bare },
    { name: 'GET small JSON : `node -e 0`', slip: [`${base}/small`], other: bare },
    { name: 'GET small JSON : curl', slip: [`${base}/small`], other: ['curl', '-s', `${base}/small`] },
    { name: 'GET small JSON : HTTPie', slip: [`${base}/small`], other: ['http', '--ignore-stdin', `${base}/small`] },
    {
      name: 'GET small JSON, coloured : HTTPie',
      slip: ['--pretty', 'all', `${base}/small`],
      other: ['http', '--ignore-stdin', '--pretty', 'all', `${base}/small`],
    },
    {
      name: '50 MB JSON, coloured : `jq -C .` of a file',
      slip: ['--pretty', 'all', `${base}/large`],
      other: ['jq', '-C', '.', document],
    },
    {
      name: '512 MB to a file : curl',
      slip: ['-s', '-o', join(folder, 'a'), `${base}/blob`],
      other: ['curl', '-s', '-o', join(folder, 'b'), `${base}/blob`],
    },
  ];
}

async function compare(slip, other, runs) {
  const figures = { slip: [], other: [] };
  for (let run = 0; run <= runs; run++) {
    const both = { slip: await measure(slip), other: await measure(other) };
    if (run === 0) continue; // a warm-up
    for (const side of ['slip', 'other']) figures[side].push(both[side]);
  }
  return figures;
}

/** Wall and CPU seconds of one run, and its peak memory in MB, which the kernel keeps in /proc while the process is there. */
async function measure([command, ...words]) {
  const sink = openSync('/dev/null', 'w');
  const cpuBefore = childCpu();
  const startedAt = process.hrtime.bigint();
  const child = spawn(command, words, {
    stdio: ['ignore', sink, 'ignore'],
    env: { ...process.env, SLIP_CONFIG_DIR: '/nonexistent' },
  });
  let peakKilobytes = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peakKilobytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peakKilobytes);
    } catch {
      // Not Linux, or gone already.
    }
  }, 5);
  await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watch);
  closeSync(sink);
  return {
    wall: Number(process.hrtime.bigint() - startedAt) / 1e9,
    cpu: childCpu() - cpuBefore,
    peak: peakKilobytes / 1024,
  };
}

/** CPU seconds of all children that have ended, from the kernel's account of this process. */
function childCpu() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}

function row(name, { slip, other }) {
  const [wall, otherWall] = [median(slip, 'wall'), median(other, 'wall')];
  const seconds = (value) => `${value.toFixed(value < 1 ? 3 : 2)} s`;
  const cells = [
    seconds(wall),
    seconds(otherWall),
    (wall / otherWall).toFixed(2),
    seconds(median(slip, 'cpu')),
    seconds(median(other, 'cpu')),
  ];
  return `| ${[name, ...cells, `${Math.round(median(slip, 'peak'))} MB`].join(' | ')} |`;
}

function median(figures, key) {
  const sorted = figures.map((figure) => figure[key]).sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

function largeJson() {
  const records = [];
  for (let bytes = 0, id = 1; bytes < JSON_BYTES; id++) {
    const record = JSON.stringify({
      id,
      name: `Reader number ${id}`,
      email: `reader${id}@example.com`,
      balance: id * 1.25,
      active: id % 2 === 0,
      tags: ['alpha', 'beta', 'gamma'],
      address: { street: `${id} Main Street`, city: 'Springfield', geo: { lat: -37.3159 + id / 1e6, lng: 81.1496 } },
      note: 'A few words about this reader, as long as such notes tend to be in records of this kind.',
    });
    records.push(record);
    bytes += record.length + 1;
  }
  return `[${records.join(',')}]`;
}

function option(name) {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}

function record(table, runs) {
  const path = `${root}docs/performance.md`;
  const heading = `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}, medians of ${runs} runs:`;
  const text = readFileSync(path, 'utf8').replace(
    /(<!-- bench:begin -->)[\s\S]*(<!-- bench:end -->)/,
    `$1\n${heading}\n\n${table}\n$2`,
  );
  writeFileSync(path, text);
}
