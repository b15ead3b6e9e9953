import { type JsonFault, readJsonValue } from '../json/parse.ts';
import { selectJson } from '../json/path.ts';
import { parseJsonPath } from '../json/path-syntax.ts';
import type { JsonNode } from '../json/tree.ts';

/** What came back for a request, for expectations, saved values and `{{NAME.…}}`. */
export interface Answer {
  readonly status: number;
  /** The URL that answered in the end, as it may be shown. */
  readonly url: string;
  /** Names as they came, and values. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Names and values of the cookies that were set on the way. */
  readonly cookies: ReadonlyMap<string, string>;
  /** Content coding taken off. */
  readonly body: Uint8Array;
  /** The body as text, by its charset; read when it is asked for, and once, as many an answer is judged by its head. */
  readonly text: () => Promise<string>;
  /** The text as JSON, or why it is none; likewise. */
  readonly json: () => Promise<JsonNode | JsonFault>;
  readonly redirectCount: number;
  /** From the first byte asked for to the last one that came. */
  readonly totalMs: number;
  /** When the server's certificate ends, in milliseconds since the epoch; `undefined` without TLS. */
  readonly certificateEndsAtMs: number | undefined;
}

/** A body read as text, and that as JSON, when it is asked for, and once. */
export function lazyText(read: () => Promise<string>): Pick<Answer, 'text' | 'json'> {
  let text: Promise<string> | undefined;
  let json: JsonNode | JsonFault | undefined;
  const readOnce = async (): Promise<string> => {
    text ??= read();
    return await text;
  };
  return {
    text: readOnce,
    async json() {
      json ??= readWhole((await readOnce()).replace(/^\uFEFF/, ''));
      return json;
    },
  };
}

function readWhole(text: string): JsonNode | JsonFault {
  const read = readJsonValue(text, 0);
  if ('message' in read) return read;
  const next = text.slice(read.next).search(/[^ \t\r\n]/);
  if (next < 0) return read.value;
  return { offset: read.next + next, end: read.next + next + 1, message: 'something follows the value' };
}

/** All values of a field, one after another (RFC 9110 §5.3); `undefined` where there is none. */
export function headerText({ headers }: Answer, name: string): string | undefined {
  const values = headers.filter(([one]) => one.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/**
 * The value that a JSONPath leads to; of a path that may lead to several an array of them all.
 *
 * @throws Failure `usage` for a path that is none.
 */
export function valueAt(path: string, json: JsonNode): JsonNode | undefined {
  const parsed = parseJsonPath(path);
  const found = [...selectJson(parsed, json)].map(({ value }) => value);
  const leadsToOne = parsed.segments.every(
    ({ kind, selectors: [first, second] }) =>
      kind === 'child' && second === undefined && (first?.kind === 'name' || first?.kind === 'index'),
  );
  return leadsToOne ? found[0] : { kind: 'array', items: found };
}
