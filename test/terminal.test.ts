/** slip on a terminal and in a shell's pipes: what a person sees, and what a script gets. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { missing } from './support/servers/programs.ts';
import { environmentIn, SLIP } from './support/servers/spawned-slip.ts';
import {
  CTRL_C,
  missingTerminal,
  runOnTerminal,
  screenAfter,
  stylesLeftOn,
  type TerminalRun,
} from './support/servers/terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'slip-terminal-'));
const server = createServer((request, response) => void answer(request, response));
let url = '';

/** The answers that have begun and wait for the test to say how they go on, by their path. */
const begun = new Map<string, ServerResponse>();
const requests: IncomingMessage[] = [];
const runs: TerminalRun[] = [];

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other address
});

after(async () => {
  for (const run of runs) run.stop();
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
});

const PIECE = Buffer.alloc(100_000, 'slow ');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  requests.push(request);
  const { pathname } = new URL(`http://x${request.url}`);
  const json = { 'Content-Type': 'application/json' };
  switch (pathname.split('/')[1]) {
    case 'book':
      response.writeHead(200, json).end('{"title":"Dune","year":1965,"lent":false,"tags":[]}');
      return;
    case 'gone':
      response.writeHead(404, json).end('{"status":404}');
      return;
    case 'evil':
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('\x1b]0;owned\x07\x1b[2Jtext\u009b31m\n');
      return;
    case 'binary':
      response.writeHead(200, { 'Content-Type': 'image/png' }).end(Buffer.from([0x89, 0x50, 0, 1, 2, 3, 0x1b]));
      return;
    case 'half':
      begun.set(pathname, response.writeHead(200, json));
      response.write('{"title":"Du');
      return;
    case 'slow':
      begun.set(pathname, response.writeHead(200, { 'Content-Length': PIECE.length * 2 }));
      response.write(PIECE);
      return;
    case 'stalled':
      response.writeHead(200, { 'Content-Type': 'text/plain' }).write('line\n'.repeat(100));
      return;
    case 'endless':
      response.on('error', () => {});
      while (!response.destroyed) if (!response.write(`${'line\n'.repeat(1000)}`)) await drained(response);
      return;
    default:
      response.end(`${pathname}\n`);
  }
}

function drained(response: ServerResponse): Promise<unknown> {
  return Promise.race([once(response, 'drain'), once(response, 'close')]).catch(() => {});
}

// A slip that waits for ever is to fail here, and not to keep everything waiting.
const terminal = { skip: missingTerminal(), timeout: 60_000 };

function onTerminal(words: readonly string[], env: Readonly<Record<string, string>> = {}): TerminalRun {
  const run = runOnTerminal(words, folder, env);
  runs.push(run);
  return run;
}

