import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phasesOf } from '../src/insight/phases.ts';
import type { Hop, Marks } from '../src/insight/report.ts';
import type { RequestHead } from '../src/request/exchange.ts';
import type { ConnectStep } from '../src/request/trace.ts';
import { planOfSlip } from './support/planned.ts';

const HEAD: RequestHead = { method: 'GET', target: '/', shownTarget: '/', version: '1.1', fields: [] };

/** What happened, in milliseconds: the steps of the connection by name, the rest as in `Marks`. */
type Happened = Partial<Record<ConnectStep | 'written' | 'sent' | 'answered', number>> & { readonly ended: number };

function marksOf({ written, sent, answered, ended, ...steps }: Happened): Marks {
  const passed = new Map(Object.entries(steps) as [ConnectStep, number][]); // what is left are steps
  return { begun: 0, steps: passed, written, sent, answered, ended };
}

const ROWS: [what: string, words: readonly string[], happened: Happened, phases: string, isBroken?: true][] = [
  [
    'a request with a body over TLS',
    ['post', 'https://a.example', 'x=1'],
    { lookup: 10, tcp: 30, tls: 70, written: 70.2, sent: 75, answered: 175, ended: 180 },
    'lookup 0+10, tcp 10+20, tls 30+40, send 70.2+4.8, wait 75+100, receive 175+5',
  ],
  [
    'a connection that was there already',
    ['https://a.example'],
    { written: 0, answered: 100, ended: 101 },
    'send 0+0, wait 0+100, receive 100+1',
  ],
  [
    'what slip takes before it sends',
    ['http://a.example'],
    { lookup: 1, tcp: 2, written: 12, answered: 20, ended: 21 },
    'lookup 0+1, tcp 1+1, prepare 2+10, send 12+0, wait 12+8, receive 20+1',
  ],
  [
    'an answer that comes before all is sent',
    ['post', 'http://a.example', 'x=1'],
    { lookup: 1, tcp: 2, written: 2, sent: 50, answered: 20, ended: 51 },
    'lookup 0+1, tcp 1+1, send 2+18, wait 20+0, receive 20+31',
  ],
  [
    'a SOCKS proxy and a tunnel through an https proxy',
    ['https://a.example', '-x', 'https://p.example', '--preproxy', 'socks5h://s.example'],
    { lookup: 1, tcp: 2, socks: 4, proxyTls: 8, tunnel: 16, tls: 32, written: 32, answered: 64, ended: 64 },
    'lookup 0+1, tcp 1+1, socks 2+2, proxyTls 4+4, tunnel 8+8, tls 16+16, send 32+0, wait 32+32, receive 64+0',
  ],
  ['a name without an address', ['https://a.example'], { ended: 5 }, 'lookup 0+5 broken', true],
  ['a port where nobody listens', ['https://a.example'], { lookup: 1, ended: 5 }, 'lookup 0+1, tcp 1+4 broken', true],
  [
    'a certificate that is refused',
    ['https://a.example'],
    { lookup: 1, tcp: 2, ended: 5 },
    'lookup 0+1, tcp 1+1, tls 2+3 broken',
    true,
  ],
  [
    'a proxy that gives no tunnel',
    ['https://a.example', '-x', 'p.example'],
    { lookup: 1, tcp: 2, ended: 5 },
    'lookup 0+1, tcp 1+1, tunnel 2+3 broken',
    true,
  ],
  [
    'a proxy that reads what it passes on',
    ['http://a.example', '-x', 'https://p.example'],
    { lookup: 1, tcp: 2, proxyTls: 3, ended: 5 },
    'lookup 0+1, tcp 1+1, proxyTls 2+1, prepare 3+2 broken',
    true,
  ],
  [
    'a Unix socket that is not there',
    ['http://a.example', '--unix-socket', '/s'],
    { ended: 5 },
    'tcp 0+5 broken',
    true,
  ],
  [
    'a body that the server does not take',
    ['post', 'http://a.example', 'x=1'],
    { written: 0, ended: 5 },
    'send 0+5 broken',
    true,
  ],
  ['no answer', ['http://a.example'], { written: 0, ended: 5 }, 'send 0+0, wait 0+5 broken', true],
  [
    'a body that breaks off',
    ['http://a.example'],
    { written: 0, answered: 5, ended: 9 },
    'send 0+0, wait 0+5, receive 5+4 broken',
    true,
  ],
];

for (const [what, words, happened, phases, isBroken = false] of ROWS) {
  test(`${what}: ${phases}`, async () => {
    const plan = await planOfSlip(words);
    const hop: Hop = {
      ...{ head: HEAD, peer: {}, receivedBytes: 0 },
      ...{ tryIndex: 0, plan, marks: marksOf(happened), secured: [], exchange: undefined, next: undefined },
      ...{ failure: isBroken ? new Error('broken') : undefined, isBroken },
    };
    const told = phasesOf(hop).map(
      ({ name, startMs, durationMs, isBroken }) =>
        `${name} ${rounded(startMs)}+${rounded(durationMs)}${isBroken ? ' broken' : ''}`,
    );
    assert.equal(told.join(', '), phases);
  });
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
