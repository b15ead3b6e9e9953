import { decodeJsonString, findMember, type JsonNode, jsonString } from '../json/tree.ts';
import { writeCompactJson } from '../json/write.ts';

/** A value while a collection runs: JSON, and whether it may be shown. */
export interface Value {
  readonly json: JsonNode;
  readonly isSecret: boolean;
  /** Profiles whose secrets are in it: it may go only where all of them are for. */
  readonly profiles?: readonly string[];
  /** A server said it, or part of it. */
  readonly isAnswered?: boolean;
}

/** A value that may be shown. */
export function openValue(json: JsonNode): Value {
  return { json, isSecret: false };
}

/** A text that may be shown. */
export function textValue(text: string): Value {
  return openValue(jsonString(text));
}

/** A value that is made of others: as secret as they are, and as much an answer's. */
export function madeOf(json: JsonNode, parts: readonly Value[]): Value {
  const profiles = [...new Set(parts.flatMap((part) => part.profiles ?? []))];
  return {
    json,
    isSecret: parts.some(({ isSecret }) => isSecret),
    ...(profiles.length > 0 && { profiles }),
    ...(parts.some(({ isAnswered }) => isAnswered) && { isAnswered: true }),
  };
}

/** What a value is within a text: the characters of a string, the token of a scalar, anything else as JSON. */
export function textOfJson(json: JsonNode): string {
  return json.kind === 'string' ? decodeJsonString(json.text) : writeCompactJson(json);
}

/** The value that steps lead to; a negative index counts from the end. */
export function stepInto(json: JsonNode, steps: readonly (string | number)[]): JsonNode | undefined {
  let at: JsonNode | undefined = json;
  for (const step of steps) {
    if (at?.kind === 'object') at = findMember(at, String(step));
    else if (at?.kind === 'array' && typeof step === 'number') at = at.items.at(step);
    else return undefined;
  }
  return at;
}

/** Whether a condition with this value holds: not for false, null, 0, an empty text and nothing at all. */
export function isTrue(json: JsonNode | undefined): boolean {
  if (json === undefined) return false;
  switch (json.kind) {
    case 'null':
      return false;
    case 'boolean':
      return json.text === 'true';
    case 'number':
      return Number(json.text) !== 0;
    case 'string':
      return json.text !== '""' && json.text !== '"false"';
    case 'array':
      return json.items.length > 0;
    case 'object':
      return json.members.length > 0;
  }
}
