import { jsonEquals } from '../json/equal.ts';
import { compareJsonNumbers } from '../json/number.ts';
import { decodeJsonString, findMember, type JsonNode } from '../json/tree.ts';
import { writeCompactJson } from '../json/write.ts';
import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import { failureAt, type Place } from '../yaml/place.ts';
import { fillText, fillValue, type Scope } from './fill.ts';
import type { Matcher, OperatorName, Operators } from './matcher-shape.ts';
import { patternOf, regularExpression } from './pattern.ts';
import { textOfJson } from './value.ts';
import { isOfType } from './value-type.ts';

/** An expectation that does not hold. */
export interface Mismatch {
  /** What was looked at, as it stands in the file: `body $.id`, `status`. */
  readonly subject: string;
  /** What was wanted, in words: `equals 3`. */
  readonly wanted: string;
  /** JSON of what is there, or `nothing`. */
  readonly actual: string;
  /** Both values, where they were compared with each other: for a diff. */
  readonly compared?: { readonly wanted: JsonNode; readonly actual: JsonNode };
  /** Where the expectation stands in its file. */
  readonly place: Place;
}

/**
 * Why a value is not what is wanted of it; nothing where it is.
 *
 * @param actual `undefined` where there is no such value.
 * @throws Failure `config` for a pattern or template that is none.
 */
export async function mismatches(
  subject: string,
  matcher: Matcher,
  actual: JsonNode | undefined,
  place: Place,
  scope: Scope,
): Promise<readonly Mismatch[]> {
  const miss = (wanted: string, compared?: JsonNode): Mismatch => ({
    subject,
    wanted,
    actual: actual === undefined ? 'nothing' : writeCompactJson(actual),
    place,
    ...(compared === undefined || actual === undefined ? {} : { compared: { wanted: compared, actual } }),
  });
  if (matcher.kind === 'value') {
    const { json } = await fillValue(matcher.value, scope);
    const pattern = json.kind === 'string' ? patternOf(decodeJsonString(json.text)) : undefined;
    if (pattern !== undefined) {
      return actual !== undefined && pattern.test(textOfJson(actual)) ? [] : [miss(`matches ${textOfJson(json)}`)];
    }
    return actual !== undefined && jsonEquals(json, actual) ? [] : [miss(`equals ${writeCompactJson(json)}`, json)];
  }
  const found: Mismatch[] = [];
  const look: Look = { subject, actual, place, scope, miss };
  for (const name of OPERATOR_NAMES) {
    if (matcher.operators[name] !== undefined) found.push(...(await CHECKS[name](matcher.operators, look)));
  }
  return found;
}

/** What an operator looks at. */
interface Look {
  readonly subject: string;
  readonly actual: JsonNode | undefined;
  readonly place: Place;
  readonly scope: Scope;
  readonly miss: (wanted: string, compared?: JsonNode) => Mismatch;
}

type Check = (operators: Operators, look: Look) => Promise<readonly Mismatch[]>;

