import { alignLists } from './align.ts';
import { IGNORED, type Outline, outlineOf } from './outline.ts';
import type { JsonMatch, JsonPlace } from './path.ts';
import type { JsonNode } from './tree.ts';
import { worthsOf } from './worths.ts';

/** A text of JSON, one value or several, that is compared with another. */
export interface JsonSide {
  readonly text: string;
  /** Where values begin that do not count, wherever they stand. */
  readonly ignored: ReadonlySet<number>;
}

/** How two texts compare as data. */
export interface JsonComparison {
  readonly areSame: boolean;
  /** Found as they are asked for. */
  readonly changes: Iterable<JsonChange>;
}

/** A difference: a value that is only on one side, or one in place of another. Never `undefined` on both sides. */
export interface JsonChange {
  readonly left: JsonMatch | undefined;
  readonly right: JsonMatch | undefined;
}

/**
 * What makes two texts different data, or `undefined` if one of them is not JSON: numbers are compared by what they are
 * worth, strings by their characters, objects whatever their order; of a repeated name the last value counts. The
 * differences are as small as can be said, in the order of the left value, what is added to an object last.
 *
 * Arrays: items that are the same are aligned so that most are (a longest common subsequence). Between those, objects with
 * the same `id`, `_id`, `uuid`, `key` or `name` are the same item, changed; what is left in a gap is compared one by one,
 * as long as it is of one kind and no other object by its id.
 *
 * No tree is made of a text: a value becomes a node when it is told as a difference.
 */
export function compareJson(left: JsonSide, right: JsonSide): JsonComparison | undefined {
  const worths = worthsOf([left.text, right.text, ID_NAMES]);
  const before = outlineOf(left.text, 0, left.ignored, worths);
  if ('message' in before) return undefined;
  const after = outlineOf(right.text, 1, right.ignored, worths);
  if ('message' in after) return undefined;
  const ids = outlineOf(ID_NAMES, 2, new Set(), worths);
  if ('message' in ids) throw new Error('the names of ids are JSON');
  const idNames = ids.childrenOf(ids.root).map(ids.worthOf);
  const sides = { before, after, idNames, textOf: worths.textOf };
  const whole = { left: before.root, right: after.root, leftPlace: undefined, rightPlace: undefined };
  return { areSame: areSame(whole, sides), changes: { [Symbol.iterator]: () => changesWithin(whole, sides) } };
}

/** Members that say which item an object is, the first that is there. */
const ID_NAMES = '["id","_id","uuid","key","name"]';

interface Sides {
  readonly before: Outline;
  readonly after: Outline;
  /** The numbers of the names. */
  readonly idNames: Uint32Array;
  /** The name of a number. */
  readonly textOf: (name: number) => string;
}

/** Two values that are not the same, as their outlines know them. */
interface Pair {
  readonly left: number;
  readonly right: number;
  readonly leftPlace: JsonPlace | undefined;
  readonly rightPlace: JsonPlace | undefined;
}

/** In place of a value that is only on the other side. */
const NOWHERE = -1;

function* changesWithin(whole: Pair, sides: Sides): Generator<JsonChange, undefined> {
  // A list of its own in place of calls: these would overflow on values of nothing but arrays.
  const waiting: Waiting[] = [{ pair: whole, others: [].values() }];
  for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
    const { pair, others } = top;
    // What has no more is held no longer while one looks into its last pair.
    hold(others, waiting, waiting.length - 1);
    const parts = partsOf(pair, sides);
    if (parts !== undefined) hold(parts, waiting, waiting.length);
    else {
      const { before, after } = sides;
      const { left, right, leftPlace, rightPlace } = pair;
      yield {
        left: left === NOWHERE ? undefined : { value: before.nodeAt(left), place: leftPlace },
        right: right === NOWHERE ? undefined : { value: after.nodeAt(right), place: rightPlace },
      };
    }
  }
}

/** A pair, and those that come after it in the same container. */
interface Waiting {
  readonly pair: Pair;
  readonly others: Iterator<Pair, undefined>;
}

/** Puts the next of some pairs at this place, the last one or the one behind it; nothing if there is none. */
function hold(pairs: Iterator<Pair, undefined>, waiting: Waiting[], at: number): void {
  const { value: pair } = pairs.next();
  if (pair === undefined) waiting.length = at;
  else waiting[at] = { pair, others: pairs };
}

function areSame({ left, right }: Pair, { before, after }: Sides): boolean {
  const [worth, other] = [before.worthOf(left), after.worthOf(right)];
  return worth === other || worth === IGNORED || other === IGNORED;
}

/** The pairs within, or `undefined` for one that has no parts. */
function partsOf(pair: Pair, sides: Sides): Iterator<Pair, undefined> | undefined {
  const { before, after } = sides;
  const { left, right } = pair;
  if (left === NOWHERE || right === NOWHERE) return undefined;
  if (areSame(pair, sides)) return [].values();
  const [kind, other] = [before.kindOf(left), after.kindOf(right)];
  if (kind === 'object' && other === 'object') return memberPairs(pair, sides);
  if (kind === 'array' && other === 'array') return itemPairs(pair, sides);
  return undefined;
}

