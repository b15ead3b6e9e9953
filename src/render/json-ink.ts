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

/** What is written after a token. */
export interface Ending {
  /** With the closing quotation mark of a string. */
  readonly whole: Uint8Array;
  /** After a token that stays without its end. */
  readonly cut: Uint8Array;
  /** The punctuation that mostly follows at once, a colon or a comma, and the ending with it. */
  readonly companion: number;
  readonly withCompanion: Uint8Array;
}

/** A style as bytes, which are ASCII. */
export interface Ink {
  /** White space between tokens is copied; else it is dropped, and each document ends its line. */
  readonly keepsSpace: boolean;
  /** By action of the grammar: what is written for its byte or, where that begins a number or literal, in front of it. */
  readonly marks: readonly Uint8Array[];
  /** What is written before that where a line begins, at a depth. */
  lineBreak(depth: number): Uint8Array;
  /** For the four actions from `KEY` to `LITERAL`. */
  readonly endings: readonly Ending[];
  /** Nothing that is written at once is longer. */
  readonly longestBytes: number;
}

/** Without an end to it, 100 kB of brackets would be printed as 20 GB. */
export const DEEPEST_INDENT = 64;

/** The bytes of a style. */
export function inkOf({ indent, colors }: JsonStyle): Ink {
  const { key, string, number, literal, punctuation, reset } = colors ?? COLORLESS;
  const hasLines = indent !== undefined && indent !== 0;
  const colored = (byte: string) => (punctuation === '' ? byte : punctuation + byte + reset);
  const comma = colored(',');
  const colon = colored(':') + (hasLines ? ' ' : '');
  // In the order of the actions' numbers.
  const marks = [
    ...['', '', '\x1e', colon, comma, comma, colored('}'), colored(']')],
    ...[`${key}"`, `${string}"`, number, literal, colored('{'), colored('[')],
    ...[colored('}'), colored(']')],
  ].map(bytesOf);
  const endings = [
    endingOf(key && reset, '"', ':', colon),
    endingOf(string && reset, '"', ',', comma),
    endingOf(number && reset, '', ',', comma),
    endingOf(literal && reset, '', ',', comma),
  ];
  const unit = indent === 'tab' ? '\t' : ' '.repeat(indent ?? 0);
  const deepest = bytesOf(hasLines ? `\n${unit.repeat(DEEPEST_INDENT)}` : '');
  return {
    keepsSpace: indent === undefined,
    marks,
    lineBreak: (depth) => deepest.subarray(0, 1 + unit.length * depth),
    endings,
    longestBytes: Math.max(
      ...[deepest, ...marks, ...endings.map(({ withCompanion }) => withCompanion)].map(({ length }) => length),
    ),
  };
}

const COLORLESS: JsonColors = { key: '', string: '', number: '', literal: '', punctuation: '', dim: '', reset: '' };

function endingOf(reset: string, quote: string, companion: string, companionMark: string): Ending {
  return {
    whole: bytesOf(quote + reset),
    cut: bytesOf(reset),
    companion: companion.charCodeAt(0),
    withCompanion: bytesOf(quote + reset + companionMark),
  };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
