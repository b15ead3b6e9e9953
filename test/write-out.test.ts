import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { strftime } from '../src/render/strftime.ts';
import type { TransferFacts } from '../src/render/transfer-facts.ts';
import { parseWriteOut, renderWriteOut } from '../src/render/write-out.ts';
import type { ReplyHead } from '../src/request/exchange.ts';
import type { HeaderList } from '../src/request/headers.ts';

function reply(status: number, headers: HeaderList, version: ReplyHead['version'] = '1.1'): ReplyHead {
  return { version, status, reason: '', headers, bytes: new Uint8Array() };
}

const REPLIES: readonly ReplyHead[] = [
  reply(302, [
    ['Location', '/final?x=1'],
    ['Via', 'front'],
  ]),
  reply(404, [
    ['Content-Type', 'text/plain'],
    ['X-A', 'one'],
    ['x-a', '  two "q" \\ \t'],
    ['X-Name', Buffer.from('é', 'utf8').toString('latin1')],
    ['X-Latin', 'é'],
    ['via', 'back'],
    ['X-Empty', ''],
  ]),
];

const FACTS: TransferFacts = {
  exitStatus: 0,
  errorMessage: undefined,
  typedUrl: 'example.com/r',
  firstUrl: 'https://ada:p%20w@example.com/r#top',
  lastUrl: 'http://[fe80::1%25eth0]:8080/a/b.txt?x=1&y#z',
  hasUrlParts: true,
  scheme: 'http',
  urlIndex: 2,
  transferIndex: 3,
  connectionIndex: 1,
  method: 'GET',
  referer: undefined,
  replies: REPLIES,
  redirectUrl: undefined,
  redirectCount: 1,
  retryCount: 4,
  connectCount: 2,
  peer: {
    remoteAddress: '127.0.0.1',
    remotePort: 8080,
    localAddress: '127.0.0.2',
    localPort: 50000,
  },
  proxyUsed: false,
  proxyConnectStatus: undefined,
  fileName: undefined,
  downloadBytes: 5_000_000_000,
  deliveredBytes: 17,
  headerBytes: 204,
  requestBytes: 196,
  uploadBytes: 0,
  timings: { nameLookupMs: 0.022, connectMs: 0.58, preTransferMs: 1.109, firstByteMs: 61.5, totalMs: 2000 },
  redirectMs: 4.634,
  postTransferMs: 1.2,
  queueMs: 0,
  nowMs: 1_754_037_103_037,
  clientVersion: 'slip/0.1.0',
};

function written(format: string, facts: Partial<TransferFacts> = {}): string {
  return renderWriteOut(parseWriteOut(format), { ...FACTS, ...facts })
    .outputs.map(({ text }) => text)
    .join('');
}

const TLS = {
  protocol: 'TLSv1.3',
  resumed: false,
  cipher: 'TLS_AES_256_GCM_SHA384',
  trouble: undefined,
  root: undefined,
};

const NOTHING: Partial<TransferFacts> = {
  exitStatus: 7,
  errorMessage: 'nobody answers',
  replies: [],
  peer: {},
  timings: {},
  connectionIndex: -1,
  downloadBytes: 0,
};

