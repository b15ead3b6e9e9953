import { compareJson, type JsonChange, type JsonSide } from '../json/diff.ts';
import { LIST_START } from '../json/outline.ts';
import { readJsonText } from '../json/parse.ts';
import { selectJson } from '../json/path.ts';
import type { JsonPath } from '../json/path-grammar.ts';
import type { HeaderList } from '../request/headers.ts';
import { diffHeaders, type FieldChange } from './headers.ts';
import { diffLines, type Hunk } from './lines.ts';

/** An answer as it is compared. */
export interface Answer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: AnswerBody;
}

/** A body by what it is. */
export type AnswerBody =
  | { readonly kind: 'text'; readonly text: string; readonly mayBeJson: boolean; readonly print: Fingerprint }
  | { readonly kind: 'binary'; readonly print: Fingerprint };

/** What tells bytes from others without showing them. */
export interface Fingerprint {
  readonly byteLength: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** What is left out. */
export interface Ignored {
  readonly paths: readonly JsonPath[];
  /** Names of header fields, in lower case. */
  readonly fields: readonly string[];
  readonly allHeaders: boolean;
}

/** Where two answers differ. */
export interface Comparison {
  readonly status: readonly [left: number, right: number] | undefined;
  readonly headers: readonly FieldChange[];
  readonly body: BodyComparison;
}

/** Where two bodies differ: by their values, their lines, or at all. */
export type BodyComparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'json'; readonly changes: Iterable<JsonChange> }
  | { readonly kind: 'text'; readonly hunks: readonly Hunk[] }
  | { readonly kind: 'bytes'; readonly left: Fingerprint; readonly right: Fingerprint };

/** Compares status, header fields and bodies; JSON by its values, whatever its layout. */
export function compareTwo(left: Answer, right: Answer, ignored: Ignored): Comparison {
  const isKept = (list: HeaderList): HeaderList =>
    list.filter(([name]) => !ignored.fields.includes(name.toLowerCase()));
  return {
    status: left.status === right.status ? undefined : [left.status, right.status],
    headers: diffHeaders(isKept(left.headers), isKept(right.headers), ignored.allHeaders),
    body: compareBodies(left.body, right.body, ignored.paths),
  };
}

/** Whether nothing differs. */
export function isSame({ status, headers, body }: Comparison): boolean {
  return status === undefined && headers.length === 0 && body.kind === 'same';
}

function compareBodies(left: AnswerBody, right: AnswerBody, paths: readonly JsonPath[]): BodyComparison {
  if (left.print.sha256 === right.print.sha256) return { kind: 'same' };
  if (left.kind === 'binary' || right.kind === 'binary') return { kind: 'bytes', left: left.print, right: right.print };
  const asJson = left.mayBeJson && right.mayBeJson && compareJson(sideOf(left.text, paths), sideOf(right.text, paths));
  if (asJson) return asJson.areSame ? { kind: 'same' } : { kind: 'json', changes: asJson.changes };
  const hunks = diffLines(left.text, right.text);
  return hunks.length === 0 ? { kind: 'same' } : { kind: 'text', hunks };
}

/** A text with where the values begin that do not count. The tree that they are looked for in is held no longer. */
function sideOf(text: string, paths: readonly JsonPath[]): JsonSide {
  const ignored = new Set<number>();
  const root = paths.length === 0 ? undefined : readJsonText(text);
  if (root !== undefined && !('message' in root)) {
    for (const path of paths) for (const { value } of selectJson(path, root)) ignored.add(value.start ?? LIST_START);
  }
  return { text, ignored };
}
