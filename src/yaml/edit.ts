import { type Document, isMap, visit } from 'yaml';
import { decodeJsonString, type JsonNode } from '../json/tree.ts';
import { failureAt, type YamlFile } from './place.ts';
import { parseYamlDocument } from './tree.ts';

/**
 * The text of a file in which a key has this value: what it had before, or a new key at the end. Comments and order stay.
 *
 * @param path the keys that lead there; mappings on the way are made.
 * @throws Failure `config` for a file that is no YAML, or has something else on the way.
 */
export function withValueAt(file: YamlFile, path: readonly [string, ...string[]], value: JsonNode): string {
  const document = parseYamlDocument(file);
  for (let length = 0; length < path.length; length++) {
    const around = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (around === null || around === undefined || isMap(around)) continue;
    throw failureAt(file, placeOf(around), `${path.slice(0, length).join('.') || 'the file'} is no mapping`);
  }
  const numbers: string[] = [];
  document.setIn(path, document.createNode(plainOf(value, numbers)));
  return printed(document, numbers);
}

/** The text of a file laid out as slip writes it, comments and order as they are. @throws Failure `config` */
export function formatted(file: YamlFile): string {
  const document = parseYamlDocument(file);
  return printed(document, []);
}

function printed(document: Document, numbers: string[]): string {
  visit(document, {
    Scalar(_key, node) {
      // A block of nothing but white space would lose some of it.
      if (typeof node.value === 'string' && /^\s+$/.test(node.value)) node.type = 'QUOTE_DOUBLE';
      if (typeof node.value !== 'number' || node.source === undefined) return;
      numbers.push(node.source);
      node.value = placeholder(numbers.length - 1);
    },
  });
  const text = document.toString({ lineWidth: 0 });
  return text.replaceAll(PLACEHOLDER, (_all, index: string) => numbers[Number(index)] ?? '');
}

/** The package writes numbers as doubles; in their place go words that are put back when it is done. */
const PLACEHOLDER = /\bslip-number-(\d+)-slip\b/g;

function placeholder(index: number): string {
  return `slip-number-${index}-slip`;
}

function plainOf(json: JsonNode, numbers: string[]): unknown {
  switch (json.kind) {
    case 'string':
      return decodeJsonString(json.text);
    case 'boolean':
      return json.text === 'true';
    case 'null':
      return null;
    case 'number':
      numbers.push(json.text);
      return placeholder(numbers.length - 1);
    case 'array':
      return json.items.map((item) => plainOf(item, numbers));
    case 'object':
      return new Map(json.members.map(({ key, value }) => [decodeJsonString(key), plainOf(value, numbers)]));
  }
}

function placeOf(node: unknown): { readonly start: number; readonly end: number } {
  const range =
    typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? node.range : [];
  return { start: Number(range[0] ?? 0), end: Number(range[1] ?? 0) };
}