function* memberPairs(
  { left, right, leftPlace, rightPlace }: Pair,
  { before, after, textOf }: Sides,
): Generator<Pair, undefined> {
  const [members, others] = [before.membersOf(left), after.membersOf(right)];
  const changed: (readonly [left: number, right: number])[] = [];
  const added: number[] = [];
  for (let [at, otherAt] = [0, 0]; at < members.length || otherAt < others.length; ) {
    const [one = NOWHERE, other = NOWHERE] = [members[at], others[otherAt]];
    const name = one === NOWHERE ? Number.POSITIVE_INFINITY : before.nameOf(one);
    const otherName = other === NOWHERE ? Number.POSITIVE_INFINITY : after.nameOf(other);
    if (name < otherName) changed.push([one, NOWHERE]);
    else if (name > otherName) added.push(other);
    else if (before.worthOf(one) !== after.worthOf(other)) changed.push([one, other]);
    if (name <= otherName) at++;
    if (name >= otherName) otherAt++;
  }
  const place = (parent: JsonPlace | undefined, name: number): JsonPlace => ({ parent, step: textOf(name) });
  for (const [one, other] of changed.sort(([a], [b]) => a - b)) {
    const name = before.nameOf(one);
    yield { left: one, right: other, leftPlace: place(leftPlace, name), rightPlace: place(rightPlace, name) };
  }
  for (const other of added.sort((a, b) => a - b)) {
    yield { left: NOWHERE, right: other, leftPlace: undefined, rightPlace: place(rightPlace, after.nameOf(other)) };
  }
}

function* itemPairs({ left, right, leftPlace, rightPlace }: Pair, sides: Sides): Generator<Pair, undefined> {
  const { before, after } = sides;
  const [items, others] = [itemsOf(before, left), itemsOf(after, right)];
  const pairOf = (at: number | undefined, otherAt: number | undefined): Pair => ({
    left: at === undefined ? NOWHERE : (items.values[at] ?? NOWHERE),
    right: otherAt === undefined ? NOWHERE : (others.values[otherAt] ?? NOWHERE),
    leftPlace: at === undefined ? undefined : { parent: leftPlace, step: items.steps[at] ?? 0 },
    rightPlace: otherAt === undefined ? undefined : { parent: rightPlace, step: others.steps[otherAt] ?? 0 },
  });
  let [at, otherAt] = [0, 0];
  for (const run of alignLists(items.values.map(before.worthOf), others.values.map(after.worthOf))) {
    const gap = { first: at, end: run.left, otherFirst: otherAt, otherEnd: run.right };
    for (const [one, other] of placesInGap(gap, items, others, sides)) yield pairOf(one, other);
    [at, otherAt] = [run.left + run.length, run.right + run.length];
  }
}

/** The items of an array that count, and where they stand in it. */
interface Items {
  readonly values: Uint32Array;
  readonly steps: Uint32Array;
}

function itemsOf(outline: Outline, array: number): Items {
  const all = outline.childrenOf(array);
  const steps = all.map((_, step) => step).filter((step) => outline.worthOf(all[step] ?? 0) !== IGNORED);
  return { values: steps.map((step) => all[step] ?? 0), steps };
}

/** Half-open ranges of items between two that are the same, or at an end. */
interface Gap {
  readonly first: number;
  readonly end: number;
  readonly otherFirst: number;
  readonly otherEnd: number;
}

/** Which items of a gap are compared with which: those of the same id, and between these one with one, as they stand. */
function* placesInGap(
  { first, end, otherFirst, otherEnd }: Gap,
  items: Items,
  others: Items,
  { before, after, idNames }: Sides,
): Generator<readonly [left: number | undefined, right: number | undefined], undefined> {
  // Whatever has no id has a number below 0 that no other has.
  const ids = Array.from(items.values.subarray(first, end), (one, at) => idOf(before, one, idNames) ?? -1 - 2 * at);
  const otherIds = Array.from(
    others.values.subarray(otherFirst, otherEnd),
    (one, at) => idOf(after, one, idNames) ?? -2 - 2 * at,
  );
  let [at, otherAt] = [0, 0];
  for (const run of alignLists(ids, otherIds)) {
    for (; at < run.left || otherAt < run.right; at++, otherAt++) {
      const one = at < run.left ? first + at : undefined;
      const other = otherAt < run.right ? otherFirst + otherAt : undefined;
      if (one === undefined || other === undefined) {
        yield [one, other];
        continue;
      }
      const [kind, otherKind] = [before.kindOf(items.values[one] ?? 0), after.kindOf(others.values[other] ?? 0)];
      const haveIds = (ids[at] ?? -1) >= 0 && (otherIds[otherAt] ?? -1) >= 0;
      if (kind === otherKind ? !haveIds : !hasParts(kind) && !hasParts(otherKind)) yield [one, other];
      else yield* [[one, undefined] as const, [undefined, other] as const];
    }
    for (let index = 0; index < run.length; index++) {
      yield [first + run.left + index, otherFirst + run.right + index];
    }
    [at, otherAt] = [run.left + run.length, run.right + run.length];
  }
}

/** A number for what an object is called. */
function idOf(outline: Outline, value: number, idNames: Uint32Array): number | undefined {
  if (outline.kindOf(value) !== 'object') return undefined;
  const found: (number | undefined)[] = Array.from(idNames, () => undefined);
  for (const child of outline.childrenOf(value)) {
    const index = idNames.indexOf(outline.nameOf(child));
    if (index >= 0) found[index] = child;
  }
  const index = found.findIndex((child) => child !== undefined && isName(outline, child));
  return index < 0 ? undefined : outline.worthOf(found[index] ?? 0) * idNames.length + index;
}

function isName(outline: Outline, value: number): boolean {
  const kind = outline.kindOf(value);
  return (kind === 'string' || kind === 'number') && outline.worthOf(value) !== IGNORED;
}

function hasParts(kind: JsonNode['kind']): boolean {
  return kind === 'array' || kind === 'object';
}