/** Each operator; the one of its name is there when it is asked. */
const CHECKS: { readonly [Name in OperatorName]: Check } = {
  equals: async ({ equals }, look) => {
    const wanted = await filled(equals, look);
    const holds = look.actual !== undefined && jsonEquals(wanted, look.actual);
    return holds ? [] : [look.miss(`equals ${writeCompactJson(wanted)}`, wanted)];
  },
  not: async ({ not }, look) => {
    if (not === undefined) return [];
    const held = (await mismatches(look.subject, not, look.actual, look.place, look.scope)).length === 0;
    return held ? [look.miss(`not ${await inWords(not, look)}`)] : [];
  },
  lt: async ({ lt }, look) => await ordered(lt, 'less than', (order) => order < 0, look),
  lte: async ({ lte }, look) => await ordered(lte, 'at most', (order) => order <= 0, look),
  gt: async ({ gt }, look) => await ordered(gt, 'more than', (order) => order > 0, look),
  gte: async ({ gte }, look) => await ordered(gte, 'at least', (order) => order >= 0, look),
  contains: async ({ contains }, look) => {
    const wanted = await filled(contains, look);
    return holdsWithin(look.actual, wanted) ? [] : [look.miss(`contains ${writeCompactJson(wanted)}`)];
  },
  starts: async ({ starts }, look) => await asText(starts, 'starts with', (text, part) => text.startsWith(part), look),
  ends: async ({ ends }, look) => await asText(ends, 'ends with', (text, part) => text.endsWith(part), look),
  matches: async ({ matches }, look) => {
    if (matches === undefined) return [];
    const text = await fillText(matches, look.scope);
    const pattern = regularExpression(text);
    if (pattern === undefined) throw failureAt(look.scope.file, matches, 'this is not a regular expression');
    const holds = isScalar(look.actual) && pattern.test(textOfJson(look.actual));
    return holds ? [] : [look.miss(`matches ${text}`)];
  },
  type: async ({ type }, look) => {
    if (type === undefined || (look.actual !== undefined && isOfType(look.actual, type))) return [];
    return [look.miss(`is of type ${type}`)];
  },
  length: async ({ length }, look) => {
    if (length === undefined) return [];
    const actual = lengthOf(look.actual);
    if (actual === undefined) return [look.miss('has a length')];
    const json: JsonNode = { kind: 'number', text: String(actual) };
    return await mismatches(`length of ${look.subject}`, length, json, look.place, look.scope);
  },
  in: async ({ in: list = [] }, look) => {
    const wanted: JsonNode[] = [];
    for (const one of list) wanted.push(await filled(one, look));
    const { actual } = look;
    if (actual !== undefined && wanted.some((one) => jsonEquals(one, actual))) return [];
    return [look.miss(`is one of ${wanted.map(writeCompactJson).join(', ')}`)];
  },
  exists: async ({ exists }, look) => {
    if (exists === (look.actual !== undefined)) return [];
    return [look.miss(exists ? 'is there' : 'is not there')];
  },
  each: async ({ each }, look) => {
    if (each === undefined) return [];
    if (look.actual?.kind !== 'array') return [look.miss('is an array')];
    const found: Mismatch[] = [];
    for (const [index, item] of look.actual.items.entries()) {
      found.push(...(await mismatches(`${look.subject}[${index}]`, each, item, look.place, look.scope)));
    }
    return found;
  },
  any: async ({ any }, look) => {
    if (any === undefined || (await countMatching(any, look)) > 0) return [];
    return [look.miss(`has an item that ${await inWords(any, look)}`)];
  },
  none: async ({ none }, look) => {
    if (none === undefined) return [];
    if (look.actual?.kind !== 'array') return [look.miss('is an array')];
    const count = await countMatching(none, look);
    return count === 0 ? [] : [look.miss(`has no item that ${await inWords(none, look)}`)];
  },
  unordered: async ({ unordered = [] }, look) => {
    const wanted: JsonNode[] = [];
    for (const one of unordered) wanted.push(await filled(one, look));
    const json: JsonNode = { kind: 'array', items: wanted };
    const holds = look.actual?.kind === 'array' && sameItems(wanted, look.actual.items);
    return holds ? [] : [look.miss(`has in any order ${writeCompactJson(json)}`, json)];
  },
  approx: async ({ approx }, look) => {
    if (approx?.value === undefined) return [];
    const value = await numberOf(approx.value, look);
    const within = approx.within === undefined ? DEFAULT_WITHIN : await numberOf(approx.within, look);
    const actual = look.actual?.kind === 'number' ? Number(look.actual.text) : Number.NaN;
    return Math.abs(actual - value) <= within ? [] : [look.miss(`is ${value}, give or take ${within}`)];
  },
};

