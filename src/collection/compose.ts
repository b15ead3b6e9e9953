import { writeCompactJson } from '../json/write.ts';
import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import { failureAt, type Place } from '../yaml/place.ts';
import { type MarkedText, marked, unmarked } from './answered-words.ts';
import { beside, type CollectionFile, type SavedRequest } from './collection.ts';
import { bodyOf } from './compose-body.ts';
import { fillPieces, fillText, fillValue, type Scope, Unfillable } from './fill.ts';
import { allManners, asList, type ComposedOption, type Composing, type Filling } from './filling.ts';
import type { RequestForm } from './format.ts';
import { escapedName, escapedText } from './item-words.ts';
import { durationMs } from './names.ts';
import type { Named } from './shape.ts';

/** A saved request as the line that would send it. */
export type Composed =
  | {
      readonly kind: 'slip';
      /** METHOD, URL and items. */
      readonly words: readonly string[];
      /** Options by their long names; `true` and `false` for switches. */
      readonly options: readonly ComposedOption[];
      /** Words and options together, as they were typed. */
      readonly typed: readonly string[];
    }
  /** Not split into words yet, in which the values of answers are put then. */
  | { readonly kind: 'curl'; readonly line: MarkedText };

/**
 * Makes a saved request into the line that sends it: what the files around it say where it says nothing, `{{…}}` filled in.
 *
 * @throws Failure `config` with the place for what cannot be filled in, a URL without a base, an option with no such value.
 */
export async function composeRequest(request: SavedRequest, composing: Composing): Promise<Composed> {
  const { form, home } = request;
  const { scope } = composing;
  const text = async (scalar: YamlScalar): Promise<string> => await fillText(scalar, scope);
  const json = async (node: YamlNode): Promise<string> => writeCompactJson((await fillValue(node, scope)).json);
  if (form.curl !== undefined) return { kind: 'curl', line: marked(await fillPieces(form.curl, scope)) };
  const filling: Filling = { ...composing, text, json, home };
  const options = await optionsOf(form, filling);
  const shared = await sharedItems(form, filling);
  if (form.items !== undefined) {
    const typed: string[] = [];
    for (const item of form.items) {
      typed.push(await wordOf(item, isBehindUrl(typed), scope));
    }
    return { kind: 'slip', words: shared, options, typed };
  }
  const body = await bodyOf(form, filling);
  const words = [...(await lineOf(form, filling)), ...shared, ...body.items];
  return { kind: 'slip', words, options: [...options, ...body.options], typed: [] };
}

/** Where a request that is typed as a line takes any text. */
export const IN_TEXT = 'request, with headers, query, json and form beside it, takes any text';

/** A word of a line, in which what a server has said stays text. */
async function wordOf(scalar: YamlScalar, beginsItem: boolean, scope: Scope): Promise<string> {
  const line = marked(await fillPieces(scalar, scope));
  try {
    return unmarked(line.text, line, beginsItem);
  } catch (error) {
    throw error instanceof Unfillable ? failureAt(scope.file, scalar, error.message, IN_TEXT) : error;
  }
}

/** Whether the next word is an item, which may be read as several things: a method, a URL and a value of an option are not. */
function isBehindUrl(typed: readonly string[]): boolean {
  const urlIndex = /^[A-Za-z]+$/.test(typed[0] ?? '') ? 1 : 0;
  return typed.length > urlIndex && typed.at(-1)?.startsWith('-') !== true;
}

/** `METHOD URL`, the URL joined to the base where it begins with a slash. */
async function lineOf({ request }: RequestForm, filling: Filling): Promise<readonly string[]> {
  if (request === undefined) return [];
  const line = (await filling.text(request)).trim();
  const { method, url = line } = /^(?<method>[A-Za-z]+)\s+(?<url>\S.*)$/s.exec(line)?.groups ?? {};
  const whole = url.startsWith('/') ? joined(await baseOf(filling, request), url) : url;
  return method === undefined ? [whole] : [method.toUpperCase(), whole];
}

async function baseOf({ home, environments, text, scope }: Filling, place: Place): Promise<string> {
  for (let file: CollectionFile | undefined = home; file !== undefined; file = file.parent) {
    const base = environments.get(file)?.base ?? file.form.base;
    if (base !== undefined) return await text(base);
  }
  throw failureAt(
    scope.file,
    place,
    'this URL begins with / and there is no base',
    'base: https://… at the top of the file',
  );
}

