/**
 * slip through tinyproxy and squid: in absolute form to http, with CONNECT to https. What a proxy has passed on can be
 * told by the `Via` that it adds; within a tunnel it can add nothing. Through danted and microsocks: with SOCKS.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FILES, playground, sha256, testLines } from './support/servers/playground.ts';
import { missing } from './support/servers/programs.ts';
import { MEMBER } from './support/servers/proxies.ts';

const ground = playground('nginx', 'squid', 'tinyproxy', 'danted', 'microsocks', 'strictSquid');

before(() => ground.open());
after(() => ground.close());

const TINYPROXY = /^\{.*"via":"1\.1 tinyproxy /;
const SQUID = /^\{.*"via":"1\.1 squid\.test /;
const DIRECT = /^\{(?!.*"via":)/;
const BOTH = 'http_proxy=http://{tinyproxy} https_proxy=http://{tinyproxy}';

describe('tinyproxy: which requests pass it', { skip: missing('tinyproxy', 'openssl') }, () => {
  testLines(ground, [
    ['slip {echo}/a -x {tinyproxy}', 0, TINYPROXY],
    ['slip {echo}/a --proxy http://{tinyproxy}', 0, TINYPROXY],
    [`${BOTH} slip {echo}/a`, 0, TINYPROXY],
    ['ALL_PROXY={tinyproxy} slip {echo}/a', 0, TINYPROXY],
    ['HTTP_PROXY={tinyproxy} slip {echo}/a', 0, DIRECT],
    ['https_proxy={tinyproxy} slip {echo}/a', 0, DIRECT],
    [`${BOTH} slip {echo}/a -x {empty}`, 0, DIRECT],
    [`${BOTH} slip {echo}/a --noproxy localhost`, 0, DIRECT],
    [`${BOTH} slip {echo}/a --noproxy *`, 0, DIRECT],
    [`${BOTH} NO_PROXY=localhost slip {echo}/a`, 0, DIRECT],
    [`${BOTH} no_proxy=.localhost slip {echo}/a`, 0, DIRECT],
    [`${BOTH} NO_PROXY=example.com,127.0.0.0/8 slip {echo}/a`, 0, TINYPROXY],
    [`${BOTH} NO_PROXY=example.com,127.0.0.0/8 slip http://127.0.0.1:{echoPort}/a`, 0, DIRECT],
    ['NO_PROXY=example.com,localhost slip {echo}/a -x {tinyproxy}', 0, DIRECT],
    ['slip post {echo}/a title=Dune -x {tinyproxy}', 0, /^\{"method":"POST",.*"bodyBytes":16,/],
    ['slip http://nowhere.invalid/ -x {tinyproxy} -o /dev/null -w %{http_code}', 0, /^50\d$/],
    ['slip {echo}/a -x localhost:1', 7, '', /^slip: the proxy localhost port 1 refused the connection\n/],
    ['slip {echo}/a -x nowhere.invalid:1', 5, '', /^slip: .* the proxy nowhere\.invalid\n/],
  ]);
});

describe('tinyproxy: tunnels', { skip: missing('tinyproxy', 'nginx', 'openssl') }, () => {
  const noTunnel = /^slip: the proxy \S+ answered [45]0\d to the request for a tunnel to \S+\n/;
  testLines(ground, [
    [`${BOTH} slip {secure}/echo --cacert {ca}`, 0, DIRECT],
    [`${BOTH} slip {secure}/book.json --cacert {ca} -o /dev/null -w %{http_version}`, 0, '2'],
    [`${BOTH} slip {secure}/book.json --cacert {ca} --http1.1 -o /dev/null -w %{http_version}`, 0, '1.1'],
    [`${BOTH} slip post {secure}/echo title=Dune --cacert {ca}`, 0, /^\{"method":"POST",.*"bodyBytes":16,/],
    [`${BOTH} slip {selfSigned}/book.json`, 60, '', /^slip: the certificate of localhost is signed by itself alone\n/],
    ['slip https://nowhere.invalid/ -x {tinyproxy}', 7, '', noTunnel],
    ['slip {secure}/book.json --cacert {ca} -x {plain}', 7, '', noTunnel],
  ]);
});

describe('squid asks for a password', { skip: missing('squid', 'nginx', 'openssl') }, () => {
  const user = `${MEMBER.name}:${MEMBER.password}`;
  const inUrl = `http://${MEMBER.name}:${encodeURIComponent(MEMBER.password)}@{squid}`;
  const refused = /^slip: the proxy \S+ answered 407 to the request for a tunnel to \S+\nhint: --proxy-user /;
  // Neither the password nor what Basic makes of it.
  const secretKept = new RegExp(`^(?!.*${MEMBER.password})(?!.*${btoa(user).replace(/=+$/, '')}).*\n> GET `, 's');
  testLines(ground, [
    ['slip {echo}/a -x {squid} -o /dev/null -w %{http_code}', 0, '407'],
    ['slip {echo}/a -x {squid} -f', 22, '', /^slip: the server answered 407 /],
    ['slip {echo}/a -x {squid} -U ada:wrong -o /dev/null -w %{http_code}', 0, '407'],
    [`slip {echo}/a -x {squid} -U ${user}`, 0, SQUID],
    [`slip {echo}/a -x {squid} -U ${user}`, 0, /^\{(?!.*authorization)/],
    [`http_proxy=${inUrl} slip {echo}/a`, 0, SQUID],
    [`slip {echo}/a -x {squid} -U ${user} -u reader:shelf`, 0, /"authorization":"Basic cmVhZGVyOnNoZWxm"/],
    ['slip {secure}/book.json --cacert {ca} -x {squid}', 7, '', refused],
    ['slip {secure}/book.json --cacert {ca} -x {squid} -U ada:wrong', 7, '', refused],
    [`slip {secure}/book.json --cacert {ca} -x {squid} -U ${user}`, 0, FILES['book.json']],
    [`HTTPS_PROXY=${inUrl} slip {secure}/book.json --cacert {ca}`, 0, FILES['book.json']],
    [`slip {secure}/echo --cacert {ca} -x {squid} -U ${user}`, 0, /^\{(?!.*authorization)/],
    [`slip -v {secure}/book.json --cacert {ca} -x {squid} -U ${user} -o /dev/null`, 0, '', secretKept],
    [`slip -v {echo}/a -x {squid} -U ${user} -o /dev/null`, 0, '', secretKept],
    [`http_proxy=${inUrl} slip -v {echo}/a -o /dev/null`, 0, '', secretKept],
  ]);
});

describe('danted speaks SOCKS', { skip: missing('danted', 'nginx', 'tinyproxy', 'openssl') }, () => {
  const ofProxy = '-o /dev/null -w %{http_code}/%{proxy_used}/%{remote_port}';
  testLines(ground, [
    ['slip {echo}/a -x socks4://{danted} -4', 0, DIRECT],
    ['slip {echo}/a -x socks5://{danted} -4', 0, DIRECT],
    ['slip {echo}/a -x socks5h://{danted}', 0, DIRECT],
    ['slip http://127.0.0.1:{echoPort}/a -x socks4a://{danted}', 0, DIRECT],
    ['ALL_PROXY=socks5h://{danted} slip {echo}/a', 0, DIRECT],
    ['slip {echo}/a --socks5-hostname {danted}', 0, DIRECT],
    ['slip curl -sS {echo}/a --socks5-hostname {danted}', 0, DIRECT],
    ['slip curl -sS {secure}/book.json --cacert {ca} -x socks5h://{danted}', 0, FILES['book.json']],
    ['slip {echo}/a --socks5 {danted} -4', 0, DIRECT],
    ['slip {echo}/a --socks4 {danted}', 0, DIRECT],
    ['slip http://127.0.0.1:{echoPort}/a --socks4a {danted}', 0, DIRECT],
    ['slip {echo}/a --preproxy socks5h://{danted} -x {tinyproxy}', 0, TINYPROXY],
    ['slip {secure}/echo --cacert {ca} --preproxy socks5h://{danted} -x {tinyproxy}', 0, DIRECT],
    ['slip {echo}/a --preproxy {danted}', 0, DIRECT],
    [
      'slip {echo}/a --preproxy socks5h://{danted} -x socks5h://{danted}',
      5,
      '',
      /^slip: --preproxy leads to an HTTP proxy/,
    ],
    [`slip {echo}/a -x socks5h://{danted} ${ofProxy}`, 0, /^200\/1\/\d+$/],
    [`slip {echo}/a --socks4 {danted} ${ofProxy}`, 0, /^200\/1\/\d+$/],
    [`slip http://127.0.0.1:{echoPort}/a --socks4a {danted} ${ofProxy}`, 0, /^200\/1\/\d+$/],
    [`slip {echo}/a --socks5 {danted} -4 ${ofProxy}`, 0, /^200\/1\/\d+$/],
    [`slip {echo}/a --socks5-hostname {danted} ${ofProxy}`, 0, /^200\/1\/\d+$/],
    [`ALL_PROXY=socks5h://localhost:1 slip {echo}/a --noproxy localhost ${ofProxy}`, 0, /^200\/0\/\d+$/],
    // The name is known to slip alone: a proxy that is told names cannot connect to it.
    ['slip http://desk.test:{echoPort}/ -x socks5://{danted} --resolve desk.test:{echoPort}:127.0.0.1', 0, DIRECT],
    ['slip http://desk.test:{echoPort}/ -x socks4://{danted} --resolve desk.test:{echoPort}:127.0.0.1', 0, DIRECT],
    [
      'slip http://desk.test:{echoPort}/ -x socks5h://{danted} --resolve desk.test:{echoPort}:127.0.0.1',
      97,
      '',
      /^slip: the SOCKS proxy 127\.0\.0\.1 port \d+ did not connect to desk\.test port \d+: /,
    ],
    [
      'slip http://127.0.0.1:1/ -x socks5://{danted}',
      97,
      '',
      /did not connect to 127\.0\.0\.1 port 1: .*connection refused\n/,
    ],
    ['slip http://127.0.0.1:1/ -x socks4://{danted}', 97, '', /did not connect to 127\.0\.0\.1 port 1: /],
    ['slip {echo}/ -x socks5://127.0.0.1:1', 7, '', /^slip: the proxy 127\.0\.0\.1 port 1 refused the connection\n/],
    ['slip {echo}/ -x socks5://nowhere.invalid', 5, '', /^slip: .* the proxy nowhere\.invalid\n/],
    ['slip http://nowhere.invalid/ -x socks5://{danted}', 97, '', /^slip: no address is known for nowhere\.invalid /],
    ['slip {secure}/book.json --cacert {ca} -x socks5h://{danted}', 0, FILES['book.json']],
    ['slip {secure}/book.json --cacert {ca} -x socks5h://{danted} -o /dev/null -w %{http_version}', 0, '2'],
  ]);
});

describe('microsocks asks for a password', { skip: missing('microsocks', 'openssl') }, () => {
  const inUrl = `${MEMBER.name}:${encodeURIComponent(MEMBER.password)}@`;
  const unknown = /^slip: the SOCKS proxy \S+ port \d+ did not connect to localhost port \d+: [^\n]*\n$/;
  testLines(ground, [
    [`slip {echo}/a -x socks5h://${inUrl}{microsocks}`, 0, DIRECT],
    [`slip {echo}/a -x socks5h://{microsocks} -U ${MEMBER.name}:${MEMBER.password}`, 0, DIRECT],
    [`all_proxy=socks5h://${inUrl}{microsocks} slip {echo}/a`, 0, DIRECT],
    ['slip {echo}/a -x socks5h://{microsocks} -U ada:wrong', 97, '', unknown],
    ['slip {echo}/a -x socks5h://{microsocks}', 97, '', /\nhint: --proxy-user USER:PASSWORD tells it who you are\n$/],
  ]);
});

describe('squid asks with Digest', { skip: missing('squid', 'nginx', 'openssl') }, () => {
  const user = `${MEMBER.name}:${MEMBER.password}`;
  testLines(ground, [
    [`slip {echo}/a -x {strictSquid} -U ${user} -o /dev/null -w %{http_code}`, 0, '407'],
    [`slip {echo}/a -x {strictSquid} --proxy-digest -U ${user}`, 0, SQUID],
    [`slip {echo}/a -x {strictSquid} --proxy-anyauth -U ${user}`, 0, SQUID],
    [`slip post {echo}/a title=Dune -x {strictSquid} --proxy-digest -U ${user}`, 0, /"bodyBytes":16,/],
    ['slip {echo}/a -x {strictSquid} --proxy-digest -U ada:wrong -o /dev/null -w %{http_code}', 0, '407'],
    [`slip {secure}/book.json --cacert {ca} -x {strictSquid} --proxy-digest -U ${user}`, 0, FILES['book.json']],
    [`slip {secure}/book.json --cacert {ca} -x {strictSquid} --proxy-anyauth -U ${user}`, 0, FILES['book.json']],
    [`slip curl -s {secure}/book.json --cacert {ca} -x {strictSquid} --proxy-digest -U ${user}`, 0, FILES['book.json']],
    ['slip curl -s {secure}/book.json -x {strictSquid} --proxy-digest -U ada:wrong', 7, ''],
  ]);
});

describe('30 MB come whole through a proxy', () => {
  const user = `${MEMBER.name}:${MEMBER.password}`;
  const WAYS: readonly [line: string, proxy: string][] = [
    ['slip {plain}/big.bin -x {tinyproxy}', 'tinyproxy'],
    ['slip {secure}/big.bin -x {tinyproxy}', 'tinyproxy'],
    [`slip {plain}/big.bin -x {squid} -U ${user}`, 'squid'],
    [`slip {secure}/big.bin -x {squid} -U ${user}`, 'squid'],
    ['slip {plain}/big.bin -x socks5h://{danted}', 'danted'],
    ['slip {secure}/big.bin -x socks5h://{danted}', 'danted'],
  ];
  for (const [line, proxy] of WAYS) {
    test(line, { skip: missing(proxy, 'nginx', 'openssl') }, async () => {
      const path = join(await ground.newFolder(), 'big.bin');
      const { status, stdout, stderr } = await ground.slip(`${line} --cacert {ca} -o ${path}`);
      assert.deepEqual([status, stdout, stderr], [0, '', '']);
      assert.equal(sha256(await readFile(path)), sha256(FILES['big.bin']));
    });
  }
});
