import type { Peer, ReplyHead, Timings } from '../request/exchange.ts';
import type { HeaderList } from '../request/headers.ts';
import { strftime } from './strftime.ts';

/** Where a stretch of `--write-out` text goes. */
export type WriteOutTarget = 'stdout' | 'stderr' | { readonly path: string; readonly append: boolean };

/** A part of a parsed `--write-out` format. */
export type Piece =
  | ValuePiece
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'target'; readonly to: WriteOutTarget }
  | { readonly kind: 'onerror' }
  | { readonly kind: 'unknown'; readonly name: string };

/** A part that the facts of the transfer fill in. */
export type ValuePiece =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'json'; readonly of: 'facts' | 'headers' }
  | { readonly kind: 'header'; readonly name: string; readonly separator: string | undefined }
  | { readonly kind: 'time'; readonly format: string };

/** What `--write-out` tells about one transfer: from the first request through all redirects and retries to the end. */
export interface TransferFacts {
  /** The exit status that this transfer alone would have; 0 when it went well. */
  readonly exitStatus: number;
  /** The failure's sentence; `undefined` when it went well. */
  readonly errorMessage: string | undefined;
  /** As typed, scheme or not. Whoever fills this in decides whether the passwords in these URLs are masked. */
  readonly typedUrl: string;
  /** Absolute URL of the first request: what `url.host` and the like are parts of. */
  readonly firstUrl: string;
  /** Absolute URL of the last request. */
  readonly lastUrl: string;
  /** Which of the typed URLs this is, from 0. */
  readonly urlIndex: number;
  /** Which transfer of this run this is, from 0. */
  readonly transferIndex: number;
  /** Which connection of this run the last request went over, from 0; -1 when there was none. */
  readonly connectionIndex: number;
  /** Method of the last request. */
  readonly method: string;
  /** The Referer of the last request. */
  readonly referer: string | undefined;
  /** The reply of each hop in order, interim ones left out; empty when nothing came back. */
  readonly replies: readonly ReplyHead[];
  /** Where a redirect that was not followed leads: absolute. */
  readonly redirectUrl: string | undefined;
  readonly redirectCount: number;
  readonly retryCount: number;
  /** Connections that were opened for this transfer. */
  readonly connectCount: number;
  /** Of the last connection. */
  readonly peer: Peer;
  readonly proxyUsed: boolean;
  /** The certificate of an https proxy was checked and is good; `undefined` without such a proxy. */
  readonly proxyVerified: boolean | undefined;
  /** Status of the proxy's last reply to CONNECT; `undefined` without one. */
  readonly proxyConnectStatus: number | undefined;
  /** File the body was written to, as named to the user. */
  readonly fileName: string | undefined;
  /** Body as it came off the wire, of the last reply. */
  readonly downloadBytes: number;
  /** Body as it was handed on, content coding removed. */
  readonly deliveredBytes: number;
  /** All response heads, interim ones and those of redirects included. */
  readonly headerBytes: number;
  /** All request heads. */
  readonly requestBytes: number;
  /** Request bodies. */
  readonly uploadBytes: number;
  /** Of the last hop, counted from the start of the first: milliseconds. */
  readonly timings: Timings;
  /** From the start of the first request to the start of the last; 0 without a redirect. */
  readonly redirectMs: number;
  /** From the start of the first request until its last hop's body had been sent. */
  readonly postTransferMs: number;
  /** Time the transfer waited for others before it. */
  readonly queueMs: number;
  /** Now, since the epoch, for `%time{}`. */
  readonly nowMs: number;
  /** Name and version of this program, which stands under curl's key `curl_version` in `%{json}`. */
  readonly clientVersion: string;
}

/**
 * A `--write-out` format taken apart by the rules of curl(1): `%{variable}`, `%header{name}`, `%header{name:all:sep}`,
 * `%output{file}`, `%time{strftime}`, `%%` and `\n \r \t`. What is none of these stands for itself, as do the two
 * characters of an unknown escape, so that `%\n` is no line end. The form needs no check: every text is a format.
 */
export function parseWriteOut(format: string): readonly Piece[] {
  return [...format.matchAll(TOKEN)].map(pieceOf);
}

