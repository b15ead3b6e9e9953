/** Tells whether a text matches: all of it, or, in a search, some part of it. */
export type IRegexp = (text: string, whole: boolean) => boolean;

/**
 * A matcher for a pattern of RFC 9485, or `undefined` if it is none, or needs more than 10,000 states.
 *
 * Outside of brackets `^` and `$` are the beginning and the end of the text: the RFC's grammar has them as characters like
 * others, but its own ways to map a pattern to other expressions (§5) make them that, and so do the tests of RFC 9535.
 *
 * Both the pattern and the text may come from a server. The matcher follows all ways at once, so its time grows with the
 * length of the text and of the pattern, and no more: JavaScript's own expressions can take for ever on thirty letters.
 */
export function parseIRegexp(pattern: string): IRegexp | undefined {
  const reader: Reader = { characters: [...pattern], at: 0 };
  try {
    const tree = readChoice(reader, 0);
    if (reader.at < reader.characters.length) return undefined;
    const states: State[] = [];
    const first = build(states, tree, addState(states, { kind: 'end' }));
    return (text, whole) => run(states, first, text, whole);
  } catch (error) {
    if (error instanceof Unsuitable) return undefined;
    throw error;
  }
}

class Unsuitable extends Error {}

interface Reader {
  readonly characters: readonly string[];
  at: number;
}

/** The beginning of the text, or its end. */
type Edge = '^' | '$';

type CharacterTest = (character: string) => boolean;

type Tree =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'choice' | 'sequence'; readonly parts: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number };

/** How deep groups may stand inside one another: the reader calls itself for each. */
const MAX_GROUPS = 200;

function readChoice(reader: Reader, depth: number): Tree {
  if (depth > MAX_GROUPS) throw new Unsuitable();
  const parts = [readSequence(reader, depth)];
  while (taken(reader, '|')) parts.push(readSequence(reader, depth));
  return { kind: 'choice', parts };
}

function readSequence(reader: Reader, depth: number): Tree {
  const parts: Tree[] = [];
  for (let next = reader.characters[reader.at]; next !== undefined && next !== '|' && next !== ')'; ) {
    parts.push(readQuantified(reader, readAtom(reader, depth)));
    next = reader.characters[reader.at];
  }
  return { kind: 'sequence', parts };
}

function readQuantified(reader: Reader, part: Tree): Tree {
  if (taken(reader, '*')) return { kind: 'repeat', part, least: 0, most: Number.POSITIVE_INFINITY };
  if (taken(reader, '+')) return { kind: 'repeat', part, least: 1, most: Number.POSITIVE_INFINITY };
  if (taken(reader, '?')) return { kind: 'repeat', part, least: 0, most: 1 };
  if (!taken(reader, '{')) return part;
  const least = readCount(reader);
  if (least === undefined) throw new Unsuitable();
  const most = taken(reader, ',') ? (readCount(reader) ?? Number.POSITIVE_INFINITY) : least;
  if (!taken(reader, '}') || most < least) throw new Unsuitable();
  return { kind: 'repeat', part, least, most };
}

function readCount(reader: Reader): number | undefined {
  const start = reader.at;
  while (/^\d$/.test(reader.characters[reader.at] ?? '')) reader.at += 1;
  return reader.at === start ? undefined : Number(reader.characters.slice(start, reader.at).join(''));
}

function readAtom(reader: Reader, depth: number): Tree {
  if (taken(reader, '(')) {
    const inside = readChoice(reader, depth + 1);
    if (!taken(reader, ')')) throw new Unsuitable();
    return inside;
  }
  if (taken(reader, '[')) return { kind: 'character', test: readClass(reader) };
  if (taken(reader, '.')) return { kind: 'character', test: (character) => character !== '\n' && character !== '\r' };
  for (const edge of ['^', '$'] as const) if (taken(reader, edge)) return { kind: 'edge', edge };
  const category = takeCategory(reader);
  if (category !== undefined) return { kind: 'character', test: category };
  const own = takeCharacter(reader, /[^()*+.?[\\\]{|}]/u);
  return { kind: 'character', test: (character) => character === own };
}

/** What stands between brackets, the first of which has been read. */
function readClass(reader: Reader): CharacterTest {
  const negated = taken(reader, '^');
  const tests: CharacterTest[] = [];
  if (taken(reader, '-')) tests.push((character) => character === '-');
  while (!taken(reader, ']')) {
    const dashLast = reader.characters[reader.at] === '-' && reader.characters[reader.at + 1] === ']';
    if (dashLast) reader.at += 1;
    tests.push(dashLast ? (character) => character === '-' : readClassPart(reader));
  }
  if (tests.length === 0) throw new Unsuitable();
  return (character) => tests.some((test) => test(character)) !== negated;
}

