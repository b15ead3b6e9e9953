import { type Occurrence, type OptionName, optionForm } from '../cli/options.ts';
import type { Invocation } from '../cli/parse.ts';
import { sortWords } from '../cli/words.ts';
import { Failure } from '../failure.ts';
import { parseJsonText } from '../json/parse.ts';
import { type JsonMember, type JsonNode, jsonString } from '../json/tree.ts';
import { type Item, namesCredential, type TextSource } from '../request/items.ts';
import { type BodyField, jsonBodyFromFields } from '../request/nested.ts';
import { asksForWebSocket } from '../request/web-socket.ts';
import { isCredentialParameter } from '../secret.ts';
import { refuseOfWholeLine } from './line.ts';
import { isSecretBody, isSecretHeader, isSecretOption, standsForIt, withoutPassword } from './typed-secrets.ts';

/** A typed request as it is saved. */
export interface SavedForm {
  readonly form: JsonNode;
  /** What was left out because it is a secret, by name. */
  readonly leftOut: readonly string[];
}

/**
 * A line as the request that a collection keeps: what is typed is what is saved, but for secrets and for how the answer is
 * looked at.
 *
 * @param base of the collection: a URL below it is saved as a path.
 * @throws Failure `usage` for a line that is more than one request, and for what cannot be saved.
 */
export function savedForm(invocation: Invocation, base: string | undefined): SavedForm {
  const { options, occurrences } = invocation;
  const { method, urls, items } = sortWords(invocation.words, options.url ?? []);
  const [url = '', ...more] = urls;
  if (more.length > 0) throw new Failure('usage', 'slip save keeps one request, and here are several URLs');
  const leftOut: string[] = [];
  const parts = new Map<string, JsonNode>();
  parts.set('request', jsonString(requestLine(method, withoutPassword(url, leftOut), items, base)));
  const headers = objectOf(headerPairs(invocation, items, leftOut));
  if (headers !== undefined) parts.set('headers', headers);
  const query = objectOf(queryPairs(items, leftOut));
  if (query !== undefined) parts.set('query', query);
  const body = bodyOf(items, options.as, leftOut);
  if (body !== undefined) parts.set(...body);
  const saved: (readonly [string, JsonNode])[] = [];
  for (const { name, value } of occurrences.filter(counts)) {
    if (isLeftToTheEye(name) || name === 'header' || name === 'url' || (name === 'as' && body !== undefined)) continue;
    refuseOfWholeLine(name);
    if (isSecretOption(name, value)) leftOut.push(`--${name}`);
    else saved.push([name, typeof value === 'boolean' ? literal(value) : optionValue(name, value)]);
  }
  const kept = objectOf(saved);
  if (kept !== undefined) parts.set('options', kept);
  const members = [...parts].map(([key, value]): JsonMember => ({ key: jsonString(key).text, value }));
  return { form: { kind: 'object', members }, leftOut: [...new Set(leftOut)] };
}

/** Of an option that does not repeat the last one counts. */
function counts({ name }: Occurrence, index: number, occurrences: readonly Occurrence[]): boolean {
  return 'repeats' in optionForm(name) || !occurrences.slice(index + 1).some((later) => later.name === name);
}

function requestLine(
  method: string | undefined,
  url: string,
  items: readonly Item[],
  base: string | undefined,
): string {
  const root = base?.replace(/\/+$/, '');
  const isBelow = root !== undefined && root !== '' && (url === root || url.startsWith(`${root}/`));
  const path = isBelow ? url.slice(root.length) || '/' : url;
  const hasBody = items.some(({ kind }) => kind === 'field' || kind === 'json' || kind === 'upload' || kind === 'body');
  // What goes over a WebSocket is no body of the request that opens it.
  const shown = method ?? (hasBody && !asksForWebSocket(url) ? 'POST' : undefined);
  return shown === undefined ? path : `${shown} ${path}`;
}

type Pair = readonly [name: string, value: JsonNode];

function headerPairs({ options }: Invocation, items: readonly Item[], leftOut: string[]): readonly Pair[] {
  const pairs: Pair[] = [];
  const add = (name: string, value: string): void => {
    if (isSecretHeader(name, value)) leftOut.push(name);
    else pairs.push([name, jsonString(value)]);
  };
  for (const line of options.header ?? []) {
    const { name, value } = /^(?<name>[^:;@]+?)\s*(?::(?<value>.*)|;)$/s.exec(line)?.groups ?? {};
    if (name === undefined)
      throw new Failure('usage', '-H with a file of headers cannot be saved: name them one by one');
    if (value?.trim() === '') pairs.push([name, NULL]);
    else add(name, value?.trim() ?? '');
  }
  for (const item of items) {
    if (item.kind === 'header') add(item.name, savedText(item.value));
    if (item.kind === 'header-removed') pairs.push([item.name, NULL]);
    if (item.kind === 'header-empty') add(item.name, '');
  }
  return pairs;
}

