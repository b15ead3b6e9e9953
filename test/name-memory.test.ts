import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameMemory } from '../src/http/name-memory.ts';
import type { NameService } from '../src/http/resolve.ts';

const NEVER = new AbortController().signal;

/** A service that counts what it is asked, and answers when it is told to. */
function counting(): {
  readonly service: NameService;
  readonly questions: string[];
  readonly signals: AbortSignal[];
  answer(addresses: readonly string[] | Error): void;
} {
  const questions: string[] = [];
  const signals: AbortSignal[] = [];
  let settle: ((addresses: readonly string[] | Error) => void)[] = [];
  return {
    questions,
    signals,
    service: (name, family, signal) => {
      questions.push(`${name}/${family ?? ''}`);
      signals.push(signal);
      return new Promise((resolve, reject) => {
        settle.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      });
    },
    answer(addresses) {
      for (const one of settle) one(addresses);
      settle = [];
    },
  };
}

test('a name is asked for once while it is waited for, and for a minute afterwards', async () => {
  let nowMs = 0;
  const names = counting();
  const remembered = nameMemory(() => nowMs).of('all', names.service);
  const both = [remembered('a.test', undefined, NEVER), remembered('a.test', undefined, NEVER)];
  names.answer(['192.0.2.1', '2001:db8::1']);
  assert.deepEqual(await Promise.all(both), [
    ['192.0.2.1', '2001:db8::1'],
    ['192.0.2.1', '2001:db8::1'],
  ]);
  nowMs = 59_999;
  await remembered('a.test', undefined, NEVER);
  assert.deepEqual(names.questions, ['a.test/']);
  nowMs = 60_000;
  const again = remembered('a.test', undefined, NEVER);
  names.answer(['192.0.2.2']);
  assert.deepEqual(await again, ['192.0.2.2']);
  assert.equal(names.questions.length, 2);
});

test('another name, family or sharer is another question', async () => {
  const names = counting();
  const memory = nameMemory(() => 0);
  const answers = [
    memory.of('all', names.service)('a.test', undefined, NEVER),
    memory.of('all', names.service)('a.test', 4, NEVER),
    memory.of('all', names.service)('b.test', 4, NEVER),
    memory.of('others', names.service)('b.test', 4, NEVER),
  ];
  names.answer(['192.0.2.1']);
  await Promise.all(answers);
  assert.deepEqual(names.questions, ['a.test/', 'a.test/4', 'b.test/4', 'b.test/4']);
});

test('what came to nothing is asked again', async () => {
  const names = counting();
  const remembered = nameMemory(() => 0).of('all', names.service);
  const first = remembered('a.test', undefined, NEVER);
  names.answer(new Error('nobody knows'));
  await assert.rejects(first, /nobody knows/);
  const second = remembered('a.test', undefined, NEVER);
  names.answer(['192.0.2.1']);
  assert.deepEqual(await second, ['192.0.2.1']);
  assert.equal(names.questions.length, 2);
});

test('whoever gives up does not wait, and the last one ends the look-up', async () => {
  const names = counting();
  const remembered = nameMemory(() => 0).of('all', names.service);
  const [one, other] = [new AbortController(), new AbortController()];
  const first = remembered('a.test', undefined, one.signal);
  const second = remembered('a.test', undefined, other.signal);
  one.abort('first');
  await assert.rejects(first, (reason) => reason === 'first');
  assert.equal(names.signals[0]?.aborted, false);
  other.abort('second');
  await assert.rejects(second, (reason) => reason === 'second');
  assert.equal(names.signals[0]?.aborted, true);
  const third = remembered('a.test', undefined, NEVER);
  assert.equal(names.questions.length, 2);
  names.answer(['192.0.2.1']);
  assert.deepEqual(await third, ['192.0.2.1']);
  await assert.rejects(remembered('a.test', undefined, other.signal), (reason) => reason === 'second');
});

test('of very many names the last ones are remembered', async () => {
  const names = counting();
  const remembered = nameMemory(() => 0).of('all', names.service);
  const ask = async (name: string): Promise<void> => {
    const answer = remembered(name, undefined, NEVER);
    names.answer(['192.0.2.1']);
    await answer;
  };
  for (let index = 0; index < 300; index++) await ask(`${index}.test`);
  await ask('299.test');
  assert.equal(names.questions.length, 300);
  await ask('0.test');
  assert.equal(names.questions.length, 301);
});
