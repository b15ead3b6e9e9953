import type { HeaderList } from '../request/headers.ts';

/** A field of two replies that is not the same. */
export interface FieldChange {
  /** As the first of them has it. */
  readonly name: string;
  /** Its values in order; none where it is not there. */
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** Fields of the connection, of the framing of this one message, and those that are of a moment or of one request. */
const VOLATILE = new RegExp(
  `^(?:${[
    'connection|keep-alive|proxy-connection|transfer-encoding|content-length|trailer|alt-svc',
    'date|age|expires|set-cookie|retry-after|(?:x-)?rate-?limit(?:-.*)?|x-rate-limit-.*',
    '(?:x-)?(?:.*-)?(?:request|correlation|trace|transaction|operation)-?id|traceparent|tracestate|b3|x-b3-.*',
    'server-timing|x-runtime|x-response-time|x-timer|x-envoy-upstream-service-time',
    'x-cache|x-cache-hits|x-served-by|cf-ray|cf-cache-status|x-amz-id-2|x-amz-cf-(?:id|pop)|x-vercel-id|via|nel|report-to',
  ].join('|')})$`,
  'i',
);

/**
 * The fields that differ, in the order of the left, those that are only on the right behind. Names compare without case, and
 * the order of fields of different names does not count.
 *
 * @param all compare also those that differ from one request to the next.
 */
export function diffHeaders(left: HeaderList, right: HeaderList, all: boolean): readonly FieldChange[] {
  const [before, after] = [valuesByName(left), valuesByName(right)];
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => all || !VOLATILE.test(name));
  return names.flatMap((key) => {
    const [one, other] = [before.get(key), after.get(key)];
    const change = { name: (one ?? other)?.name ?? key, left: one?.values ?? [], right: other?.values ?? [] };
    const isSame = change.left.length === change.right.length && change.left.every((it, at) => it === change.right[at]);
    return isSame ? [] : [change];
  });
}

interface Field {
  readonly name: string;
  readonly values: string[];
}

function valuesByName(headers: HeaderList): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const [name, value] of headers) {
    const field = fields.get(name.toLowerCase());
    if (field === undefined) fields.set(name.toLowerCase(), { name, values: [String(value)] });
    else field.values.push(String(value));
  }
  return fields;
}
