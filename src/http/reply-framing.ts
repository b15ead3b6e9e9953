import { Failure } from '../failure.ts';
import { fieldValue, headerValues, withoutBlanks } from '../request/headers.ts';
import type { Http1Policy } from '../request/http1.ts';
import { announcedLength, type ParsedHead } from './reply-head.ts';

/** How a reply's body ends, and what comes after it on the connection (RFC 9112 §6.3). */
export interface ReplyFraming {
  readonly body:
    | { readonly kind: 'none' }
    | { readonly kind: 'length'; readonly byteLength: number }
    | { readonly kind: 'chunked' }
    | { readonly kind: 'close' };
  /** Transfer codings below the chunks, in the order in which they were put on. */
  readonly codings: readonly string[];
  /** Whether another request may follow. */
  readonly keepsAlive: boolean;
}

/** What a reply is read with. */
export interface ReplyExpectation {
  /** Named in sentences. */
  readonly host: string;
  /** The reply has no body whatever its head says, as to HEAD. */
  readonly bodyless: boolean;
  /** `Proxy-Connection` counts. */
  readonly proxied: boolean;
  readonly http1: Pick<Http1Policy, 'asksTransferCodings' | 'raw' | 'ignoresLength'>;
}

/**
 * Decides it from a final head, by curl's rules: chunks before a length, equal lengths are one, codings only where they
 * were asked for.
 *
 * @throws Failure `notHttp` for a length that is none or two, `encoding` for a coding that nobody asked for.
 */
export function replyFraming(head: ParsedHead, expectation: ReplyExpectation): ReplyFraming {
  const { host, http1, bodyless } = expectation;
  const isEmpty = head.status === 204 || head.status === 304;
  const length = http1.ignoresLength || isEmpty ? undefined : announcedLength(head.headers, host);
  const { chunked, codings, closes } =
    isEmpty || bodyless ? NO_CODINGS : transferCodings(headerValues(head.headers, 'Transfer-Encoding'), http1);
  const keepsAlive = staysOpen(head, expectation) && !closes;
  if (head.status === 101) return { body: { kind: 'close' }, codings: [], keepsAlive: false };
  if (isEmpty || bodyless) return { body: { kind: 'none' }, codings: [], keepsAlive };
  if (chunked) return { body: { kind: 'chunked' }, codings, keepsAlive };
  if (length !== undefined && !closes) return { body: { kind: 'length', byteLength: length }, codings, keepsAlive };
  return { body: { kind: 'close' }, codings, keepsAlive: false };
}

/** RFC 9112 §9.3, and `Proxy-Connection`, which no RFC knows. */
function staysOpen({ version, headers }: ParsedHead, { proxied }: ReplyExpectation): boolean {
  const says = (name: string, option: string): boolean =>
    new RegExp(`(?:^|,)\\s*${option}\\s*(?:,|$)`, 'i').test(fieldValue(headers, name) ?? '');
  if (says('Connection', 'close')) return false;
  if (version === '1.0') return says('Connection', 'keep-alive') || (proxied && says('Proxy-Connection', 'keep-alive'));
  return !(proxied && says('Proxy-Connection', 'close'));
}

interface TransferCodings {
  readonly chunked: boolean;
  readonly codings: readonly string[];
  /** There are codings, and no chunks in which they end. */
  readonly closes: boolean;
}

const NO_CODINGS: TransferCodings = { chunked: false, codings: [], closes: false };

function transferCodings(lines: readonly string[], http1: ReplyExpectation['http1']): TransferCodings {
  let chunked = false;
  const codings: string[] = [];
  for (const line of lines) {
    for (const coding of line.split(',').map((name) => withoutBlanks(name).toLowerCase())) {
      if (coding === '') continue;
      if (coding === 'chunked') chunked = true;
      else if (http1.asksTransferCodings) {
        if (chunked) throw new Failure('encoding', `the transfer coding ${coding} comes behind chunked`);
        if (coding !== 'identity') codings.push(coding);
      } else if (http1.raw) break;
      else if (chunked || coding !== 'identity') {
        throw new Failure('encoding', `the body has the transfer coding ${coding}, which was not asked for`, {
          hint: '--tr-encoding asks for it and takes it off',
        });
      }
    }
  }
  return { chunked, codings, closes: http1.asksTransferCodings && lines.length > 0 && !chunked };
}
