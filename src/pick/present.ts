import { Failure } from '../failure.ts';
import { leadsToOne } from '../json/path-grammar.ts';
import { decodeJsonString } from '../json/tree.ts';
import { type BodyView, jsonStyle, withLinks } from '../render/body.ts';
import { decodeCharset } from '../render/charset.ts';
import { createJsonFormatter } from '../render/json.ts';
import type { JsonStyle } from '../render/json-ink.ts';
import { formatJsonLines } from '../render/json-lines.ts';
import type { Theme } from '../render/paint.ts';
import { makeTerminalSafe, terminalSafe } from '../render/safety.ts';
import { asLatin1, bodyLanguage, parseContentType } from '../render/sniff.ts';
import { bytesOfText } from './bytes.ts';
import type { BodyPick } from './choose.ts';
import { findLines, valuesOf, withoutPreamble } from './found.ts';
import type { Jq } from './jq.ts';
import type { XPath } from './xpath.ts';

/** How what was picked is shown. */
export interface PickView
  extends Pick<BodyView, 'formatted' | 'indent' | 'sortsKeys' | 'colored' | 'onTerminal' | 'links' | 'env'> {
  readonly theme: Theme;
  /** Width of the terminal. */
  readonly columns: number;
  /** Ends what jq or an XPath computes, by the failure that is its reason. */
  readonly signal: AbortSignal;
}

/** What evaluates a filter or an expression, loaded and checked. */
export interface PickTools {
  readonly jq: Jq | undefined;
  readonly xpath: XPath | undefined;
}

/**
 * What is picked from a body, as it is printed. The body comes with its content coding taken off, whoever asked for it.
 *
 * @param tools what the pick's filter or expression has become.
 * @throws Failure `content` for a body that cannot be picked from, `noMatch`.
 */
export async function* pickedBody(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  pick: BodyPick,
  { jq, xpath }: PickTools,
  view: PickView,
): AsyncGenerator<Uint8Array> {
  const { paths, shape, mustMatch } = pick;
  const isRows = shape === 'ndjson' || shape === 'csv' || shape === 'table';
  const language = bodyLanguage(contentType, new Uint8Array(0));
  const utf8 = decodeCharset(chunks, contentType);
  const text = language === 'csv' ? await rowsOf(utf8, contentType) : utf8;
  if (xpath !== undefined) {
    const results = await xpath.evaluate(utf8, contentType, view.signal);
    for (const result of results)
      yield Buffer.from(`${view.onTerminal ? makeTerminalSafe(result, { oneLine: false }) : result}\n`);
    if (mustMatch && results.length === 0) throw nothingFound(pick);
    return;
  }
  if (jq !== undefined) {
    const results = jq.run(withoutPreamble(text), view.signal);
    const wanted = mustMatch ? matched(results, (bytes) => /[^nul\n]/.test(asLatin1(bytes)), pick) : results;
    yield* shown(isRows ? itemsOfOne(wanted) : wanted, pick, view);
    return;
  }
  const lines = findLines(text, paths, {
    // Each line of a body of lines is an item already.
    splitsArrays: isRows && !(paths.length === 0 && (language === 'ndjson' || language === 'csv')),
    type: parseContentType(contentType).type,
  });
  yield* shown(mustMatch ? matched(lines, () => true, pick) : lines, pick, view);
}

async function rowsOf(
  text: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
): Promise<AsyncIterable<Uint8Array>> {
  const { csvAsJson } = await import('../render/bodies/csv-json.ts');
  return csvAsJson(text, contentType);
}

/** @param isFound whether there is something in these bytes that counts. */
async function* matched(
  lines: AsyncIterable<Uint8Array>,
  isFound: (bytes: Uint8Array) => boolean,
  pick: BodyPick,
): AsyncGenerator<Uint8Array> {
  let hasMatch = false;
  for await (const bytes of lines) {
    hasMatch ||= isFound(bytes);
    yield bytes;
  }
  if (!hasMatch) throw nothingFound(pick);
}

function nothingFound({ paths, filter, expression }: BodyPick): Failure {
  const where = filter ?? expression;
  const what = where === undefined ? `at ${paths.map(({ text }) => text).join(' or ')}` : `for ${where}`;
  return new Failure('noMatch', `the body has nothing ${what}`);
}

/** The items of an array that is the only result; otherwise the results. The first of them is held. */
async function* itemsOfOne(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] | undefined = [];
  for await (const bytes of lines) {
    if (held === undefined) {
      yield bytes;
      continue;
    }
    const isSecond = held.at(-1)?.at(-1) === LINE_FEED;
    held.push(bytes);
    const end = bytes.indexOf(LINE_FEED);
    if (!isSecond && (end < 0 || end === bytes.length - 1)) continue;
    yield* held;
    held = undefined;
  }
  if (held !== undefined) yield* findLines(eachOf(held), [], { splitsArrays: true, type: '' });
}

async function* eachOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const LINE_FEED = 0x0a;

async function* shown(
  found: AsyncIterable<Uint8Array>,
  { paths, shape, columns }: BodyPick,
  view: PickView,
): AsyncGenerator<Uint8Array> {
  const style = shape === 'ndjson' ? { ...jsonStyle(view), indent: undefined } : jsonStyle(view);
  const lines = view.sortsKeys ? (await import('../render/json-sort.ts')).sortedMembers(found) : found;
  switch (shape) {
    case 'json':
    case 'ndjson': {
      const safe = view.onTerminal ? terminalSafe(lines) : lines;
      if (style.indent === undefined && style.colors === undefined) yield* safe;
      else yield* await withLinks(formatJsonLines(safe, style), view);
      return;
    }
    case 'raw':
      yield* rawLines(lines, view, style);
      return;
    case 'csv':
    case 'table':
    case 'yaml': {
      const { csvBytes, tableBytes, yamlBytes } = await import('./shapes.ts');
      if (shape === 'csv') yield* csvBytes(lines, columns, view);
      if (shape === 'table') yield* tableBytes(lines, columns, view);
      if (shape === 'yaml')
        yield* yamlBytes(lines, paths.length === 0 || (paths.length === 1 && paths.every(leadsToOne)), view);
      return;
    }
  }
}

/** Strings as their text, each with a line end; everything else as it is otherwise. */
async function* rawLines(
  lines: AsyncIterable<Uint8Array>,
  { onTerminal, formatted, colored }: PickView,
  style: JsonStyle,
): AsyncGenerator<Uint8Array> {
  const safe = (text: string) => (onTerminal ? makeTerminalSafe(text, { oneLine: false }) : text);
  for await (const values of valuesOf(lines)) {
    let plain = '';
    for (const value of values) {
      if (value.kind === 'string') plain += `${safe(decodeJsonString(value.text))}\n`;
      else if (!formatted && !colored) plain += `${safe(value.text ?? '')}\n`;
      else {
        yield bytesOfText(plain);
        plain = '';
        const formatter = createJsonFormatter(style);
        yield* formatter.push(bytesOfText(`${safe(value.text ?? '')}${formatted ? '' : '\n'}`));
        yield* formatter.end();
      }
    }
    yield bytesOfText(plain);
  }
}
