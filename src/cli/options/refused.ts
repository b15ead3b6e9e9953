import type { RefusedRow } from '../option-row.ts';

const FTP = 'it is an option of FTP, and slip speaks HTTP only';
const MAIL = 'it is an option of mail protocols, and slip speaks HTTP only';
const SSH = 'it is an option of SCP and SFTP, and slip speaks HTTP only';
const OTHER = 'it is of no use to HTTP, which is all that slip speaks';
const KERBEROS = 'Kerberos tickets are beyond what Node can reach';
const NTLM = 'NTLM rests on MD4, which Node no longer has, and Microsoft has deprecated it';
const SRP = 'Node cannot agree on a key with TLS-SRP';
const QUIC = 'Node has no QUIC to speak HTTP/3 over';
const SOCKET = 'Node cannot set it on a socket';
const STAPLED = 'slip asks for stapled OCSP answers of the server only, with --cert-status';

/** What slip does not have of curl, with the reason. It is found by name only and stands in docs/curl.md. */
// biome-ignore format: a row is a line
export const REFUSED_OPTIONS = {
  append: { short: 'a', takes: 'nothing', refused: FTP },
  'compressed-ssh': { takes: 'nothing', refused: SSH },
  delegation: { takes: 'text', refused: KERBEROS },
  'disable-eprt': { takes: 'nothing', refused: FTP },
  'disable-epsv': { takes: 'nothing', refused: FTP },
  'doh-cert-status': { takes: 'nothing', refused: STAPLED },
  'dump-ca-embed': { takes: 'nothing', refused: 'slip brings no certificates along: it trusts those of Node' },
  ech: { takes: 'text', refused: 'Node cannot encrypt the client hello' },
  engine: { takes: 'text', refused: 'engines of OpenSSL are no more' },
  eprt: { takes: 'nothing', refused: FTP },
  epsv: { takes: 'nothing', refused: FTP },
  'ftp-account': { takes: 'text', refused: FTP },
  'ftp-alternative-to-user': { takes: 'text', refused: FTP },
  'ftp-create-dirs': { takes: 'nothing', refused: FTP },
  'ftp-method': { takes: 'text', refused: FTP },
  'ftp-pasv': { takes: 'nothing', refused: FTP },
  'ftp-port': { short: 'P', takes: 'text', refused: FTP },
  'ftp-pret': { takes: 'nothing', refused: FTP },
  'ftp-skip-pasv-ip': { takes: 'nothing', refused: FTP },
  'ftp-ssl-ccc': { takes: 'nothing', refused: FTP },
  'ftp-ssl-ccc-mode': { takes: 'text', refused: FTP },
  'ftp-ssl-control': { takes: 'nothing', refused: FTP },
  hostpubmd5: { takes: 'text', refused: SSH },
  hostpubsha256: { takes: 'text', refused: SSH },
  http3: { takes: 'nothing', refused: QUIC },
  'http3-only': { takes: 'nothing', refused: QUIC },
  'ip-tos': { takes: 'text', refused: SOCKET },
  'ipfs-gateway': { takes: 'text', refused: 'slip speaks HTTP only; the gateway itself has an http URL' },
  knownhosts: { takes: 'text', refused: SSH },
  krb: { aliases: ['krb4'], takes: 'text', refused: KERBEROS },
  libcurl: { takes: 'text', refused: 'slip is not built on libcurl' },
  'list-only': { short: 'l', takes: 'nothing', refused: FTP },
  'login-options': { takes: 'text', refused: MAIL },
  'mail-auth': { takes: 'text', refused: MAIL },
  'mail-from': { takes: 'text', refused: MAIL },
  'mail-rcpt': { takes: 'text', refused: MAIL },
  'mail-rcpt-allowfails': { takes: 'nothing', refused: MAIL },
  metalink: { takes: 'nothing', refused: 'nobody makes such files any more, and curl has dropped it too' },
  mptcp: { takes: 'nothing', refused: SOCKET },
  negotiate: { takes: 'nothing', refused: KERBEROS },
  ntlm: { takes: 'nothing', refused: NTLM },
  'ntlm-wb': { takes: 'nothing', refused: NTLM },
  'proxy-http2': { takes: 'nothing', refused: 'slip speaks HTTP/1.1 with proxies' },
  'proxy-http3': { takes: 'nothing', refused: QUIC },
  'proxy-negotiate': { takes: 'nothing', refused: KERBEROS },
  'proxy-ntlm': { takes: 'nothing', refused: NTLM },
  'proxy-service-name': { takes: 'text', refused: KERBEROS },
  'proxy-tlsauthtype': { takes: 'text', refused: SRP },
  'proxy-tlspassword': { takes: 'text', refused: SRP },
  'proxy-tlsuser': { takes: 'text', refused: SRP },
  pubkey: { takes: 'text', refused: SSH },
  quote: { short: 'Q', takes: 'text', refused: FTP },
  'sasl-authzid': { takes: 'text', refused: MAIL },
  'sasl-ir': { takes: 'nothing', refused: MAIL },
  'service-name': { takes: 'text', refused: KERBEROS },
  'socks5-gssapi': { takes: 'nothing', refused: KERBEROS },
  'socks5-gssapi-nec': { takes: 'nothing', refused: KERBEROS },
  'socks5-gssapi-service': { takes: 'text', refused: KERBEROS },
  ssl: { aliases: ['ftp-ssl'], takes: 'nothing', refused: 'HTTP begins TLS at once or never; an https URL does' },
  'ssl-reqd': { aliases: ['ftp-ssl-reqd'], takes: 'nothing', refused: 'HTTP begins TLS at once or never; an https URL does' },
  'ssl-sessions': { takes: 'text', refused: 'a file of TLS sessions is of use to the program that wrote it only' },
  'tcp-fastopen': { takes: 'nothing', refused: SOCKET },
  'telnet-option': { short: 't', takes: 'text', refused: OTHER },
  'tftp-blksize': { takes: 'text', refused: OTHER },
  'tftp-no-options': { takes: 'nothing', refused: OTHER },
  tlsauthtype: { takes: 'text', refused: SRP },
  tlspassword: { takes: 'text', refused: SRP },
  tlsuser: { takes: 'text', refused: SRP },
  'upload-flags': { takes: 'text', refused: MAIL },
  'use-ascii': { short: 'B', takes: 'nothing', refused: FTP },
  'vlan-priority': { takes: 'text', refused: SOCKET },
  xattr: { takes: 'nothing', refused: 'Node has no way to write extended attributes' },
} as const satisfies Record<string, RefusedRow>;
