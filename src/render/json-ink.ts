/** SGR sequences (ASCII) written before a token of that role, and the one after it. An empty string means no colour. */
export interface JsonColors {
  readonly key: string;
  readonly string: string;
  readonly number: string;
  /** `true`, `false` and `null`. */
  readonly literal: string;
  readonly punctuation: string;
  /** A prefix against the document's being run as a script. */
  readonly dim: string;
  readonly reset: string;
}

/** What a level of nesting is indented by: so many columns of spaces, or a tab. With 0 each document is one line. */
export type Indent = number | 'tab';

/** How a JSON document is to look. */
export interface JsonStyle {
  /** `undefined` keeps the document's own white space. */
  readonly indent: Indent | undefined;
  readonly colors: JsonColors | undefined;
}

/**
 * ASCII text that is written again and again, eight bytes at a time: a quarter of the time went into it when it was
 * written byte by byte. Each eight are the bits of a number, little-endian and filled up with zeros; it takes a byte
 * above 0x7f to make a NaN, whose bits might change on the way. The first two, which few stamps exceed, need no loop.
 */
export interface Stamp {
  readonly byteLength: number;
  readonly first: number;
  readonly second: number;
  readonly others: Float64Array;
}

/** What is written after a token. */
export interface Ending {
  /** With the closing quotation mark of a string. */
  readonly whole: Stamp;
  /** After a token that stays without its end. */
  readonly cut: Stamp;
  /** The punctuation that mostly follows at once, a colon or a comma, and the ending with it. */
  readonly companion: number;
  readonly withCompanion: Stamp;
}

/** A style as bytes. */
export interface Ink {
  /** White space between tokens is copied; else it is dropped, and each document ends its line. */
  readonly keepsSpace: boolean;
  /** By action of the grammar: what is written for its byte or, where that begins a number or literal, in front of it. */
  readonly marks: readonly Stamp[];
  /** The same for what begins a line at this depth: with the line break before it. */
  readonly lineMarks: (depth: number) => readonly Stamp[];
  /** For the four actions from `KEY` to `LITERAL`. */
  readonly endings: readonly Ending[];
  /** No stamp touches more bytes than this. */
  readonly longestBytes: number;
}

/** Without an end to it, 100 kB of brackets would be printed as 20 GB. */
const DEEPEST_INDENT = 64;

/** The bytes of a style. */
export function inkOf({ indent, colors }: JsonStyle): Ink {
  const { key, string, number, literal, punctuation, reset } = colors ?? COLORLESS;
  const hasLines = indent !== undefined && indent !== 0;
  const colored = (byte: string) => (punctuation === '' ? byte : punctuation + byte + reset);
  const comma = colored(',');
  const colon = colored(':') + (hasLines ? ' ' : '');
  // In the order of the actions' numbers.
  const within = ['', '', '\x1e', colon, comma, comma, colored('}'), colored(']')];
  const beginning = [`${key}"`, `${string}"`, number, literal, colored('{'), colored('[')];
  const closing = [colored('}'), colored(']')];
  const marks = [...within, ...beginning, ...closing].map(stampOf);
  const endings = [
    endingOf(key && reset, '"', ':', colon),
    endingOf(string && reset, '"', ',', comma),
    endingOf(number && reset, '', ',', comma),
    endingOf(literal && reset, '', ',', comma),
  ];
  const unit = indent === 'tab' ? '\t' : ' '.repeat(indent ?? 0);
  const lineBreak = (depth: number) => `\n${unit.repeat(Math.min(depth, DEEPEST_INDENT))}`;
  const rows: (readonly Stamp[])[] = [];
  const rowAt = (depth: number): readonly Stamp[] => [
    ...marks.slice(0, within.length),
    ...beginning.map((text) => stampOf(lineBreak(depth) + text)),
    ...closing.map((text) => stampOf(lineBreak(depth - 1) + text)),
  ];
  const longestMarkBytes = Math.max(
    ...[...marks, ...endings.map(({ withCompanion }) => withCompanion)].map(({ byteLength }) => byteLength),
  );
  return {
    keepsSpace: indent === undefined,
    marks,
    lineMarks(depth) {
      if (!hasLines || depth === 0) return marks;
      const row = Math.min(depth, DEEPEST_INDENT + 1);
      rows[row] ??= rowAt(row);
      return rows[row];
    },
    endings,
    longestBytes: lineBreak(DEEPEST_INDENT).length + longestMarkBytes + 16,
  };
}

/** Writes a stamp, and up to 15 zeros after it that are to be overwritten. @returns where to write on. */
export function press(view: DataView, at: number, stamp: Stamp): number {
  const { byteLength, others } = stamp;
  view.setFloat64(at, stamp.first, true);
  if (byteLength > 8) {
    view.setFloat64(at + 8, stamp.second, true);
    for (let word = 0; word < others.length; word++) {
      view.setFloat64(at + 16 + 8 * word, others[word] as number, true); // less than the length
    }
  }
  return at + byteLength;
}

const COLORLESS: JsonColors = { key: '', string: '', number: '', literal: '', punctuation: '', dim: '', reset: '' };

function endingOf(reset: string, quote: string, companion: string, companionMark: string): Ending {
  return {
    whole: stampOf(quote + reset),
    cut: stampOf(reset),
    companion: companion.charCodeAt(0),
    withCompanion: stampOf(quote + reset + companionMark),
  };
}

function stampOf(text: string): Stamp {
  const bytes = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer(Math.max(16, bytes.length + 7)));
  bytes.forEach((byte, at) => {
    padded.setUint8(at, byte);
  });
  const word = (index: number) => padded.getFloat64(8 * index, true);
  return {
    byteLength: bytes.length,
    first: word(0),
    second: word(1),
    others: Float64Array.from({ length: Math.ceil(Math.max(0, bytes.length - 16) / 8) }, (_, index) => word(2 + index)),
  };
}