function queryPairs(items: readonly Item[], leftOut: string[]): readonly Pair[] {
  return items.flatMap((item): readonly Pair[] => {
    if (item.kind !== 'query') return [];
    if (!isCredentialParameter(item.name) || standsForIt(savedText(item.value)))
      return [[item.name, textOf(item.value)]];
    leftOut.push(item.name);
    return [];
  });
}

function bodyOf(
  items: readonly Item[],
  as: Invocation['options']['as'],
  leftOut: string[],
): readonly [key: string, value: JsonNode] | undefined {
  const whole = items.find((item) => item.kind === 'body');
  if (whole?.kind === 'body') {
    if (whole.path === '-') throw new Failure('usage', 'a body from stdin cannot be saved: put it into a file');
    return ['file', jsonString(whole.path)];
  }
  const fields = items.filter((item) => item.kind === 'field' || item.kind === 'json' || item.kind === 'upload');
  const open = fields.filter((item) => {
    const isSecret = item.kind !== 'upload' && isSecretField(item);
    if (isSecret) leftOut.push(item.name);
    return !isSecret;
  });
  if (fields.length === 0) return undefined;
  if (as === 'multipart' || open.some(({ kind }) => kind === 'upload'))
    return ['multipart', objectOf(partPairs(open)) ?? EMPTY];
  if (as === 'form') return ['form', objectOf(open.map((item): Pair => [plainName(item), fieldText(item)])) ?? EMPTY];
  const bodyFields = open.map(
    (item): BodyField => ({ name: item.name ?? '', word: item.word, value: fieldValue(item) }),
  );
  return ['json', parseJsonText(jsonBodyFromFields(bodyFields))];
}

type FieldItem = Extract<Item, { readonly kind: 'field' | 'json' | 'upload' }>;

function partPairs(items: readonly FieldItem[]): readonly Pair[] {
  return items.map((item): Pair => {
    if (item.kind !== 'upload') return [plainName(item), fieldText(item)];
    const members: Pair[] = [
      ['file', jsonString(item.path)],
      ...(item.type === undefined ? [] : [['type', jsonString(item.type)] as const]),
      ...(item.filename === undefined ? [] : [['filename', jsonString(item.filename)] as const]),
    ];
    return [item.name, objectOf(members) ?? EMPTY];
  });
}

function isSecretField({ kind, name, value }: Exclude<FieldItem, { readonly kind: 'upload' }>): boolean {
  if (namesCredential(name)) return !standsForIt(savedText(value));
  return kind === 'json' && value.from === 'text' && isSecretBody(value.text);
}

/** A field's name as a form has it: brackets are part of it. */
function plainName(item: FieldItem): string {
  return item.name.replaceAll(/\\([\\[\]])/g, '$1');
}

function fieldText(item: FieldItem): JsonNode {
  return item.kind === 'upload' ? NULL : textOf(item.value);
}

function fieldValue(item: FieldItem): JsonNode {
  if (item.kind === 'upload') return NULL;
  if (item.kind === 'field') return textOf(item.value);
  if (item.value.from === 'text') return parseJsonText(item.value.text);
  throw new Failure('usage', `${item.word} cannot be saved: the JSON of a file goes in as a whole body, @FILE`);
}

/** A text as it is, or the file that it is read from when the request is sent. */
function textOf(source: TextSource): JsonNode {
  return jsonString(savedText(source));
}

function savedText(source: TextSource): string {
  if (source.from === 'text') return source.text;
  if (source.path === '-') throw new Failure('usage', 'a value from stdin cannot be saved');
  return `{{$file('${source.path.replaceAll(/['\\]/g, '\\$&')}')}}`;
}

/** Options about how an answer is looked at: the next one who runs the request looks at it in their own way. */
function isLeftToTheEye(name: OptionName): boolean {
  // How long a stream is followed is no matter of looks.
  return optionForm(name).group === 'Output' && name !== 'max-events' && name !== 'reconnect';
}

function optionValue(name: OptionName, value: string): JsonNode {
  const { takes } = optionForm(name);
  return (takes === 'count' || takes === 'seconds') && /^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value)
    ? { kind: 'number', text: value }
    : jsonString(value);
}

const NULL: JsonNode = { kind: 'null', text: 'null' };
const EMPTY: JsonNode = { kind: 'object', members: [] };

function literal(value: boolean): JsonNode {
  return { kind: 'boolean', text: String(value) };
}

/** An object of the pairs, a list for a name that stands more than once; `undefined` without any. */
function objectOf(pairs: readonly Pair[]): JsonNode | undefined {
  const values = new Map<string, JsonNode[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  if (values.size === 0) return undefined;
  const members = [...values].map(([name, [first = NULL, ...others]]): JsonMember => {
    return {
      key: jsonString(name).text,
      value: others.length === 0 ? first : { kind: 'array', items: [first, ...others] },
    };
  });
  return { kind: 'object', members };
}
