import { JSON_NUMBER, type YamlEntry, type YamlList, type YamlMap, type YamlNode, type YamlScalar } from './node.ts';
import type { Place } from './place.ts';

/**
 * Reads a file that keeps to the plain part of YAML, in a fraction of the time that all of YAML takes: mappings and lists
 * by indentation, `{ }`, `[ ]` and texts on one line each, comments.
 *
 * @returns the tree that all of YAML would give; `undefined` where there is anything else in it, mistakes included.
 */
export function readPlainYaml(text: string): YamlNode | undefined {
  if (NOT_PLAIN.test(text)) return undefined;
  const reader: Reader = { text, at: 0, indent: 0 };
  try {
    beginLine(reader);
    const root = readMapping(reader, 0);
    return reader.indent === END ? root : undefined;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** Something that only all of YAML can tell. */
class NotPlain extends Error {}

/** Tabs, line ends of other systems, control characters; lines that begin a document, end one, or are about it. */
const NOT_PLAIN = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|^(?:---|\.\.\.|%)/mu;

/** Where a reading stands. */
interface Reader {
  readonly text: string;
  at: number;
  /** Of the line that it stands in; `END` behind the last one. */
  indent: number;
}

const END = -1;
const DEEPEST = 60;

const EMPTY_LINE = / *(?:(?:#.*)?\n|#.*$)/y;
const SPACES = / */y;
const LINE_END = / *(?: #.*)?(?:\n|$(?!\n))/y;
const QUOTED = /"([^"\\\n]*)"|'([^'\n]*)'(?!')/y;
/** A key, and what has to follow it on its line or below. */
const KEY = /(?:([A-Za-z0-9_$/.][\w$/.@+*()[\]-]{0,200})|"([^"\\\n]{0,200})"|'([^'\n]{0,200})'):(?=[ \n])/y;
const FLOW_KEY = /(?:([A-Za-z0-9_$/.][\w$/.@+*()-]{0,200}):(?= )|(?:"([^"\\\n]{0,200})"|'([^'\n]{0,200})'):)/y;
/** How a text without quotes begins, and what ends it: searched for, as one pattern for all of a long text is too much. */
interface PlainText {
  readonly begin: RegExp;
  readonly end: RegExp;
}

const PLAIN: PlainText = { begin: /(?![-?:](?: |$))[^\s,[\]{}#&*!|>'"%@`]/my, end: /\n| #|:(?= |$)/gm };
/** The same within brackets. */
const FLOW_PLAIN: PlainText = {
  begin: /(?![-?:](?:[ ,[\]{}]|$))[^\s,[\]{}#&*!|>'"%@`]/my,
  end: /[\n,[\]{}]| #|:(?=[ ,[\]{}]|$)/gm,
};

/** What a pattern finds where the reader stands, which goes on behind it. */
function take(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null) return undefined;
  reader.at = pattern.lastIndex;
  return match;
}

/** Goes on to the next line that has more than a comment. */
function beginLine(reader: Reader): void {
  while (take(reader, EMPTY_LINE) !== undefined);
  const { at } = reader;
  take(reader, SPACES);
  reader.indent = reader.at >= reader.text.length ? END : reader.at - at;
}

/** Ends a line behind a value. */
function endLine(reader: Reader): void {
  if (take(reader, LINE_END) === undefined) throw new NotPlain();
  beginLine(reader);
}

/** The mapping whose keys stand in this column, beginning with one where the reader stands. */
function readMapping(reader: Reader, indent: number, depth = 0): YamlMap {
  const { at: start } = reader;
  const entries: YamlEntry[] = [];
  const seen = new Set<string>();
  let end = start;
  while (reader.indent === indent) {
    const { key, keyPlace } = readKey(reader, KEY, seen);
    const value = readBehindKey(reader, indent, depth);
    entries.push({ key, keyPlace, value });
    end = value.end;
  }
  if (entries.length === 0 || reader.indent > indent) throw new NotPlain();
  return { kind: 'map', start, end, entries };
}

function readKey(
  reader: Reader,
  pattern: RegExp,
  seen: Set<string>,
): { readonly key: string; readonly keyPlace: Place } {
  const { at: start } = reader;
  const found = take(reader, pattern);
  const key = found?.[1] ?? found?.[2] ?? found?.[3];
  if (key === undefined || seen.has(key)) throw new NotPlain();
  seen.add(key);
  return { key, keyPlace: { start, end: reader.at - 1 } };
}

/** What stands behind a key: the rest of its line, or what is indented below. */
function readBehindKey(reader: Reader, indent: number, depth: number): YamlNode {
  if (take(reader, LINE_END) === undefined) return readInLine(reader);
  beginLine(reader);
  if (reader.indent < indent || depth > DEEPEST) throw new NotPlain();
  if (/-[ \n]/.test(reader.text.slice(reader.at, reader.at + 2))) return readList(reader, reader.indent, depth + 1);
  if (reader.indent === indent) throw new NotPlain();
  return readMapping(reader, reader.indent, depth + 1);
}

/** The list whose dashes stand in this column. */
function readList(reader: Reader, indent: number, depth: number): YamlList {
  const { at: start } = reader;
  const items: YamlNode[] = [];
  while (reader.indent === indent && reader.text[reader.at] === '-') {
    const { at: dash } = reader;
    reader.at += 1;
    if ((take(reader, SPACES)?.[0].length ?? 0) === 0) throw new NotPlain();
    const { at } = reader;
    const isMapping = take(reader, KEY) !== undefined;
    reader.at = at;
    if (isMapping) reader.indent += at - dash;
    items.push(isMapping ? readMapping(reader, reader.indent, depth + 1) : readInLine(reader));
  }
  if (reader.indent > indent) throw new NotPlain();
  return { kind: 'list', start, end: items.at(-1)?.end ?? start, items };
}

/** A value that ends with its line. */
function readInLine(reader: Reader): YamlNode {
  take(reader, SPACES);
  const value = readValue(reader, PLAIN, 0);
  endLine(reader);
  return value;
}

function readValue(reader: Reader, plain: PlainText, depth: number): YamlNode {
  const { at: start } = reader;
  switch (reader.text[start]) {
    case '{':
      return readFlowMapping(reader, depth + 1);
    case '[':
      return readFlowList(reader, depth + 1);
    case '"':
    case "'": {
      const quoted = take(reader, QUOTED);
      if (quoted === undefined) throw new NotPlain();
      return { kind: 'text', text: quoted[1] ?? quoted[2] ?? '', start, end: reader.at };
    }
    default: {
      const text = takePlainText(reader, plain);
      return scalarOf(text, { start, end: reader.at });
    }
  }
}

/** A text without quotes, spaces behind it left out. */
function takePlainText(reader: Reader, { begin, end }: PlainText): string {
  const { at: start, text } = reader;
  if (take(reader, begin) === undefined) throw new NotPlain();
  end.lastIndex = start;
  reader.at = end.exec(text)?.index ?? text.length;
  while (text[reader.at - 1] === ' ') reader.at -= 1;
  return text.slice(start, reader.at);
}

function readFlowMapping(reader: Reader, depth: number): YamlMap {
  const { at: start } = reader;
  const entries: YamlEntry[] = [];
  const seen = new Set<string>();
  readFlow(reader, '}', depth, () => {
    const { key, keyPlace } = readKey(reader, FLOW_KEY, seen);
    take(reader, SPACES);
    entries.push({ key, keyPlace, value: readValue(reader, FLOW_PLAIN, depth) });
  });
  return { kind: 'map', start, end: reader.at, entries };
}

function readFlowList(reader: Reader, depth: number): YamlList {
  const { at: start } = reader;
  const items: YamlNode[] = [];
  readFlow(reader, ']', depth, () => void items.push(readValue(reader, FLOW_PLAIN, depth)));
  return { kind: 'list', start, end: reader.at, items };
}

/** What stands between brackets, with commas in between. */
function readFlow(reader: Reader, close: string, depth: number, readOne: () => void): void {
  if (depth > DEEPEST) throw new NotPlain();
  reader.at += 1;
  take(reader, SPACES);
  if (reader.text[reader.at] !== close) {
    for (;;) {
      readOne();
      take(reader, SPACES);
      if (reader.text[reader.at] !== ',') break;
      reader.at += 1;
      take(reader, SPACES);
    }
  }
  if (reader.text[reader.at] !== close) throw new NotPlain();
  reader.at += 1;
}

/** YAML's core schema; numbers that are not JSON's are left to all of YAML. */
function scalarOf(text: string, place: Place): YamlScalar {
  if (/^(?:null|Null|NULL|~)$/.test(text)) return { kind: 'null', text: 'null', ...place };
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text))
    return { kind: 'boolean', text: text.toLowerCase(), ...place };
  if (JSON_NUMBER.test(text)) return { kind: 'number', text, ...place };
  if (/^(?:[-+]?(?:\.\d+|\d+\.?\d*)(?:e[-+]?\d+)?|0[xo][\da-f]+|[-+]?\.inf|\.nan)$/i.test(text)) throw new NotPlain();
  return { kind: 'text', text, ...place };
}