/** What to write after a transfer. */
export interface WriteOut {
  /**
   * In this order. A file is there even if its text is empty, for it is made then; one that cannot be opened leaves its
   * text to the target before it, as in curl.
   */
  readonly outputs: readonly { readonly to: WriteOutTarget; readonly text: string }[];
  /** Sentences for stderr: variables that do not exist. */
  readonly notes: readonly string[];
}

/**
 * A parsed format filled in. Times are seconds with six decimals, sizes bytes, speeds bytes a second.
 *
 * Always the value curl has without the thing in question: `ftp_entry_path` and `url.options` (empty) and
 * `tls_earlydata` (0), since slip has no FTP and no early data, and HTTP URLs no options. `ssl_verify_result` and
 * `proxy_ssl_verify_result` are 0 or, for a certificate that is not good, 1 (OpenSSL's "unspecified"). `certs` is the
 * chain in PEM, without the details that curl lists before each certificate.
 *
 * @param shown makes the value of a variable safe for its target; a server may have put escape sequences in it. The
 *   format's own text is the user's and goes out as it stands.
 */
export function renderWriteOut(
  pieces: readonly Piece[],
  facts: TransferFacts,
  shown: (value: string, to: WriteOutTarget) => string = (value) => value,
): WriteOut {
  const onError = pieces.findIndex(({ kind }) => kind === 'onerror');
  const wanted = facts.exitStatus === 0 && onError >= 0 ? pieces.slice(0, onError) : pieces;
  const notes: string[] = [];
  let output: { to: WriteOutTarget; text: string } = { to: 'stdout', text: '' };
  const outputs = [output];
  for (const piece of wanted) {
    if (piece.kind === 'target') {
      output = { to: piece.to, text: '' };
      outputs.push(output);
    } else if (piece.kind === 'unknown') notes.push(`unknown --write-out variable: '${piece.name}'`);
    else if (piece.kind === 'text') output.text += piece.text;
    else if (piece.kind !== 'onerror') output.text += shown(valueText(piece, facts), output.to);
  }
  return { outputs: outputs.filter(({ to, text }) => text !== '' || typeof to === 'object'), notes };
}

/** A closing brace in the separator of `%header{name:all:separator}` is written `\}`. */
const TOKEN =
  /%\{(?<variable>[^}]*)\}|%header\{(?<header>(?:[^}\\]|\\\}|\\(?!\}))*)\}|%output\{(?<append>>>)?(?<output>[^}]*)\}|%time\{(?<time>[^}]*)\}|[^%\\]+|[%\\].?/gs;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['%%', '%'],
  ['\\r', '\r'],
  ['\\n', '\n'],
  ['\\t', '\t'],
]);

function pieceOf(token: RegExpExecArray): Piece {
  const { variable, header, append, output, time } = token.groups ?? {};
  if (header !== undefined) return headerPiece(header);
  if (output !== undefined) return { kind: 'target', to: { path: output, append: append !== undefined } };
  if (time !== undefined) return { kind: 'time', format: time };
  if (variable === undefined) return { kind: 'text', text: ESCAPES.get(token[0]) ?? token[0] };
  if (variable === 'stdout' || variable === 'stderr') return { kind: 'target', to: variable };
  if (variable === 'onerror') return { kind: 'onerror' };
  if (variable === 'json') return { kind: 'json', of: 'facts' };
  if (variable === 'header_json') return { kind: 'json', of: 'headers' };
  return { kind: Object.hasOwn(VARIABLES, variable) ? 'variable' : 'unknown', name: variable };
}

function headerPiece(instruction: string): Piece {
  const [name = '', separator] = instruction.split(/:all:(.*)/s);
  const spelled = separator?.replace(/\\([rnt}])/g, (whole, letter) => ESCAPES.get(whole) ?? letter);
  return { kind: 'header', name, separator: spelled };
}

