/** `--certs` and `--timing` against nginx, openssl's server and proxies, and what openssl says of the same certificates. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { createServer, type Server } from 'node:tls';
import { playground } from './support/servers/playground.ts';
import { missing } from './support/servers/programs.ts';

const ground = playground('nginx', 'chain', 'tls12', 'tls13', 'tinyproxy', 'danted');

before(() => ground.open());
after(() => ground.close());

describe('--certs', { skip: missing('nginx', 'openssl') }, () => {
  test('a chain, whose links are told from the root that was not sent', async () => {
    const { status, stderr } = await ground.slip('slip {chain}/ -o /dev/null --certs --cacert {ca}');
    assert.equal(status, 0);
    const leaf = new X509Certificate(await readFile(place('branch')));
    const middle = new X509Certificate(await readFile(place('branchAuthority')));
    const root = new X509Certificate(await readFile(place('ca')));
    assert.equal(
      withoutDates(stderr),
      `${place('chain')}  TLSv1.3, TLS_AES_256_GCM_SHA384
  verified by the roots in ${place('ca')}
  1     CN=leaf
        from     O=Books\\, Inc\\u202e, CN=br\\1B[31manch
        for      localhost, api.localhost, 127.0.0.1, 0.example, 1.example, 2.example, 3.example, 4.example, and 5 more
        valid    DATE to DATE, expires in 39 days
        key      Ed25519
        signed   RSA with SHA-256
        SHA-256  ${fingerprint(leaf)}
  2     O=Books\\, Inc\\u202e, CN=br\\1B[31manch
        from     CN=authority
        valid    DATE to DATE, expires in 39 days
        key      RSA 2048
        signed   ECDSA with SHA-256
        SHA-256  ${fingerprint(middle)}
  root  CN=authority
        from     itself
        valid    DATE to DATE, expires in 1 day
        key      EC P-256
        signed   ECDSA with SHA-256
        SHA-256  ${fingerprint(root)}
`,
    );
  });

  const VERDICTS: [line: string, status: number, verdict: RegExp][] = [
    ['slip {secure}/book.json --certs --cacert {ca}', 0, /^ {2}verified by the roots in \S+authority\.pem$/m],
    [
      'slip {secure}/book.json --certs',
      60,
      /^ {2}refused: the certificate of localhost cannot be traced .* \(by Node's own roots\)$/m,
    ],
    [
      'slip {expired}/book.json --certs --cacert {ca}',
      60,
      /^ {2}refused: the certificate of localhost expired 1 day ago/m,
    ],
    ['slip {expired}/book.json --certs --cacert {ca}', 60, /^ {8}valid {4}\S+ to \S+, expired 1 day ago$/m],
    [
      'slip {expired}/book.json --certs -k',
      0,
      /^ {2}not verified, as -k has it: the certificate of localhost expired/m,
    ],
    [
      'slip {wrongName}/book.json --certs --cacert {ca}',
      60,
      /^ {2}refused: the certificate of localhost is for elsewhere/m,
    ],
    ['slip {selfSigned}/book.json --certs --cacert {ca}', 60, /^ {8}from {5}itself$/m],
    ['slip {tls13}/ --certs -k', 56, /^https:\S+ {2}TLSv1\.3, TLS_AES_256_GCM_SHA384\n {2}not verified/m],
    ['slip {tls12}/ --certs -k -o /dev/null', 0, /^https:\S+ {2}TLSv1\.2, ECDHE-\S+$/m],
    ['slip {tls12}/ --certs -k --tlsv1.3', 35, /^no certificate was seen: https:\S+$/m],
    ['slip {plain}/book.json --certs', 0, /^no certificate was seen: http:\S+$/m],
    ['slip curl -sSk {secure}/book.json --certs', 0, /^ {2}not verified, as -k has it/m],
    ['slip {secure}/book.json --certs --cacert {ca} --pinnedpubkey sha256//AAAA', 90, /^ {2}1 {5}CN=server$/m],
  ];
  for (const [line, status, verdict] of VERDICTS) {
    test(line, async () => {
      const outcome = await ground.slip(line);
      assert.equal(outcome.status, status, outcome.stderr);
      assert.match(outcome.stderr, verdict);
    });
  }

  test('each peer once, whatever is asked of it', async () => {
    const { stderr } = await ground.slip('slip -L {secure}/moved -o /dev/null --certs --cacert {ca}');
    assert.equal(stderr.match(/^https:/gm)?.length, 1, stderr);
  });
});

describe('an https proxy', { skip: missing('nginx', 'openssl', 'tinyproxy') }, () => {
  let proxy: Server;
  let proxyPort = 0;
  before(async () => {
    const [cert, key] = await Promise.all([readFile(place('server')), readFile(place('serverKey'))]);
    const [host = '', port] = place('tinyproxy').split(':');
    proxy = createServer({ cert, key }, (socket) => {
      const inner = connect(Number(port), host);
      for (const end of [socket, inner]) end.on('error', () => {});
      socket.pipe(inner).pipe(socket);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    proxyPort = (proxy.address() as AddressInfo).port; // a TCP server has no other address
  });
  after(() => proxy.close());

  test('shows its chain before the server does', async () => {
    const through = `-x https://localhost:${proxyPort} --proxy-cacert {ca}`;
    const { status, stderr } = await ground.slip(`slip {secure}/book.json ${through} --cacert {ca} --certs --timing`);
    assert.equal(status, 0, stderr);
    const blocks = stderr.split(/^(?=(?:the proxy )?https:|GET )/m);
    assert.match(blocks[0] ?? '', new RegExp(`^the proxy https://localhost:${proxyPort}  TLS[\\s\\S]*CN=server`));
    assert.match(blocks[1] ?? '', /^https:[\s\S]*CN=server/);
    assert.deepEqual(phasesIn(blocks[2] ?? ''), [
      'DNS',
      'TCP',
      'proxy TLS',
      'CONNECT',
      'TLS',
      'send',
      'wait',
      'receive',
    ]);
  });

  test('that is refused shows its chain, and where it broke off', async () => {
    const { status, stderr } = await ground.slip(
      `slip {secure}/book.json -x https://localhost:${proxyPort} --certs --timing`,
    );
    assert.equal(status, 60, stderr);
    assert.match(stderr, /^the proxy https:\S+ {2}TLS\S+, \S+\n {2}refused: the certificate of the proxy localhost/m);
    assert.match(stderr, /^ {2}proxy TLS +\S+ m?s {4}broke off$/m);
  });
});

describe('--timing', { skip: missing('nginx', 'openssl', 'tinyproxy', 'danted') }, () => {
  const PHASES: [line: string, phases: readonly string[]][] = [
    ['slip {plain}/book.json --timing', ['DNS', 'TCP', 'send', 'wait', 'receive']],
    ['slip {secure}/book.json --timing -k', ['DNS', 'TCP', 'TLS', 'send', 'wait', 'receive']],
    ['slip {echo}/ --timing -x {tinyproxy}', ['DNS', 'TCP', 'send', 'wait', 'receive']],
    ['slip {secure}/book.json --timing -k -x {tinyproxy}', ['DNS', 'TCP', 'CONNECT', 'TLS', 'send', 'wait', 'receive']],
    ['slip {plain}/book.json --timing -x socks5h://{danted}', ['DNS', 'TCP', 'SOCKS', 'send', 'wait', 'receive']],
    ['slip curl -sk {secure}/book.json --timing', ['DNS', 'TCP', 'TLS', 'send', 'wait', 'receive']],
  ];
  for (const [line, phases] of PHASES) {
    test(`${line}: ${phases.join(', ')}`, async () => {
      const { status, stderr } = await ground.slip(line);
      assert.equal(status, 0, stderr);
      assert.deepEqual(phasesIn(stderr), phases);
      const times = [...stderr.matchAll(/^ {2}(.{10}) *([\d.]+) (m?s)/gm)].map(([, name = '', number = '', unit]) => ({
        ...{ name: name.trim(), ms: Number(number) * (unit === 's' ? 1000 : 1) },
      }));
      const total = times.find(({ name }) => name === 'total')?.ms ?? 0;
      const sum = times.filter(({ name }) => name !== 'total').reduce((all, { ms }) => all + ms, 0);
      // Each is rounded, and less than half a millisecond of slip's own is told nowhere.
      assert.ok(Math.abs(sum - total) <= times.length + 0.01 * total, stderr);
    });
  }

  test('a second request over the same connection has no phases before it is sent', async () => {
    const { stderr } = await ground.slip('slip -L {secure}/moved -o /dev/null -k --timing');
    const second = stderr.split(/^(?=2 )/m)[1] ?? '';
    assert.match(second, /^2 {2}GET \S+ {2}200 OK\n {2}over the connection of request 1\n/);
    assert.deepEqual(phasesIn(second), ['send', 'wait', 'receive']);
  });

  test('redirects over hosts connect anew', async () => {
    const { stderr } = await ground.slip('slip -L {plain}/away -o /dev/null --timing');
    const second = stderr.split(/^(?=2 )/m)[1] ?? '';
    assert.deepEqual(phasesIn(second), ['DNS', 'TCP', 'send', 'wait', 'receive'], stderr);
  });
});

function place(name: string): string {
  return ground.wordsOf(`{${name}}`).join('');
}

/** The phases in a view; what slip itself takes depends on the machine. */
function phasesIn(view: string): readonly string[] {
  return [...view.matchAll(/^ {2}(.{10}) *[\d.]+ m?s/gm)]
    .map(([, name = '']) => name.trim())
    .filter((name) => name !== 'total' && name !== 'prepare');
}

function withoutDates(view: string): string {
  return view.replaceAll(/\b\d{4}-\d\d-\d\d\b/g, 'DATE');
}

function fingerprint({ fingerprint256 }: X509Certificate): string {
  return fingerprint256.replaceAll(':', '').toLowerCase();
}
