import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certsView } from '../src/insight/certs-view.ts';
import type { Hop, SecuredPeer } from '../src/insight/report.ts';
import { openTheme } from '../src/render/paint.ts';
import type { RequestHead } from '../src/request/exchange.ts';
import { DESK_DER } from './support/desk-certificate.ts';
import { planOfSlip } from './support/planned.ts';

const HEAD: RequestHead = { method: 'GET', target: '/', shownTarget: '/', version: '1.1', fields: [] };

const CANVAS = { theme: await openTheme('auto', 0), columns: undefined, showsSecrets: false };
const PEER: SecuredPeer = {
  isProxy: false,
  origin: 'https://desk.example',
  facts: {
    protocol: 'TLSv1.3',
    resumed: false,
    cipher: 'TLS_X',
    trouble: undefined,
    certificates: [DESK_DER],
    root: undefined,
  },
  trouble: undefined,
  isChecked: true,
  trusted: [{ kind: 'bundled' }],
};

async function view(secured: readonly SecuredPeer[], now = '2026-11-26T12:00:00Z'): Promise<readonly string[]> {
  const hop: Hop = {
    ...{ tryIndex: 0, plan: await planOfSlip(['https://desk.example/a?token=hush']), secured, isBroken: false },
    ...{ head: HEAD, peer: {}, receivedBytes: 0 },
    ...{ exchange: undefined, next: undefined, failure: undefined },
    marks: { begun: 0, steps: new Map(), written: undefined, sent: undefined, answered: undefined, ended: 0 },
  };
  return certsView({ hops: [hop], totalMs: 0, nowMs: Date.parse(now) }, CANVAS);
}

const AGES: [now: string, validity: string][] = [
  ['2026-11-23T23:19:29Z', 'not before 2 days from now'],
  ['2026-11-26T12:00:00Z', 'expires in 11 hours'],
  ['2026-11-26T23:19:29Z', 'expires in 1 second'],
  ['2027-11-26T23:19:29Z', 'expired 365 days ago'],
];

for (const [now, validity] of AGES) {
  test(`at ${now} it ${validity}`, async () => {
    const row = (await view([PEER], now)).find((line) => line.includes(' valid '));
    assert.equal(row, `        valid    2026-11-25 to 2026-11-26, ${validity}`);
  });
}

const VERDICTS: [peer: Partial<SecuredPeer>, verdict: string][] = [
  [{}, "verified by Node's own roots"],
  [{ trusted: [{ kind: 'system' }] }, 'verified by the roots of the system'],
  [
    {
      trusted: [
        { kind: 'file', path: '/a' },
        { kind: 'folder', path: '/b\x1b' },
      ],
    },
    'verified by the roots in /a and the roots in /b\\u001b',
  ],
  [{ trouble: 'it has \x1b expired' }, "refused: it has \\u001b expired (by Node's own roots)"],
  [{ trouble: 'it has expired', isChecked: false }, 'not verified, as -k has it: it has expired'],
  [
    { trouble: 'it has expired', isChecked: false, isProxy: true },
    'not verified, as --proxy-insecure has it: it has expired',
  ],
];

for (const [peer, verdict] of VERDICTS) {
  test(`the verdict is: ${verdict}`, async () => {
    assert.equal((await view([{ ...PEER, ...peer }]))[1], `  ${verdict}`);
  });
}

test('what cannot be read is said to be there', async () => {
  const lines = await view([{ ...PEER, facts: { ...PEER.facts, certificates: [new Uint8Array(3)] } }]);
  assert.equal(lines[2], '  1     cannot be read');
});

test('without TLS there is nothing to see, and no secret of the URL either', async () => {
  assert.deepEqual(await view([]), ['no certificate was seen: https://desk.example']);
});
