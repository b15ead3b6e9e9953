import { Failure } from '../failure.ts';
import type { HttpVersion } from '../request/exchange.ts';
import { type HeaderList, headerValues, withoutBlanks } from '../request/headers.ts';
import type { Dialect } from '../request/plan.ts';

/** A reply's head taken apart; names and values as they came, as latin-1 (RFC 9110 §5.5). */
export interface ParsedHead {
  readonly version: HttpVersion;
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderList;
}

/**
 * Where the head at the start of these bytes ends, just after its empty line; `undefined` while it is not complete. Line
 * ends may be LF alone (RFC 9112 §2.2), as some scripts write them; line ends before the head are passed over (§2.2),
 * but not in curl's manner.
 */
export function headEnd(bytes: Buffer, dialect: Dialect = 'slip'): number | undefined {
  let lineStart = dialect === 'slip' ? leadingLineEnds(bytes) : 0;
  for (let lineEnd = bytes.indexOf(LF, lineStart); lineEnd >= 0; lineEnd = bytes.indexOf(LF, lineStart)) {
    const length = lineEnd - lineStart;
    if (length === 0 || (length === 1 && bytes[lineStart] === CR)) return lineEnd + 1;
    lineStart = lineEnd + 1;
  }
  return undefined;
}

/** Whether bytes that begin like this can still become a head. */
export function mayBeHead(bytes: Buffer, dialect: Dialect = 'slip'): boolean {
  if (dialect === 'curl') return 'HTTP/'.startsWith(bytes.toString('latin1', 0, 5).toUpperCase());
  const start = leadingLineEnds(bytes);
  return 'HTTP/'.startsWith(bytes.toString('latin1', start, start + 5));
}

/** 1xx, but for 101, which ends HTTP on the connection (RFC 9110 §15.2). */
export function isInterim({ status }: ParsedHead): boolean {
  return status < 200 && status !== 101;
}

/**
 * Reads a head: folded lines are joined (RFC 9112 §5.2), blanks around names and values are left out.
 *
 * @throws Failure `notHttp` for what curl refuses too: no status line, a line without a colon, NUL, or lengths that
 *   contradict each other, which is how one reply is smuggled behind another; and for a carriage return within a line,
 *   which some take for its end (RFC 9112 §2.2). In curl's manner `protocol` for a version or a status that there is not.
 */
export function parseHead(bytes: Uint8Array, host: string, dialect: Dialect = 'slip'): ParsedHead {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (dialect === 'curl') return parseAsCurl(text, host);
  const [statusLine = '', ...lines] = text.replace(/^[\r\n]+/, '').split(/\r*\n/);
  const [, minor, status, reason = ''] = /^HTTP\/1\.(\d) +(\d{3})(?: (.*)|\s*)$/.exec(statusLine) ?? [];
  if (status === undefined) throw strange(host, 'its status line is not that of HTTP/1');
  if (text.includes('\0')) throw strange(host, 'its head holds a NUL');
  if (lines.some((line) => line.includes('\r'))) throw strange(host, 'a line of its head holds a carriage return');
  const headers = readFields(lines, host, 'slip');
  return { version: minor === '0' ? '1.0' : '1.1', status: Number(status), reason: reason.trimEnd(), headers };
}

/** The head as curl prints it: a folded field is one line, which is not how it came. */
export function unfolded(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  if (!/\n[ \t]/.test(text)) return bytes;
  const lines: string[] = [];
  for (const line of text.match(/[^\n]*\n/g) ?? []) {
    const last = lines.length > 1 && /^[ \t]/.test(line) ? lines.pop() : undefined;
    lines.push(last === undefined ? line : `${last.replace(/[ \t]*\r?\n$/, '')} ${line.replace(/^[ \t]+/, '')}`);
  }
  return Buffer.from(lines.join(''), 'latin1');
}

