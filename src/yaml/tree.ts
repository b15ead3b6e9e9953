import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type Scalar } from 'yaml';
import { JSON_NUMBER, type YamlEntry, type YamlNode, type YamlScalar } from './node.ts';
import { failureAt, type Place, type YamlFile } from './place.ts';

/**
 * Reads a file of one YAML document (YAML 1.2, core schema). An empty one is `null`.
 *
 * @throws Failure `config` with file, line and column: what is not YAML, a key given twice, an alias without its anchor
 * or within it, aliases that blow up, a number that JSON does not have.
 */
export function readYaml(file: YamlFile): YamlNode {
  const document = parseYamlDocument(file);
  const reading: Reading = { file, document, finished: new Map(), unfinished: new Set(), nodes: 0 };
  return document.contents === null ? nullAt({ start: 0, end: 0 }) : nodeOf(document.contents, reading);
}

/**
 * The document itself, comments and order kept, for changing a file.
 *
 * @throws Failure `config` for what is not YAML.
 */
export function parseYamlDocument(file: YamlFile): Document {
  // The package compares each key with every other one; nodeOf needs a set only.
  const document = parseDocument(file.text, { uniqueKeys: false, prettyErrors: false });
  const [error] = document.errors;
  if (error === undefined) return document;
  const [start, end] = error.pos;
  const line = /.*/.exec(file.text.slice(file.text.lastIndexOf('\n', start - 1) + 1))?.[0] ?? '';
  const isColonText = /compact mappings/.test(error.message) && /: .*: /.test(line);
  // The package reads by recursion, and says so when there is too much of it.
  const message = /call stack/.test(error.message)
    ? 'this is nested too deep'
    : /indented and end with a [\]}]/.test(error.message)
      ? 'a { or [ above is not closed'
      : isColonText
        ? 'a text with a colon and a space in it needs quotes'
        : ERRORS[error.code];
  throw failureAt(
    file,
    { start, end },
    message ?? `this is not YAML: ${firstLine(error.message)}`,
    isColonText ? COLON_HINT : line.includes('{{') ? QUOTES_HINT : undefined,
  );
}

const COLON_HINT = 'without quotes it stands below a >- on lines of its own';
const QUOTES_HINT = 'a text with {{…}} in it needs quotes where it begins with {, or stands within { } or [ ]';

/** The package's complaints that people meet most, in our words. */
const ERRORS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'YAML is indented by spaces, and here is a tab',
  BAD_INDENT: 'this line is indented otherwise than those it belongs to',
  MISSING_CHAR: 'something is missing here: a closing quote or bracket, a : or a ,',
  MULTIPLE_DOCS: 'a second document begins here, and one is read',
  IMPOSSIBLE: 'this cannot be read as YAML',
  BLOCK_AS_IMPLICIT_KEY: 'a key has to stand on one line, and what belongs to it indented below',
  MULTILINE_IMPLICIT_KEY: 'a key has to stand on one line',
  BAD_SCALAR_START: 'a text that begins with this character needs quotes',
  UNEXPECTED_TOKEN: 'this does not belong here: a text with brackets in it needs quotes within { } or [ ]',
  BLOCK_IN_FLOW: 'within [ ] or { } everything is in brackets, too',
};

/** How many values aliases may add to a file. */
const MOST_REPEATED_VALUES = 100_000;

/** A file on its way to a tree. */
interface Reading {
  readonly file: YamlFile;
  readonly document: Document;
  /** What anchors stand for, and how many values that is. */
  readonly finished: Map<Node, { readonly node: YamlNode; readonly nodes: number }>;
  /** Anchors that are being read: an alias for one of these has no end. */
  readonly unfinished: Set<Node>;
  /** Values so far, those of aliases counted each time. */
  nodes: number;
}

