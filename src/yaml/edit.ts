import { type Document, isMap, visit } from 'yaml';
import { decodeJsonString, type JsonNode } from '../json/tree.ts';
import { writeCompactJson } from '../json/write.ts';
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
  const numbers = noNumbers(file.text + writeCompactJson(value));
  document.setIn(path, document.createNode(plainOf(value, numbers)));
  return printed(document, numbers);
}

/** The text of a file laid out as slip writes it, comments and order as they are. @throws Failure `config` */
export function formatted(file: YamlFile): string {
  return printed(parseYamlDocument(file), noNumbers(file.text));
}

/** The package writes numbers as doubles; in their place go words that are put back when it is done. */
interface Numbers {
  /** What such words begin with, and nothing else of the file. */
  readonly word: string;
  readonly tokens: string[];
}

function noNumbers(text: string): Numbers {
  let word = 'slip-number';
  while (text.includes(word)) word += '-x';
  return { word, tokens: [] };
}

/** The word that stands for a number. */
function wordFor(token: string, { word, tokens }: Numbers): string {
  tokens.push(token);
  return `${word}-${tokens.length - 1}-end`;
}

function printed(document: Document, numbers: Numbers): string {
  visit(document, {
    Scalar(_key, node) {
      // A block of nothing but white space would lose some of it.
      if (typeof node.value === 'string' && /^\s+$/.test(node.value)) node.type = 'QUOTE_DOUBLE';
      if (typeof node.value !== 'number' || node.source === undefined) return;
      node.value = wordFor(node.source, numbers);
    },
  });
  const text = document.toString({ lineWidth: 0 });
  const words = new RegExp(`${numbers.word}-(\\d+)-end`, 'g');
  return text.replaceAll(words, (_all, index: string) => numbers.tokens[Number(index)] ?? '');
}

function plainOf(json: JsonNode, numbers: Numbers): unknown {
  switch (json.kind) {
    case 'string':
      return decodeJsonString(json.text);
    case 'boolean':
      return json.text === 'true';
    case 'null':
      return null;
    case 'number':
      return wordFor(json.text, numbers);
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
