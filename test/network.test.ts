/** What the options say about sockets, as a policy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Options } from '../src/cli/options.ts';
import { resolveNetwork } from '../src/config/network.ts';
import { Failure } from '../src/failure.ts';
import { proxyLine } from '../src/http/proxy-line.ts';
import { detourFor, type LocalEnd, type NetworkPolicy } from '../src/request/network.ts';

const DECIDED: [what: string, options: Options, decided: Partial<NetworkPolicy>][] = [
  [
    'nothing',
    {},
    {
      names: { kind: 'system' },
      attemptDelayMs: 200,
      localEnd: undefined,
      keepAliveMs: 60_000,
      sendsAtOnce: true,
      proxyLine: undefined,
      unixSocket: undefined,
    },
  ],
  ['--happy-eyeballs-timeout-ms', { 'happy-eyeballs-timeout-ms': 0 }, { attemptDelayMs: 0 }],
  ['--no-keepalive', { keepalive: false, 'keepalive-time': 5 }, { keepAliveMs: undefined }],
  ['--keepalive-time', { 'keepalive-time': 5 }, { keepAliveMs: 5000 }],
  ['--keepalive-time 0', { 'keepalive-time': 0 }, { keepAliveMs: 60_000 }],
  ['--no-tcp-nodelay', { 'tcp-nodelay': false }, { sendsAtOnce: false }],
  ['--abstract-unix-socket', { 'abstract-unix-socket': 'x' }, { unixSocket: '\0x' }],
  ['--haproxy-protocol', { 'haproxy-protocol': true }, { proxyLine: { client: undefined } }],
  ['--haproxy-clientip', { 'haproxy-clientip': '10.0.0.1' }, { proxyLine: { client: '10.0.0.1' } }],
  ['--no-haproxy-protocol', { 'haproxy-protocol': false }, { proxyLine: undefined }],
  ['--doh-url', { 'doh-url': 'https://d/q' }, { names: { kind: 'https', url: 'https://d/q', verified: true } }],
  [
    '--doh-insecure',
    { 'doh-url': 'HTTPS://d', 'doh-insecure': true },
    { names: { kind: 'https', url: 'HTTPS://d', verified: false } },
  ],
  ['an empty --doh-url', { 'doh-url': '' }, { names: { kind: 'system' } }],
];

for (const [what, options, decided] of DECIDED) {
  test(`network: ${what}`, () => {
    const policy = resolveNetwork(options);
    const names = Object.keys(decided) as (keyof NetworkPolicy)[]; // the keys of a part of it
    assert.deepEqual(Object.fromEntries(names.map((name) => [name, policy[name]])), decided);
  });
}

const LOCAL_ENDS: [options: Options, end: LocalEnd][] = [
  [{ interface: 'eth0' }, { interface: 'eth0', host: 'eth0', ports: undefined }],
  [{ interface: '10.0.0.1' }, { interface: '10.0.0.1', host: '10.0.0.1', ports: undefined }],
  [{ interface: 'if!eth0' }, { interface: 'eth0', host: undefined, ports: undefined }],
  [{ interface: 'host!me' }, { interface: undefined, host: 'me', ports: undefined }],
  [{ interface: 'ifhost!eth0!me' }, { interface: undefined, host: 'me', ports: undefined }],
  [{ 'local-port': '80' }, { interface: undefined, host: undefined, ports: { first: 80, last: 80 } }],
  [{ 'local-port': '80-90' }, { interface: undefined, host: undefined, ports: { first: 80, last: 90 } }],
  [{ 'local-port': '80 - 90' }, { interface: undefined, host: undefined, ports: { first: 80, last: 90 } }],
  [
    { interface: 'me', 'local-port': '9' },
    { interface: 'me', host: 'me', ports: { first: 9, last: 9 } },
  ],
];

for (const [options, end] of LOCAL_ENDS) {
  test(`local end: ${JSON.stringify(options)}`, () => assert.deepEqual(resolveNetwork(options).localEnd, end));
}

const SERVERS: [text: string, servers: readonly string[]][] = [
  ['192.0.2.1', ['192.0.2.1']],
  ['192.0.2.1:5353,192.0.2.2', ['192.0.2.1:5353', '192.0.2.2']],
  ['[2001:db8::1]:53, [2001:db8::2]', ['[2001:db8::1]:53', '[2001:db8::2]']],
  ['2001:db8::1', ['[2001:db8::1]']],
];

for (const [text, servers] of SERVERS) {
  test(`--dns-servers ${text}`, () => {
    const { names } = resolveNetwork({ 'dns-servers': text });
    assert.deepEqual(names.kind === 'dns' && names.servers, servers);
  });
}

test('an end for questions to name servers needs no server to be named', () => {
  const { names } = resolveNetwork({ 'dns-ipv4-addr': '10.0.0.1' });
  assert.deepEqual(names, {
    kind: 'dns',
    servers: [],
    interface: undefined,
    fromIpv4: '10.0.0.1',
    fromIpv6: undefined,
  });
});

const REFUSED: [options: Options, exitStatus: number][] = [
  [{ interface: '' }, 2],
  [{ interface: 'if!' }, 43],
  [{ interface: 'ifhost!eth0' }, 43],
  [{ interface: 'ifhost!eth0!' }, 43],
  [{ 'local-port': '' }, 2],
  [{ 'local-port': 'x' }, 2],
  [{ 'local-port': '90-80' }, 2],
  [{ 'local-port': '70000' }, 2],
  [{ 'local-port': '80-70000' }, 2],
  [{ 'dns-servers': 'dns.example' }, 43],
  [{ 'dns-servers': '192.0.2.1:99999' }, 43],
  [{ 'dns-servers': '[192.0.2' }, 43],
  [{ 'doh-url': 'http://d/' }, 6],
  [{ 'connect-to': ['a'] }, 49],
  [{ 'connect-to': ['a:1:b:x'] }, 49],
  [{ 'connect-to': ['a:1:[::1:80'] }, 49],
  [{ 'connect-to': ['a:99999:b:1'] }, 49],
];

for (const [options, exitStatus] of REFUSED) {
  test(`network: ${JSON.stringify(options)} is exit ${exitStatus}`, () => {
    assert.throws(
      () => resolveNetwork(options),
      (thrown) => thrown instanceof Failure && thrown.exitStatus === exitStatus,
    );
  });
}

const DETOURS: [typed: readonly string[], host: string, port: number, to: string | undefined][] = [
  [['a:80:b:81'], 'a', 80, 'b:81'],
  [['A:80:B:81'], 'a', 80, 'b:81'],
  [['a:80:b:81'], 'a', 81, undefined],
  [['a:80:b:81'], 'c', 80, undefined],
  [['a:80:b:81'], 'x.a', 80, undefined],
  [['::b:81'], 'a', 80, 'b:81'],
  [['::b:'], 'a', 80, 'b:80'],
  [['::b'], 'a', 80, 'b:80'],
  [['a::b:81'], 'a', 1, 'b:81'],
  [[':80:b:81'], 'z', 80, 'b:81'],
  [['a:80::81'], 'a', 80, 'a:81'],
  [['a:80::'], 'a', 80, undefined],
  [['::A:80'], 'a', 80, undefined],
  [['[::1]:80:[::2]:81'], '[::1]', 80, '[::2]:81'],
  [['a:80:127.0.0.1:81'], 'a', 80, '127.0.0.1:81'],
  [['x:80:y:1', 'a:80:b:1', 'a:80:c:1'], 'a', 80, 'b:1'],
  [[], 'a', 80, undefined],
];

for (const [typed, host, port, to] of DETOURS) {
  test(`--connect-to ${typed.join(' ')} leads from ${host}:${port} to ${to ?? 'there'}`, () => {
    const { detours } = resolveNetwork({ 'connect-to': typed });
    const found = detourFor({ host, port }, detours);
    assert.equal(found && `${found.host}:${found.port}`, to);
  });
}

const ENDS4 = { localAddress: '10.0.0.1', localPort: 4000, remoteAddress: '10.0.0.2', remotePort: 80 };
const ENDS6 = { localAddress: '::1', localPort: 4000, remoteAddress: '::2', remotePort: 80 };
const LINES: [ends: Partial<typeof ENDS4>, client: string | undefined, line: string][] = [
  [ENDS4, undefined, 'PROXY TCP4 10.0.0.1 10.0.0.2 4000 80'],
  [ENDS6, undefined, 'PROXY TCP6 ::1 ::2 4000 80'],
  [ENDS4, '192.0.2.9', 'PROXY TCP4 192.0.2.9 192.0.2.9 4000 80'],
  [ENDS4, '2001:db8::9', 'PROXY TCP6 2001:db8::9 2001:db8::9 4000 80'],
  [{}, undefined, 'PROXY UNKNOWN'],
  [{}, '192.0.2.9', 'PROXY UNKNOWN'],
];

for (const [ends, client, line] of LINES) {
  test(`the connection begins with ${line}`, () => {
    assert.equal(
      proxyLine(
        { localAddress: undefined, localPort: undefined, remoteAddress: undefined, ...ends } as typeof ENDS4,
        client,
      ), // what a Unix socket lacks
      `${line}\r\n`,
    );
  });
}
