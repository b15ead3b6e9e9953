import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sink } from '../src/host.ts';
import { runTasks, sharedSink } from '../src/send/parallel.ts';

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
