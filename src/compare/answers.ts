import { diffJson, type JsonChange } from '../json/diff.ts';
import { selectJson } from '../json/path.ts';
import type { JsonPath } from '../json/path-grammar.ts';
import type { JsonNode } from '../json/tree.ts';
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
  /** With the text that it was read from. */
  | { readonly kind: 'json'; readonly value: JsonNode; readonly text: string; readonly print: Fingerprint }
  | { readonly kind: 'text'; readonly text: string; readonly print: Fingerprint }
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
  | { readonly kind: 'json'; readonly changes: readonly JsonChange[] }
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
  if (left.kind === 'json' && right.kind === 'json') {
    const selected = paths.flatMap((path) => [...selectJson(path, left.value), ...selectJson(path, right.value)]);
    const changes = [...diffJson(left.value, right.value, new Set(selected.map(({ value }) => value)))];
    return changes.length === 0 ? { kind: 'same' } : { kind: 'json', changes };
  }
  if (left.kind === 'binary' || right.kind === 'binary') return { kind: 'bytes', left: left.print, right: right.print };
  const hunks = diffLines(left.text, right.text);
  return hunks.length === 0 ? { kind: 'same' } : { kind: 'text', hunks };
}
