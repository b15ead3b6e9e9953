/**
 * A JSON value that still has the text it came from: `1.0`, `1e400`, `-0` and `9007199254740993` stay what they were,
 * members keep their order, and a repeated key is kept. `JSON.parse` can give none of that.
 */
export type JsonNode = JsonScalar | JsonArray | JsonObject;

/** A value without parts. */
export interface JsonScalar {
  readonly kind: 'string' | 'number' | 'boolean' | 'null';
  /** The token as it was typed: a string with its quotes and escapes. */
  readonly text: string;
  /** Where it stands in the text that was parsed, in UTF-16 units; a value made otherwise stands nowhere. */
  readonly start?: number;
}

/** A list of values. */
export interface JsonArray {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
  /** The source, white space included, as long as nothing has been changed: then it is what is written. */
  readonly text?: string;
  /** As in `JsonScalar`. */
  readonly start?: number;
}

/** Members in the order of the source. */
export interface JsonObject {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
  /** As in `JsonArray`. */
  readonly text?: string;
  /** As in `JsonScalar`. */
  readonly start?: number;
}

/** One member of an object. */
export interface JsonMember {
  /** The string token as it was typed, quotes and escapes included. */
  readonly key: string;
  readonly value: JsonNode;
}

/** A string value that holds this text. */
export function jsonString(text: string): JsonScalar {
  return { kind: 'string', text: JSON.stringify(text) };
}

/** The characters a string token stands for. */
export function decodeJsonString(token: string): string {
  return token.includes('\\') ? JSON.parse(token) : token.slice(1, -1);
}

/** Whether the member has this name, whatever escapes it is written with. */
export function isNamed({ key }: JsonMember, name: string): boolean {
  if (key.includes('\\')) return decodeJsonString(key) === name;
  return key.length === name.length + 2 && key.startsWith(name, 1);
}

/** The value of that name; of a repeated one the last, as in nearly every reader of JSON. */
export function findMember(object: JsonObject, name: string): JsonNode | undefined {
  return object.members.findLast((member) => isNamed(member, name))?.value;
}
