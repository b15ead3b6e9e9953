import { alignLists } from './align.ts';
import { numberWorth } from './number.ts';
import type { JsonMatch, JsonPlace } from './path.ts';
import { decodeJsonString, findMember, type JsonArray, type JsonNode, type JsonObject } from './tree.ts';

/** A difference: a value that is only on one side, or one in place of another. Never `undefined` on both sides. */
export interface JsonChange {
  readonly left: JsonMatch | undefined;
  readonly right: JsonMatch | undefined;
}

/**
 * What makes two values different data: numbers are compared by what they are worth, strings by their characters, objects
 * whatever their order; of a repeated name the last value counts. The differences are as small as can be said, in the order
 * of the left value, what is added to an object last.
 *
 * Arrays: items that are the same are aligned so that most are (a longest common subsequence). Between those, objects with
 * the same `id`, `_id`, `uuid`, `key` or `name` are the same item, changed; what is left in a gap is compared one by one,
 * as long as it is of one kind and no other object by its id.
 *
 * @param ignored values that do not count, wherever they stand.
 */
export function* diffJson(
  left: JsonNode,
  right: JsonNode,
  ignored: ReadonlySet<JsonNode> = new Set(),
): Generator<JsonChange, undefined> {
  const sides = { ignored, worths: worthsOf([left, right], ignored) };
  // A list of its own in place of calls: these would overflow on values of nothing but arrays.
  const waiting: JsonChange[] = [
    { left: { value: left, place: undefined }, right: { value: right, place: undefined } },
  ];
  for (let change = waiting.pop(); change !== undefined; change = waiting.pop()) {
    const parts = partsOf(change, sides);
    if (parts === undefined) yield change;
    else for (const part of parts.reverse()) waiting.push(part);
  }
}

/** What is known of both sides. */
interface Sides {
  readonly ignored: ReadonlySet<JsonNode>;
  /** Two values have the same number if they are the same data. */
  readonly worths: ReadonlyMap<JsonNode, number>;
}

/** The differences within, or `undefined` for one that has no parts. */
function partsOf({ left, right }: JsonChange, sides: Sides): JsonChange[] | undefined {
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [left.value, right.value];
  if (sides.ignored.has(a) || sides.ignored.has(b)) return [];
  if (sides.worths.get(a) === sides.worths.get(b)) return [];
  if (a.kind === 'object' && b.kind === 'object') return memberChanges(a, left.place, b, right.place, sides);
  if (a.kind === 'array' && b.kind === 'array') return itemChanges(a, left.place, b, right.place, sides);
  return undefined;
}

function memberChanges(
  left: JsonObject,
  leftPlace: JsonPlace | undefined,
  right: JsonObject,
  rightPlace: JsonPlace | undefined,
  { ignored, worths }: Sides,
): JsonChange[] {
  const [before, after] = [valuesOf(left, ignored), valuesOf(right, ignored)];
  const at = (parent: JsonPlace | undefined, step: string, value: JsonNode | undefined): JsonMatch | undefined =>
    value && { value, place: { parent, step } };
  const changes: JsonChange[] = [];
  for (const [name, value] of before) {
    const other = after.get(name);
    // Of a million members nearly all may be the same.
    if (other !== undefined && worths.get(value) === worths.get(other)) continue;
    changes.push({ left: at(leftPlace, name, value), right: at(rightPlace, name, other) });
  }
  for (const [name, value] of after) {
    if (!before.has(name)) changes.push({ left: undefined, right: at(rightPlace, name, value) });
  }
  return changes;
}

/** Members by name, in order, without those that do not count. */
function valuesOf({ members }: JsonObject, ignored: ReadonlySet<JsonNode>): ReadonlyMap<string, JsonNode> {
  const values = new Map(members.map(({ key, value }) => [decodeJsonString(key), value]));
  for (const [name, value] of values) if (ignored.has(value)) values.delete(name);
  return values;
}

function itemChanges(
  left: JsonArray,
  leftPlace: JsonPlace | undefined,
  right: JsonArray,
  rightPlace: JsonPlace | undefined,
  sides: Sides,
): JsonChange[] {
  const [before, after] = [itemsOf(left, leftPlace, sides.ignored), itemsOf(right, rightPlace, sides.ignored)];
  const worthOf = ({ value }: JsonMatch): number => sides.worths.get(value) ?? -1;
  const idOf = identities(sides);
  return gapsBetween(before, after, worthOf).flatMap((gap) =>
    gapsBetween(gap.left, gap.right, idOf).flatMap(({ left: some, right: others, same }) => [
      ...onePerPlace(some, others, idOf),
      ...(same === undefined ? [] : [same]),
    ]),
  );
}

