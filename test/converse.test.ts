import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../src/failure.ts';
import { converse, type Turn } from '../src/http/converse.ts';
import type { NextRequest } from '../src/http/redirect.ts';
import type { Exchange } from '../src/request/exchange.ts';
import type { RequestPlan } from '../src/request/plan.ts';

/** Everything that an iterable gives. */
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** A plan that is known by its method; the loop reads nothing of it. */
function plan(method: string): RequestPlan {
  return { method } as unknown as RequestPlan;
}

const FRAMED = { version: '1.1', status: 302, headers: [['Content-Length', '5']] };

/** An exchange whose body can be watched. */
interface Watched {
  readonly exchange: Exchange;
  readBytes: number;
  ended: boolean;
  closed: boolean;
}

function watched(of: RequestPlan, chunks: readonly number[] = [], failure?: Error): Watched {
  const watch = { readBytes: 0, ended: false, closed: false };
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for (const byteLength of chunks) {
        watch.readBytes += byteLength;
        yield new Uint8Array(byteLength);
      }
      if (failure !== undefined) throw failure;
    } finally {
      watch.ended = true;
    }
  }
  const close = (): void => {
    watch.closed = true;
  };
  return Object.assign(watch, { exchange: { plan: of, head: FRAMED, body: body(), close } as unknown as Exchange }); // what the loop uses of one
}

/** A conversation whose exchanges are made by hand, each deciding for the method at its place. */
function conversation(
  bodies: readonly (readonly number[])[],
  methods: readonly string[],
  failure?: Error,
): { readonly turns: AsyncGenerator<Turn>; readonly sent: string[]; readonly exchanges: Watched[] } {
  const sent: string[] = [];
  const exchanges: Watched[] = [];
  const send = async (next: RequestPlan): Promise<Exchange> => {
    const made = watched(next, bodies[sent.length] ?? [], failure);
    sent.push(next.method);
    exchanges.push(made);
    return made.exchange;
  };
  const decide = (_exchange: Exchange, first: RequestPlan, hops: number): NextRequest | undefined => {
    assert.equal(first.method, 'FIRST');
    assert.equal(hops, sent.length - 1);
    const method = methods[hops];
    return method === undefined ? undefined : { plan: plan(method), notes: [] };
  };
  return { turns: converse(plan('FIRST'), send, decide), sent, exchanges };
}

test('an exchange that leads nowhere is the answer, its body unread', async () => {
  const { turns, sent, exchanges } = conversation([[5]], []);
  const list = await all(turns);
  assert.deepEqual([sent, list.length, list[0]?.next], [['FIRST'], 1, undefined]);
  assert.deepEqual([exchanges[0]?.readBytes, exchanges[0]?.closed], [0, false]);
});

test('hops are told of in their order, and nothing is sent before the hop was looked at', async () => {
  const { turns, sent } = conversation([], ['SECOND', 'THIRD']);
  const seen: string[] = [];
  for await (const { exchange, next } of turns) {
    seen.push(`${exchange.plan.method} ${next?.plan.method}`);
    assert.equal(sent.length, seen.length);
  }
  assert.deepEqual(seen, ['FIRST SECOND', 'SECOND THIRD', 'THIRD undefined']);
});

test('the body of a hop is read to its end, so that its connection serves the next one', async () => {
  const { turns, exchanges } = conversation([[10, 20], [30]], ['SECOND']);
  for await (const _turn of turns);
  assert.deepEqual(
    exchanges.map(({ readBytes, ended }) => [readBytes, ended]),
    [
      [30, true],
      [0, false],
    ],
  );
});

test('of a hop’s large body no more is read than a new connection would cost', async () => {
  const { turns, exchanges } = conversation([Array.from({ length: 1000 }, () => 10_000)], ['SECOND']);
  for await (const _turn of turns);
  assert.equal(exchanges[0]?.ended, true);
  assert.ok((exchanges[0]?.readBytes ?? 0) <= 64 * 1024 + 10_000);
});

test('a hop’s body that breaks off does not keep from going where its head points', async () => {
  const { turns, sent } = conversation([[10], []], ['SECOND'], new Failure('partial', 'broken off'));
  const list = await all(turns);
  assert.deepEqual([sent, list.length], [['FIRST', 'SECOND'], 2]);
});

test('a decision that fails closes the exchange and ends the conversation', async () => {
  const made = watched(plan('FIRST'), [5]);
  const failure = new Failure('redirects', 'too many');
  const turns = converse(
    plan('FIRST'),
    async () => made.exchange,
    () => {
      throw failure;
    },
  );
  await assert.rejects(all(turns), failure);
  assert.equal(made.closed, true);
  assert.deepEqual(await turns.next(), { done: true, value: undefined });
});

test('what cannot be sent ends the conversation', async () => {
  const failure = new Failure('connect', 'refused');
  const turns = converse(
    plan('FIRST'),
    () => Promise.reject(failure),
    () => undefined,
  );
  await assert.rejects(all(turns), failure);
});

test('a hop that is left early is closed, as its connection is still taken', async () => {
  const { turns, exchanges, sent } = conversation([[5]], ['SECOND']);
  for await (const _turn of turns) break;
  assert.deepEqual([exchanges[0]?.closed || exchanges[0]?.ended, sent], [true, ['FIRST']]);
});

test('an answer is left to whoever took it', async () => {
  const { turns, exchanges } = conversation([[5]], []);
  for await (const _turn of turns) break;
  assert.deepEqual([exchanges[0]?.closed, exchanges[0]?.ended], [false, false]);
});

test('a hop’s body that ends with its connection is not waited for', async () => {
  const { turns, exchanges, sent } = conversation([[5], []], ['SECOND']);
  for await (const { exchange } of turns) Object.assign(exchange, { head: { ...FRAMED, headers: [] } });
  assert.deepEqual([exchanges[0]?.closed, exchanges[0]?.readBytes, sent], [true, 0, ['FIRST', 'SECOND']]);
});
