import type { OptionRow } from '../option-row.ts';

/** TLS with the server. */
// biome-ignore format: a row reads best as few lines
export const TLS_OPTIONS = {
  insecure: {
    short: 'k', takes: 'nothing', group: 'TLS',
    summary: 'Do not check the server\'s certificate',
  },
  cacert: {
    takes: 'file', value: 'FILE', group: 'TLS',
    summary: 'PEM certificates to trust instead of Node\'s',
    detail: '`CURL_CA_BUNDLE`, or `SSL_CERT_FILE` and `SSL_CERT_DIR`, of the environment say it where neither this nor `--capath` is typed. `slip curl` trusts the list of the system where nobody says anything.',
  },
  capath: {
    takes: 'folder', value: 'FOLDER', group: 'TLS', rare: true,
    summary: 'Folder of PEM certificates to trust',
    detail: 'Files with OpenSSL\'s hashes for names; if there are none, every file with a certificate.',
  },
  'ca-native': {
    takes: 'nothing', group: 'TLS', rare: true,
    summary: 'Trust the certificates of the system, too',
    detail: 'On macOS and Windows this takes Node 22.15 or later; before, it is a PEM list where systems keep theirs.',
  },
  crlfile: {
    takes: 'file', value: 'FILE', group: 'TLS', rare: true,
    summary: 'PEM list of certificates that were revoked',
  },
  'cert-status': {
    takes: 'nothing', group: 'TLS', rare: true,
    summary: 'Ask for word that the certificate was not revoked',
    detail: 'The server has to send it in the handshake (OCSP stapling).',
  },
  pinnedpubkey: {
    takes: 'text', value: 'HASHES', group: 'TLS',
    summary: 'Public key that the server must have',
    detail: 'A file (PEM or DER), or `sha256//BASE64` once or more, with `;` between.',
  },
  cert: {
    short: 'E', takes: 'text', value: 'FILE[:PASSWORD]', group: 'TLS',
    summary: 'Client certificate, maybe with its key',
    detail: 'A backslash keeps a colon in the name of the file. The password of a locked key that nobody says is asked for on the terminal.',
  },
  'cert-type': {
    takes: 'text', value: 'TYPE', group: 'TLS', rare: true,
    summary: 'Form of the client certificate: PEM, DER, P12',
  },
  key: {
    takes: 'file', value: 'FILE', group: 'TLS',
    summary: 'Private key of the client certificate',
  },
  'key-type': {
    takes: 'text', value: 'TYPE', group: 'TLS', rare: true,
    summary: 'Form of the private key: PEM, DER',
  },
  pass: {
    takes: 'text', value: 'PASSWORD', group: 'TLS', rare: true,
    summary: 'Password of the private key',
  },
  tlsv1: {
    short: '1', aliases: ['tlsv1.0'], takes: 'nothing', oneWay: true, group: 'TLS', rare: true,
    excludes: ['tlsv1.1', 'tlsv1.2', 'tlsv1.3'],
    summary: 'TLS 1.0 or later',
  },
  'tlsv1.1': {
    takes: 'nothing', oneWay: true, group: 'TLS', rare: true, excludes: ['tlsv1.2', 'tlsv1.3'],
    summary: 'TLS 1.1 or later',
  },
  'tlsv1.2': {
    takes: 'nothing', oneWay: true, group: 'TLS', rare: true, excludes: ['tlsv1.3'],
    summary: 'TLS 1.2 or later',
  },
  'tlsv1.3': {
    takes: 'nothing', oneWay: true, group: 'TLS', rare: true,
    summary: 'TLS 1.3 or later',
  },
  'tls-max': {
    takes: 'text', mayBeEmpty: true, value: 'VERSION', group: 'TLS', rare: true,
    summary: 'Latest version of TLS: 1.0, 1.1, 1.2, 1.3, default',
  },
  ciphers: {
    takes: 'text', value: 'LIST', group: 'TLS', rare: true,
    summary: 'Cipher suites up to TLS 1.2, in OpenSSL\'s names',
  },
  'tls13-ciphers': {
    takes: 'text', value: 'LIST', group: 'TLS', rare: true,
    summary: 'Cipher suites of TLS 1.3',
  },
  curves: {
    takes: 'text', value: 'LIST', group: 'TLS', rare: true,
    summary: 'Groups for the key exchange: `X25519:P-256`',
  },
  sigalgs: {
    takes: 'text', value: 'LIST', group: 'TLS', rare: true,
    summary: 'Signature algorithms to offer',
  },
  alpn: {
    takes: 'nothing', initially: 'on', group: 'TLS', rare: true,
    summary: 'Offer no protocols in the TLS handshake (ALPN)',
  },
  sessionid: {
    takes: 'nothing', initially: 'on', group: 'TLS', rare: true,
    summary: 'Begin each TLS session anew',
    detail: 'Else a further connection of the run to the same origin, with the same options, goes on with the session of one before. Nothing of it is kept when slip ends.',
  },
  'ssl-allow-beast': {
    takes: 'nothing', group: 'TLS', rare: true,
    summary: 'Without the guard of TLS 1.0 against BEAST',
  },
  hsts: {
    takes: 'file', mayBeEmpty: true, value: 'FILE', repeats: true, group: 'TLS',
    summary: 'Remember in a file which hosts want https only',
    detail: 'An `http://` URL of such a host is asked for by https. The file has curl\'s form; without a name (`""`) it is kept for the run alone. Of several files all are read and the last is written.',
  },
  'alt-svc': {
    takes: 'file', mayBeEmpty: true, value: 'FILE', repeats: true, group: 'TLS', rare: true,
    summary: 'Remember in a file where else a host is served',
    detail: 'As `--hsts` does. What speaks HTTP/3 is remembered and not used.',
  },
  npn: {
    takes: 'nothing', initially: 'on', group: 'TLS', rare: true,
    inert: 'nobody speaks what came before ALPN, curl neither',
    summary: 'No NPN in the TLS handshake',
  },
  'tls-earlydata': {
    takes: 'nothing', group: 'TLS', rare: true,
    inert: 'Node sends no early data',
    summary: 'Send in the first flight of a resumed TLS session',
  },
  sslv2: {
    short: '2', takes: 'nothing', oneWay: true, group: 'TLS', rare: true,
    inert: 'nobody speaks it, and curl only warns',
    summary: 'SSL version 2',
  },
  sslv3: {
    short: '3', takes: 'nothing', oneWay: true, group: 'TLS', rare: true,
    inert: 'nobody speaks it, and curl only warns',
    summary: 'SSL version 3',
  },
  'false-start': {
    takes: 'nothing', group: 'TLS', rare: true,
    inert: 'curl has dropped it and only warns',
    summary: 'Send before the TLS handshake is checked',
  },
  'random-file': {
    takes: 'file', value: 'FILE', group: 'TLS', rare: true,
    inert: 'random bytes come from the system, in curl too',
    summary: 'File to take random bytes from',
  },
  'egd-file': {
    takes: 'file', value: 'FILE', group: 'TLS', rare: true,
    inert: 'random bytes come from the system, in curl too',
    summary: 'Socket to take random bytes from',
  },
  'ssl-auto-client-cert': {
    takes: 'nothing', group: 'TLS', rare: true,
    inert: 'curl too heeds it only with the TLS of Windows',
    summary: 'Let the system choose a client certificate',
  },
  'ssl-no-revoke': {
    takes: 'nothing', group: 'TLS', rare: true,
    inert: 'Node asks nobody whether a certificate was revoked',
    summary: 'Do not ask whether a certificate was revoked',
  },
  'ssl-revoke-best-effort': {
    takes: 'nothing', group: 'TLS', rare: true,
    inert: 'Node asks nobody whether a certificate was revoked',
    summary: 'Go on where nobody says what was revoked',
  },
} as const satisfies Record<string, OptionRow>;