function nodeOf(node: Node, reading: Reading): YamlNode {
  if (isAlias(node)) return aliasedNode(node, reading);
  const before = reading.nodes;
  reading.nodes += 1;
  const isAnchored = (isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined;
  if (isAnchored) reading.unfinished.add(node);
  const read = isScalar(node)
    ? scalarOf(node, reading)
    : isSeq(node)
      ? { kind: 'list' as const, ...placeOf(node), items: node.items.map((item) => valueNode(item, node, reading)) }
      : isMap(node)
        ? { kind: 'map' as const, ...placeOf(node), entries: entriesOf(node.items, placeOf(node), reading) }
        : nullAt(placeOf(node));
  if (isAnchored) {
    reading.unfinished.delete(node);
    reading.finished.set(node, { node: read, nodes: reading.nodes - before });
  }
  return read;
}

function aliasedNode(alias: Node & { source: string }, reading: Reading): YamlNode {
  const place = placeOf(alias);
  const target = isAlias(alias) ? alias.resolve(reading.document) : undefined;
  if (target === undefined) throw failureAt(reading.file, place, 'there is no anchor (&) of this name above');
  if (reading.unfinished.has(target)) throw failureAt(reading.file, place, 'this alias stands within itself');
  const finished = reading.finished.get(target);
  if (finished === undefined) throw failureAt(reading.file, place, 'the anchor of this alias is not known here');
  reading.nodes += finished.nodes;
  if (reading.nodes > MOST_REPEATED_VALUES && finished.nodes > 1) {
    throw failureAt(reading.file, place, `aliases make more than ${MOST_REPEATED_VALUES} values of this file`);
  }
  return { ...finished.node, ...place };
}

function valueNode(value: unknown, around: Node, reading: Reading): YamlNode {
  return isNode(value) ? nodeOf(value, reading) : nullAt(placeOf(around));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

function entriesOf(pairs: readonly Pair[], around: Place, reading: Reading): readonly YamlEntry[] {
  const entries: YamlEntry[] = [];
  const merged: YamlEntry[] = [];
  const seen = new Set<string>();
  for (const { key, value } of pairs) {
    if (!isScalar(key)) {
      const place = isNode(key) ? placeOf(key) : around;
      const hint = reading.file.text.startsWith('{{', place.start - 1) ? QUOTES_HINT : undefined;
      throw failureAt(reading.file, place, 'a key is one word or text', hint);
    }
    const keyPlace = placeOf(key);
    const read = isNode(value) ? nodeOf(value, reading) : nullAt({ start: keyPlace.end, end: keyPlace.end });
    const name = key.type === 'PLAIN' ? (key.source ?? '') : String(key.value);
    if (name === '<<' && key.type === 'PLAIN') {
      merged.push(...mergedEntries(read, reading));
      continue;
    }
    if (seen.has(name)) throw failureAt(reading.file, keyPlace, `${name} stands here a second time`);
    seen.add(name);
    entries.push({ key: name, keyPlace, value: read });
  }
  // What stands in the mapping itself counts before what is merged, and of that the first.
  for (const entry of merged) {
    if (seen.has(entry.key)) continue;
    seen.add(entry.key);
    entries.push(entry);
  }
  return entries;
}

function mergedEntries(node: YamlNode, reading: Reading): readonly YamlEntry[] {
  if (node.kind === 'map') return node.entries;
  if (node.kind === 'list') return node.items.flatMap((item) => mergedEntries(item, reading));
  throw failureAt(reading.file, node, '<< takes a mapping, or a list of them');
}

function scalarOf(scalar: Scalar, { file }: Reading): YamlScalar {
  const { value } = scalar;
  const place = placeOf(scalar);
  switch (typeof value) {
    case 'string':
      return { kind: 'text', text: value, ...place };
    case 'boolean':
      return { kind: 'boolean', text: String(value), ...place };
    case 'number':
    case 'bigint':
      return { kind: 'number', text: numberToken(scalar.source ?? String(value), value, file, place), ...place };
    default:
      return nullAt(place);
  }
}

/** What JSON writes for a number that YAML allows. */
function numberToken(source: string, value: number | bigint, file: YamlFile, place: Place): string {
  if (JSON_NUMBER.test(source)) return source;
  if (/^0[xo]/.test(source)) return BigInt(source).toString();
  const unsigned = source.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1');
  if (JSON_NUMBER.test(unsigned)) return unsigned;
  if (Number.isFinite(Number(value))) return JSON.stringify(Number(value));
  throw failureAt(file, place, 'JSON has no such number', 'in quotes it is a text');
}

function placeOf({ range }: Node): Place {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}

function nullAt(place: Place): YamlScalar {
  return { kind: 'null', text: 'null', ...place };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
