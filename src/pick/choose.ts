import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { JsonPath } from '../json/path-grammar.ts';
import { parseJsonPath } from '../json/path-syntax.ts';
import { type Columns, typedColumns } from './columns.ts';

/** What is wanted of a body. */
export interface BodyPick {
  /** In the order typed; none for all of the body. */
  readonly paths: readonly JsonPath[];
  /** A filter of jq, in place of paths. */
  readonly filter: string | undefined;
  /** An XPath expression, in place of both. */
  readonly expression: string | undefined;
  readonly shape: Shape;
  /** Of a table or CSV, if they were typed. */
  readonly columns: Columns | undefined;
  /** Nothing found is a failure. */
  readonly mustMatch: boolean;
}

/** What the values are printed as. */
export type Shape = 'json' | 'raw' | 'ndjson' | 'table' | 'csv' | 'yaml';

/** What is wanted of a reply's head. */
export interface HeadPick {
  readonly statusCode: boolean;
  readonly fieldNames: readonly string[];
  /** A field that is not there is a failure. */
  readonly mustMatch: boolean;
}

/**
 * What the options pick from the replies.
 *
 * @throws Failure `usage` for a path that is none, with its place, and for options that mean nothing together.
 */
export function choosePicks(options: Options): { readonly body?: BodyPick; readonly head?: HeadPick } {
  const { select = [], jq: filter, xpath: expression, columns, 'header-value': fieldNames = [] } = options;
  const statusCode = options['status-code'] === true;
  const mustMatch = options['require-match'] === true;
  const shape = shapeOf(options);
  const isSearch = select.length > 0 || filter !== undefined || expression !== undefined;
  if (mustMatch && !isSearch && fieldNames.length === 0) {
    throw new Failure('usage', '--require-match needs --select, --jq, --xpath or --header-value');
  }
  if (columns !== undefined && shape !== 'table' && shape !== 'csv') {
    throw new Failure('usage', '--columns needs --table or --csv');
  }
  const body: BodyPick = {
    paths: select.map(parseJsonPath),
    filter,
    expression,
    shape,
    columns: columns === undefined ? undefined : typedColumns(columns),
    mustMatch,
  };
  return {
    ...(isSearch || shape !== 'json' ? { body } : {}),
    ...(statusCode || fieldNames.length > 0 ? { head: { statusCode, fieldNames, mustMatch } } : {}),
  };
}

function shapeOf(options: Options): Shape {
  if (options['raw-strings']) return 'raw';
  return (['ndjson', 'table', 'csv', 'yaml'] as const).find((name) => options[name] === true) ?? 'json';
}
