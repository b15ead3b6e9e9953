/** A multipart body taken apart (RFC 2046 §5.1), as it comes. */

/** What stands in a multipart body, in its order. */
export type MultipartPiece =
  /** Text that belongs to no part: before the first delimiter, or behind the last. */
  | { readonly kind: 'aside'; readonly body: PartBody }
  /** Its bytes, with the line ends before and behind it. */
  | { readonly kind: 'delimiter'; readonly bytes: Uint8Array }
  /** `head` has the empty line behind the fields. */
  | { readonly kind: 'part'; readonly head: Uint8Array; readonly body: PartBody };

/** The bytes of a part. Whoever stops early takes nothing from what comes behind it. */
export interface PartBody extends AsyncIterable<Uint8Array> {
  /** Reads on to its end. Gives how many bytes it has in all. */
  finish(): Promise<number>;
}

/**
 * The pieces of a body; none is given before the last one is finished. A body in which the boundary does not occur is
 * one aside. Line ends may be LF alone. Holds a head of at most 16 KiB, else as much as a delimiter has.
 */
export async function* splitMultipart(
  chunks: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<MultipartPiece> {
  const source = chunks[Symbol.asyncIterator]();
  const mark = Buffer.from(`--${boundary}`);
  const scanner: Scanner = {
    source,
    mark,
    held: Buffer.alloc(0),
    isEnded: false,
    isAtStart: true,
    delimiter: undefined,
  };
  try {
    for (let kind: 'aside' | 'part' = 'aside'; ; ) {
      const head = kind === 'part' ? await readHead(scanner) : undefined;
      const body = partBody(scanner);
      yield head === undefined ? { kind: 'aside', body } : { kind: 'part', head, body };
      await body.finish();
      const { delimiter } = scanner;
      if (delimiter === undefined) return;
      yield { kind: 'delimiter', bytes: delimiter.bytes };
      scanner.delimiter = undefined;
      scanner.isAtStart = true;
      kind = delimiter.isLast ? 'aside' : 'part';
      if (delimiter.isLast) scanner.mark = undefined;
    }
  } finally {
    await source.return?.();
  }
}

/** A part whose head is longer has none. */
const LONGEST_HEAD_BYTES = 16 * 1024;

/** White space that may stand behind a delimiter in its line. */
const LONGEST_PADDING_BYTES = 100;

const LF = 0x0a;
const CR = 0x0d;

interface Scanner {
  readonly source: AsyncIterator<Uint8Array>;
  /** What a delimiter begins with; `undefined` behind the last one. */
  mark: Buffer | undefined;
  /** What has been read and belongs to nothing yet. */
  held: Buffer;
  /** Nothing comes behind what is held. */
  isEnded: boolean;
  /** Nothing has been taken since the last delimiter or head: another delimiter needs no line end before it. */
  isAtStart: boolean;
  /** The one that ended the last body. */
  delimiter: Delimiter | undefined;
}

interface Delimiter {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

async function readMore(scanner: Scanner): Promise<void> {
  const { done = false, value } = await scanner.source.next();
  scanner.isEnded = done;
  if (!done) scanner.held = Buffer.concat([scanner.held, value]);
}

/** The fields and the empty line behind them; empty where there is no such line before the next delimiter. */
async function readHead(scanner: Scanner): Promise<Uint8Array> {
  for (;;) {
    const looked = scanner.held.subarray(0, LONGEST_HEAD_BYTES);
    const markAt = scanner.mark === undefined ? -1 : looked.indexOf(scanner.mark);
    const end = /^\r?\n|\n\r?\n/.exec(looked.toString('latin1', 0, markAt === -1 ? looked.length : markAt));
    if (end === null && markAt !== -1) return NOTHING;
    const isWhole = scanner.isEnded || scanner.held.length >= LONGEST_HEAD_BYTES;
    if (end === null && !isWhole) {
      await readMore(scanner);
      continue;
    }
    const head = scanner.held.subarray(0, end === null ? 0 : end.index + end[0].length);
    scanner.held = scanner.held.subarray(head.length);
    return head;
  }
}

const NOTHING = Buffer.alloc(0);

/** What comes up to the next delimiter. */
function partBody(scanner: Scanner): PartBody {
  let byteCount = 0;
  let isEnded = false;
  // One after another, as the reader may have given up on one that is still under way.
  let last: Promise<Uint8Array | undefined> = Promise.resolve(undefined);
  const next = (): Promise<Uint8Array | undefined> => {
    last = last.then(async () => {
      const chunk = isEnded ? undefined : await takeContent(scanner);
      isEnded = chunk === undefined;
      byteCount += chunk?.length ?? 0;
      return chunk;
    });
    return last;
  };
  return {
    async *[Symbol.asyncIterator]() {
      for (let chunk = await next(); chunk !== undefined; chunk = await next()) yield chunk;
    },
    async finish() {
      while ((await next()) !== undefined);
      return byteCount;
    },
  };
}

/** The next bytes of content, or `undefined` where a delimiter or the end of all comes. */
async function takeContent(scanner: Scanner): Promise<Uint8Array | undefined> {
  for (;;) {
    if (scanner.delimiter === undefined) scanner.delimiter = takeDelimiter(scanner);
    if (scanner.delimiter !== undefined) return undefined;
    const certain = contentBytes(scanner);
    if (certain > 0) {
      const content = scanner.held.subarray(0, certain);
      scanner.held = scanner.held.subarray(certain);
      scanner.isAtStart = false;
      return content;
    }
    if (scanner.isEnded) return undefined;
    await readMore(scanner);
  }
}

/** A delimiter where it was found: from the line end before it to that behind it. */
interface Place {
  readonly start: number;
  /** `undefined` where it takes more bytes to see whether it is one. */
  readonly end: number | undefined;
  readonly isLast: boolean;
}

function takeDelimiter(scanner: Scanner): Delimiter | undefined {
  const place = findDelimiter(scanner);
  if (place?.start !== 0 || place.end === undefined) return undefined;
  const bytes = scanner.held.subarray(0, place.end);
  scanner.held = scanner.held.subarray(place.end);
  return { bytes, isLast: place.isLast };
}

/** How many of the bytes held stand before any delimiter. */
function contentBytes(scanner: Scanner): number {
  const { held, mark, isEnded } = scanner;
  const place = findDelimiter(scanner);
  if (place !== undefined) return place.start;
  // The last bytes may be a line end and the beginning of a delimiter.
  return isEnded || mark === undefined ? held.length : Math.max(0, held.length - mark.length - 1);
}

function findDelimiter({ held, mark, isAtStart, isEnded }: Scanner): Place | undefined {
  if (mark === undefined) return undefined;
  for (let at = held.indexOf(mark); at !== -1; at = held.indexOf(mark, at + 1)) {
    if (at === 0 ? !isAtStart : held[at - 1] !== LF) continue;
    const start = at === 0 ? 0 : held[at - 2] === CR ? at - 2 : at - 1;
    const behind = held.subarray(at + mark.length, at + mark.length + LONGEST_PADDING_BYTES).toString('latin1');
    const rest = /^(-?-?)[ \t]*(\r?\n?)/.exec(behind);
    const [all = '', hyphens = '', lineEnd = ''] = rest ?? [];
    const isCut = all.length === behind.length && !lineEnd.endsWith('\n');
    if (isCut && !isEnded && behind.length < LONGEST_PADDING_BYTES) return { start, end: undefined, isLast: false };
    if (hyphens === '-' || !(lineEnd.endsWith('\n') || isCut)) continue;
    return { start, end: at + mark.length + all.length, isLast: hyphens === '--' };
  }
  return undefined;
}