const FORMATS: [format: string, written: string, facts?: Partial<TransferFacts>][] = [
  // What is no variable.
  ['', ''],
  ['plain', 'plain'],
  ['100%%', '100%'],
  ['100%', '100%'],
  ['a%xb', 'a%xb'],
  ['100%\\n', '100%\\n'],
  ['%{http_code', '%{http_code'],
  ['%header{x-a', '%header{x-a'],
  ['%output{x', '%output{x'],
  ['%time{%Y', '%time{%Y'],
  ['\\r\\n\\t', '\r\n\t'],
  ['\\q\\\\%{http_code}\\', '\\q\\\\404\\'],
  ['\\%{http_code}', '\\%{http_code}'],
  ['%%{http_code}', '%{http_code}'],
  // The reply.
  ['%{http_code} %{response_code}', '404 404'],
  ['%{http_code}', '000', NOTHING],
  ['%{http_version}', '1.1'],
  ['%{http_version}', '1', { replies: [reply(200, [], '1.0')] }],
  ['%{http_version}', '2', { replies: [reply(200, [], '2')] }],
  ['%{http_version}', '0', NOTHING],
  ['%{content_type}', 'text/plain'],
  ['[%{content_type}]', '[]', NOTHING],
  ['%{num_headers}', '7'],
  ['%{num_headers}', '0', NOTHING],
  ['%{http_connect}', '000'],
  ['%{http_connect}', '200', { proxyConnectStatus: 200 }],
  // Header fields.
  ['%header{X-a}', 'one'],
  ['%header{x-a:all:, }', 'one, two "q" \\'],
  ['%header{via}', 'back'],
  ['%header{via:all:\\n}', 'front\nback'],
  ['%header{via:all:\\}\\t\\q}|', 'front}\t\\qback|'],
  ['%header{via:all:}', 'frontback'],
  ['[%header{via:last}]', '[]'],
  ['[%header{location}]', '[]'],
  ['%header{location:all:,}', '/final?x=1'],
  ['%header{x-name} %header{x-latin}', 'é é'],
  ['[%header{x-empty}%header{}%header{nope}]', '[]'],
  ['[%header{via}]', '[]', NOTHING],
  // URLs.
  ['%{url} %{url_effective}', 'example.com/r http://[fe80::1%25eth0]:8080/a/b.txt?x=1&y#z'],
  ['%{url.scheme} %{url.user} %{url.password} %{url.host} %{url.port}', 'https ada p%20w example.com 443'],
  ['%{url.path} [%{url.query}] %{url.fragment} [%{url.options}%{url.zoneid}]', '/r [] top []'],
  ['%{urle.scheme} [%{urle.user}%{urle.password}] %{urle.host} %{urle.port}', 'http [] [fe80::1] 8080'],
  ['%{urle.path} %{urle.query} %{urle.fragment} %{urle.zoneid}', '/a/b.txt x=1&y z eth0'],
  ['%{url.user}|%{url.password}|%{url.host}', 'a|b:c@d|h', { firstUrl: 'http://a:b:c@d@h/' }],
  ['%{url.path}|%{url.query}|%{url.port}', '/||80', { firstUrl: 'HTTP://h?' }],
  ['%{scheme}', 'http'],
  ['[%{redirect_url}%{referer}%{filename_effective}]', '[]'],
  ['%{redirect_url}', 'http://h/next', { redirectUrl: 'http://h/next' }],
  // Numbers.
  ['%{size_download} %{size_delivered} %{size_header} %{size_request} %{size_upload}', '5000000000 17 204 196 0'],
  ['%{speed_download} %{speed_upload}', '2500000000 0'],
  ['%{speed_download}', '333', { downloadBytes: 1, timings: { totalMs: 3 } }],
  ['%{speed_download}', '0', { timings: {} }],
  ['%{time_total} %{time_starttransfer} %{time_namelookup}', '2.000000 0.061500 0.000022'],
  ['%{time_connect} %{time_appconnect} %{time_pretransfer}', '0.000580 0.000000 0.001109'],
  ['%{time_redirect} %{time_posttransfer} %{time_queue}', '0.004634 0.001200 0.000000'],
  ['%{num_redirects} %{num_retries} %{num_connects}', '1 4 2'],
  ['%{urlnum} %{xfer_id} %{conn_id} %{exitcode} %{proxy_used}', '2 3 1 0 0'],
  ['%{conn_id} %{exitcode} %{errormsg}', '-1 7 nobody answers', NOTHING],
  ['%{local_ip}:%{local_port} %{remote_ip}:%{remote_port}', '127.0.0.2:50000 127.0.0.1:8080'],
  ['[%{remote_ip}]%{remote_port}', '[]-1', NOTHING],
  ['%{ssl_verify_result}', '20', { peer: { verified: false, verifyResult: 20 } }],
  ['%{ssl_verify_result}%{proxy_ssl_verify_result}%{tls_earlydata}', '000', { peer: { verified: true } }],
  ['%{proxy_used} %{proxy_ssl_verify_result}', '1 18', { proxyUsed: true, peer: { proxyVerifyResult: 18 } }],
  ['%{num_certs} [%{certs}]', '0 []'],
  [
    '%{num_certs} %{certs}',
    `1 -----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\nAAAA\n-----END CERTIFICATE-----\n`,
    { peer: { tls: { ...TLS, certificates: [new Uint8Array(51)] } } },
  ],
  ['%{method}', 'GET'],
  // Time.
  ['%time{%d/%b/%Y %H:%M:%S.%f %z %Z%%s %s}', '01/Aug/2025 08:31:43.037000 +0000 UTC%s 1754037103'],
  ['[%time{}]', '[]'],
  // What comes after %{onerror}.
  ['a%{onerror}b', 'a'],
  ['a%{onerror}b', 'ab', NOTHING],
];
for (const [format, text, facts] of FORMATS) {
  test(`--write-out ${JSON.stringify(format)} writes ${JSON.stringify(text)}`, () =>
    assert.equal(written(format, facts), text));
}

