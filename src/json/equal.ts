import { compareJsonNumbers } from './number.ts';
import { decodeJsonString, type JsonNode, type JsonObject } from './tree.ts';

/**
 * Whether two values are the same data (RFC 9535 §2.3.5.2.2): numbers by what they are worth, strings by their
 * characters, objects whatever their order; of a repeated name the last value counts. Any depth will do.
 */
export function jsonEquals(left: JsonNode, right: JsonNode): boolean {
  const pairs: (readonly [JsonNode, JsonNode])[] = [[left, right]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = pair;
    if (a.kind === 'array' && b.kind === 'array') {
      if (a.items.length !== b.items.length) return false;
      for (const [index, item] of a.items.entries()) pairs.push([item, b.items[index] ?? item]);
    } else if (a.kind === 'object' && b.kind === 'object') {
      const [named, others] = [lastValues(a), lastValues(b)];
      if (named.size !== others.size) return false;
      for (const [name, value] of named) {
        const other = others.get(name);
        if (other === undefined) return false;
        pairs.push([value, other]);
      }
    } else if (!scalarEquals(a, b)) {
      return false;
    }
  }
  return true;
}

function scalarEquals(a: JsonNode, b: JsonNode): boolean {
  if (a.text === undefined || b.text === undefined || a.kind !== b.kind) return false;
  if (a.kind === 'number') return compareJsonNumbers(a.text, b.text) === 0;
  return a.text === b.text || (a.kind === 'string' && decodeJsonString(a.text) === decodeJsonString(b.text));
}

function lastValues({ members }: JsonObject): ReadonlyMap<string, JsonNode> {
  return new Map(members.map(({ key, value }) => [decodeJsonString(key), value]));
}
