import { type HeaderField, type HeaderList, hasHeader, holdsCredential } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { Secret } from '../secret.ts';
import type { SessionField } from './session-file.ts';

/** Fields that are about one request, or one connection: no later one is to have them unasked. */
const OF_ONE_REQUEST =
  /^(?:content-.*|if-.*|proxy-.*|host|range|expect|date|connection|keep-alive|te|trailer|transfer-encoding|upgrade|http2-settings|accept-encoding)$/i;

/**
 * The typed fields of a request that a session keeps: none that is a credential by its name, its value, or by standing in
 * the place of a profile's.
 */
export function rememberedFields({ headers, typedNames, auth, removed }: RequestPlan): readonly SessionField[] {
  const place = auth.passedOver?.place;
  const isProfiles = (name: string): boolean =>
    place?.in === 'header' && place.name.toLowerCase() === name.toLowerCase();
  return headers.flatMap(([name, value]): readonly SessionField[] => {
    const isKept = typedNames.has(name.toLowerCase()) && !removed.includes(name.toLowerCase());
    if (!isKept || value instanceof Secret || isProfiles(name) || OF_ONE_REQUEST.test(name)) return [];
    return holdsCredential(name, value) ? [] : [[name, value]];
  });
}

/** Fields with those of a later request, which take the place of their namesakes. */
export function mergedFields(before: readonly SessionField[], typed: readonly SessionField[]): readonly SessionField[] {
  const namesakes = (wanted: string): readonly SessionField[] =>
    typed.filter(([name]) => name.toLowerCase() === wanted.toLowerCase());
  const isFirst = ([name]: SessionField, index: number): boolean => !hasHeader(before.slice(0, index), name);
  return [
    ...before.flatMap((field, index) => {
      const later = namesakes(field[0]);
      if (later.length === 0) return [field];
      return isFirst(field, index) ? later : [];
    }),
    ...typed.filter(([name]) => !hasHeader(before, name)),
  ];
}

/** Fields that a session has put into a plan, and the one of slip's own that stood there before. */
const REPLACED = new WeakMap<HeaderField, HeaderField | undefined>();

/** Whether a field came out of a session. */
export function isFromSession(field: HeaderField): boolean {
  return REPLACED.has(field);
}

/**
 * The plan with the session's fields for its origin in place of slip's defaults, and without those of the origin before.
 *
 * @param isSaid whether an option says a field of this name, in lower case: it counts, as what is typed and what a
 *   profile adds does.
 */
export function withSessionFields(
  plan: RequestPlan,
  fields: readonly SessionField[],
  isSaid: (name: string) => boolean,
): RequestPlan {
  let headers: HeaderList = plan.headers.flatMap((field): HeaderList => {
    if (!isFromSession(field)) return [field];
    const own = REPLACED.get(field);
    return own === undefined ? [] : [own];
  });
  const put = new Set<string>();
  for (const [name, value] of fields) {
    const lower = name.toLowerCase();
    if (plan.typedNames.has(lower) || hasHeader(plan.auth.fields, name) || isSaid(lower)) continue;
    const field: HeaderField = plan.dialect === 'curl' ? [name, value, ' '] : [name, value];
    const index = put.has(lower) ? -1 : headers.findIndex(([other]) => other.toLowerCase() === lower);
    REPLACED.set(field, headers[index]);
    headers = index < 0 ? [...headers, field] : headers.with(index, field);
    put.add(lower);
  }
  return { ...plan, headers };
}
