import type { BodyComparison, Comparison, Fingerprint } from '../compare/answers.ts';
import type { Hunk } from '../compare/lines.ts';
import type { JsonChange } from '../json/diff.ts';
import { type JsonMatch, shortPath } from '../json/path.ts';
import { type JsonNode, jsonString } from '../json/tree.ts';
import { writeCompactJson } from '../json/write.ts';
import { shownValue } from '../request/headers.ts';
import { columnsOf } from './columns.ts';
import { shownText } from './message.ts';
import type { Paint, Theme } from './paint.ts';
import { reasonPhrase } from './reason.ts';
import { makeTerminalSafe } from './safety.ts';

/** How the differences are shown. */
export interface DiffView {
  readonly theme: Theme;
  /** Text from the servers is made safe, and long values are cut. */
  readonly onTerminal: boolean;
  /** Columns that an old and a new value may take together on one line. */
  readonly columns: number;
  readonly showsSecrets: boolean;
  /** Hides in a value what may not be shown, before it is cut. */
  readonly mask?: (text: string) => string;
}

/**
 * The differences for a reader: `-` is the left, `+` the right, `~` a value that is another. Lines without their ends.
 *
 * @param titles of what was compared, as they may be shown.
 */
export function* comparisonLines(
  { status, headers, body }: Comparison,
  titles: readonly [left: string, right: string],
  view: DiffView,
): Generator<string> {
  const { theme } = view;
  const line = liner(view);
  yield line('-', `-- ${titles[0]}`);
  yield line('+', `++ ${titles[1]}`);
  if (status !== undefined) {
    yield theme.dim('status');
    yield line('-', ` ${statusText(status[0])}`);
    yield line('+', ` ${statusText(status[1])}`);
  }
  if (headers.length > 0) yield theme.dim('headers');
  for (const { name, left, right } of headers) {
    for (const value of left)
      yield line('-', ` ${shownText(name)}: ${shownText(shownValue(name, value, view.showsSecrets))}`);
    for (const value of right)
      yield line('+', ` ${shownText(name)}: ${shownText(shownValue(name, value, view.showsSecrets))}`);
  }
  if (body.kind !== 'same') yield theme.dim('body');
  yield* bodyLines(body, view);
}

type Sign = '-' | '+' | ' ';

/** A line in the colour of its sign. */
function liner({ theme, onTerminal }: DiffView): (sign: Sign, text: string) => string {
  const paints: Readonly<Record<Sign, Paint>> = { '-': theme.clientError, '+': theme.success, ' ': (text) => text };
  return (sign, text) => paints[sign](`${sign}${onTerminal ? makeTerminalSafe(text) : text}`);
}

function statusText(status: number): string {
  return `${status} ${reasonPhrase(status)}`.trimEnd();
}

function* bodyLines(body: BodyComparison, view: DiffView): Generator<string> {
  const line = liner(view);
  switch (body.kind) {
    case 'same':
      return;
    case 'json':
      for (const change of body.changes) yield* changeLines(change, view);
      return;
    case 'text':
      for (const hunk of body.hunks) yield* hunkLines(hunk, view);
      return;
    case 'bytes':
      yield line('-', ` ${fingerprintText(body.left)}`);
      yield line('+', ` ${fingerprintText(body.right)}`);
  }
}

/** A difference between two JSON values. */
export function* changeLines({ left, right }: JsonChange, view: DiffView): Generator<string> {
  const line = liner(view);
  const path = shortPath((left ?? right)?.place);
  const [before, after] = [left, right].map((match) => match && valueText(match.value, view));
  if (before === undefined || after === undefined) {
    yield before === undefined ? line('+', ` ${path} ${after}`) : line('-', ` ${path} ${before}`);
    return;
  }
  const { theme, onTerminal } = view;
  const shown = (text: string): string => (onTerminal ? makeTerminalSafe(text) : text);
  if (columnsOf(`~ ${path} ${before} → ${after}`) <= view.columns) {
    yield `~ ${shown(path)} ${theme.clientError(shown(before))} → ${theme.success(shown(after))}`;
    return;
  }
  yield `~ ${shown(path)}`;
  yield line('-', `   ${before}`);
  yield line('+', `   ${after}`);
}