describe('on a terminal', terminal, () => {
  test('an answer is a summary and a formatted body, both coloured', async () => {
    const run = onTerminal([`${url}/book`]);
    assert.equal(await run.ended, 0, run.output());
    const [summary = '', ...body] = run.output().split('\n');
    assert.match(screenAfter(summary), /^HTTP\/1\.1 200 OK · \d+ ms · (?:\d+ B · )?application\/json$/);
    assert.match(summary, /^\x1b\[32m/);
    assert.equal(
      screenAfter(body.join('\n')),
      '{\n  "title": "Dune",\n  "year": 1965,\n  "lent": false,\n  "tags": []\n}\n',
    );
    assert.match(body.join('\n'), /\x1b\[\d+m"title"\x1b\[/);
    assert.deepEqual(stylesLeftOn(run.output()), []);
  });

  const PLAIN: readonly [says: string, env: Readonly<Record<string, string>>, words: readonly string[]][] = [
    ['NO_COLOR takes the colours away, not the form', { NO_COLOR: '1' }, []],
    ['TERM=dumb has no escape sequence at all', { TERM: 'dumb' }, []],
    ['--pretty format has no colours in the body', {}, ['--pretty', 'format', '--print', 'b']],
  ];
  for (const [says, env, words] of PLAIN) {
    test(says, async () => {
      const run = onTerminal([`${url}/book`, ...words], env);
      assert.equal(await run.ended, 0, run.output());
      assert.ok(run.output().endsWith('{\n  "title": "Dune",\n  "year": 1965,\n  "lent": false,\n  "tags": []\n}\n'));
      assert.ok(!run.output().includes('\x1b'), JSON.stringify(run.output()));
    });
  }

  test('an empty NO_COLOR is none', async () => {
    const run = onTerminal([`${url}/book`], { NO_COLOR: '' });
    assert.equal(await run.ended, 0);
    assert.match(run.output(), /\x1b\[32m/);
  });

  test('a 404 has another colour than a 200, and exit status 0', async () => {
    const run = onTerminal([`${url}/gone`]);
    assert.equal(await run.ended, 0);
    assert.match(run.output(), /^\x1b\[(?!32m)[\d;]+mHTTP\/1\.1 404 Not Found\x1b\[/);
  });

  test('control characters of a body are shown, not obeyed', async () => {
    const run = onTerminal([`${url}/evil`, '--print', 'b']);
    assert.equal(await run.ended, 0);
    assert.doesNotMatch(run.output(), /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    assert.match(run.output(), /text/);
  });

  test('a binary body is not shown, and a note says how to have it', async () => {
    const run = onTerminal([`${url}/binary`]);
    assert.equal(await run.ended, 0);
    assert.match(screenAfter(run.output()), /the body is binary \(image\/png[^)]*\) and not shown; -o FILE saves it/);
    assert.ok(!run.output().includes('\x89P'));
  });

  test('a password is asked for, and not shown', async () => {
    const run = onTerminal([`${url}/login`, '-u', 'ada']);
    await run.seen(/password.*: /i);
    run.type('open sesame\r');
    assert.equal(await run.ended, 0, run.output());
    assert.doesNotMatch(run.output(), /sesame/);
    const credentials = Buffer.from('ada:open sesame').toString('base64');
    assert.equal(requests.at(-1)?.headers.authorization, `Basic ${credentials}`);
  });

  test('Ctrl-C at the question for a password ends slip with 130, and nothing is sent', async () => {
    const sent = requests.length;
    const run = onTerminal([`${url}/login`, '-u', 'ada']);
    await run.seen(/password.*: /i);
    run.type(CTRL_C);
    assert.equal(await run.ended, 130, run.output());
    assert.equal(requests.length, sent);
  });

  test('the part of a body that has come is shown before the rest comes', async () => {
    const run = onTerminal([`${url}/half/shown`]);
    await run.seen(/"Du/);
    begun.get('/half/shown')?.end('ne"}');
    assert.equal(await run.ended, 0);
    assert.match(screenAfter(run.output()), /\{\n {2}"title": "Dune"\n\}\n$/);
  });

  test('Ctrl-C within a coloured body ends slip with 130 and the colours off', async () => {
    const run = onTerminal([`${url}/half/left`]);
    await run.seen(/"Du/);
    run.type(CTRL_C);
    assert.equal(await run.ended, 130, run.output());
    assert.deepEqual(stylesLeftOn(run.output()), []);
    assert.doesNotMatch(screenAfter(run.output()), /slip:|Error/);
  });
});

describe('in a pager', terminal, () => {
  /** Shows the first line it gets, and ends at a key; Ctrl-C is a word to it. */
  const PATIENT = `
    process.on('SIGINT', () => console.log('caught'));
    process.stdin.once('data', (text) => console.log('first: ' + String(text).split('\\n')[0]));
    new (require('node:tty').ReadStream)(require('node:fs').openSync('/dev/tty')).once('data', () => process.exit());
  `;

  test('an answer keeps its colours and its exit status', async () => {
    const run = onTerminal([`${url}/gone`, '-f', '--print', 'hb', '--pager'], { SLIP_PAGER: 'sed -n "s/^/| /p"' });
    assert.equal(await run.ended, 22, run.output());
    assert.match(run.output(), /^\| .*\x1b\[/);
    assert.match(screenAfter(run.output()), /^\| slip: the server answered 404/m);
  });

  test('leaving it ends a transfer that would go on for ever, with 0', async () => {
    for (const path of ['stalled', 'endless']) {
      const run = onTerminal([`${url}/${path}`, '--print', 'b'], { SLIP_PAGER: 'head -n 1' });
      assert.equal(await run.ended, 0, run.output());
      assert.equal(run.output(), 'line\n');
    }
  });

  test('Ctrl-C is for the pager', async () => {
    const pager = join(folder, 'patient.cjs');
    await writeFile(pager, PATIENT);
    const run = onTerminal([`${url}/stalled`, '--print', 'b'], {
      SLIP_PAGER: `'${process.execPath}' '${pager}'`,
    });
    await run.seen(/first: line\n/);
    run.type(CTRL_C);
    await run.seen(/caught/);
    run.type(CTRL_C);
    await run.seen(/caught.*caught/s);
    run.type('\r');
    assert.equal(await run.ended, 0, run.output());
  });

  test('one that is not there is told of, and the answer is printed', async () => {
    const run = onTerminal([`${url}/a`, '--print', 'b'], { SLIP_PAGER: 'slip-has-no-such-pager' });
    assert.equal(await run.ended, 0, run.output());
    assert.match(screenAfter(run.output()), /^slip: the pager slip-has-no-such-pager is not there; .*\n\/a\n$/);
  });
});

describe('a slow download on a terminal', terminal, () => {
  test('has a line of progress, which is gone at the end', async () => {
    const path = join(folder, 'slow');
    const run = onTerminal([`${url}/slow/whole`, '-o', path]);
    await run.seen(/\b50 % · 100 kB of 200 kB · /);
    begun.get('/slow/whole')?.end(PIECE);
    assert.equal(await run.ended, 0, run.output());
    assert.equal((await stat(path)).size, 2 * PIECE.length);
    assert.match(screenAfter(run.output()), /^HTTP\/1\.1 200 OK · \d+ ms · 200 kB\n$/);
    assert.match(run.output(), /\x1b\[\?25h(?!.*\x1b\[\?25l)/s);
  });

  for (const option of ['--no-progress-meter', '-s']) {
    test(`has none with ${option}`, async () => {
      const path = join(folder, `slow${option}`);
      const run = onTerminal([`${url}/slow/${option}`, option, '-o', path]);
      await filled(path);
      // By the time that another, which began later, shows its line, this one would have shown its own.
      const other = onTerminal([`${url}/slow/beside${option}`, '-o', `${path}-beside`]);
      await other.seen(/ 50 % /);
      for (const name of [option, `beside${option}`]) begun.get(`/slow/${name}`)?.end(PIECE);
      assert.equal(await run.ended, 0);
      assert.equal(await other.ended, 0);
      assert.doesNotMatch(run.output(), /%|\x1b\[\?25l/);
    });
  }

  test('Ctrl-C ends it with 130, the cursor back and the part kept', async () => {
    const run = onTerminal(['--download', `${url}/slow/left`, '-o', join(folder, 'left')]);
    await run.seen(/ 50 % /);
    run.type(CTRL_C);
    assert.equal(await run.ended, 130, run.output());
    assert.match(run.output(), /\x1b\[\?25h(?!.*\x1b\[\?25l)/s);
    assert.ok(!existsSync(join(folder, 'left')));
    assert.deepEqual(await readFile(join(folder, 'left.part')), PIECE);
  });
});

/** Resolves when a file has bytes in it. */
async function filled(path: string): Promise<void> {
  while (!existsSync(path) || (await stat(path)).size === 0) await new Promise((resolve) => setImmediate(resolve));
}

describe('in a shell', { skip: missing('sh', 'head') }, () => {
  const shell = async (line: string): Promise<{ readonly stdout: string; readonly stderr: string }> => {
    const env = { ...environmentIn(folder), NODE: process.execPath, SLIP, URL: url };
    const script = `slip() { "$NODE" "$SLIP" "$@"; }; ${line}`;
    return await promisify(execFile)('sh', ['-c', script], { env, cwd: folder });
  };
  const LINES: readonly [line: string, stdout: string, stderr?: string][] = [
    ['slip $URL/endless | head -n 1', 'line\n'],
    ['{ slip $URL/endless; echo $? >status; } | head -n 1; cat status', 'line\n0\n'],
    ['slip $URL/endless --pretty all | head -n 1', 'line\n'],
    ['slip -v $URL/a 2>&1 >/dev/null | head -n 1 | cut -c 1-14', '* connected to\n'],
    ['slip --help | head -n 1 | wc -l | tr -d " "', '1\n'],
    ['printf "1\\n2\\n3\\n" | while read -r n; do slip $URL/$n; done', '/1\n/2\n/3\n'],
    ['printf "1\\n2\\n" | while read -r n; do slip -d n=$n $URL/$n; done', '/1\n/2\n'],
    ['printf "1\\n2\\n" | { read -r n; slip post $URL/a n=1; cat; }', '/a\n2\n'],
    ['echo "a=1" | slip $URL/stdin -d @-', '/stdin\n'],
    ['slip $URL/a <&-', '/a\n'],
    ['slip $URL/a >/dev/null', ''],
    ['slip -f $URL/gone; echo $?', '22\n', 'slip: the server answered 404 Not Found\n'],
    ['slip -s -f $URL/gone; echo $?', '22\n'],
  ];
  for (const [line, stdout, stderr = ''] of LINES) {
    test(line, async () => assert.deepEqual(await shell(line), { stdout, stderr }));
  }
});