function valueText(piece: ValuePiece, facts: TransferFacts): string {
  switch (piece.kind) {
    case 'variable':
      return VARIABLES[piece.name]?.(facts).plain ?? '';
    case 'json':
      return piece.of === 'facts' ? factsJson(facts) : headersJson(facts.replies.at(-1)?.headers ?? []);
    case 'header':
      if (piece.separator === undefined) return fieldValues(facts.replies.slice(-1), piece.name)[0] ?? '';
      return fieldValues(facts.replies, piece.name).join(piece.separator);
    case 'time':
      return strftime(piece.format, facts.nowMs);
  }
}

/** A variable's value as text and as JSON. */
interface Value {
  readonly plain: string;
  readonly json: string;
}

function text(value: string | undefined): Value {
  return { plain: value ?? '', json: JSON.stringify(value ?? null) };
}

function count(value: number | undefined): Value {
  const digits = String(Math.floor(value ?? 0));
  return { plain: digits, json: digits };
}

/** Three digits, `000` for no reply; in JSON a number, which has no leading zeros. */
function status(value: number | undefined): Value {
  const digits = String(value ?? 0);
  return { plain: digits.padStart(3, '0'), json: digits };
}

function seconds(valueMs: number | undefined): Value {
  const digits = ((valueMs ?? 0) / 1000).toFixed(6);
  return { plain: digits, json: digits };
}

type Variable = (facts: TransferFacts) => Value;

const URL_PARTS = [
  'fragment',
  'host',
  'options',
  'password',
  'path',
  'port',
  'query',
  'scheme',
  'user',
  'zoneid',
] as const;

function urlVariables(prefix: string, urlOf: (facts: TransferFacts) => string): Record<string, Variable> {
  return Object.fromEntries(
    URL_PARTS.map((part) => [`${prefix}.${part}`, (facts: TransferFacts) => text(splitUrl(urlOf(facts))[part])]),
  );
}

const HTTP_VERSIONS = { none: '0', '1.0': '1', '1.1': '1.1', '2': '2' } as const;

/** The variables in curl's order, which is that of their names and of the keys in `%{json}`. */
const VARIABLES: Readonly<Record<string, Variable>> = {
  certs: (facts) => text((facts.peer.certificates ?? []).map(pemOf).join('')),
  conn_id: (facts) => count(facts.connectionIndex),
  content_type: (facts) => text(fieldValues(facts.replies.slice(-1), 'content-type').at(-1)),
  errormsg: (facts) => text(facts.errorMessage),
  exitcode: (facts) => count(facts.exitStatus),
  filename_effective: (facts) => text(facts.fileName),
  ftp_entry_path: () => text(undefined),
  http_code: (facts) => status(facts.replies.at(-1)?.status),
  http_connect: (facts) => status(facts.proxyConnectStatus),
  http_version: (facts) => text(HTTP_VERSIONS[facts.replies.at(-1)?.version ?? 'none']),
  local_ip: (facts) => text(facts.peer.localAddress ?? ''),
  local_port: (facts) => count(facts.peer.localPort),
  method: (facts) => text(facts.method),
  num_certs: (facts) => count((facts.peer.certificates ?? []).length),
  num_connects: (facts) => count(facts.connectCount),
  num_headers: (facts) => count(facts.replies.at(-1)?.headers.length),
  num_redirects: (facts) => count(facts.redirectCount),
  num_retries: (facts) => count(facts.retryCount),
  proxy_ssl_verify_result: (facts) => count(facts.proxyVerified === false ? 1 : 0),
  proxy_used: (facts) => count(Number(facts.proxyUsed)),
  redirect_url: (facts) => text(facts.redirectUrl),
  referer: (facts) => text(facts.referer),
  remote_ip: (facts) => text(facts.peer.remoteAddress ?? ''),
  remote_port: (facts) => count(facts.peer.remotePort),
  response_code: (facts) => status(facts.replies.at(-1)?.status),
  scheme: (facts) => text(splitUrl(facts.lastUrl).scheme),
  size_delivered: (facts) => count(facts.deliveredBytes),
  size_download: (facts) => count(facts.downloadBytes),
  size_header: (facts) => count(facts.headerBytes),
  size_request: (facts) => count(facts.requestBytes),
  size_upload: (facts) => count(facts.uploadBytes),
  speed_download: (facts) => count(bytesPerSecond(facts.downloadBytes, facts.timings.totalMs)),
  speed_upload: (facts) => count(bytesPerSecond(facts.uploadBytes, facts.timings.totalMs)),
  ssl_verify_result: (facts) => count(facts.peer.verified === false ? 1 : 0),
  time_appconnect: (facts) => seconds(facts.timings.tlsMs),
  time_connect: (facts) => seconds(facts.timings.connectMs),
  time_namelookup: (facts) => seconds(facts.timings.nameLookupMs),
  time_posttransfer: (facts) => seconds(facts.postTransferMs),
  time_pretransfer: (facts) => seconds(facts.timings.preTransferMs),
  time_queue: (facts) => seconds(facts.queueMs),
  time_redirect: (facts) => seconds(facts.redirectMs),
  time_starttransfer: (facts) => seconds(facts.timings.firstByteMs),
  time_total: (facts) => seconds(facts.timings.totalMs),
  tls_earlydata: () => count(0),
  url: (facts) => text(facts.typedUrl),
  ...urlVariables('url', (facts) => facts.firstUrl),
  url_effective: (facts) => text(facts.lastUrl),
  ...urlVariables('urle', (facts) => facts.lastUrl),
  urlnum: (facts) => count(facts.urlIndex),
  xfer_id: (facts) => count(facts.transferIndex),
};

