import { Failure } from '../failure.ts';
import { readJsonText } from '../json/parse.ts';
import { selectJson } from '../json/path.ts';
import { type JsonPath, leadsToOne } from '../json/path-grammar.ts';
import { decodeJsonString, findMember, type JsonNode, type JsonObject } from '../json/tree.ts';

/** Where in a page its items are: by `--items`, or the names that lead to them from the top; none for the page itself. */
export type ItemsPlace =
  | { readonly kind: 'path'; readonly path: JsonPath }
  | { readonly kind: 'names'; readonly names: readonly string[] };

/**
 * A page's value. Several values one after the other (NDJSON) are a list of them.
 *
 * @throws Failure `pages` for text that is not JSON.
 */
export function readPage(text: string): JsonNode {
  const read = readJsonText(text);
  if ('message' in read) throw new Failure('pages', `it is not JSON: ${read.message}`);
  return read;
}

/** What APIs call the member that has the items; the first of these that is a list is it. */
const USUAL_NAMES = [
  'items',
  'data',
  'results',
  'value',
  'values',
  'records',
  'entries',
  'elements',
  'resources',
  'content',
];

/** Lists that stand beside the items. */
const SIDE_LISTS = new Set(['links', 'errors', 'warnings', 'included', 'meta']);

/**
 * Finds where the items of a page are: the page itself, if it is a list; else the list of a usual name; else the only list
 * that it has, also within `_embedded` (HAL).
 *
 * @throws Failure `pages` where that leaves none, or several.
 */
export function findItemsPlace(page: JsonNode): ItemsPlace {
  if (page.kind === 'array') return { kind: 'names', names: [] };
  if (page.kind !== 'object') throw new Failure('pages', `it is a ${page.kind}, which has no items`);
  const usual = USUAL_NAMES.find((name) => findMember(page, name)?.kind === 'array');
  if (usual !== undefined) return { kind: 'names', names: [usual] };
  const embedded = findMember(page, '_embedded');
  const lists = [
    ...listsOf(page).map((name) => [name]),
    ...(embedded?.kind === 'object' ? listsOf(embedded).map((name) => ['_embedded', name]) : []),
  ];
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return { kind: 'names', names: only };
  const what = lists.length === 0 ? 'it is an object without a list' : `it has ${lists.length} lists`;
  const example = only === undefined ? '$.books' : `$.${only.join('.')}`;
  throw new Failure('pages', what, { hint: `--items '${example}' says where the items are` });
}

function listsOf({ members }: JsonObject): readonly string[] {
  return members
    .filter(({ value }) => value.kind === 'array')
    .map(({ key }) => decodeJsonString(key))
    .filter((name) => !SIDE_LISTS.has(name));
}

/**
 * The items of a page, with the text they came in. A path of names and indexes leads to a list of items; any other leads
 * to the items. What is not there, or null, has none.
 *
 * @throws Failure `pages` for what should be a list and is none.
 */
export function itemsAt(page: JsonNode, place: ItemsPlace): readonly JsonNode[] {
  if (place.kind === 'names') {
    let value: JsonNode | undefined = page;
    for (const name of place.names) value = value?.kind === 'object' ? findMember(value, name) : undefined;
    if (place.names.length === 0 && page.kind !== 'array') throw notList(page, 'it');
    return listItems(value, place.names.join('.'));
  }
  const found = [...selectJson(place.path, page)].map(({ value }) => value);
  return leadsToOne(place.path) ? listItems(found.at(-1), place.path.text) : found;
}

function listItems(value: JsonNode | undefined, what: string): readonly JsonNode[] {
  if (value === undefined || value.kind === 'null') return [];
  if (value.kind !== 'array') throw notList(value, what);
  return value.items;
}

function notList({ kind }: JsonNode, what: string): Failure {
  const article = /^[aeiou]/.test(kind) ? 'an' : 'a';
  return new Failure('pages', `${what} is ${article} ${kind}, not a list of items`);
}
