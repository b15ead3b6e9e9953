import { credentialsFor } from '../auth/credentials.ts';
import { type OptionName, type Options, optionForm } from '../cli/options.ts';
import type { Invocation } from '../cli/parse.ts';
import { sortWords } from '../cli/words.ts';
import { isFromJar } from '../cookies/field.ts';
import type { RequestDraft } from '../request/draft.ts';
import type { HeaderField, HeaderList } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { hrefOf } from '../request/url.ts';
import { isFromSession } from '../sessions/fields.ts';

/** What produced a part of a request, or a setting. */
export type Source =
  /** An option, as it is typed most shortly, and the config file it stands in. */
  | { readonly kind: 'option'; readonly option: string; readonly file?: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'item' }
  | { readonly kind: 'url' }
  /** User information in the proxy's URL. */
  | { readonly kind: 'proxy' }
  | { readonly kind: 'body' }
  | { readonly kind: 'jar' }
  /** What `--session` keeps: a header. */
  | { readonly kind: 'session'; readonly name: string }
  | { readonly kind: 'netrc'; readonly file?: string }
  /** A profile of who one is, by its name. */
  | { readonly kind: 'profile'; readonly name: string }
  /** What is known of a host from before. */
  | { readonly kind: 'host-memory' }
  /** A part of a file that was there already. */
  | { readonly kind: 'resumption' }
  | { readonly kind: 'default' };

/** What a line says of its requests. */
export interface Origin {
  readonly invocation: Invocation;
  readonly draft: RequestDraft;
}

/** Where each field of a request's head comes from, in their order: of a Cookie field there may be two sources. */
export function fieldSources(plan: RequestPlan, fields: HeaderList, origin: Origin): readonly (readonly Source[])[] {
  const typed = typedSources(origin);
  return fields.map((field) => sourcesOf(field, plan, origin, typed));
}

/** The option as typed, with the config file that it stands in. */
export function optionSource(name: OptionName, { occurrences }: Invocation, index = -1): Source {
  const file = occurrences.filter((occurrence) => occurrence.name === name).at(index)?.file;
  return { kind: 'option', option: flagOf(name), ...(file === undefined ? {} : { file }) };
}

/** `-H`, or `--name` where there is no letter. */
export function flagOf(name: OptionName): string {
  const { short } = optionForm(name);
  return short === undefined ? `--${name}` : `-${short}`;
}

type TypedSources = Map<string, Source[]>;

/** The sources of typed fields by name, in the order in which the fields stand: lines before items. */
function typedSources({ invocation }: Origin): TypedSources {
  const { options, dialect, words } = invocation;
  const sources: TypedSources = new Map();
  const add = (name: string, source: Source): void => {
    const key = name.trim().toLowerCase();
    sources.set(key, [...(sources.get(key) ?? []), source]);
  };
  for (const [index, line] of (options.header ?? []).entries()) {
    if (!line.startsWith('@')) add(/^[^:;]*/.exec(line)?.[0] ?? '', optionSource('header', invocation, index));
  }
  if (dialect === 'slip') {
    for (const item of sortWords(words, options.url ?? []).items) {
      if (item.kind === 'header' || item.kind === 'header-empty') add(item.name, { kind: 'item' });
    }
  }
  return sources;
}

/** Options that produce a field of their own. */
const OPTION_OF_FIELD: Readonly<Record<string, readonly OptionName[]>> = {
  'user-agent': ['user-agent'],
  referer: ['referer'],
  cookie: ['cookie'],
  range: ['range', 'continue-at'],
  'content-range': ['range', 'continue-at'],
  'if-modified-since': ['time-cond'],
  'if-unmodified-since': ['time-cond'],
  'last-modified': ['time-cond'],
  'if-none-match': ['etag-compare'],
  'accept-encoding': ['compressed'],
  te: ['tr-encoding'],
  accept: ['json'],
  expect: [],
};