const OPERATOR_NAMES = Object.keys(CHECKS) as readonly OperatorName[]; // Object.keys forgets the keys' type

const DEFAULT_WITHIN = 1e-9;

async function filled(node: YamlNode | undefined, { scope }: Look): Promise<JsonNode> {
  return node === undefined ? { kind: 'null', text: 'null' } : (await fillValue(node, scope)).json;
}

/** Order of two numbers by what they are worth, of two texts by their characters; dates in ISO form fall in with that. */
async function ordered(
  limit: YamlScalar | undefined,
  words: string,
  holds: (order: number) => boolean,
  look: Look,
): Promise<readonly Mismatch[]> {
  const wanted = await filled(limit, look);
  const { actual } = look;
  const order =
    actual?.kind === 'number' && wanted.kind === 'number'
      ? compareJsonNumbers(actual.text, wanted.text)
      : actual?.kind === 'string' && wanted.kind === 'string'
        ? compareTexts(decodeJsonString(actual.text), decodeJsonString(wanted.text))
        : undefined;
  return order !== undefined && holds(order) ? [] : [look.miss(`is ${words} ${writeCompactJson(wanted)}`)];
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

async function asText(
  part: YamlScalar | undefined,
  words: string,
  holds: (text: string, part: string) => boolean,
  look: Look,
): Promise<readonly Mismatch[]> {
  if (part === undefined) return [];
  const text = await fillText(part, look.scope);
  const isHeld = isScalar(look.actual) && holds(textOfJson(look.actual), text);
  return isHeld ? [] : [look.miss(`${words} ${JSON.stringify(text)}`)];
}

function isScalar(json: JsonNode | undefined): json is JsonNode {
  return json !== undefined && json.kind !== 'array' && json.kind !== 'object';
}

async function numberOf(scalar: YamlScalar, { scope }: Look): Promise<number> {
  const number = Number(await fillText(scalar, scope));
  if (Number.isNaN(number)) throw failureAt(scope.file, scalar, 'this is not a number');
  return number;
}

function lengthOf(json: JsonNode | undefined): number | undefined {
  if (json?.kind === 'string') return [...decodeJsonString(json.text)].length;
  if (json?.kind === 'array') return json.items.length;
  if (json?.kind === 'object') return json.members.length;
  return undefined;
}

/** A text within a text, an item of an array, members of an object whose values hold in turn. */
function holdsWithin(actual: JsonNode | undefined, wanted: JsonNode): boolean {
  if (actual === undefined) return false;
  if (actual.kind === 'array') return actual.items.some((item) => jsonEquals(item, wanted));
  if (actual.kind === 'object' && wanted.kind === 'object') {
    return wanted.members.every(({ key, value }) => {
      const found = findMember(actual, decodeJsonString(key));
      return (
        found !== undefined && (jsonEquals(found, value) || (found.kind !== 'string' && holdsWithin(found, value)))
      );
    });
  }
  return isScalar(actual) && isScalar(wanted) && textOfJson(actual).includes(textOfJson(wanted));
}

async function countMatching(matcher: Matcher, look: Look): Promise<number> {
  if (look.actual?.kind !== 'array') return 0;
  let count = 0;
  for (const item of look.actual.items) {
    if ((await mismatches(look.subject, matcher, item, look.place, look.scope)).length === 0) count += 1;
  }
  return count;
}

/** What a matcher wants: what it says of nothing at all. */
async function inWords(matcher: Matcher, look: Look): Promise<string> {
  const said = await mismatches('', matcher, undefined, look.place, look.scope);
  return said.length === 0 ? 'is not there' : said.map(({ wanted }) => wanted).join(' and ');
}

function sameItems(wanted: readonly JsonNode[], actual: readonly JsonNode[]): boolean {
  if (wanted.length !== actual.length) return false;
  const left = [...actual];
  return wanted.every((one) => {
    const index = left.findIndex((item) => jsonEquals(item, one));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}
