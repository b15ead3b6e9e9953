import { Failure } from '../failure.ts';
import type { HeaderEdit } from '../request/draft.ts';
import type { BodySource, Dialect } from '../request/plan.ts';

/**
 * The boundary that a typed Content-Type names, for the body to be divided by.
 *
 * @throws Failure `usage` for one that cannot stand between parts (RFC 2046 §5.1.1).
 */
export function typedBoundary(headers: readonly HeaderEdit[], dialect: Dialect): string | undefined {
  const type = dialect === 'slip' ? multipartType(headers) : undefined;
  const [, quoted, token] = /;[ \t]*boundary=(?:"([^"]*)"|([^;\s]*))/i.exec(type?.value ?? '') ?? [];
  const boundary = quoted ?? token;
  if (type === undefined || boundary === undefined || /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary)) {
    return boundary;
  }
  const text = `${type.name}: ${type.value}`;
  const start = text.lastIndexOf(boundary);
  throw new Failure('usage', 'this is no boundary of a multipart body', {
    at: { text, start, end: start + Math.max(1, boundary.length) },
    hint: "up to 70 letters, digits and '()+_,-./:=?",
  });
}

/** The headers, where a typed multipart type without a boundary says the one of the body: without it nobody could read that. */
export function withBoundary(
  headers: readonly HeaderEdit[],
  body: BodySource,
  dialect: Dialect,
): readonly HeaderEdit[] {
  const type = dialect === 'slip' && body.kind === 'multipart' ? multipartType(headers) : undefined;
  if (type === undefined || body.kind !== 'multipart' || /;[ \t]*boundary=/i.test(type.value)) return headers;
  const whole: HeaderEdit = { ...type, value: `${type.value}; boundary=${body.multipart.boundary}` };
  return headers.map((edit) => (edit === type ? whole : edit));
}

/** curl's dialect adds its own boundary to whatever is typed, and at another place. */
function multipartType(headers: readonly HeaderEdit[]): (HeaderEdit & { readonly kind: 'send' }) | undefined {
  return headers.find(
    (edit): edit is HeaderEdit & { readonly kind: 'send' } =>
      edit.kind === 'send' && edit.name.toLowerCase() === 'content-type' && /^multipart\//i.test(edit.value),
  );
}