function sourcesOf(field: HeaderField, plan: RequestPlan, origin: Origin, typed: TypedSources): readonly Source[] {
  const [written, value] = field;
  const name = written.toLowerCase();
  const { invocation } = origin;
  const { options } = invocation;
  if (plan.auth.fields.some(([shown, secret]) => shown.toLowerCase() === name && secret === value)) {
    if (name === 'proxy-authorization') return [proxyLoginSource(plan, invocation)];
    return [profileOf(field, plan) ?? loginSource(plan, invocation)];
  }
  if (isFromSession(field)) return [{ kind: 'session', name: options.session ?? '' }];
  const jar = isFromJar(value);
  if (jar === 'wholly') return [{ kind: 'jar' }];
  const own = typed.get(name)?.shift();
  const chosen = own ?? optionOf(name, options, invocation) ?? fileLines(name, plan, invocation);
  const known = chosen ?? ownSource(name, plan, options);
  const profile = name === 'cookie' && plan.auth.attached?.cookie !== undefined ? profileSource(plan) : [];
  // A profile's cookie alone makes a line of its own.
  const others = profile.length > 0 && known.kind === 'default' ? [] : [known];
  return [...(jar === 'partly' ? [{ kind: 'jar' } as const] : []), ...others, ...profile];
}

/** The profile whose field, login or token this is. */
function profileOf([name, value]: HeaderField, plan: RequestPlan): Source | undefined {
  const { attached } = plan.auth;
  const isField = attached?.fields.some(([own, secret]) => own === name && secret === value);
  const isShown = attached?.credentials !== undefined && credentialsFor(plan) === attached.credentials;
  return isField || isShown ? profileSource(plan)[0] : undefined;
}

function profileSource({ auth }: RequestPlan): readonly Source[] {
  return auth.attached === undefined ? [] : [{ kind: 'profile', name: auth.attached.profile }];
}

function optionOf(name: string, options: Options, invocation: Invocation): Source | undefined {
  const found = OPTION_OF_FIELD[name]?.find((option) => options[option] !== undefined && options[option] !== false);
  return found && optionSource(found, invocation);
}

/** A field that was typed, and in no line or item: it stands in a file of `-H @FILE`, or was typed for a proxy. */
function fileLines(name: string, plan: RequestPlan, invocation: Invocation): Source | undefined {
  if (plan.typedNames.has(name)) return optionSource('header', invocation);
  const isForProxy = plan.tunnel.headers.some(([typed]) => typed.toLowerCase() === name);
  return isForProxy ? optionSource('proxy-header', invocation) : undefined;
}

/** What slip adds by itself. */
function ownSource(name: string, plan: RequestPlan, options: Options): Source {
  switch (name) {
    case 'host':
      return { kind: 'url' };
    case 'content-type':
    case 'content-length':
    case 'transfer-encoding':
    case 'expect':
      return { kind: 'body' };
    case 'accept':
      return plan.body.kind !== 'none' && plan.dialect === 'slip' ? { kind: 'body' } : { kind: 'default' };
    case 'alt-used':
      return { kind: 'host-memory' };
    case 'range':
    case 'if-range':
      return options.download ? { kind: 'resumption' } : { kind: 'default' };
  }
  return { kind: 'default' };
}

/** In the order in which they count: see `credentialsFor`. */
function loginSource(plan: RequestPlan, invocation: Invocation): Source {
  const { auth, url } = plan;
  const isHome = auth.origin === undefined || hrefOf(url).startsWith(auth.origin);
  if (isHome && auth.policy.bearer !== undefined) return optionSource('oauth2-bearer', invocation);
  if (isHome && auth.login !== undefined && auth.login.name !== '') return optionSource('user', invocation);
  const shown = credentialsFor(plan)?.login;
  const isInUrl = auth.urlUser?.password !== undefined && auth.urlUser.password.reveal() === shown?.password.reveal();
  if (isInUrl || auth.policy.netrc === undefined) return { kind: 'url' };
  const { path } = auth.policy.netrc;
  return { kind: 'netrc', ...(path === undefined ? {} : { file: path }) };
}

function proxyLoginSource({ proxy }: RequestPlan, invocation: Invocation): Source {
  return proxy?.url.user === undefined ? optionSource('proxy-user', invocation) : { kind: 'proxy' };
}

/** A source in a few words. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case 'option':
      return source.file === undefined ? source.option : `${source.option} in ${source.file}`;
    case 'variable':
      return `the variable ${source.name}`;
    case 'item':
      return 'item';
    case 'url':
      return 'the URL';
    case 'proxy':
      return "the proxy's URL";
    case 'body':
      return 'the body';
    case 'jar':
      return 'the cookie jar';
    case 'session':
      return `the session ${source.name}`;
    case 'netrc':
      return source.file === undefined ? 'netrc' : `netrc (${source.file})`;
    case 'profile':
      return `the profile ${source.name}`;
    case 'host-memory':
      return 'what the host has said';
    case 'resumption':
      return 'the part that is there';
    case 'default':
      return 'default';
  }
}
