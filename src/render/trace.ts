import type { RequestHead } from '../request/exchange.ts';
import { maskedValue, shownValue } from '../request/headers.ts';
import type { TraceEvent } from '../request/trace.ts';
import { replyLines, requestLines } from './message.ts';
import type { Theme } from './paint.ts';
import { makeTerminalSafe } from './safety.ts';

/** How a trace is written. */
export interface TraceStyle {
  readonly form: 'plain' | 'hex' | 'ascii';
  readonly showsSecrets: boolean;
  /** It goes to a terminal, in these colours, where nothing a server sends may drive it. */
  readonly terminal: Theme | undefined;
  /** Whether how long a body's pieces are is left out, since the body itself is seen on the same terminal. */
  readonly hidesBodies: boolean;
}

/** What stands before each line: the time of day and the numbers asked for, with a space behind; or nothing. */
export type TracePrefix = string;

/**
 * Writes events down as curl does: `*`, `>`, `<`, `{` and `}` in the plain form, dumps of 16 or 64 bytes a line in the
 * others. Credentials are masked unless they are to be shown; a dump counts the bytes that it shows.
 */
export function traceWriter(style: TraceStyle): (event: TraceEvent, prefix: TracePrefix) => Uint8Array {
  return style.form === 'plain' ? plainWriter(style) : dumpWriter(style.form, style);
}

function plainWriter({ showsSecrets, terminal, hidesBodies }: TraceStyle): ReturnType<typeof traceWriter> {
  // Of several pieces of a body only the first is told.
  let isInBody = false;
  return (event, prefix) => {
    const marked = (sign: string, lines: readonly string[]): Uint8Array => {
      const mark = terminal === undefined ? sign : terminal.dim(sign);
      const encoding = terminal === undefined ? 'latin1' : 'utf8';
      return Buffer.from(lines.map((line) => `${prefix}${mark} ${line}`).join(''), encoding);
    };
    const wasInBody = isInBody;
    isInBody = event.kind === 'requestBody' || event.kind === 'replyBody';
    switch (event.kind) {
      case 'note':
        return marked('*', [`${noteText(event.text, terminal)}\n`]);
      case 'step':
      case 'connected':
        return NOTHING;
      case 'requestHead':
        if (terminal === undefined) return marked('>', requestHeadLines(event.head, showsSecrets));
        return marked('>', withEnds(requestLines(event.head, terminal, showsSecrets)));
      case 'replyHead':
        if (terminal === undefined) return marked('<', replyHeadLines(event.bytes, showsSecrets));
        return marked(
          '<',
          withEnds(replyLines({ bytes: event.bytes, status: statusOf(event.bytes) }, terminal, showsSecrets)),
        );
      case 'requestBody':
      case 'replyBody':
        if (wasInBody || hidesBodies) return NOTHING;
        return marked(event.kind === 'requestBody' ? '}' : '{', [`[${event.bytes.byteLength} bytes data]\n`]);
    }
  };
}

const NOTHING = new Uint8Array();

function withEnds(lines: readonly string[]): readonly string[] {
  return [...lines, ''].map((line) => `${line}\n`);
}

function statusOf(head: Uint8Array): number {
  return Number(/^\S+ (\d{3})/.exec(Buffer.from(head.subarray(0, 64)).toString('latin1'))?.[1] ?? 100);
}

function dumpWriter(form: 'hex' | 'ascii', { showsSecrets, terminal }: TraceStyle): ReturnType<typeof traceWriter> {
  const dump = (title: string, prefix: string, bytes: Uint8Array): string => {
    const { byteLength } = bytes;
    const rows = form === 'hex' ? hexRows(bytes) : asciiRows(bytes);
    return `${prefix}${title}, ${byteLength} bytes (0x${byteLength.toString(16)})\n${rows}`;
  };
  return (event, prefix) => {
    switch (event.kind) {
      case 'note':
        return Buffer.from(`${prefix}* ${noteText(event.text, terminal)}\n`, 'latin1');
      case 'step':
      case 'connected':
        return NOTHING;
      case 'requestHead': {
        const head = Buffer.from(requestHeadLines(event.head, showsSecrets).join(''), 'latin1');
        return Buffer.from(dump('=> Send header', prefix, head));
      }
      case 'replyHead': {
        const lines = replyHeadLines(event.bytes, showsSecrets);
        return Buffer.from(lines.map((line) => dump('<= Recv header', prefix, Buffer.from(line, 'latin1'))).join(''));
      }
      case 'requestBody':
        return Buffer.from(dump('=> Send data', prefix, event.bytes));
      case 'replyBody':
        return Buffer.from(dump('<= Recv data', prefix, event.bytes));
    }
  };
}

/** UTF-8 behind latin-1, as all that is written here is bytes. */
function noteText(text: string, terminal: Theme | undefined): string {
  return terminal === undefined ? Buffer.from(text).toString('latin1') : makeTerminalSafe(text);
}

const HEX_COLUMNS = 16;
const ASCII_COLUMNS = 64;

function hexRows(bytes: Uint8Array): string {
  let rows = '';
  for (let start = 0; start < bytes.byteLength; start += HEX_COLUMNS) {
    const end = Math.min(start + HEX_COLUMNS, bytes.byteLength);
    let hex = '';
    for (let at = start; at < end; at++) hex += HEX[bytes[at] ?? 0];
    rows += `${offset(start)}: ${hex.padEnd(HEX_COLUMNS * 3)}${visibleText(bytes, start, end)}\n`;
  }
  return rows;
}

/** Each line of the text begins a row, its CRLF left out. */
function asciiRows(bytes: Uint8Array): string {
  let rows = '';
  for (let start = 0; start < bytes.byteLength; ) {
    const most = Math.min(start + ASCII_COLUMNS, bytes.byteLength);
    let end = start;
    // A line that is exactly as long as the row takes its end along.
    while (end < most && !isLineEnd(bytes, end)) end++;
    rows += `${offset(start)}: ${visibleText(bytes, start, end)}\n`;
    start = isLineEnd(bytes, end) ? end + 2 : end;
  }
  return rows;
}

function isLineEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x0d && bytes[at + 1] === 0x0a;
}

function offset(at: number): string {
  return at.toString(16).padStart(4, '0');
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte);
const HEX = BYTES.map((byte) => `${byte.toString(16).padStart(2, '0')} `);
const VISIBLE = BYTES.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));

function visibleText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += VISIBLE[bytes[at] ?? 0];
  return text;
}

/** As it is written to the wire, line by line with the ends, in latin-1. */
function requestHeadLines(
  { method, target, shownTarget, version, fields }: RequestHead,
  showsSecrets: boolean,
): readonly string[] {
  const shown = fields.map(([name, value, gap]) => {
    const text = shownValue(name, value, showsSecrets);
    return `${name}:${gap ?? (text === '' ? '' : ' ')}${text}`;
  });
  const first = `${method} ${showsSecrets ? target : shownTarget} HTTP/${version}`;
  return [first, ...shown, ''].map((line) => `${line}\r\n`);
}

/** A head byte for byte, line by line with the ends, but for the values that are masked. */
function replyHeadLines(bytes: Uint8Array, showsSecrets: boolean): readonly string[] {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .match(/.*?\n|.+$/gs);
  return (lines ?? []).map((line) => {
    const [, name, space = '', value = '', end = ''] = /^([^:\s]+):([ \t]*)(.*?)([ \t]*\r?\n?)$/s.exec(line) ?? [];
    if (showsSecrets || name === undefined) return line;
    return `${name}:${space}${maskedValue(name, value)}${end}`;
  });
}
