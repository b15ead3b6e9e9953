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

/** How a JSON document is to look. */
export interface JsonStyle {
  /** Columns per level; `undefined` keeps the document's own white space. */
  readonly indent: number | undefined;
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
  readonly alone: Stamp;
  /** The punctuation that mostly follows at once, a colon or a comma, and the two written as one. */
  readonly companion: number;
  readonly withCompanion: Stamp;
}

/** A style as bytes. */
export interface Ink {
  /** By action of the grammar: what is written for its byte or, where that begins a number or literal, in front of it. */
  readonly marks: readonly Stamp[];
  /** For the four actions from `KEY` to `LITERAL`. */
  readonly endings: readonly Ending[];
  /** No stamp touches more bytes than this. */
  readonly longestBytes: number;
}

/** The bytes of a style. */
export function inkOf(style: JsonStyle): Ink {
  const { key, string, number, literal, punctuation, reset } = style.colors ?? COLORLESS;
  const colored = (byte: string) => (punctuation === '' ? byte : punctuation + byte + reset);
  const comma = colored(',');
  const colon = style.indent === undefined ? colored(':') : `${colored(':')} `;
  const ending = (color: string, companion: string, companionMark: string): Ending => {
    const alone = color === '' ? '' : reset;
    return { alone: stampOf(alone), companion: companion.charCodeAt(0), withCompanion: stampOf(alone + companionMark) };
  };
  const empty = [colored('}'), colored(']')];
  const tokens = [`${key}"`, `${string}"`, number, literal];
  const brackets = [colored('{'), colored('['), colored('}'), colored(']')];
  // In the order of the actions' numbers.
  const marks = ['', '', '\x1e', colon, comma, comma, ...empty, ...tokens, ...brackets].map(stampOf);
  const endings = [ending(key, ':', colon), ...[string, number, literal].map((color) => ending(color, ',', comma))];
  const stamps = [...marks, ...endings.map(({ withCompanion }) => withCompanion)];
  return { marks, endings, longestBytes: Math.max(...stamps.map(({ byteLength }) => byteLength)) + 16 };
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