function joined(base: string, path: string): string {
  return base.replace(/\/+$/, '') + path;
}

/** Header fields and query parameters as items: those of the request, and of the defaults those that it does not name. */
async function sharedItems(form: RequestForm, filling: Filling): Promise<readonly string[]> {
  const items: string[] = [];
  const headers = merged(
    allManners(form, filling.home, ({ headers: own }) => own),
    (name) => name.toLowerCase(),
  );
  for (const { name, value } of headers) {
    if (value === null) items.push(`${name}:`);
    else {
      for (const one of asList(value)) {
        const text = await filling.text(one);
        items.push(text === '' ? `${name};` : `${name}:${escapedText(text)}`);
      }
    }
  }
  const query = merged(
    allManners(form, filling.home, ({ query: own }) => own),
    (name) => name,
  );
  for (const { name, namePlace, value } of query) {
    if (value === null) continue;
    const filledName = await filling.text({ kind: 'text', text: name, ...namePlace });
    for (const one of asList(value)) items.push(`${escapedName(filledName)}==${escapedText(await filling.text(one))}`);
  }
  return items;
}

/** The first of each name. */
function merged<T>(all: readonly Named<T>[], key: (name: string) => string): readonly Named<T>[] {
  const seen = new Set<string>();
  return all.filter(({ name }) => {
    const isNew = !seen.has(key(name));
    seen.add(key(name));
    return isNew;
  });
}

/** Options of the defaults, then of the request, so that the later ones count. */
async function optionsOf(form: RequestForm, filling: Filling): Promise<readonly ComposedOption[]> {
  const options: ComposedOption[] = [];
  const add = (name: string, value: string | boolean, place: Place): void => {
    options.push({ name, value, place });
  };
  const manners = [form, ...defaultsAround(filling.home)];
  const first = <T>(of: (one: (typeof manners)[number]) => T | undefined): T | undefined =>
    manners.map(of).find((one) => one !== undefined);
  const timeout = first((one) => one.timeout);
  if (timeout !== undefined) {
    const ms = durationMs(await filling.text(timeout));
    if (ms === undefined) throw failureAt(filling.scope.file, timeout, 'this is not a time: 500ms, 30s, 2m');
    add('max-time', String(ms / 1000), timeout);
  }
  const follow = first((one) => one.follow);
  if (follow !== undefined) add('location', follow, form);
  if (form.retry !== undefined) add('retry', String(form.retry), form);
  const tls = first((one) => one.tls);
  for (const [key, name] of TLS_OPTIONS) {
    const path = tls?.[key];
    if (path !== undefined) add(name, beside(filling.home.file.path, await filling.text(path)), path);
  }
  if (tls?.insecure !== undefined) add('insecure', tls.insecure, tls);
  const auth = first((one) => one.auth) ?? authOf(filling);
  if (auth === false) add('auth', false, form);
  else if (auth !== undefined) add('auth', await filling.text(auth), auth);
  for (const { name, namePlace, value } of merged(
    allManners(form, filling.home, (one) => one.options),
    (key) => key,
  )) {
    for (const one of value.kind === 'list' ? value.items : [value]) {
      if (one.kind === 'list' || one.kind === 'map' || one.kind === 'null') {
        throw failureAt(filling.scope.file, one, 'an option takes a text, a number, or true or false');
      }
      add(name, one.kind === 'boolean' ? one.text === 'true' : await wordOf(one, false, filling.scope), namePlace);
    }
  }
  return options;
}

const TLS_OPTIONS = [
  ['ca', 'cacert'],
  ['cert', 'cert'],
  ['key', 'key'],
] as const;

function defaultsAround(home: CollectionFile): readonly NonNullable<CollectionFile['form']['defaults']>[] {
  const found = [];
  for (let file: CollectionFile | undefined = home; file !== undefined; file = file.parent) {
    if (file.form.defaults !== undefined) found.push(file.form.defaults);
  }
  return found;
}

function authOf({ home, environments }: Filling): YamlScalar | false | undefined {
  for (let file: CollectionFile | undefined = home; file !== undefined; file = file.parent) {
    const auth = environments.get(file)?.auth ?? file.form.auth;
    if (auth !== undefined) return auth;
  }
  return undefined;
}
