import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SavedRequest } from '../src/collection/collection.ts';
import { inTurn } from '../src/run/in-turn.ts';
import type { Outcome } from '../src/run/outcome.ts';

// What is told is handed on and not looked at, so that a name is enough of both.
const requestsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `r${index}` }) as SavedRequest);
const outcomeOf = (label: string) => ({ label }) as Outcome;

test('outcomes are told once each, in the order of the requests, whichever comes in first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 }),
      fc.scheduler(),
      async (rounds, scheduler) => {
        const requests = requestsOf(rounds.length);
        const told: string[] = [];
        let isTelling = false;
        const turns = inTurn(requests, async ({ label }) => {
          assert.equal(isTelling, false, 'two are told at once');
          isTelling = true;
          await scheduler.schedule(Promise.resolve());
          isTelling = false;
          told.push(label);
        });
        const labels = rounds.map((count, index) => Array.from({ length: count }, (_, round) => `r${index}[${round}]`));
        const run = async (request: SavedRequest, index: number): Promise<void> => {
          for (const label of labels[index] ?? []) {
            await scheduler.schedule(Promise.resolve());
            await turns.add(request, outcomeOf(label));
          }
          await scheduler.schedule(Promise.resolve());
          await turns.conclude(request);
        };
        const all = Promise.all(requests.map(run));
        await scheduler.waitFor(all);
        assert.deepEqual(told, labels.flat());
      },
    ),
  );
});

test('the rounds of the request whose turn it is are told as they come', async () => {
  const [first, second] = requestsOf(2);
  assert.ok(first !== undefined && second !== undefined);
  const told: string[] = [];
  const turns = inTurn([first, second], async ({ label }) => void told.push(label));
  await turns.add(second, outcomeOf('b0'));
  assert.deepEqual(told, []);
  await turns.add(first, outcomeOf('a0'));
  assert.deepEqual(told, ['a0']);
  await turns.conclude(first);
  assert.deepEqual(told, ['a0', 'b0']);
  await turns.add(second, outcomeOf('b1'));
  assert.deepEqual(told, ['a0', 'b0', 'b1']);
});

test('where telling fails, so does all that is told after it', async () => {
  const [first, second] = requestsOf(2);
  assert.ok(first !== undefined && second !== undefined);
  const turns = inTurn([first, second], async () => {
    throw new Error('nobody listens');
  });
  await assert.rejects(turns.add(first, outcomeOf('a0')), /nobody listens/);
  await assert.rejects(turns.conclude(first), /nobody listens/);
});