function parseAsCurl(text: string, host: string): ParsedHead {
  const [statusLine = '', ...lines] = text.split(/\r*\n/);
  if (text.includes('\0')) throw strange(host, 'its head holds a NUL');
  const headers = readFields(lines, host, 'curl');
  const locations = new Set(headerValues(headers, 'location').filter((value) => value !== ''));
  if (locations.size > 1) throw strange(host, 'it leads to two places');
  return { ...statusAsCurl(statusLine, host), headers };
}

/** What is no version of HTTP/1 is refused; other lines that begin with the name are one of HTTP/1.0, and 200. */
function statusAsCurl(line: string, host: string): Omit<ParsedHead, 'headers'> {
  const [, minor, status, reason = ''] = /^HTTP\/1\.([01])[ \t](\d{3})(.*)$/s.exec(line) ?? [];
  if (status !== undefined) {
    if (Number(status) < 100)
      throw new Failure('protocol', `${host} replies with the status ${status}, which there is not`);
    return { version: minor === '0' ? '1.0' : '1.1', status: Number(status), reason: reason.trim() };
  }
  if (/^HTTP\/[23][ \t]\d{3}[ \t]/.test(line)) throw strange(host, 'its version is another than that of the request');
  if (/^HTTP\/[^23]/.test(line))
    throw new Failure('protocol', `${host} replies in a version of HTTP that there is not`);
  return { version: '1.0', status: 200, reason: '' };
}

/**
 * Field lines without their ends; a line that begins with white space goes on with the one before (RFC 9112 §5.2). curl
 * knows no name with white space behind it, and takes a line without one.
 */
function readFields(lines: readonly string[], host: string, dialect: Dialect): HeaderList {
  const headers: [name: string, value: string][] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (line === '') continue;
    if (/^[ \t]/.test(line) && last !== undefined) last[1] = withoutBlanks(`${last[1]} ${withoutBlanks(line)}`);
    else {
      const colon = line.indexOf(':');
      if (colon < 0 || (colon === 0 && dialect === 'slip')) throw strange(host, 'its head holds a line without a name');
      const name = line.slice(0, colon);
      headers.push([dialect === 'slip' ? name.trimEnd() : name, withoutBlanks(line.slice(colon + 1))]);
    }
  }
  return headers;
}

const LF = 0x0a;
const CR = 0x0d;

function leadingLineEnds(bytes: Buffer): number {
  let at = 0;
  while (bytes[at] === CR || bytes[at] === LF) at++;
  return at;
}

/** Beyond what fits into 63 bits a length is none, and the body ends with the connection, as in curl. */
const MAX_LENGTH = 2n ** 63n - 1n;

/**
 * The length that a head announces. The same one said several times is one; lists of it too (RFC 9110 §8.6).
 *
 * @throws Failure `notHttp` for lengths that contradict each other or are none (RFC 9112 §6.3).
 */
export function announcedLength(headers: HeaderList, host: string): number | undefined {
  const values = headerValues(headers, 'Content-Length');
  if (values.length === 1 && /^\d{1,15}$/.test(values[0] ?? '')) return Number(values[0]);
  let length: bigint | undefined;
  for (const text of values.flatMap((value) => value.split(','))) {
    if (!/^[ \t]*\d+[ \t]*$/.test(text)) throw strange(host, 'its Content-Length is no length');
    const announced = BigInt(text.trim());
    if (announced > MAX_LENGTH) continue;
    if (length !== undefined && announced !== length) throw strange(host, 'it has two different lengths');
    length = announced;
  }
  return length === undefined ? undefined : Number(length);
}

/** A reply that is something else altogether. */
export function notHttp(host: string): Failure {
  return new Failure('notHttp', `what ${host} replies is not HTTP/1.1`, {
    hint: 'is it https:// there, or another service?',
  });
}

/** A reply that no user agent should guess the meaning of. */
export function strange(host: string, reason: string): Failure {
  return new Failure('notHttp', `what ${host} replies is not sound HTTP/1.1: ${reason}`);
}
