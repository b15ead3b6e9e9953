/** SGR sequences written before a token of that role, and the one after it. An empty string means no colour. */
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

/** How a JSON document is to look. */
export interface JsonStyle {
  /** Columns per level; `undefined` keeps the document's own white space. */
  readonly indent: number | undefined;
  readonly colors: JsonColors | undefined;
}

/**
 * Bytes that are written again and again, in words of four (little-endian, filled up with zeros), since as many single
 * stores would take most of a formatter's time. The first four words, which few stamps exceed, need no loop.
 */
export interface Stamp {
  readonly byteLength: number;
  readonly first: number;
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
  readonly others: Int32Array;
}

/** What is written around a token. */
export interface Role {
  readonly before: Stamp;
  readonly after: Stamp;
  /** The punctuation that mostly follows at once, a colon or a comma, and the two written as one. */
  readonly companion: number;
  readonly afterAndCompanion: Stamp;
}

/** A style as bytes. */
export interface Ink {
  readonly key: Role;
  readonly text: Role;
  readonly number: Role;
  readonly literal: Role;
  readonly comma: Stamp;
  readonly colon: Stamp;
  readonly openObject: Stamp;
  readonly closeObject: Stamp;
  readonly openArray: Stamp;
  readonly closeArray: Stamp;
  /** No stamp of these touches more bytes. */
  readonly longestBytes: number;
}

/** The bytes of a style. */
export function inkOf(style: JsonStyle): Ink {
  const { key, string, number, literal, punctuation, reset } = style.colors ?? COLORLESS;
  const mark = (text: string) => (punctuation === '' ? text : punctuation + text + reset);
  const comma = mark(',');
  const colon = style.indent === undefined ? mark(':') : `${mark(':')} `;
  const role = (color: string, companion: ',' | ':'): Role => {
    const after = color === '' ? '' : reset;
    return {
      before: stampOf(color),
      after: stampOf(after),
      companion: companion.charCodeAt(0),
      afterAndCompanion: stampOf(after + (companion === ',' ? comma : colon)),
    };
  };
  const longestColor = Math.max(...[key, string, number, literal, punctuation, reset].map((color) => color.length));
  return {
    key: role(key, ':'),
    text: role(string, ','),
    number: role(number, ','),
    literal: role(literal, ','),
    comma: stampOf(comma),
    colon: stampOf(colon),
    openObject: stampOf(mark('{')),
    closeObject: stampOf(mark('}')),
    openArray: stampOf(mark('[')),
    closeArray: stampOf(mark(']')),
    longestBytes: 3 * longestColor + 2 + 16,
  };
}

/** Writes a stamp, and up to 15 zeros after it that are to be overwritten. @returns where to write on. */
export function press(view: DataView, at: number, stamp: Stamp): number {
  const { byteLength, others } = stamp;
  view.setInt32(at, stamp.first, true);
  view.setInt32(at + 4, stamp.second, true);
  if (byteLength > 8) {
    view.setInt32(at + 8, stamp.third, true);
    view.setInt32(at + 12, stamp.fourth, true);
    for (let word = 0; word < others.length; word++) {
      view.setInt32(at + 16 + 4 * word, others[word] as number, true); // less than the length
    }
  }
  return at + byteLength;
}

const COLORLESS: JsonColors = { key: '', string: '', number: '', literal: '', punctuation: '', dim: '', reset: '' };

function stampOf(text: string): Stamp {
  const bytes = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer(Math.max(16, bytes.length + 3)));
  bytes.forEach((byte, at) => {
    padded.setUint8(at, byte);
  });
  const word = (index: number) => padded.getInt32(4 * index, true);
  return {
    byteLength: bytes.length,
    first: word(0),
    second: word(1),
    third: word(2),
    fourth: word(3),
    others: Int32Array.from({ length: Math.ceil(Math.max(0, bytes.length - 16) / 4) }, (_, index) => word(4 + index)),
  };
}