const TARGETS: [format: string, outputs: [to: unknown, text: string][]][] = [
  [
    'a%{stderr}b',
    [
      ['stdout', 'a'],
      ['stderr', 'b'],
    ],
  ],
  [
    '%{stderr}b%{stdout}c',
    [
      ['stderr', 'b'],
      ['stdout', 'c'],
    ],
  ],
  ['%output{f}b', [[{ path: 'f', append: false }, 'b']]],
  [
    'a%output{>>d/f}b%{stdout}c',
    [
      ['stdout', 'a'],
      [{ path: 'd/f', append: true }, 'b'],
      ['stdout', 'c'],
    ],
  ],
  ['%output{empty}%{stderr}', [[{ path: 'empty', append: false }, '']]],
  ['%{onerror}%output{f}b', []],
];
for (const [format, outputs] of TARGETS) {
  test(`--write-out ${format} goes where it says`, () =>
    assert.deepEqual(
      renderWriteOut(parseWriteOut(format), FACTS).outputs.map(({ to, text }) => [to, text]),
      outputs,
    ));
}

for (const name of ['nope', '', 'HTTP_CODE', 'constructor', 'url.', 'header{x']) {
  test(`a note names the unknown variable '${name}' and nothing is written for it`, () => {
    const { outputs, notes } = renderWriteOut(parseWriteOut(`a%{${name}}b`), FACTS);
    assert.deepEqual(outputs, [{ to: 'stdout', text: 'ab' }]);
    assert.deepEqual(notes, [`unknown --write-out variable: '${name}'`]);
  });
}

test('%{header_json} groups values by lower-cased name, in order of first appearance', () =>
  assert.equal(
    written('%{header_json}'),
    [
      '{"content-type":["text/plain"]',
      '"x-a":["one","two \\"q\\" \\\\"]',
      '"x-name":["é"]',
      '"x-latin":["é"]',
      '"via":["back"]',
      '"x-empty":[""]\n}',
    ].join(',\n'),
  ));

test('%{header_json} without a reply is an empty object', () =>
  assert.deepEqual(JSON.parse(written('%{header_json}', NOTHING)), {}));

test('%{json} has every variable in the order of names, numbers as numbers and what is missing as null', () => {
  const text = written('%{json}');
  const facts: Record<string, unknown> = JSON.parse(text);
  const names = Object.keys(facts);
  assert.equal(names.length, 69);
  assert.equal(names.at(-1), 'curl_version');
  assert.deepEqual(names.slice(0, -1), names.slice(0, -1).sort());
  assert.match(text, /"time_total":2\.000000,/);
  const { http_code, http_connect, http_version, size_download, content_type, referer, remote_ip } = facts;
  assert.deepEqual(
    { http_code, http_connect, http_version, size_download, content_type, referer, remote_ip },
    {
      http_code: 404,
      http_connect: 0,
      http_version: '1.1',
      size_download: 5_000_000_000,
      content_type: 'text/plain',
      referer: null,
      remote_ip: '127.0.0.1',
    },
  );
});

test('values are shown as their target needs it, the text of the format as it stands', () => {
  const pieces = parseWriteOut('\u001b[1m%{errormsg}%{stderr}%{errormsg}');
  const { outputs } = renderWriteOut(pieces, { ...FACTS, errorMessage: 'x\u0007' }, (value, to) =>
    to === 'stdout' ? value.replace('\u0007', '^G') : value,
  );
  assert.deepEqual(outputs, [
    { to: 'stdout', text: '\u001b[1mx^G' },
    { to: 'stderr', text: 'x\u0007' },
  ]);
});

test('any text is a format, and without % and \\ it is written as it stands', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (format) => {
      const text = written(format);
      if (!/[%\\]/.test(format)) assert.equal(text, format);
    }),
  );
});

const MOMENTS: [atMs: number, format: string, text: string][] = [
  [Date.UTC(2024, 1, 29, 0, 5, 9), '%a %A %b %B %h', 'Thu Thursday Feb February Feb'],
  [Date.UTC(2024, 1, 29, 0, 5, 9), '%c|%x|%X|%D|%F', 'Thu Feb 29 00:05:09 2024|02/29/24|00:05:09|02/29/24|2024-02-29'],
  [Date.UTC(2024, 1, 29, 0, 5, 9), '%I %l %k %p %P %r %R %T', '12 12  0 AM am 12:05:09 AM 00:05 00:05:09'],
  [Date.UTC(2024, 1, 29, 13, 5, 9), '%I %l %k %p', '01  1 13 PM'],
  [Date.UTC(2024, 1, 2), '%d|%e|%j|%C|%y|%u|%w', '02| 2|033|20|24|5|5'],
  [Date.UTC(2023, 0, 1), '%G-%V %g %U %W %u', '2022-52 22 01 00 7'],
  [Date.UTC(2024, 11, 30), '%G-%V %U %W', '2025-01 52 53'],
  [Date.UTC(2020, 11, 31), '%G-%V %U %W %j', '2020-53 52 52 366'],
  [0, '%s %f %z %Z %% %n%t %Q %', '0 000000 +0000 UTC % \n\t %Q %'],
];
for (const [atMs, format, text] of MOMENTS) {
  test(`strftime ${format} of ${new Date(atMs).toISOString()}`, () => assert.equal(strftime(format, atMs), text));
}