function itemsOf(
  { items }: JsonArray,
  parent: JsonPlace | undefined,
  ignored: ReadonlySet<JsonNode>,
): readonly JsonMatch[] {
  const matches = items.map((value, step) => ({ value, place: { parent, step } }));
  return ignored.size === 0 ? matches : matches.filter(({ value }) => !ignored.has(value));
}

/** What stands before a pair of items that are the same, or behind the last. */
interface Gap {
  readonly left: readonly JsonMatch[];
  readonly right: readonly JsonMatch[];
  readonly same: JsonChange | undefined;
}

function gapsBetween(
  left: readonly JsonMatch[],
  right: readonly JsonMatch[],
  keyOf: (match: JsonMatch) => number,
): readonly Gap[] {
  const gaps: Gap[] = [];
  let [leftAt, rightAt] = [0, 0];
  for (const [leftIndex, rightIndex] of alignLists(left.map(keyOf), right.map(keyOf))) {
    const same = { left: left[leftIndex], right: right[rightIndex] };
    gaps.push({ left: left.slice(leftAt, leftIndex), right: right.slice(rightAt, rightIndex), same });
    [leftAt, rightAt] = [leftIndex + 1, rightIndex + 1];
  }
  gaps.push({ left: left.slice(leftAt), right: right.slice(rightAt), same: undefined });
  return gaps;
}

/** One with one, as they stand in their gap. */
function onePerPlace(
  left: readonly JsonMatch[],
  right: readonly JsonMatch[],
  idOf: (match: JsonMatch) => number,
): readonly JsonChange[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index): JsonChange[] => {
    const [one, other] = [left[index], right[index]];
    if (one === undefined || other === undefined || areAlike(one, other, idOf)) return [{ left: one, right: other }];
    return [
      { left: one, right: undefined },
      { left: undefined, right: other },
    ];
  }).flat();
}

function areAlike(one: JsonMatch, other: JsonMatch, idOf: (match: JsonMatch) => number): boolean {
  const hasParts = ({ value }: JsonMatch): boolean => value.kind === 'object' || value.kind === 'array';
  if (!hasParts(one) && !hasParts(other)) return true;
  return one.value.kind === other.value.kind && !(idOf(one) >= 0 && idOf(other) >= 0);
}

/** Members that say which item an object is, the first that is there. */
const ID_NAMES = ['id', '_id', 'uuid', 'key', 'name'];

/** A number for what an item is called, below 0 and of no other item for one that has no name. */
function identities({ worths }: Sides): (match: JsonMatch) => number {
  const numbers = new Map<string, number>();
  const known = new Map<JsonNode, number>();
  let nameless = 0;
  return ({ value }) => {
    const found = known.get(value);
    if (found !== undefined) return found;
    const name = value.kind === 'object' ? ID_NAMES.find((one) => isName(findMember(value, one))) : undefined;
    const id = name === undefined || value.kind !== 'object' ? undefined : findMember(value, name);
    const key = id && `${name} ${worths.get(id)}`;
    if (key !== undefined && !numbers.has(key)) numbers.set(key, numbers.size);
    const number = key === undefined ? --nameless : (numbers.get(key) ?? -1);
    known.set(value, number);
    return number;
  };
}

function isName(value: JsonNode | undefined): boolean {
  return value?.kind === 'string' || value?.kind === 'number';
}

/** A number for every value of these: the same for the same data. */
function worthsOf(roots: readonly JsonNode[], ignored: ReadonlySet<JsonNode>): ReadonlyMap<JsonNode, number> {
  const numbers = new Map<string, number>();
  const worths = new Map<JsonNode, number>();
  // What is inside a value comes behind it, so from the end on the parts of each are known.
  for (const node of everyNode(roots, ignored).reverse()) {
    const key = keyOf(node, worths, ignored);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    worths.set(node, number);
  }
  return worths;
}

function everyNode(roots: readonly JsonNode[], ignored: ReadonlySet<JsonNode>): JsonNode[] {
  const nodes: JsonNode[] = [];
  const waiting = [...roots];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (ignored.has(node)) continue;
    nodes.push(node);
    if (node.kind === 'array') for (const item of node.items) waiting.push(item);
    if (node.kind === 'object') for (const { value } of node.members) waiting.push(value);
  }
  return nodes;
}

function keyOf(node: JsonNode, worths: ReadonlyMap<JsonNode, number>, ignored: ReadonlySet<JsonNode>): string {
  switch (node.kind) {
    case 'array':
      return `[${node.items.flatMap((item) => worths.get(item) ?? []).join()}`;
    case 'object': {
      const members: string[] = [];
      for (const [name, value] of valuesOf(node, ignored)) {
        members.push(`${JSON.stringify(name)}${worths.get(value)}`);
      }
      return `{${members.sort().join()}`;
    }
    case 'number':
      return `0${numberWorth(node.text)}`;
    case 'string':
      return `"${decodeJsonString(node.text)}`;
    case 'boolean':
    case 'null':
      return node.text;
  }
}
