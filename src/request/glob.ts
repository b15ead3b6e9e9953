import { Failure } from '../failure.ts';
import { plainText, readGroup } from './glob-group.ts';
import { placeIn } from './url.ts';

/** A text that stands for several: fixed pieces, sets and ranges. */
export interface Glob {
  readonly parts: readonly GlobPart[];
  /** How many texts it stands for: the product of the sizes of its sets and ranges; below 2^63. */
  readonly count: bigint;
}

/** A piece of a glob. */
type GlobPart = { readonly kind: 'text'; readonly text: string } | GlobSet | GlobNumbers;

/** A set; letters too, for there are few of them. */
export interface GlobSet {
  readonly kind: 'set';
  readonly name: string | undefined;
  readonly values: readonly string[];
}

/** A range of numbers, which are counted, never listed. */
export interface GlobNumbers {
  readonly kind: 'numbers';
  readonly name: string | undefined;
  readonly first: bigint;
  readonly step: bigint;
  readonly size: bigint;
  /** Zeros are put before a number up to so many digits. */
  readonly width: number;
}

/** One of the texts of a glob. */
export interface GlobPick {
  readonly text: string;
  /** What each set and range is at this place, in the order they stand in. */
  readonly values: readonly string[];
  /** The same for those that have a name: `{<name>a,b}`. */
  readonly named: ReadonlyMap<string, string>;
}

/** How braces and brackets are read. */
export interface GlobReading {
  /**
   * Whatever is no set or range is an error, as in curl. Otherwise it is text, and so is what a URL of a REST service
   * has in it and curl would take for a set: one value alone (`{id}`), and JSON (`{"a":1,"b":2}`).
   */
  readonly strict: boolean;
}

/**
 * Reads curl's URL globbing: sets `{a,b,}`, ranges `[1-10]`, `[001-100]`, `[a-z]`, with a step `[1-10:2]`, with a name
 * `{<name>a,b}`. IPv6 addresses and `[]` are text. A backslash takes the meaning from a brace or bracket, and within
 * braces from any character.
 *
 * @throws Failure `url` with the place underlined.
 */
export function parseGlob(text: string, { strict }: GlobReading): Glob {
  const parts: GlobPart[] = [];
  let literal = '';
  let at = 0;
  const endLiteral = (): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal });
    literal = '';
  };
  for (;;) {
    const special = nextSpecial(text, at);
    literal += text.slice(at, special);
    at = special;
    if (at === text.length) break;
    const plain = plainText(text, at);
    if (plain !== undefined) {
      literal += plain.text;
      at = plain.end;
      continue;
    }
    const read = readGroup(text, at, strict);
    if ('part' in read) {
      endLiteral();
      refuseTakenName(parts, read.part.name, text, at, read.end);
      parts.push(read.part);
      at = read.end;
    } else if (strict) throw globFailure(read.fault, text, read.start, read.end);
    else {
      literal += text.charAt(at);
      at += 1;
    }
  }
  endLiteral();
  if (parts.length > MAX_PARTS) throw globFailure('there are too many sets and ranges', text, 0, text.length);
  const count = parts.reduce((product, part) => product * sizeOf(part), 1n);
  if (count > MAX_NUMBER) throw globFailure('this is more than anybody can count', text, 0, text.length);
  return { parts, count };
}

/** A text that stands for itself alone. */
export function literalGlob(text: string): Glob {
  return { parts: [{ kind: 'text', text }], count: 1n };
}

/** A text that `parseGlob` reads as itself alone. */
export function escapeGlob(text: string): string {
  return text.replaceAll(/[{}[\]]/g, '\\$&');
}

/**
 * The text at a place: what stands further right changes faster.
 *
 * @param index from 0, below the glob's count.
 */
export function pickAt({ parts }: Glob, index: bigint): GlobPick {
  let text = '';
  const values: string[] = [];
  const named = new Map<string, string>();
  let rest = index;
  for (const part of [...parts].reverse()) {
    const size = sizeOf(part);
    const value = valueAt(part, rest % size);
    rest /= size;
    text = value + text;
    if (part.kind === 'text') continue;
    values.unshift(value);
    if (part.name !== undefined) named.set(part.name, value);
  }
  return { text, values, named };
}

/**
 * A file name with `#1`, `#2`… and `#<name>` replaced by what the sets and ranges are. A number that no set or range has
 * stays as it is; names are looked for in the first pick, then in the others.
 *
 * @throws Failure `argument` for a name that nothing has.
 */
export function fillReferences(template: string, picks: readonly GlobPick[]): string {
  return template.replace(/#(?:(\d+)|<([^>]{1,64})>)/g, (reference, number, name, offset) => {
    if (number !== undefined) return picks[0]?.values[Number(number) - 1] ?? reference;
    const value = picks.map(({ named }) => named.get(name)).find((found) => found !== undefined);
    if (value !== undefined) return value;
    throw new Failure('argument', `no set or range of the URL has the name ${name}`, {
      at: { text: template, start: offset, end: offset + reference.length },
      hint: `{<${name}>a,b} has it`,
    });
  });
}

/** curl's bounds: numbers and the count fit a signed 64-bit integer, and a text has at most so many parts. */
export const MAX_NUMBER = 2n ** 63n - 1n;
const MAX_PARTS = 255;

function nextSpecial(text: string, from: number): number {
  const found = text.slice(from).search(/[{}[\]]|\\[{}[\]]/);
  return found < 0 ? text.length : from + found;
}

function sizeOf(part: GlobPart): bigint {
  switch (part.kind) {
    case 'text':
      return 1n;
    case 'set':
      return BigInt(part.values.length);
    case 'numbers':
      return part.size;
  }
}

function valueAt(part: GlobPart, index: bigint): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'set':
      return part.values[Number(index)] ?? '';
    case 'numbers':
      return String(part.first + index * part.step).padStart(part.width, '0');
  }
}

function refuseTakenName(
  parts: readonly GlobPart[],
  name: string | undefined,
  text: string,
  start: number,
  end: number,
): void {
  if (name === undefined || !parts.some((part) => part.kind !== 'text' && part.name === name)) return;
  throw globFailure(`the name ${name} is given twice`, text, start, end);
}

function globFailure(message: string, text: string, start: number, end: number): Failure {
  return new Failure('url', message, {
    at: placeIn(text, start, end),
    hint: '-g takes braces and brackets as they are; a backslash does so for one of them',
  });
}
