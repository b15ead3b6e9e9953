import { Failure } from '../failure.ts';
import { selectJson } from '../json/path.ts';
import type { JsonPath } from '../json/path-grammar.ts';
import { decodeJsonString, findMember, type JsonNode } from '../json/tree.ts';
import { encodeDataUrlencode } from '../request/form.ts';
import type { HeaderList } from '../request/headers.ts';
import { displayUrl, originOf, percentDecode, type RequestUrl, resolveReference } from '../request/url.ts';
import { nextLinkTarget } from './link.ts';

/** How a page says which one comes next. */
export type NextRule =
  /** By its `Link` fields. */
  | { readonly kind: 'link' }
  /** By a URL in it, or, with a parameter, by a value that stands in the query of the first URL. */
  | { readonly kind: 'value'; readonly path: JsonPath; readonly parameter: string | undefined };

/** A page, and where it came from. */
export interface ReadPage {
  readonly url: RequestUrl;
  readonly headers: HeaderList;
  readonly value: JsonNode;
}

/**
 * The URL of the page after this one, or `undefined` behind the last. It has the origin of this page: a link that differs
 * from it in nothing but `http` for `https` is asked for over https, as servers behind a proxy write such links.
 *
 * @param first the URL of the first page, as it was asked for.
 * @throws Failure `pages` for a value or a link that leads nowhere, or to another origin.
 */
export function nextPageUrl(rule: NextRule, page: ReadPage, first: RequestUrl): RequestUrl | undefined {
  const reference = rule.kind === 'link' ? linkOf(page) : valueIn(rule, page);
  if (reference === undefined) return undefined;
  if (rule.kind === 'value' && rule.parameter !== undefined) return withParameter(first, rule.parameter, reference);
  const found = referredFrom(page.url, reference);
  const url = isUnsecured(found, page.url) ? page.url : found;
  if (originOf(url) !== originOf(page.url)) {
    throw new Failure('pages', `the next page is ${displayUrl(found)}, of another origin than ${originOf(page.url)}`, {
      hint: 'ask for that URL itself, if you trust it',
    });
  }
  return { ...found, scheme: url.scheme, port: url.port, user: undefined };
}

/** What cannot be asked for is not quoted: a token may be in it. */
function referredFrom(base: RequestUrl, reference: string): RequestUrl {
  try {
    return resolveReference(base, reference);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    throw new Failure('pages', `the link to the next page leads nowhere: ${cause.message}`, { cause });
  }
}

function linkOf({ headers }: ReadPage): string | undefined {
  const target = nextLinkTarget(headers);
  // Servers send raw UTF-8; the head was read as latin-1.
  return target === undefined ? undefined : Buffer.from(target, 'latin1').toString('utf8');
}

function valueIn({ path, parameter }: NextRule & { kind: 'value' }, { value: page }: ReadPage): string | undefined {
  const [only, another] = selectJson(path, page);
  if (another !== undefined) throw new Failure('pages', `${path.text} leads to several values, and one page is next`);
  const value = only?.value;
  if (value === undefined || value.kind === 'null' || value.text === 'false' || value.text === '""') return undefined;
  if (value.kind === 'number' && parameter !== undefined) return value.text;
  const text = value.kind === 'string' ? decodeJsonString(value.text) : undefined;
  if (text === undefined) throw new Failure('pages', `${path.text} is ${value.kind}, which leads to no page`);
  if (parameter !== undefined || /^(?:https?:\/\/|\/|\?)/i.test(text)) return text;
  throw new Failure('pages', `${path.text} is neither a URL nor a path`, {
    hint: '--next-param NAME sends it as that query parameter',
  });
}

function isUnsecured(url: RequestUrl, page: RequestUrl): boolean {
  return (
    page.scheme === 'https' && url.scheme === 'http' && url.host === page.host && url.port === 80 && page.port === 443
  );
}

/** The URL with this value for a query parameter, where that stood or behind the others. */
function withParameter(url: RequestUrl, name: string, value: string): RequestUrl {
  const encoded = (text: string): string => encodeDataUrlencode(undefined, Buffer.from(text));
  const pairs = url.query === undefined || url.query === '' ? [] : url.query.split('&');
  const isNamed = (pair: string): boolean => percentDecode((pair.split('=', 1)[0] ?? '').replaceAll('+', ' ')) === name;
  const index = pairs.findIndex(isNamed);
  const others = pairs.filter((pair) => !isNamed(pair));
  const place = index < 0 ? others.length : index;
  return { ...url, query: others.toSpliced(place, 0, `${encoded(name)}=${encoded(value)}`).join('&') };
}

/** Where APIs put the URL of the next page, when not in `Link`. */
const USUAL_PLACES: readonly (readonly string[])[] = [
  ['next'],
  ['links', 'next'],
  ['_links', 'next', 'href'],
  ['@odata.nextLink'],
  ['nextLink'],
  ['next_page_url'],
  ['paging', 'next'],
  ['pagination', 'next'],
  ['meta', 'next'],
];

/** A path that leads to what looks like the URL of the next page, for a hint to whoever did not name one. */
export function likelyNextPath(page: JsonNode): string | undefined {
  const names = USUAL_PLACES.find((place) => {
    let value: JsonNode | undefined = page;
    for (const name of place) value = value?.kind === 'object' ? findMember(value, name) : undefined;
    return value?.kind === 'string' && /^"(?:https?:\\?\/\\?\/|\\?\/|\?)/i.test(value.text);
  });
  return names && `$${names.map((name) => (/^\w+$/.test(name) ? `.${name}` : `['${name}']`)).join('')}`;
}