/** A certificate in DER as text (RFC 7468). */
function pemOf(certificate: Uint8Array): string {
  const lines = Buffer.from(certificate)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`;
}

function bytesPerSecond(bytes: number, durationMs: number | undefined): number {
  return durationMs === undefined || durationMs <= 0 ? 0 : (bytes * 1000) / durationMs;
}

const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
]);

/**
 * An absolute URL's parts as they are written (RFC 3986 appendix B), nothing decoded: the last `@` ends the userinfo,
 * an IPv6 host keeps its brackets but not its zone (RFC 6874), a missing port is the scheme's.
 */
function splitUrl(url: string): { readonly [Part in (typeof URL_PARTS)[number]]: string | undefined } {
  const [, scheme = '', authority = '', path = '', query, fragment] =
    /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  const [, user, password, host = '', zone, bracket = '', port] =
    /^(?:([^:]*)(?::(.*))?@)?(\[[^\]%]*|[^:]*)(?:%(?:25)?([^\]]*))?(\]?)(?::(\d*))?$/s.exec(authority) ?? [];
  return {
    fragment: fragment || undefined,
    host: host + bracket,
    options: undefined,
    password,
    path: path || '/',
    port: port || DEFAULT_PORTS.get(scheme.toLowerCase()),
    query: query || undefined,
    scheme: scheme.toLowerCase() || undefined,
    user,
    zoneid: zone,
  };
}

/** The values of every field of a name, in the order in which they came. */
function fieldValues(replies: readonly ReplyHead[], name: string): string[] {
  const wanted = name.toLowerCase();
  const fields = replies.flatMap(({ headers }) => headers.filter(([candidate]) => candidate.toLowerCase() === wanted));
  return fields.map(([, value]) => fieldText(String(value)));
}

/** A field value as text: heads are decoded as latin-1, and what was UTF-8 before that becomes UTF-8 again. */
function fieldText(value: string): string {
  const trimmed = value.replace(/^[ \t]+|[ \t]+$/g, '');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(trimmed, (char) => char.charCodeAt(0)));
  } catch {
    return trimmed;
  }
}

function factsJson(facts: TransferFacts): string {
  const members = Object.entries(VARIABLES).map(([name, variable]) => `"${name}":${variable(facts).json}`);
  return `{${members.join(',')},"curl_version":${JSON.stringify(facts.clientVersion)}}`;
}

/** One line for each name, in lower case, in the order of their first appearance, laid out as curl does. */
function headersJson(headers: HeaderList): string {
  const valuesByName = new Map<string, string[]>();
  for (const [typedName, value] of headers) {
    const name = typedName.toLowerCase();
    valuesByName.set(name, [...(valuesByName.get(name) ?? []), fieldText(String(value))]);
  }
  const members = [...valuesByName].map(([name, values]) => `${JSON.stringify(name)}:${JSON.stringify(values)}`);
  return `{${members.join(',\n')}\n}`;
}
