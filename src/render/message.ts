import type { Exchange, ReplyHead, RequestHead } from '../request/exchange.ts';
import { findHeader, maskedValue, shownValue } from '../request/headers.ts';
import { columnsOf, cutToColumns } from './columns.ts';
import { statusPaint, type Theme } from './paint.ts';
import { reasonPhrase } from './reason.ts';
import { makeTerminalSafe } from './safety.ts';
import { parseContentType } from './sniff.ts';
import { formatByteCount, formatDuration } from './summary.ts';

/** A head as lines without their ends: the first line, then one for each field. Safe for a terminal, painted. */
export type HeadLines = readonly string[];

/**
 * `HTTP/2 404 Not Found · 84 ms · 3.1 kB · application/json`: what a reader wants to know before the body.
 *
 * @param columns how much room there is: the type goes first, then the size, the server's words and the time.
 */
export function summaryLine(exchange: Exchange, theme: Theme, columns: number = Number.POSITIVE_INFINITY): string {
  const { head } = exchange;
  const code = `HTTP/${head.version}${head.version === '0.9' ? '' : ` ${head.status}`}`;
  const reason = shownText(head.reason === '' ? reasonPhrase(head.status) : head.reason);
  const { status, facts } = fitted({ code, reason, ...summaryFacts(exchange) }, columns);
  return [statusPaint(theme, head.status)(status), ...facts.filter(Boolean).map((fact) => theme.dim(fact.trim()))].join(
    ' ',
  );
}

/** What the line is made of; a fact that is there has its ` · ` before it. */
interface Summary {
  readonly code: string;
  readonly reason: string;
  readonly time: string;
  readonly size: string;
  readonly type: string;
}

function summaryFacts({ head, plan, timings }: Exchange): Pick<Summary, 'time' | 'size' | 'type'> {
  const { firstByteMs } = timings();
  const length = findHeader(head.headers, 'Content-Length');
  const isSaid = length !== undefined && /^\d{1,15}$/.test(length) && plan.method !== 'HEAD';
  const { type } = parseContentType(findHeader(head.headers, 'Content-Type'));
  return {
    time: firstByteMs === undefined ? '' : ` · ${formatDuration(firstByteMs)}`,
    size: isSaid ? ` · ${formatByteCount(Number(length))}` : '',
    type: type === '' ? '' : ` · ${shownText(type)}`,
  };
}

/** Less of a type than this says nothing. */
const LEAST_TYPE_COLUMNS = 12;

/** As much of the summary as there is room for; only the code is never left out. */
function fitted(
  { code, reason, time, size, type }: Summary,
  columns: number,
): { readonly status: string; readonly facts: readonly string[] } {
  const status = reason === '' ? code : `${code} ${reason}`;
  const room = columns - columnsOf(status + time + size);
  if (columnsOf(type) <= room) return { status, facts: [time, size, type] };
  if (room >= LEAST_TYPE_COLUMNS) return { status, facts: [time, size, cutToColumns(type, room)] };
  if (room >= 0) return { status, facts: [time, size] };
  if (columnsOf(status + time) <= columns) return { status, facts: [time] };
  const left = columns - columnsOf(code + time) - 1;
  if (left > 1 && reason !== '') return { status: `${code} ${cutToColumns(reason, left)}`, facts: [time] };
  return { status: code, facts: columnsOf(code + time) <= columns ? [time] : [] };
}

/** A request's head as it goes out, its credentials masked unless they are to be shown. */
export function requestLines(head: RequestHead, theme: Theme, showsSecrets: boolean): HeadLines {
  const target = showsSecrets ? head.target : head.shownTarget;
  const first = `${theme.success(head.method)} ${makeTerminalSafe(target)} ${theme.dim(`HTTP/${head.version}`)}`;
  return [first, ...head.fields.map(([name, value]) => fieldLine(name, shownValue(name, value, showsSecrets), theme))];
}

/** A reply's head line by line as it came, with credentials that the server sets masked unless they are to be shown. */
export function replyLines(head: Pick<ReplyHead, 'bytes' | 'status'>, theme: Theme, showsSecrets: boolean): HeadLines {
  const [statusLine = '', ...fields] = headText(head.bytes).split(/\r?\n/);
  return [statusPaint(theme, head.status)(shownText(statusLine)), ...linesOf(fields, theme, showsSecrets)];
}

/** The fields of a head that has no first line: those of a part of a multipart body. */
export function fieldLines(bytes: Uint8Array, theme: Theme): HeadLines {
  return linesOf(headText(bytes).split(/\r?\n/), theme, false);
}

function linesOf(fields: readonly string[], theme: Theme, showsSecrets: boolean): HeadLines {
  return fields
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      if (colon < 0) return shownText(line);
      const name = line.slice(0, colon);
      const value = line.slice(colon + 1).trim();
      const told = showsSecrets ? value : maskedValue(name, value);
      // A URL that is masked leads nowhere.
      return fieldLine(name, told, told === value ? theme : { ...theme, linked: unlinked });
    });
}

/** The head of an interim reply, whose status nobody has read yet. */
export function interimLines(bytes: Uint8Array, theme: Theme): HeadLines {
  return replyLines({ bytes, status: 100 }, theme, false);
}

function headText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').trimEnd();
}

function fieldLine(name: string, value: string, { headerName, headerValue, linked = unlinked }: Theme): string {
  return `${headerName(shownText(name))}: ${headerValue(linked(name, shownText(value)))}`;
}

function unlinked(_name: string, shown: string): string {
  return shown;
}

/** Text of a head, safe for a terminal. It was read as latin-1; servers that mean more send UTF-8. */
export function shownText(latin1: string): string {
  return makeTerminalSafe(readableText(latin1));
}

/** A text of a head as its sender meant it: UTF-8 where its bytes are that. */
export function readableText(latin1: string): string {
  const utf8 = Buffer.from(latin1, 'latin1').toString('utf8');
  return utf8.includes('\uFFFD') ? latin1 : utf8;
}
