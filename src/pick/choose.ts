import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { JsonPath } from '../json/path-grammar.ts';
import { parseJsonPath } from '../json/path-syntax.ts';

/** What is wanted of a body. */
export interface BodyPick {
  /** In the order typed; none for all of the body. */
  readonly paths: readonly JsonPath[];
  readonly shape: 'json' | 'raw';
  /** Nothing found is a failure. */
  readonly mustMatch: boolean;
}

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
  const { select = [], 'header-value': fieldNames = [] } = options;
  const statusCode = options['status-code'] === true;
  const mustMatch = options['require-match'] === true;
  if (mustMatch && select.length === 0 && fieldNames.length === 0) {
    throw new Failure('usage', '--require-match needs --select or --header-value');
  }
  const isRaw = options['raw-strings'] === true;
  const picksBody = select.length > 0 || isRaw;
  return {
    ...(picksBody ? { body: { paths: select.map(parseJsonPath), shape: isRaw ? 'raw' : 'json', mustMatch } } : {}),
    ...(statusCode || fieldNames.length > 0 ? { head: { statusCode, fieldNames, mustMatch } } : {}),
  };
}
