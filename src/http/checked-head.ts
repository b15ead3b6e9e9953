import { Failure } from '../failure.ts';
import type { ReplyHead } from '../request/exchange.ts';
import { fieldValue } from '../request/headers.ts';
import { type ReplyFraming, replyFraming } from './reply-framing.ts';
import { isInterim, parseHead, strange, unfolded } from './reply-head.ts';
import type { ReplyRules } from './reply-reader.ts';

/** A head that is in order; `framing` is `undefined` for an interim one, which has no body. */
export interface CheckedHead {
  readonly head: ReplyHead;
  readonly framing: ReplyFraming | undefined;
}

/** curl's bounds: fields of a head, bytes of a line with its end, codings of a body. */
const MAX_FIELDS = 5000;
const MAX_LINE_BYTES = 100 * 1024 - 1;
const MAX_CODINGS = 5;

/**
 * Reads a head by the rules of the dialect.
 *
 * @throws Failure `notHttp`, `protocol`, `encoding`; `tooLarge` in curl's manner.
 */
export function checkedHead(bytes: Buffer, rules: ReplyRules): CheckedHead {
  if (rules.dialect === 'curl') refuseLongLine(bytes, rules.host);
  const parsed = parseHead(bytes, rules.host, rules.dialect);
  if (parsed.status === 101 && !rules.mayUpgrade) {
    throw strange(rules.host, 'it switches to a protocol that nobody asked for');
  }
  const head = { bytes: rules.dialect === 'curl' ? unfolded(bytes) : bytes, ...parsed };
  if (rules.dialect === 'curl') refuseTooMany(head, rules);
  return { head, framing: isInterim(head) ? undefined : replyFraming(head, rules) };
}

/**
 * As much of a head as is in order, in whole lines, if there is any: curl has told of it when it comes to the fault.
 *
 * @param bytes of a head that is refused.
 */
export function soundPart(bytes: Buffer, rules: ReplyRules): ReplyHead | undefined {
  const lineEnds: number[] = [];
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lineEnds.push(at + 1);
  const partAt = (index: number): ReplyHead | undefined => {
    try {
      return checkedHead(bytes.subarray(0, lineEnds[index]), rules).head;
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  };
  let sound: ReplyHead | undefined;
  for (let low = 0, high = lineEnds.length - 1; low <= high; ) {
    const middle = (low + high) >> 1;
    const part = partAt(middle);
    if (part === undefined) high = middle - 1;
    else {
      sound = part;
      low = middle + 1;
    }
  }
  return sound;
}

/** @throws Failure `tooLarge` for a line of 100 kB, complete or not: curl takes none. */
export function refuseLongLine(bytes: Buffer, host: string): void {
  for (let start = 0; start < bytes.length; ) {
    const lineEnd = bytes.indexOf(0x0a, start);
    const end = lineEnd < 0 ? bytes.length : lineEnd + 1;
    if (end - start > MAX_LINE_BYTES) throw tooLarge(host, 'a field of 100 kB');
    start = end;
  }
}

function refuseTooMany(head: ReplyHead, { host, decoded }: ReplyRules): void {
  if (head.headers.length > MAX_FIELDS) throw tooLarge(host, `more than ${MAX_FIELDS} fields`);
  if (!decoded) return;
  const codings = fieldValue(head.headers, 'Content-Encoding')?.split(',').length ?? 0;
  if (codings > MAX_CODINGS) throw new Failure('encoding', `the body has ${codings} content codings on it`);
}

function tooLarge(host: string, what: string): Failure {
  return new Failure('tooLarge', `the reply's head from ${host} has ${what}`);
}
