import { documentPrinter } from '../json.ts';
import type { JsonStyle } from '../json-ink.ts';
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
  const shownFact = isLaidOut ? eventWriter(style, safe) : linePainter(style, safe);
  const rest = (): Uint8Array => Buffer.from(safe(Buffer.from(reader.end()).toString()));
  try {
    for await (const chunk of chunks) {
      const shown = reader.read(chunk).map(shownFact).join('');
      if (shown !== '') yield Buffer.from(shown);
    }
  } catch (error) {
    // A stream that breaks off is shown as far as it came.
    yield rest();
    throw error;
  }
  yield rest();
}

/** Shows each fact in its turn. */
function eventWriter({ theme, json, sorted }: EventStyle, safe: (text: string) => string): (fact: EventFact) => string {
  const printed = documentPrinter(json);
  const overlong = overlongText(safe);
  const field = (name: string, value: string): string => `${theme.headerName(name)}: ${safe(value)}`;
  return (fact) => {
    switch (fact.kind) {
      case 'event': {
        const { name, id, data } = fact;
        if (data === undefined) return '';
        const fields = [
          ...(name === undefined ? [] : [field('event', name)]),
          ...(id === undefined ? [] : [field('id', id)]),
        ];
        const head = fields.length === 0 ? '' : `${fields.join(theme.dim(' · '))}\n`;
        const text = safe(data);
        const bytes = Buffer.from(text);
        const document = printed(sorted?.(bytes) ?? bytes);
        return `${head}${document === undefined ? ended(text) : Buffer.from(document).toString()}\n`;
      }
      case 'retry':
        return `${field('retry', String(fact.waitMs))}\n`;
      case 'comment':
        return `${theme.dim(`:${fact.text === '' ? '' : ` ${safe(fact.text)}`}`)}\n`;
      case 'other':
        return `${theme.dim(safe(fact.text))}\n`;
      case 'overlong':
        return overlong(fact.bytes);
      case 'block':
        return '';
    }
  };
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Colours the lines of each block. */
function linePainter({ theme, json, isSafe }: EventStyle, safe: (text: string) => string): (fact: EventFact) => string {
  const printed = documentPrinter(json);
  const overlong = overlongText(safe);
  const value = (text: string): string => {
    const document = printed(Buffer.from(text));
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
    if (fact.kind === 'overlong') return overlong(fact.bytes);
    if (fact.kind !== 'block') return '';
    const parts = Buffer.from(fact.bytes)
      .toString()
      .split(/(\r\n|\r|\n)/);
    return parts.map((part, index) => (index % 2 === 1 ? lineEnd(part) : line(safe(part)))).join('');
  };
}

/** The text of an event that comes in pieces, which may cut a character. */
function overlongText(safe: (text: string) => string): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return (bytes) => safe(decoder.decode(bytes, { stream: true }));
}
