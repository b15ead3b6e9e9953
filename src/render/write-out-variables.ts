import type { ReplyHead } from '../request/exchange.ts';
import { type HeaderList, withoutBlanks } from '../request/headers.ts';
import { certificateText } from './certificate-text.ts';
import type { TransferFacts } from './transfer-facts.ts';
import { splitUrl, URL_PARTS } from './url-parts.ts';

/** Whether there is a variable of this name; those that are no values (`json`, `stderr`, …) are not among them. */
export function isVariable(name: string): boolean {
  return Object.hasOwn(VARIABLES, name);
}

/** A variable's value as text: empty where there is none. */
export function variableText(name: string, facts: TransferFacts): string {
  return VARIABLES[name]?.(facts).plain ?? '';
}

/** `%{json}`: every variable in curl's order, and this program's name in the place of curl's. */
export function factsJson(facts: TransferFacts): string {
  const members = Object.entries(VARIABLES).map(([name, variable]) => `"${name}":${variable(facts).json}`);
  return `{${members.join(',')},"curl_version":${JSON.stringify(facts.clientVersion)}}`;
}

/** `%{header_json}`: one line for each name, in lower case, in the order of their first appearance, laid out as curl does. */
export function headersJson(headers: HeaderList): string {
  const valuesByName = new Map<string, string[]>();
  for (const [typedName, value] of headers) {
    const name = typedName.toLowerCase();
    valuesByName.set(name, [...(valuesByName.get(name) ?? []), fieldText(String(value))]);
  }
  const members = [...valuesByName].map(([name, values]) => `${JSON.stringify(name)}:${JSON.stringify(values)}`);
  return `{${members.join(',\n')}\n}`;
}

/** The values of every field of a name, in the order in which they came. */
export function fieldValues(replies: readonly ReplyHead[], name: string): string[] {
  const wanted = name.toLowerCase();
  const fields = replies.flatMap(({ headers }) => headers.filter(([candidate]) => candidate.toLowerCase() === wanted));
  return fields.map(([, value]) => fieldText(String(value)));
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

function urlVariables(prefix: string, urlOf: (facts: TransferFacts) => string): Record<string, Variable> {
  return Object.fromEntries(
    URL_PARTS.map((part) => [
      `${prefix}.${part}`,
      (facts: TransferFacts) => text(facts.hasUrlParts ? splitUrl(urlOf(facts))[part] : undefined),
    ]),
  );
}

const HTTP_VERSIONS = { none: '0', '0.9': '0', '1.0': '1', '1.1': '1.1', '2': '2' } as const;

/** The variables in curl's order, which is that of their names and of the keys in `%{json}`. */
const VARIABLES: Readonly<Record<string, Variable>> = {
  certs: (facts) => text((facts.peer.tls?.certificates ?? []).map(certificateText).join('')),
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
  local_port: (facts) => count(facts.peer.localPort ?? -1),
  method: (facts) => text(facts.method),
  num_certs: (facts) => count((facts.peer.tls?.certificates ?? []).length),
  num_connects: (facts) => count(facts.connectCount),
  num_headers: (facts) => count(facts.replies.at(-1)?.headers.length),
  num_redirects: (facts) => count(facts.redirectCount),
  num_retries: (facts) => count(facts.retryCount),
  proxy_ssl_verify_result: (facts) => count(facts.peer.proxyVerifyResult),
  proxy_used: (facts) => count(Number(facts.proxyUsed)),
  redirect_url: (facts) => text(facts.redirectUrl),
  referer: (facts) => text(facts.referer),
  remote_ip: (facts) => text(facts.peer.remoteAddress ?? ''),
  remote_port: (facts) => count(facts.peer.remotePort ?? -1),
  response_code: (facts) => status(facts.replies.at(-1)?.status),
  scheme: (facts) => text(facts.scheme),
  size_delivered: (facts) => count(facts.deliveredBytes),
  size_download: (facts) => count(facts.downloadBytes),
  size_header: (facts) => count(facts.headerBytes),
  size_request: (facts) => count(facts.requestBytes),
  size_upload: (facts) => count(facts.uploadBytes),
  speed_download: (facts) => count(bytesPerSecond(facts.downloadBytes, facts.timings.totalMs)),
  speed_upload: (facts) => count(bytesPerSecond(facts.uploadBytes, facts.timings.totalMs)),
  ssl_verify_result: (facts) => count(facts.peer.verifyResult),
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

function bytesPerSecond(bytes: number, durationMs: number | undefined): number {
  return durationMs === undefined || durationMs <= 0 ? 0 : (bytes * 1000) / durationMs;
}

/** A field value as text: heads are decoded as latin-1, and what was UTF-8 before that becomes UTF-8 again. */
function fieldText(value: string): string {
  const trimmed = withoutBlanks(value);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(trimmed, (char) => char.charCodeAt(0)));
  } catch {
    return trimmed;
  }
}
