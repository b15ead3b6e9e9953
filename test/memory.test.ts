import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { runSlip } from './support/servers/spawned-slip.ts';

const MIB = 1024 * 1024;
/** Several times what a run may need. */
const BODY_BYTES = 320 * MIB;
/** What a run of slip may have at once whatever passes through it. These have 50 to 70, more than a run of a small body by less than 20. */
const MAX_PEAK_MIB = 100;

/** What `slip diff` may have for two objects of MEMBERS: the trees of both alone would take more. */
const MAX_DIFF_MIB = 300;
const MEMBERS = 400_000;

const ZEROS = Buffer.alloc(MIB);
const RECORDS = Buffer.from(`${'{"id":1,"title":"Moby-Dick","price":12.50,"tags":["a","b"]},'.repeat(16_384)}`);

/** Such messages take 110; without bounds on what waits, 260. */
const MAX_MESSAGES_MIB = 160;
const MESSAGE = 'x'.repeat(16 * 1024);

/** No JSON: an expectation that does not hold is told with all of it at hand. */
const TEXT = Buffer.alloc(MIB, 'x');
const FAILING = 300;
/** Such a run takes 145; one that kept what it has told took 440. */
const MAX_FAILING_MIB = 220;
/** 64 MiB of text, written as one. */
const MAX_HAR_MIB = 640;

suite('memory is flat', { skip: process.platform === 'win32' }, () => {
  let folder: string;
  let server: Server;
  let url: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'slip-memory-'));
    // Run in slip's own process: its last word is the most memory that it had, in KiB.
    writeFileSync(
      join(folder, 'peak.cjs'),
      "process.on('exit', () => require('node:fs').writeFileSync('peak', String(process.resourceUsage().maxRSS)));",
    );
    writeFileSync(join(folder, 'large'), '');
    truncateSync(join(folder, 'large'), BODY_BYTES);
    server = createServer((request, response) => {
      response.on('error', () => {});
      if (request.url === '/text') return void response.setHeader('Content-Type', 'text/plain').end(TEXT);
      if (request.method === 'PUT') return void request.resume().on('end', () => response.end());
      if (request.url?.startsWith('/members') === true) return void response.end(membersBut(request.url.slice(9)));
      const isJson = request.url === '/records';
      const piece = isJson ? RECORDS : ZEROS;
      let leftBytes = BODY_BYTES;
      response.setHeader('Content-Type', isJson ? 'application/json' : 'application/octet-stream');
      if (isJson) response.write('[');
      const send = (): void => {
        while (leftBytes > 0 && !response.destroyed) {
          leftBytes -= piece.length;
          if (!response.write(piece)) return void response.once('drain', send);
        }
        response.end(isJson ? '0]' : '');
      };
      send();
    });
    new WebSocketServer({ server }).on('connection', (socket) => {
      let leftBytes = BODY_BYTES;
      const send = (): void => {
        if (leftBytes <= 0) return void socket.close();
        leftBytes -= MESSAGE.length;
        socket.send(MESSAGE, send);
      };
      send();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const LINES: [what: string, words: () => readonly string[]][] = [
    ['a download to a file', () => [`${url}/zeros`, '-o', 'saved']],
    ['an upload from a file', () => ['-T', 'large', `${url}/`]],
    ['JSON that is formatted and coloured', () => [`${url}/records`, '--pretty', 'all', '-o', 'saved']],
  ];
  for (const [what, words] of LINES) {
    test(`in ${what} of ${BODY_BYTES / MIB} MiB`, async () => {
      await assertPeak(words(), 0, MAX_PEAK_MIB);
    });
  }

  test(`in messages of a WebSocket of ${BODY_BYTES / MIB} MiB`, async () => {
    await assertPeak([`${url.replace('http', 'ws')}/`, '-o', 'saved'], 0, MAX_MESSAGES_MIB);
  });

  test(`in a comparison of two objects of ${MEMBERS} members`, async () => {
    await assertPeak(['diff', `${url}/members?1`, `${url}/members?2`], 1, MAX_DIFF_MIB);
  });

  test(`in a run of ${FAILING} requests, each of which fails on a body of 1 MiB`, async () => {
    const requests = Array.from(
      { length: FAILING },
      (_, index) => `  r${index}: { request: GET /text, expect: { body: { $: 1 } } }\n`,
    );
    writeFileSync(join(folder, 'failing.yaml'), `base: ${url}\nrequests:\n${requests.join('')}`);
    const stdout = await assertPeak(['run', 'failing.yaml'], 100, MAX_FAILING_MIB);
    assert.match(stdout, new RegExp(`${FAILING} failed`));
  });

  test('in a HAR report, which holds the bodies that there is room for', async () => {
    const count = 70;
    writeFileSync(
      join(folder, 'har.yaml'),
      `base: ${url}\nrequests: { text: { request: GET /text, repeat: ${count} } }\n`,
    );
    await assertPeak(['run', 'har.yaml', '--report', 'har=out.har'], 0, MAX_HAR_MIB);
    const { log } = JSON.parse(readFileSync(join(folder, 'out.har'), 'utf8'));
    const contents = log.entries.map(({ response }: { response: { content: object } }) => response.content);
    assert.equal(contents.length, count);
    const facts = { size: MIB, mimeType: 'text/plain' };
    assert.deepEqual(contents[0], { ...facts, text: String(TEXT) });
    assert.deepEqual(contents.at(-1), { ...facts, comment: 'left out: the bodies before it fill the report' });
  });

  /** Gives what was printed. */
  async function assertPeak(words: readonly string[], expectedStatus: number, maxMib: number): Promise<string> {
    const env = { NODE_OPTIONS: `--require ${join(folder, 'peak.cjs')}`, NODE_DISABLE_COMPILE_CACHE: '1' };
    const { status, stdout, stderr } = await runSlip(words, { folder, env });
    assert.equal(status, expectedStatus, stderr);
    const peakMib = Number(readFileSync(join(folder, 'peak'), 'utf8')) / 1024;
    assert.ok(peakMib <= maxMib, `${peakMib.toFixed(0)} MiB`);
    return String(stdout);
  }
});

/** An object as JSON, one of whose members is what was asked for. */
function membersBut(value: string): string {
  return `{${Array.from({ length: MEMBERS }, (_, index) => `"member ${index}":${index === 7 ? value : index}`).join()}}`;
}
