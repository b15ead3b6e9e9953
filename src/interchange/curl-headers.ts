import { acceptedCodings } from '../request/codings.ts';
import { type HeaderField, type HeaderList, hasHeader, shownValue } from '../request/headers.ts';
import type { Dialect, RequestPlan } from '../request/plan.ts';
import { Secret } from '../secret.ts';
import type { CurlContext } from './curl-context.ts';

/** What a body's options make curl send where nothing else is typed. */
export interface ImpliedFields {
  readonly contentType: string | undefined;
  readonly accept: string;
  /** The body is so long, or may be, that curl asks before it sends it (`Expect: 100-continue`). */
  readonly asksFirst: boolean;
}

/**
 * The plan's header fields in curl's options. What curl sends by itself is not said, or is taken back where the plan lacks
 * it; what has an option of its own is said by that, unless it was typed as a header; the rest by -H.
 */
export function headerWords(plan: RequestPlan, implied: ImpliedFields, context: CurlContext): readonly string[] {
  const words: string[] = plan.decoded ? ['--compressed'] : [];
  const byHeader: string[] = [];
  for (const field of withoutImplied(plan.headers, implied, plan.dialect)) {
    const isTyped = plan.typedNames.has(field[0].toLowerCase());
    const own = isTyped ? undefined : ownWords(field, plan, implied, context);
    if (own === undefined) byHeader.push('-H', headerLine(field, context));
    else words.push(...own);
  }
  if (plan.redirects.refersBack && !words.includes('-e')) words.push('-e', ';auto');
  return [...words, ...takenBack(plan, implied), ...byHeader];
}

/** How curl says a field that was not typed; none at all where it sends it by itself, `undefined` where only -H can. */
function ownWords(
  field: HeaderField,
  plan: RequestPlan,
  implied: ImpliedFields,
  context: CurlContext,
): readonly string[] | undefined {
  const value = clearValue(field);
  switch (field[0]) {
    case 'User-Agent':
      return value === context.userAgent ? [] : ['-A', typedValue(field, context)];
    case 'Accept':
      return value === implied.accept ? [] : undefined;
    case 'Accept-Encoding':
      // curl asks for the codings that it can decode itself.
      return plan.decoded && isDefaultCodings(value) ? [] : undefined;
    case 'Referer':
      if (plan.redirects.refersBack) return ['-e', `${typedValue(field, context)};auto`];
      return value.endsWith(';auto') ? undefined : ['-e', typedValue(field, context)];
    case 'Cookie':
      return value.includes('=') ? ['-b', typedValue(field, context)] : undefined;
  }
  return undefined;
}

function isDefaultCodings(value: string): boolean {
  return (['slip', 'curl'] as const).some((dialect) =>
    [true, false].some((withZstd) => acceptedCodings(withZstd, dialect) === value),
  );
}

/** The fields without those that the body's options bring along: in curl's manner only --json does, behind all others. */
function withoutImplied(headers: HeaderList, { contentType, accept }: ImpliedFields, dialect: Dialect): HeaderList {
  if (contentType === undefined) return headers;
  if (dialect === 'slip') return headers.filter((field) => !isField(field, 'Content-Type', contentType));
  return accept === CURL_ACCEPT ? headers : headers.slice(0, bringsBoth(headers) ? -2 : -1);
}

/** Whether --json would add what is at the end of the list, and nothing else. */
function bringsBoth(headers: HeaderList): boolean {
  const [type, wished] = headers.slice(-2);
  return isField(type, 'Content-Type', JSON_TYPE) && isField(wished, 'Accept', JSON_TYPE);
}

/** What curl accepts unless it is told otherwise. */
export const CURL_ACCEPT = '*/*';

/** The media type that --json is for. */
export const JSON_TYPE = 'application/json';

/** Whether the fields are such that --json can stand in their place. */
export function fitsJson(headers: HeaderList, dialect: Dialect): boolean {
  const types = headers.filter(([name]) => name.toLowerCase() === 'content-type');
  const wishes = headers.filter(([name]) => name.toLowerCase() === 'accept');
  if (types.length !== 1 || wishes.length > 1) return false;
  if (dialect === 'slip') return isField(types[0], 'Content-Type', JSON_TYPE);
  if (bringsBoth(headers)) return true;
  return isField(headers.at(-1), 'Content-Type', JSON_TYPE) && !isField(wishes[0], 'Accept', CURL_ACCEPT);
}

/** Takes back what curl would send by itself and the plan has not. */
function takenBack({ headers, removed, decoded, dialect }: RequestPlan, implied: ImpliedFields): readonly string[] {
  if (dialect === 'curl') return [...new Set(removed)].flatMap((name) => ['-H', `${capitalized(name)}:`]);
  return [
    ...(hasHeader(headers, 'User-Agent') ? [] : ['-A', '']),
    ...(hasHeader(headers, 'Accept') ? [] : ['-H', 'Accept:']),
    ...(!decoded || hasHeader(headers, 'Accept-Encoding') ? [] : ['-H', 'Accept-Encoding:']),
    ...(implied.contentType === undefined || hasHeader(headers, 'Content-Type') ? [] : ['-H', 'Content-Type:']),
    ...(!implied.asksFirst || hasHeader(headers, 'Expect') ? [] : ['-H', 'Expect:']),
  ];
}

/** As names are usually written, which is how they are read. */
function capitalized(lowerName: string): string {
  return lowerName.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function headerLine(field: HeaderField, context: CurlContext): string {
  const [name, , gap = ' '] = field;
  const value = typedValue(field, context);
  return value === '' ? `${name};` : `${name}:${gap}${value}`;
}

/** The value as it was typed: in the list, its code units are bytes. */
function typedValue(field: HeaderField, { showsSecrets }: CurlContext): string {
  return Buffer.from(shownValue(field[0], field[1], showsSecrets), 'latin1').toString('utf8');
}

function clearValue([, value]: HeaderField): string {
  return value instanceof Secret ? value.reveal() : value;
}

function isField(field: HeaderField | undefined, name: string, value: string): boolean {
  return (
    field !== undefined &&
    field[0].toLowerCase() === name.toLowerCase() &&
    clearValue(field) === value &&
    field[2] === undefined
  );
}