function readClassPart(reader: Reader): CharacterTest {
  const category = takeCategory(reader);
  if (category !== undefined) return category;
  const first = codePoint(takeCharacter(reader, /[^-[\\\]]/u));
  const ranges = reader.characters[reader.at] === '-' && reader.characters[reader.at + 1] !== ']';
  if (ranges) reader.at += 1;
  const last = ranges ? codePoint(takeCharacter(reader, /[^-[\\\]]/u)) : first;
  if (last < first) throw new Unsuitable();
  return (character) => codePoint(character) >= first && codePoint(character) <= last;
}

const CATEGORY = /^(?:L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|Z[lps]?|S[ckmo]?|C[cfno]?)$/;

/** A class of Unicode's: `\p{Lu}`, or all but it: `\P{Lu}`. */
function takeCategory(reader: Reader): CharacterTest | undefined {
  const [backslash, letter] = reader.characters.slice(reader.at, reader.at + 2);
  if (backslash !== '\\' || (letter !== 'p' && letter !== 'P')) return undefined;
  const end = reader.characters.indexOf('}', reader.at);
  const name = reader.characters.slice(reader.at + 3, end).join('');
  if (reader.characters[reader.at + 2] !== '{' || !CATEGORY.test(name)) throw new Unsuitable();
  reader.at = end + 1;
  const pattern = new RegExp(`^\\${letter}{${name}}$`, 'u');
  return (character) => pattern.test(character);
}

const ESCAPED = /^[()*+\-.?[\\\]^nrt{|}]$/;
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function takeCharacter(reader: Reader, plain: RegExp): string {
  const character = reader.characters[reader.at] ?? '';
  if (character !== '\\') {
    if (!plain.test(character)) throw new Unsuitable();
    reader.at += 1;
    return character;
  }
  const escaped = reader.characters[reader.at + 1] ?? '';
  if (!ESCAPED.test(escaped)) throw new Unsuitable();
  reader.at += 2;
  return CONTROLS[escaped] ?? escaped;
}

function taken(reader: Reader, character: string): boolean {
  if (reader.characters[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

type State =
  | { readonly kind: 'end' }
  | { readonly kind: 'character'; readonly test: CharacterTest; readonly next: number }
  | { readonly kind: 'edge'; readonly edge: Edge; readonly next: number }
  | { readonly kind: 'either'; ways: readonly number[] };

const MAX_STATES = 10_000;

function addState(states: State[], state: State): number {
  if (states.length >= MAX_STATES) throw new Unsuitable();
  return states.push(state) - 1;
}

/** Adds the states of a tree that goes on at `next`, and gives the one where it begins. */
function build(states: State[], tree: Tree, next: number): number {
  switch (tree.kind) {
    case 'character':
      return addState(states, { kind: 'character', test: tree.test, next });
    case 'edge':
      return addState(states, { kind: 'edge', edge: tree.edge, next });
    case 'sequence':
      return tree.parts.reduceRight((following, part) => build(states, part, following), next);
    case 'choice':
      return addState(states, { kind: 'either', ways: tree.parts.map((part) => build(states, part, next)) });
    case 'repeat':
      return buildRepeat(states, tree, next);
  }
}

function buildRepeat(states: State[], { part, least, most }: Tree & { kind: 'repeat' }, next: number): number {
  let first = next;
  if (most === Number.POSITIVE_INFINITY) {
    const again: State = { kind: 'either', ways: [next] };
    first = addState(states, again);
    again.ways = [build(states, part, first), next];
  } else {
    for (let count = least; count < most; count += 1) {
      first = addState(states, { kind: 'either', ways: [build(states, part, first), next] });
    }
  }
  for (let count = 0; count < least; count += 1) {
    // Counted here as well, since a part without any character adds no state that would be.
    if (count > MAX_STATES) throw new Unsuitable();
    first = build(states, part, first);
  }
  return first;
}

function run(states: readonly State[], first: number, text: string, whole: boolean): boolean {
  let offset = 0;
  const reach = (from: readonly number[]) =>
    closure(states, from, (edge) => offset === (edge === '^' ? 0 : text.length));
  let reached = reach([first]);
  for (const character of text) {
    if (!whole && reached.ended) return true;
    offset += character.length;
    const next = reached.waiting.flatMap((state) => (state.test(character) ? [state.next] : []));
    if (whole && next.length === 0) return false;
    reached = reach(whole ? next : [...next, first]);
  }
  return reached.ended;
}

/** The states that wait for a character, reached from these without one, and whether the end is reached as well. */
function closure(states: readonly State[], from: readonly number[], isAt: (edge: Edge) => boolean) {
  const seen = new Set(from);
  const waiting: (State & { kind: 'character' })[] = [];
  let ended = false;
  for (const index of seen) {
    const state = states[index];
    if (state?.kind === 'character') waiting.push(state);
    else if (state?.kind === 'either') for (const way of state.ways) seen.add(way);
    else if (state?.kind !== 'edge') ended = true;
    else if (isAt(state.edge)) seen.add(state.next);
  }
  return { waiting, ended };
}
