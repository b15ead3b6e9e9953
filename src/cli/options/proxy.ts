import type { OptionRow } from '../option-row.ts';

/** What stands between, and TLS with it. */
// biome-ignore format: a row reads best as few lines
export const PROXY_OPTIONS = {
  proxy: {
    short: 'x', takes: 'url', mayBeEmpty: true, value: 'URL', group: 'Proxy',
    excludes: ['socks4', 'socks4a', 'socks5', 'socks5-hostname'],
    summary: 'HTTP or SOCKS proxy; empty: none',
    detail: '`http://`, which need not be said, `https://`, `socks4://`, `socks4a://`, `socks5://`, `socks5h://`; with `4a` and `5h` the proxy looks names up. Port 1080 unless said (443 for https). `socks5://localhost/PATH` is a Unix socket. Otherwise `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` of the environment count.',
  },
  'proxy-user': {
    short: 'U', takes: 'text', mayBeEmpty: true, value: 'USER:PASS', group: 'Proxy',
    summary: 'Credentials for the proxy',
    detail: 'Basic for an HTTP proxy unless `--proxy-digest` or `--proxy-anyauth` says otherwise. Without `:PASSWORD` the password is asked for on the terminal. Credentials in the URL of the proxy come first.',
  },
  noproxy: {
    takes: 'text', mayBeEmpty: true, value: 'HOSTS', group: 'Proxy',
    summary: 'Hosts without a proxy: `a.b,.c,10.0.0.0/8`, `*`',
  },
  preproxy: {
    takes: 'url', value: 'URL', group: 'Proxy', rare: true,
    summary: 'SOCKS proxy to reach the HTTP proxy through',
  },
  'proxy1.0': {
    takes: 'url', value: 'HOST:PORT', group: 'Proxy', rare: true,
    summary: 'HTTP proxy to speak HTTP/1.0 to',
  },
  socks4: {
    takes: 'url', value: 'HOST:PORT', group: 'Proxy', rare: true, excludes: ['socks4a', 'socks5', 'socks5-hostname'],
    summary: 'SOCKS4 proxy; slip looks the host up',
  },
  socks4a: {
    takes: 'url', value: 'HOST:PORT', group: 'Proxy', rare: true, excludes: ['socks5', 'socks5-hostname'],
    summary: 'SOCKS4a proxy, which looks the host up',
  },
  socks5: {
    takes: 'url', value: 'HOST:PORT', group: 'Proxy', rare: true, excludes: ['socks5-hostname'],
    summary: 'SOCKS5 proxy; slip looks the host up',
  },
  'socks5-hostname': {
    takes: 'url', value: 'HOST:PORT', group: 'Proxy', rare: true,
    summary: 'SOCKS5 proxy, which looks the host up',
  },
  'socks5-basic': {
    takes: 'nothing', group: 'Proxy', rare: true,
    inert: 'name and password are told to a SOCKS5 proxy whenever there are any',
    summary: 'Name and password for SOCKS5 (the default)',
  },
  proxytunnel: {
    short: 'p', takes: 'nothing', group: 'Proxy', rare: true,
    summary: 'CONNECT through the proxy for http URLs too',
  },
  'proxy-header': {
    takes: 'text', mayBeEmpty: true, value: 'LINE', repeats: true, group: 'Proxy', rare: true,
    summary: 'Header for the proxy alone, in the forms of -H',
  },
  'suppress-connect-headers': {
    takes: 'nothing', group: 'Proxy', rare: true,
    summary: 'Leave the answer to CONNECT out of -i and -D',
  },
  'proxy-basic': {
    takes: 'nothing', group: 'Proxy', rare: true,
    summary: 'Send the proxy credentials as Basic (the default)',
  },
  'proxy-digest': {
    takes: 'nothing', group: 'Proxy', rare: true,
    summary: 'Answer a Digest challenge of the proxy',
  },
  'proxy-anyauth': {
    takes: 'nothing', group: 'Proxy', rare: true,
    summary: 'Use the best scheme that the proxy offers',
  },
  'haproxy-protocol': {
    takes: 'nothing', group: 'Proxy', rare: true,
    summary: 'Begin with a line of the PROXY protocol, version 1',
  },
  'haproxy-clientip': {
    takes: 'text', value: 'ADDR', group: 'Proxy', rare: true,
    summary: 'Client address for that line',
  },
  'proxy-insecure': {
    takes: 'nothing', group: 'Proxy', rare: true,
    summary: 'Do not check the certificate of an https proxy',
  },
  'proxy-cacert': {
    takes: 'file', value: 'FILE', group: 'Proxy', rare: true,
    summary: 'As --cacert, for an https proxy',
  },
  'proxy-capath': {
    takes: 'folder', value: 'FOLDER', group: 'Proxy', rare: true,
    summary: 'As --capath, for an https proxy',
  },
  'proxy-ca-native': {
    takes: 'nothing', group: 'Proxy', rare: true,
    summary: 'As --ca-native, for an https proxy',
  },
  'proxy-crlfile': {
    takes: 'file', value: 'FILE', group: 'Proxy', rare: true,
    summary: 'As --crlfile, for an https proxy',
  },
  'proxy-cert': {
    takes: 'text', value: 'FILE[:PASSWORD]', group: 'Proxy', rare: true,
    summary: 'As --cert, for an https proxy',
  },
  'proxy-cert-type': {
    takes: 'text', value: 'TYPE', group: 'Proxy', rare: true,
    summary: 'As --cert-type, for an https proxy',
  },
  'proxy-key': {
    takes: 'file', value: 'FILE', group: 'Proxy', rare: true,
    summary: 'As --key, for an https proxy',
  },
  'proxy-key-type': {
    takes: 'text', value: 'TYPE', group: 'Proxy', rare: true,
    summary: 'As --key-type, for an https proxy',
  },
  'proxy-pass': {
    takes: 'text', mayBeEmpty: true, value: 'PASSWORD', group: 'Proxy', rare: true,
    summary: 'As --pass, for an https proxy',
  },
  'proxy-pinnedpubkey': {
    takes: 'text', value: 'HASHES', group: 'Proxy', rare: true,
    summary: 'As --pinnedpubkey, for an https proxy',
  },
  'proxy-tlsv1': {
    takes: 'nothing', oneWay: true, group: 'Proxy', rare: true,
    summary: 'As --tlsv1, for an https proxy',
  },
  'proxy-ciphers': {
    takes: 'text', value: 'LIST', group: 'Proxy', rare: true,
    summary: 'As --ciphers, for an https proxy',
  },
  'proxy-tls13-ciphers': {
    takes: 'text', value: 'LIST', group: 'Proxy', rare: true,
    summary: 'As --tls13-ciphers, for an https proxy',
  },
  'proxy-ssl-allow-beast': {
    takes: 'nothing', group: 'Proxy', rare: true,
    summary: 'As --ssl-allow-beast, for an https proxy',
  },
  'proxy-ssl-auto-client-cert': {
    takes: 'nothing', group: 'Proxy', rare: true,
    inert: 'curl too heeds it only with the TLS of Windows',
    summary: 'As --ssl-auto-client-cert, for an https proxy',
  },
} as const satisfies Record<string, OptionRow>;
