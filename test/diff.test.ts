import assert from 'node:assert/strict';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { diffHeaders } from '../src/compare/headers.ts';
import { diffLines, type Hunk } from '../src/compare/lines.ts';
import type { HeaderList } from '../src/request/headers.ts';
import { fakeKeychain } from './support/fake-keychain.ts';
import { slip, type World } from './support/slip.ts';

const FIELDS: [left: HeaderList, right: HeaderList, all: boolean, changed: readonly string[]][] = [
  [[['A', '1']], [['a', '1']], false, []],
  [[['A', '1']], [['A', '2']], false, ['A']],
  [
    [
      ['A', '1'],
      ['B', '2'],
    ],
    [
      ['B', '2'],
      ['A', '1'],
    ],
    false,
    [],
  ],
  [
    [
      ['A', '1'],
      ['A', '2'],
    ],
    [
      ['A', '2'],
      ['A', '1'],
    ],
    false,
    ['A'],
  ],
  [
    [
      ['A', '1'],
      ['A', '2'],
    ],
    [['A', '1, 2']],
    false,
    ['A'],
  ],
  [[['A', '1']], [], false, ['A']],
  [[], [['B', '1']], false, ['B']],
  [
    [
      ['Date', '1'],
      ['ETag', '1'],
    ],
    [
      ['Date', '2'],
      ['ETag', '2'],
    ],
    false,
    ['ETag'],
  ],
  [[['Date', '1']], [['Date', '2']], true, ['Date']],
];
for (const [left, right, all, changed] of FIELDS) {
  test(`${JSON.stringify(left)} and ${JSON.stringify(right)} differ in ${changed.join() || 'nothing'}${all ? ', all counted' : ''}`, () => {
    assert.deepEqual(
      diffHeaders(left, right, all).map(({ name }) => name),
      changed,
    );
  });
}

const VOLATILE = [
  'X-Request-Id',
  'X-Amzn-RequestId',
  'X-Amzn-Trace-Id',
  'RateLimit',
  'X-RateLimit-Remaining',
  'X-Rate-Limit-Reset',
  'CF-Ray',
  'traceparent',
  'Set-Cookie',
  'Content-Length',
  'Server-Timing',
];
const LASTING = [
  'ETag',
  'Location',
  'Content-Type',
  'X-Powered-By',
  'Idempotency-Key',
  'Valid',
  'Server',
  'Cache-Control',
];
for (const name of [...VOLATILE, ...LASTING]) {
  test(`${name} ${VOLATILE.includes(name) ? 'is of the moment' : 'counts'}`, () => {
    assert.equal(diffHeaders([[name, '1']], [[name, '2']], false).length, LASTING.includes(name) ? 1 : 0);
  });
}

test('property: texts that are the same have no hunk, and the hunks make the right text of the left one', () => {
  const text = fc
    .array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'd'), { maxLength: 30 })
    .map((lines) => lines.join(''));
  fc.assert(
    fc.property(text, text, (left, right) => {
      assert.deepEqual(diffLines(left, left), []);
      assert.equal(patched(left, diffLines(left, right)), right);
    }),
  );
});

/** What `patch` makes of a text; each hunk has to fit where it says. */
function patched(text: string, hunks: readonly Hunk[]): string {
  const lines = text.split(/(?<=\n)/).filter((line) => line !== '');
  const made: string[] = [];
  let at = 0;
  for (const { leftStart, leftCount, rightStart, rightCount, lines: changed } of hunks) {
    const start = leftCount > 0 ? leftStart - 1 : leftStart;
    made.push(...lines.slice(at, start));
    assert.equal(made.length, rightCount > 0 ? rightStart - 1 : rightStart);
    const [before, after] = (['right', 'left'] as const).map((other) =>
      changed.filter(({ side }) => side !== other).map((line) => line.text),
    );
    assert.deepEqual(lines.slice(start, start + leftCount), before);
    assert.equal(after?.length, rightCount);
    made.push(...(after ?? []));
    at = start + leftCount;
  }
  return [...made, ...lines.slice(at)].join('');
}

const WORLD: World = {
  folder: '.',
  env: {},
  terminals: [],
  columns: 80,
  stdin: new Uint8Array(),
  password: undefined,
  nowMs: 0,
  uptimeMs: () => 0,
  pass: () => {},
  readerBytes: undefined,
  keychain: fakeKeychain(),
  interrupted: new AbortController().signal,
};

async function withServer(listener: RequestListener, act: (origin: string) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`); // it listens on a port
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('both sides are asked for at the same time: the first is answered only when the second has been asked', async () => {
  const waiting: ServerResponse[] = [];
  await withServer(
    (_, response) => {
      waiting.push(response);
      if (waiting.length === 2) for (const one of waiting) one.end('{}');
    },
    async (origin) => {
      const { status, stdout } = await slip(['diff', `${origin}/a`, `${origin}/b`], WORLD);
      assert.deepEqual([status, stdout.toString()], [0, '']);
    },
  );
});

test('Ctrl-C ends both', async () => {
  const interruption = new AbortController();
  let asked = 0;
  await withServer(
    () => {
      if (++asked === 2) interruption.abort('SIGINT');
    },
    async (origin) => {
      const world = { ...WORLD, interrupted: interruption.signal };
      const { status, stderr } = await slip(['diff', `${origin}/a`, `${origin}/b`], world);
      assert.deepEqual([status, stderr.toString()], [130, '']);
    },
  );
});
