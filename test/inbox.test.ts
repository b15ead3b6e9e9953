import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createInbox, type Inbox } from '../src/http/inbox.ts';

/** Everything that an iterable gives. */
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const HIGH_WATER_BYTES = 256 * 1024;

/** An inbox, and what its socket was told. */
function inbox(): { readonly inbox: Inbox; readonly told: string[]; isPaused(): boolean } {
  const told: string[] = [];
  return {
    inbox: createInbox({ pause: () => told.push('pause'), resume: () => told.push('resume') }),
    told,
    isPaused: () => told.at(-1) === 'pause',
  };
}

const neverAbandoned = (): void => assert.fail('the reader did not stop early');

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await all(chunks)).toString();
}

test('what waits comes out together, in the order in which it came', async () => {
  const { inbox: box, told } = inbox();
  for (const text of ['a', 'b', 'c']) box.push(Buffer.from(text));
  box.end();
  const chunks = await all(box.chunks(neverAbandoned));
  assert.deepEqual(chunks.map(String), ['abc']);
  assert.deepEqual(told, []);
});

test('a reader waits for what has not come yet', async () => {
  const { inbox: box } = inbox();
  const text = textOf(box.chunks(neverAbandoned));
  await Promise.resolve();
  box.push(Buffer.from('a'));
  await Promise.resolve();
  box.push(Buffer.from('b'));
  box.end();
  assert.equal(await text, 'ab');
});

test('nothing at all is an empty body', async () => {
  const { inbox: box } = inbox();
  box.end();
  assert.equal(await textOf(box.chunks(neverAbandoned)), '');
});

test('an error comes after the chunks before it, as it is', async () => {
  const { inbox: box } = inbox();
  const error = new Error('broken');
  box.push(Buffer.from('a'));
  box.fail(error);
  const chunks = box.chunks(neverAbandoned)[Symbol.asyncIterator]();
  assert.equal(String((await chunks.next()).value), 'a');
  await assert.rejects(chunks.next(), error);
});

test('an error wakes a reader that waits', async () => {
  const { inbox: box } = inbox();
  const text = textOf(box.chunks(neverAbandoned));
  await Promise.resolve();
  box.fail(new Error('broken'));
  await assert.rejects(text, /broken/);
});

test('whatever ends it first counts', async () => {
  const ended = inbox().inbox;
  ended.end();
  ended.fail(new Error('too late'));
  assert.equal(await textOf(ended.chunks(neverAbandoned)), '');
  const failed = inbox().inbox;
  failed.fail(new Error('first'));
  failed.end();
  await assert.rejects(textOf(failed.chunks(neverAbandoned)), /first/);
});

test('an error that is undefined is an error', async () => {
  const { inbox: box } = inbox();
  box.fail(undefined);
  const thrown = await textOf(box.chunks(neverAbandoned)).then(
    () => 'nothing',
    (error: unknown) => error,
  );
  assert.equal(thrown, undefined);
});

test('the socket is told to stop once 256 KiB wait, and to go on when they are read', async () => {
  const { inbox: box, told } = inbox();
  box.push(new Uint8Array(HIGH_WATER_BYTES - 1));
  assert.deepEqual(told, []);
  box.push(new Uint8Array(1));
  box.push(new Uint8Array(1));
  assert.deepEqual(told, ['pause'], 'once, though more came');
  const chunks = box.chunks(() => {})[Symbol.asyncIterator]();
  await chunks.next();
  assert.deepEqual(told, ['pause', 'resume']);
});

test('of a body that may not come faster, no more than a second’s worth waits', () => {
  const told: string[] = [];
  const box = createInbox({ pause: () => told.push('pause'), resume: () => told.push('resume') }, 1000);
  box.push(new Uint8Array(999));
  assert.deepEqual(told, []);
  box.push(new Uint8Array(1));
  assert.deepEqual(told, ['pause']);
});

test('a reader that stops early is told of once, one that stopped at the end is not', async () => {
  const { inbox: box } = inbox();
  let abandoned = 0;
  box.push(Buffer.from('a'));
  box.push(Buffer.from('b'));
  for await (const _chunk of box.chunks(() => abandoned++)) break;
  assert.equal(abandoned, 1);
});

test('a reader that stops after everything came leaves nothing to give up', async () => {
  const { inbox: box } = inbox();
  box.push(Buffer.from('a'));
  box.push(Buffer.from('b'));
  box.end();
  for await (const _chunk of box.chunks(neverAbandoned)) break;
});

test('in any order of coming and reading nothing is lost, and the socket stops in time', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('push' as const), byteLength: fc.integer({ min: 1, max: HIGH_WATER_BYTES }) }),
    fc.record({ kind: fc.constant('read' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { inbox: box, isPaused } = inbox();
      const chunks = box.chunks(() => {})[Symbol.asyncIterator]();
      let pushedBytes = 0;
      let readBytes = 0;
      for (const next of steps) {
        const waitingBytes = pushedBytes - readBytes;
        if (next.kind === 'push') {
          box.push(new Uint8Array(next.byteLength));
          pushedBytes += next.byteLength;
          if (waitingBytes + next.byteLength >= HIGH_WATER_BYTES) assert.equal(isPaused(), true);
        } else if (waitingBytes > 0) {
          readBytes += (await chunks.next()).value?.byteLength ?? 0;
          if (readBytes === pushedBytes) assert.equal(isPaused(), false, 'a socket that nobody wakes');
        }
      }
      box.end();
      for (let { done, value } = await chunks.next(); !done; { done, value } = await chunks.next()) {
        readBytes += value?.byteLength ?? 0;
      }
      assert.equal(readBytes, pushedBytes);
    }),
    { numRuns: 200 },
  );
});

test('what was pushed may be overwritten, and a chunk is kept as it is unless it is lent', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 200 })), fc.nat({ max: 20 }), async (sizes, lentFrom) => {
      const { inbox: box } = inbox();
      const chunks = box.chunks(neverAbandoned)[Symbol.asyncIterator]();
      const memory = Buffer.alloc(200);
      const sent: Buffer[] = [];
      const kept: Uint8Array[] = [];
      const copied: Buffer[] = [];
      for (const [index, size] of sizes.entries()) {
        if (index === lentFrom) box.lend();
        const bytes = memory.subarray(0, size).fill(index);
        sent.push(Buffer.from(bytes));
        box.push(bytes);
        memory.fill(0xff);
        if (size === 0 || size % 3 === 0) continue;
        const { value } = await chunks.next();
        copied.push(Buffer.from(value));
        if (index < lentFrom) kept.push(value);
      }
      box.end();
      for (let last = await chunks.next(); !last.done; last = await chunks.next()) copied.push(Buffer.from(last.value));
      assert.ok(Buffer.concat(copied).equals(Buffer.concat(sent)));
      assert.ok(kept.every((chunk, index) => copied[index]?.equals(chunk)));
    }),
  ));
