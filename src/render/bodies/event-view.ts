import { type DocumentPrinter, documentPrinter } from '../json.ts';
import type { JsonStyle } from '../json-ink.ts';
import { whenLong } from '../json-when-long.ts';
import type { Theme } from '../paint.ts';
import { makeTerminalSafe } from '../safety.ts';
import { createEventReader, type EventFact } from './event-reader.ts';

/** How events are to look. */
export interface EventStyle {
  readonly theme: Theme;
  /** Of data that is JSON. Without an indentation the lines of the stream stay as they are, and are coloured. */
  readonly json: JsonStyle;
  /** Sorts the members of data that is JSON. */
  readonly sorted: ((document: Uint8Array) => Uint8Array | undefined) | undefined;
  /** What could drive a terminal is made visible. */
  readonly isSafe: boolean;
  /** A piece may be overwritten by the next one, as soon as that is asked for. */
  readonly passing?: boolean | undefined;
}

/**
 * An event stream as something to read, each event as soon as its end is here: a line with its name and id, its data,
 * laid out where that is JSON, and an empty line. Comments, `retry` and lines that mean nothing stay in their places; an
 * event that is cut off by the stream's end, or is too long to be held, is shown as it came.
 */
export async function* presentEvents(chunks: AsyncIterable<Uint8Array>, style: EventStyle): AsyncGenerator<Uint8Array> {
  const isLaidOut = style.json.indent !== undefined;
  const reader = createEventReader({ givesBlocks: !isLaidOut });
  const safe = (text: string): string => (style.isSafe ? makeTerminalSafe(text, { oneLine: false }) : text);
  const printer = documentPrinter(style.json);
  const shown = gatherer(style.passing === true);
  const show = isLaidOut ? eventWriter(style, printer, shown, safe) : linePainter(style, printer, shown, safe);
  const counted = whenLong(style.json, printer.equip);
  const rest = (): Uint8Array => Buffer.from(safe(Buffer.from(reader.end()).toString()));
  try {
    for await (const chunk of chunks) {
      const equipped = counted(chunk.length);
      if (equipped !== undefined) await equipped;
      for (const fact of reader.read(chunk)) show(fact);
      if (shown.byteLength > 0) yield shown.take();
    }
  } catch (error) {
    // A stream that breaks off is shown as far as it came.
    yield rest();
    throw error;
  }
  yield rest();
}

/** Shows each fact in its turn. */
function eventWriter(
  { theme, sorted }: EventStyle,
  printer: DocumentPrinter,
  shown: Gatherer,
  safe: (text: string) => string,
): (fact: EventFact) => void {
  const overlong = overlongText(safe);
  const [eventField, idField, retryField] = ['event', 'id', 'retry'].map((name) => `${theme.headerName(name)}: `);
  const between = theme.dim(' · ');
  const showEvent = (name: string | undefined, id: string | undefined, data: string): void => {
    if (name !== undefined) shown.text(`${eventField}${safe(name)}${id === undefined ? '\n' : between}`);
    if (id !== undefined) shown.text(`${idField}${safe(id)}\n`);
    const text = safe(data);
    const bytes = Buffer.from(text);
    const document = printer.print(sorted?.(bytes) ?? bytes);
    if (document === undefined) shown.text(ended(text));
    else shown.bytes(document);
    shown.text('\n');
  };
  return (fact) => {
    switch (fact.kind) {
      case 'event':
        if (fact.data !== undefined) showEvent(fact.name, fact.id, fact.data);
        return;
      case 'retry':
        return shown.text(`${retryField}${fact.waitMs}\n`);
      case 'comment':
        return shown.text(`${theme.dim(`:${fact.text === '' ? '' : ` ${safe(fact.text)}`}`)}\n`);
      case 'other':
        return shown.text(`${theme.dim(safe(fact.text))}\n`);
      case 'overlong':
        return shown.text(overlong(fact.bytes));
      case 'block':
    }
  };
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Colours the lines of each block. */
function linePainter(
  { theme, isSafe }: EventStyle,
  printer: DocumentPrinter,
  shown: Gatherer,
  safe: (text: string) => string,
): (fact: EventFact) => void {
  const overlong = overlongText(safe);
  const value = (text: string): string => {
    const document = printer.print(Buffer.from(text));
    return document === undefined ? text : Buffer.from(document).toString();
  };
  // A line may end in CR alone, which on a terminal would have the next one written over it.
  const lineEnd = (end: string): string => (isSafe && end === '\r' ? '\n' : end);
  const line = (text: string): string => {
    if (text.startsWith(':')) return theme.dim(text);
    const [, name = '', colon = '', rest = ''] = /^(event|data|id|retry)(: ?)(.*)$/s.exec(text) ?? [];
    return name === '' ? text : `${theme.headerName(name)}${colon}${name === 'data' ? value(rest) : rest}`;
  };
  return (fact) => {
    if (fact.kind === 'overlong') shown.text(overlong(fact.bytes));
    if (fact.kind !== 'block') return;
    const parts = Buffer.from(fact.bytes)
      .toString()
      .split(/(\r\n|\r|\n)/);
    parts.forEach((part, index) => {
      shown.text(index % 2 === 1 ? lineEnd(part) : line(safe(part)));
    });
  };
}

/** The text of an event that comes in pieces, which may cut a character. */
function overlongText(safe: (text: string) => string): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return (bytes) => safe(decoder.decode(bytes, { stream: true }));
}

/** Text and bytes in the order in which they came. */
interface Gatherer {
  readonly byteLength: number;
  text(text: string): void;
  bytes(bytes: Uint8Array): void;
  /** All of it, which is gone then. */
  take(): Uint8Array;
}

/** @param passing what is taken may be overwritten by what comes next. */
function gatherer(passing: boolean): Gatherer {
  let room = Buffer.alloc(1024);
  let byteLength = 0;
  const make = (byteCount: number): void => {
    if (byteLength + byteCount <= room.length) return;
    const larger = Buffer.alloc(2 * (byteLength + byteCount));
    larger.set(room.subarray(0, byteLength));
    room = larger;
  };
  return {
    get byteLength() {
      return byteLength;
    },
    text(text) {
      make(3 * text.length);
      byteLength += room.write(text, byteLength);
    },
    bytes(bytes) {
      make(bytes.length);
      room.set(bytes, byteLength);
      byteLength += bytes.length;
    },
    take() {
      const taken = passing ? room.subarray(0, byteLength) : Buffer.from(room.subarray(0, byteLength));
      byteLength = 0;
      return taken;
    },
  };
}
