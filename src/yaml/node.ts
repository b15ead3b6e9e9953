import { jsonString } from '../json/tree.ts';
import type { Place } from './place.ts';

/**
 * A value of a YAML file with its place. A number keeps the text it was typed as, so that none loses a digit; aliases and
 * merge keys (`<<`) are resolved.
 */
export type YamlNode = YamlScalar | YamlList | YamlMap;

/** A value without parts. */
export interface YamlScalar extends Place {
  readonly kind: 'text' | 'number' | 'boolean' | 'null';
  /** The characters of a text; of all others the JSON token. */
  readonly text: string;
}

/** A sequence. */
export interface YamlList extends Place {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

/** A mapping, in the order of the file. */
export interface YamlMap extends Place {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
}

/** A key and its value. */
export interface YamlEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: YamlNode;
}

/** A number as JSON writes it. */
export const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A value as JSON text without white space; number tokens as they were typed. */
export function jsonTextOf(node: YamlNode): string {
  switch (node.kind) {
    case 'text':
      return jsonString(node.text).text;
    case 'number':
    case 'boolean':
    case 'null':
      return node.text;
    case 'list':
      return `[${node.items.map(jsonTextOf).join(',')}]`;
    case 'map':
      return `{${node.entries.map(({ key, value }) => `${jsonString(key).text}:${jsonTextOf(value)}`).join(',')}}`;
  }
}
