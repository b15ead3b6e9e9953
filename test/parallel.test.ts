import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import type { Sink } from '../src/host.ts';
import { runTasks, sharedSink } from '../src/send/parallel.ts';
import { runSlip } from './support/servers/spawned-slip.ts';

/** A task that ends when it is told to. */
function gate(): { readonly task: () => Promise<number>; open(result: number): void; readonly begun: boolean } {
  let open: (result: number) => void = () => {};
  let begun = false;
  const ended = new Promise<number>((resolve) => {
    open = resolve;
  });
  return {
    task: async () => {
      begun = true;
      return await ended;
    },
    open: (result) => open(result),
    get begun() {
      return begun;
    },
  };
}

test('no more tasks run at once than may, and the next begins when one ends', async () => {
  const gates = [gate(), gate(), gate()];
  const results: number[] = [];
  const all = runTasks(
    gates.map(({ task }) => task),
    2,
    (result) => results.push(result) === 99,
  );
  assert.deepEqual(
    gates.map(({ begun }) => begun),
    [true, true, false],
  );
  gates[1]?.open(1);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(gates[2]?.begun, true);
  gates[2]?.open(2);
  gates[0]?.open(0);
  await all;
  assert.deepEqual(results, [1, 2, 0]);
});

test('after a result that stops, none is begun, and those under way end', async () => {
  const gates = [gate(), gate(), gate()];
  const results: number[] = [];
  const all = runTasks(
    gates.map(({ task }) => task),
    2,
    (result) => {
      results.push(result);
      return result === 22;
    },
  );
  gates[0]?.open(22);
  gates[1]?.open(0);
  await all;
  assert.deepEqual(results, [22, 0]);
  assert.equal(gates[2]?.begun, false);
});

test('bodies that arrive together are written one after another', async () => {
  let text = '';
  const sink: Sink = {
    isTerminal: false,
    columns: 80,
    write: async (chunk) => {
      text += Buffer.from(chunk as Uint8Array).toString(); // the overload for text does the same for text
    },
  };
  const shared = sharedSink(sink);
  const [first, second, silent] = [shared.seat(), shared.seat(), shared.seat()];
  await first.sink.write('a1 ');
  const late = second.sink.write('b1 ');
  silent.leave();
  await first.sink.write('a2 ');
  first.leave();
  await late;
  await second.sink.write('b2');
  second.leave();
  assert.equal(text, 'a1 a2 b1 b2');
});

test('-Z asks for the second URL before the first has answered', async () => {
  const waiting: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    waiting.push(response);
    if (waiting.length === 2) for (const each of waiting) each.end('.');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other address
  const { status, stdout } = await runSlip(['-s', '-Z', `${url}/a`, `${url}/b`], { folder: tmpdir() });
  assert.deepEqual([status, stdout], [0, '..']);
  await once(server.close(), 'close');
});

test('--parallel-max 1 asks for one after the other: the second request has the cookie of the first answer', async () => {
  const cookies: (string | undefined)[] = [];
  const server = createServer(({ headers }, response) => {
    cookies.push(headers.cookie);
    response.setHeader('Set-Cookie', 'a=1').end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other address
  const words = ['-s', '-Z', '--parallel-max', '1', '-b', '', `${url}/a`, `${url}/b`];
  assert.equal((await runSlip(words, { folder: tmpdir() })).status, 0);
  assert.deepEqual(cookies, [undefined, 'a=1']);
  await once(server.close(), 'close');
});

test('hundreds at once are no reason for a warning of Node', async () => {
  const server = createServer((_request, response) => void response.end('.')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other address
  const { status, stdout, stderr } = await runSlip(['-s', '-Z', '--parallel-max', '200', `${url}/[1-200]`], {
    folder: tmpdir(),
  });
  assert.deepEqual([status, stdout, stderr], [0, '.'.repeat(200), '']);
  await once(server.close(), 'close');
});
