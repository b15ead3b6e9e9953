import { type HeaderList, headerValues } from '../request/headers.ts';

/** One link of a `Link` field. */
export interface Link {
  /** As it is written between the angle brackets: a URI or a reference relative to the reply's URL. */
  readonly target: string;
  /** Relation types in lower case. */
  readonly relations: readonly string[];
  /** The link is about something else than what was asked for. */
  readonly hasAnchor: boolean;
}

/**
 * Where the next page is by the `Link` fields of a reply: the target of the first link with the relation `next` that is
 * about the reply itself (RFC 8288 §3.2: a link with an anchor may be passed over), or `undefined`.
 */
export function nextLinkTarget(headers: HeaderList): string | undefined {
  const links = headerValues(headers, 'Link').flatMap(parseLinks);
  return links.find(({ relations, hasAnchor }) => relations.includes('next') && !hasAnchor)?.target;
}

/** RFC 8288 appendix B.3: a name ends before what may follow it. */
const NAME = /[^\s=;,]*/y;
const SPACE = /[ \t]*/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const TARGET = /<([^>]*)>/y;
/** A backslash stands for whatever comes after it (RFC 9110 §5.6.4); an unclosed string ends with the value. */
const QUOTED = /"((?:\\[\s\S]|[^"\\])*)(?:"|\\?$)/y;
const UNQUOTED = /[^;,]*/y;

/**
 * The links of one field value, read as RFC 8288 appendix B.2 has it. What is no link is passed over up to the next comma
 * and never throws.
 */
export function parseLinks(value: string): readonly Link[] {
  const links: Link[] = [];
  let at = 0;
  /** What the pattern matches here, if anything, going past it. */
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(value);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  // Without another bracket there is no further link, and looking for it behind each comma would take its time.
  const end = value.lastIndexOf('>');
  while (at < end) {
    take(SPACE);
    const target = take(TARGET)?.[1]?.trim();
    const parameters = new Map<string, string>();
    for (take(SPACE); value[at] === ';'; take(SPACE)) {
      at++;
      take(SPACE);
      const name = take(NAME)?.[0].toLowerCase() ?? '';
      const text = take(EQUALS) === null ? '' : (unescaped(take(QUOTED)?.[1]) ?? take(UNQUOTED)?.[0].trim() ?? '');
      // Of a relation type that is said twice the first counts (RFC 8288 §3.3).
      if (!parameters.has(name)) parameters.set(name, text);
    }
    if (target !== undefined) {
      const relations = (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
      links.push({ target, relations, hasAnchor: parameters.has('anchor') });
    }
    while (at < value.length && value[at] !== ',') at++;
    at++;
  }
  return links;
}

function unescaped(quoted: string | undefined): string | undefined {
  return quoted?.replace(/\\([\s\S])/g, '$1');
}
