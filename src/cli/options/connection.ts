import type { OptionRow } from '../option-row.ts';

/** How the server is reached, in which time, and in which version of HTTP. */
// biome-ignore format: a row reads best as few lines
export const CONNECTION_OPTIONS = {
  'max-time': {
    short: 'm', takes: 'seconds', value: 'SECS', group: 'Connection',
    summary: 'Time the whole transfer may take',
  },
  'connect-timeout': {
    takes: 'seconds', value: 'SECS', group: 'Connection',
    summary: 'Time connecting may take, TLS included',
  },
  timeout: {
    own: true, takes: 'seconds', value: 'SECS', group: 'Connection',
    summary: 'Time without a byte before giving up',
  },
  'speed-limit': {
    short: 'Y', takes: 'count', value: 'BYTES', group: 'Connection', rare: true,
    summary: 'Give up below so many bytes a second',
    detail: 'When it has been slower for as long as `--speed-time` says, or 30 seconds.',
  },
  'speed-time': {
    short: 'y', takes: 'count', value: 'SECS', group: 'Connection', rare: true,
    summary: 'Seconds that --speed-limit is patient',
    detail: 'Alone it means a limit of one byte a second.',
  },
  'limit-rate': {
    takes: 'bytes', value: 'BYTES', group: 'Connection',
    summary: 'Bytes a second at most, both ways: `200K`',
  },
  resolve: {
    takes: 'text', mayBeEmpty: true, value: 'HOST:PORT:ADDR', repeats: true, group: 'Connection',
    summary: 'Address to use for a host and port',
    detail: '`example.com:443:127.0.0.1`; several addresses with commas, `*` for any host, `[::1]` for IPv6.',
  },
  'connect-to': {
    takes: 'text', mayBeEmpty: true, value: 'HOST:PORT:TO:PORT', repeats: true, group: 'Connection',
    summary: 'Go to the second host and port instead',
    detail: 'What is left empty means any host or port, or the same one. The request still names the first.',
  },
  'unix-socket': {
    takes: 'file', value: 'PATH', group: 'Connection', excludes: ['abstract-unix-socket'],
    summary: 'Connect to this Unix socket',
  },
  'abstract-unix-socket': {
    takes: 'text', value: 'NAME', group: 'Connection', rare: true,
    summary: 'Connect to this abstract Unix socket (Linux)',
  },
  ipv4: {
    short: '4', takes: 'nothing', oneWay: true, group: 'Connection', excludes: ['ipv6'],
    summary: 'IPv4 addresses only',
  },
  ipv6: {
    short: '6', takes: 'nothing', oneWay: true, group: 'Connection',
    summary: 'IPv6 addresses only',
  },
  'happy-eyeballs-timeout-ms': {
    takes: 'count', value: 'MS', group: 'Connection', rare: true,
    summary: 'Head start of IPv6 over IPv4 (200)',
  },
  interface: {
    takes: 'text', mayBeEmpty: true, value: 'NAME', group: 'Connection', rare: true,
    summary: 'Network interface or own address to connect from',
    detail: '`if!NAME` is an interface, `host!NAME` an address or a name for one. Of an interface its address is used: which way packets leave, the routes of the system decide.',
  },
  'local-port': {
    takes: 'text', mayBeEmpty: true, value: 'RANGE', group: 'Connection', rare: true,
    summary: 'Own port or ports to connect from: `8000-8010`',
  },
  keepalive: {
    takes: 'nothing', initially: 'on', group: 'Connection', rare: true,
    summary: 'No TCP keep-alive probes',
  },
  'keepalive-time': {
    takes: 'count', value: 'SECS', group: 'Connection', rare: true,
    summary: 'Seconds of silence before a keep-alive probe (60)',
  },
  'keepalive-cnt': {
    takes: 'count', value: 'N', group: 'Connection', rare: true,
    inert: 'Node leaves the number of probes to the system',
    summary: 'Keep-alive probes without an answer to put up with',
  },
  'tcp-nodelay': {
    takes: 'nothing', group: 'Connection', rare: true,
    summary: 'Send small packets at once (the default)',
  },
  'dns-servers': {
    takes: 'text', value: 'ADDRS', group: 'Connection', rare: true,
    summary: 'DNS servers to ask: `192.0.2.1,[2001:db8::1]:53`',
    detail: 'Without the file of hosts that the system has.',
  },
  'dns-interface': {
    takes: 'text', value: 'NAME', group: 'Connection', rare: true,
    summary: 'Network interface to ask DNS servers from',
  },
  'dns-ipv4-addr': {
    takes: 'text', value: 'ADDR', group: 'Connection', rare: true,
    summary: 'Own IPv4 address to ask DNS servers from',
  },
  'dns-ipv6-addr': {
    takes: 'text', value: 'ADDR', group: 'Connection', rare: true,
    summary: 'Own IPv6 address to ask DNS servers from',
  },
  'doh-url': {
    takes: 'url', mayBeEmpty: true, value: 'URL', group: 'Connection', rare: true,
    summary: 'Look names up over HTTPS, there',
  },
  'doh-insecure': {
    takes: 'nothing', group: 'Connection', rare: true,
    summary: 'Do not check the certificate of --doh-url',
  },
  'http0.9': {
    takes: 'nothing', group: 'Connection', rare: true,
    summary: 'Take a reply without a head for a body',
  },
  'http1.0': {
    short: '0', takes: 'nothing', oneWay: true, group: 'Connection', rare: true,
    excludes: ['http1.1', 'http2', 'http2-prior-knowledge'],
    summary: 'HTTP/1.0 only',
  },
  'http1.1': {
    takes: 'nothing', oneWay: true, group: 'Connection', excludes: ['http2', 'http2-prior-knowledge'],
    summary: 'HTTP/1.1 only',
  },
  http2: {
    takes: 'nothing', oneWay: true, group: 'Connection', excludes: ['http2-prior-knowledge'],
    summary: 'HTTP/2 where TLS agrees on it (the default)',
    detail: 'Over plain `http://` this is HTTP/1.1: the upgrade that curl tries was taken out of the standard (RFC 9113). `--http2-prior-knowledge` speaks HTTP/2 there.',
  },
  'http2-prior-knowledge': {
    takes: 'nothing', oneWay: true, group: 'Connection',
    summary: 'HTTP/2 from the first byte, without asking',
  },
} as const satisfies Record<string, OptionRow>;
