/** What an event stream says (WHATWG HTML §9.2.6), line by line. The only importer of eventsource-parser. */
import { createParser } from 'eventsource-parser';

/** Something that a stream has said. */
export type EventFact =
  | {
      readonly kind: 'event';
      readonly name: string | undefined;
      readonly id: string | undefined;
      /** `undefined` for an event that is too long to be held: its bytes have been given as they came. */
      readonly data: string | undefined;
    }
  /** Bytes of an event that is too long to be held. */
  | { readonly kind: 'overlong'; readonly bytes: Uint8Array }
  | { readonly kind: 'retry'; readonly waitMs: number }
  | { readonly kind: 'comment'; readonly text: string }
  /** A line that means nothing. */
  | { readonly kind: 'other'; readonly text: string }
  /** The lines up to an empty one as they came, where they are asked for. */
  | { readonly kind: 'block'; readonly bytes: Uint8Array };

/** Reads one stream. */
export interface EventReader {
  /** What a client says of itself when it connects again: the last id of an event that was read to its end. */
  readonly lastEventId: string | undefined;
  read(chunk: Uint8Array): readonly EventFact[];
  /** The beginning of an event that does not come any more. */
  end(): Uint8Array;
}

/** An event of more bytes is not held, lest a stream without an end of a line fill the memory. */
export const LONGEST_EVENT_BYTES = 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/** A reader at the beginning of a stream. Holds one event. */
export function createEventReader({ givesBlocks = false } = {}): EventReader {
  let facts: EventFact[] = [];
  // The event that is being read: in `room` its bytes, or of one that is too long those of its last line.
  let room = new Uint8Array(1024);
  let heldBytes = 0;
  let lineFrom = 0;
  let isOverlong = false;
  let saysData = false;
  let id: string | undefined;
  let lastEventId: string | undefined;
  let endedInReturn = false;
  let isFirstLine = true;

  const parser = createParser({
    onEvent: ({ event, id, data }) =>
      facts.push({ kind: 'event', name: event, id, data: isOverlong ? undefined : data }),
    onRetry: (waitMs) => facts.push({ kind: 'retry', waitMs }),
    onComment: (text) => facts.push({ kind: 'comment', text }),
    onError: ({ line = '' }) => facts.push({ kind: 'other', text: line }),
  });

  function keep(bytes: Uint8Array): void {
    const needed = heldBytes + bytes.length;
    if (!isOverlong && needed > LONGEST_EVENT_BYTES) {
      isOverlong = true;
      facts.push({ kind: 'overlong', bytes: room.slice(0, heldBytes) });
      room.copyWithin(0, lineFrom, heldBytes);
      heldBytes -= lineFrom;
      lineFrom = 0;
    }
    if (isOverlong) facts.push({ kind: 'overlong', bytes });
    const kept = bytes.subarray(0, LONGEST_EVENT_BYTES - heldBytes);
    if (heldBytes + kept.length > room.length) {
      const larger = new Uint8Array(Math.max(2 * room.length, heldBytes + kept.length));
      larger.set(room.subarray(0, heldBytes));
      room = larger;
    }
    room.set(kept, heldBytes);
    heldBytes += kept.length;
  }

  function endLine(endBytes: number): void {
    const hasMark = isFirstLine && room[0] === 0xef && room[1] === 0xbb && room[2] === 0xbf;
    const textFrom = hasMark ? 3 : lineFrom;
    const textTo = Math.max(textFrom, heldBytes - endBytes);
    const text = Buffer.from(room.buffer, textFrom, textTo - textFrom).toString();
    isFirstLine = false;
    lineFrom = isOverlong ? 0 : heldBytes;
    if (isOverlong) heldBytes = 0;
    id = idIn(text) ?? id;
    if (!isOverlong || text === '' || /^(?:event|retry):/.test(text)) parser.feed(`${text}\n`);
    else if (!saysData && /^data(?:$|:)/.test(text)) {
      // Of one that is too long it only counts that it has data, which makes it an event.
      parser.feed('data\n');
      saysData = true;
    }
    if (text !== '') return;
    lastEventId = id ?? lastEventId;
    if (givesBlocks && !isOverlong) facts.push({ kind: 'block', bytes: room.slice(0, heldBytes) });
    heldBytes = 0;
    lineFrom = 0;
    isOverlong = false;
    saysData = false;
  }

  /**
   * Reads what lies whole in `[from, to)`, where no CR stands and an event may begin, all at once: line by line it takes
   * several times as long.
   *
   * @returns where that ends, behind an empty line, or `from`.
   */
  function readEvents(chunk: Uint8Array, from: number, to: number): number {
    const byteCount = Math.min(to - from, LONGEST_EVENT_BYTES);
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset + from, byteCount);
    const end = bytes.lastIndexOf('\n\n');
    if (end < 0) return from;
    const text = bytes.toString('utf8', 0, end + 2);
    lastEventId = id = lastIdIn(text) ?? id;
    parser.feed(text);
    return from + end + 2;
  }

  return {
    get lastEventId() {
      return lastEventId;
    },
    read(chunk) {
      facts = [];
      let at = endedInReturn && chunk[0] === LF ? 1 : 0;
      if (chunk.length > 0) endedInReturn = false;
      // Looked for once, not again for each line that the other one ends.
      let nextReturn = chunk.indexOf(CR, at);
      let nextFeed = chunk.indexOf(LF, at);
      while (at < chunk.length) {
        if (nextReturn >= 0 && nextReturn < at) nextReturn = chunk.indexOf(CR, at);
        if (nextFeed >= 0 && nextFeed < at) nextFeed = chunk.indexOf(LF, at);
        if (heldBytes === 0 && !isOverlong && !isFirstLine && !givesBlocks) {
          const eventsEnd = readEvents(chunk, at, nextReturn < 0 ? chunk.length : nextReturn);
          if (eventsEnd > at) {
            at = eventsEnd;
            continue;
          }
        }
        const lineEnd = nextReturn >= 0 && (nextFeed < 0 || nextReturn < nextFeed) ? nextReturn : nextFeed;
        if (lineEnd < 0) {
          keep(chunk.subarray(at));
          break;
        }
        const isReturn = lineEnd === nextReturn;
        endedInReturn = isReturn && lineEnd + 1 === chunk.length;
        const end = isReturn && chunk[lineEnd + 1] === LF ? lineEnd + 2 : lineEnd + 1;
        keep(chunk.subarray(at, end));
        endLine(end - lineEnd);
        at = end;
      }
      return facts;
    },
    end: () => room.slice(0, isOverlong ? 0 : heldBytes),
  };
}

/** What a line says of an id, if it does. */
function idIn(line: string): string | undefined {
  const [isId, value = ''] = /^id(?:: ?(.*))?$/s.exec(line) ?? [];
  return isId === undefined || value.includes('\0') ? undefined : value;
}

/** The last id that whole lines, which end in LF, say. */
function lastIdIn(lines: string): string | undefined {
  let end = lines.length;
  while (end > 0) {
    const start = lines.lastIndexOf('\nid', end - 1) + 1;
    const found = idIn(lines.slice(start, lines.indexOf('\n', start)));
    if (found !== undefined) return found;
    end = start - 1;
  }
  return undefined;
}
