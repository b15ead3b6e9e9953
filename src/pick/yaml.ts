import { decodeJsonString, type JsonNode } from '../json/tree.ts';
import { writeJsonText } from '../json/write.ts';

/**
 * A value as YAML 1.2 (core schema), in blocks: numbers with their own digits, members in their order, repeated ones too.
 * A string stands without quotes only where no reader of YAML 1.1 or 1.2 could take it for something else. From the 64th
 * level on, a value is written as JSON, which YAML is a superset of.
 */
export function yamlText(value: JsonNode): string {
  const lines: string[] = [];
  writeValue(value, '', 0, lines);
  return `${lines.join('').trimStart()}\n`;
}

/** The value as an item of a sequence at the top. */
export function yamlItem(value: JsonNode): string {
  const lines: string[] = [];
  writeEntry('-', value, '', 0, lines);
  return `${lines.join('').slice(1)}\n`;
}

/** As deep as indentation grows in JSON. */
const DEEPEST = 64;
const INDENT = '  ';

/** Writes a value behind what introduces it: on the same line, or on lines of its own that each begin with a line end. */
function writeValue(value: JsonNode, indent: string, depth: number, lines: string[]): void {
  if (depth >= DEEPEST || !hasEntries(value)) {
    lines.push(' ', scalarText(value, indent));
  } else if (value.kind === 'array') {
    for (const item of value.items) writeEntry('-', item, indent, depth, lines);
  } else {
    for (const { key, value: member } of value.members) {
      const name = stringText(decodeJsonString(key), undefined);
      // A longer name is none without a question mark (YAML 1.2.2 §8.2.2).
      if (name.length <= 1000) writeEntry(`${name}:`, member, indent, depth, lines);
      else {
        lines.push('\n', indent, '? ', name);
        writeEntry(':', member, indent, depth, lines);
      }
    }
  }
}

type Filled = (JsonNode & { readonly kind: 'array' }) | (JsonNode & { readonly kind: 'object' });

function hasEntries(value: JsonNode): value is Filled {
  return (value.kind === 'array' && value.items.length > 0) || (value.kind === 'object' && value.members.length > 0);
}

/** An entry on a line of its own. What a dash introduces begins on the dash's line. */
function writeEntry(sign: string, value: JsonNode, indent: string, depth: number, lines: string[]): void {
  lines.push('\n', indent, sign);
  const first = lines.length;
  writeValue(value, indent + INDENT, depth + 1, lines);
  if (sign === '-' && lines[first] === '\n') {
    lines[first] = ' ';
    lines[first + 1] = '';
  }
}

function scalarText(value: JsonNode, indent: string): string {
  return value.kind === 'string' ? stringText(decodeJsonString(value.text), indent) : writeJsonText(value);
}

/** @param indent of the lines of a text that may have several; `undefined` where there is to be one. */
function stringText(text: string, indent: string | undefined): string {
  if (UNPRINTABLE.test(text)) return quoted(text);
  if (text.length <= 1000 && PLAIN.test(text) && !RESERVED.test(text)) return text;
  if (indent === undefined || !BLOCK.test(text)) return quoted(text);
  const chomping = text.endsWith('\n') ? (text.endsWith('\n\n') ? '+' : '') : '-';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = body.split('\n').map((line) => (line === '' ? '\n' : `\n${indent === '' ? INDENT : indent}${line}`));
  return `|${chomping}${lines.join('')}`;
}

/** Several lines, the first of which says by itself how far the text is indented. */
const BLOCK = /^\S.*\n/;

/** What begins like a word and has nothing in it that YAML could understand. */
const PLAIN = /^(?:[A-Za-z_/]|[^\0-\x7f\s])(?:[^\0-\x1f\x7f\s:#]|[^\0-\x1f\x7f\s:]#|:(?=[^\s:])| (?=[^\s#:]))*$/u;

/** Words that mean something to a reader of YAML, in any of its versions. */
const RESERVED = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/** What a YAML text has to escape (§5.1), and what could hide in it. */
const UNPRINTABLE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/u;

function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (letter) => {
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