function* hunkLines({ leftStart, leftCount, rightStart, rightCount, lines }: Hunk, view: DiffView): Generator<string> {
  const line = liner(view);
  const range = (start: number, count: number): string => (count === 1 ? `${start}` : `${start},${count}`);
  yield view.theme.dim(`@@ -${range(leftStart, leftCount)} +${range(rightStart, rightCount)} @@`);
  for (const { side, text } of lines) {
    yield line(({ left: '-', right: '+', both: ' ' } as const)[side], text.replace(/\n$/, ''));
    if (!text.endsWith('\n')) yield view.theme.dim('\\ no line end');
  }
}

function fingerprintText({ byteLength, sha256 }: Fingerprint): string {
  return `${byteLength} bytes, SHA-256 ${sha256}`;
}

/** On a terminal a value is shown so far; a pipe gets all of it. */
const MOST_CHARACTERS = 1000;

function valueText(value: JsonNode, { onTerminal, mask = (text) => text }: DiffView): string {
  const text = mask(writeCompactJson(value));
  if (!onTerminal || text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}… (${text.length} characters)`;
}

/** The differences as one JSON value, tokens as they came: for programs. */
export function comparisonJson(
  { status, headers, body }: Comparison,
  isSame: boolean,
  urls: readonly [left: string, right: string],
  showsSecrets: boolean,
): JsonNode {
  return object({
    same: word(isSame),
    left: jsonString(urls[0]),
    right: jsonString(urls[1]),
    status: status === undefined ? NULL : object({ left: number(status[0]), right: number(status[1]) }),
    headers: array(
      headers.map(({ name, left, right }) => {
        const values = (list: readonly string[]): JsonNode =>
          array(list.map((one) => jsonString(shownValue(name, one, showsSecrets))));
        return object({ name: jsonString(name), left: values(left), right: values(right) });
      }),
    ),
    body: bodyJson(body),
  });
}

function bodyJson(body: BodyComparison): JsonNode {
  switch (body.kind) {
    case 'same':
      return NULL;
    case 'json':
      return object({
        kind: jsonString('json'),
        changes: array(
          Array.from(body.changes, ({ left, right }) => {
            const side = (match: JsonMatch | undefined): JsonNode =>
              match === undefined ? NULL : object({ path: jsonString(shortPath(match.place)), value: match.value });
            return object({ left: side(left), right: side(right) });
          }),
        ),
      });
    case 'text':
      return object({
        kind: jsonString('text'),
        hunks: array(
          body.hunks.map((hunk) =>
            object({
              leftStart: number(hunk.leftStart),
              rightStart: number(hunk.rightStart),
              lines: array(
                hunk.lines.map(({ side, text }) => object({ side: jsonString(side), text: jsonString(text) })),
              ),
            }),
          ),
        ),
      });
    case 'bytes': {
      const side = ({ byteLength, sha256 }: Fingerprint): JsonNode =>
        object({ bytes: number(byteLength), sha256: jsonString(sha256) });
      return object({ kind: jsonString('bytes'), left: side(body.left), right: side(body.right) });
    }
  }
}

const NULL: JsonNode = { kind: 'null', text: 'null' };

function word(value: boolean): JsonNode {
  return { kind: 'boolean', text: String(value) };
}

function number(value: number): JsonNode {
  return { kind: 'number', text: String(value) };
}

function array(items: readonly JsonNode[]): JsonNode {
  return { kind: 'array', items };
}

function object(members: Readonly<Record<string, JsonNode>>): JsonNode {
  const pairs = Object.entries(members).map(([name, value]) => ({ key: JSON.stringify(name), value }));
  return { kind: 'object', members: pairs };
}
