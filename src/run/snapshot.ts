import type { Answer } from '../collection/answer.ts';
import { beside, type SavedRequest } from '../collection/collection.ts';
import { fillText, type Scope, Unfillable } from '../collection/fill.ts';
import type { Mismatch } from '../collection/match.ts';
import { jsonEquals } from '../json/equal.ts';
import { parseJsonText } from '../json/parse.ts';
import { type JsonPlace, selectJson } from '../json/path.ts';
import { parseJsonPath } from '../json/path-syntax.ts';
import { decodeJsonString, type JsonMember, type JsonNode, jsonString } from '../json/tree.ts';
import { writeCompactJson } from '../json/write.ts';
import { failureAt, type Place } from '../yaml/place.ts';

/** Where snapshots are read and written, below the folder of the collection. */
export interface SnapshotFiles {
  /** `undefined` for a file that is not there. */
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
  /** What was recorded is recorded anew. */
  readonly updates: boolean;
}

/** What `expect: { snapshot: … }` says. */
export type SnapshotWish = NonNullable<NonNullable<SavedRequest['form']['expect']>['snapshot']>;

/**
 * Compares a body with the one that was recorded, and records it where there is none and that is asked for. Masked values
 * count as equal.
 *
 * @throws Failure `config` for a path that is none.
 */
export async function snapshotMismatches(
  request: SavedRequest,
  label: string,
  wish: SnapshotWish,
  answer: Answer,
  scope: Scope,
  files: SnapshotFiles,
): Promise<readonly Mismatch[]> {
  const place: Place = wish === true ? request.namePlace : wish;
  const json = await answer.json();
  const masks = wish === true ? [] : (wish.mask ?? []);
  const isJson = !('message' in json);
  const text = isJson ? laidOut(await masked(json, masks, scope), '') : await answer.text();
  const path = await pathOf(request, label, wish, scope, isJson);
  const recorded = await orPlace(scope, place, () => files.read(path));
  if (recorded === undefined || files.updates) {
    if (files.updates) {
      await orPlace(scope, place, () => files.write(path, text.endsWith('\n') ? text : `${text}\n`));
      return [];
    }
    const actual = 'nothing: slip run --update-snapshots records it';
    return [{ subject: 'snapshot', wanted: `is what ${path} holds`, actual, place }];
  }
  if (recorded === text || recorded === `${text}\n`) return [];
  const wanted = isJson ? readRecorded(recorded) : undefined;
  if (isJson && wanted !== undefined && jsonEquals(wanted, parseJsonText(text))) return [];
  return [
    {
      subject: 'snapshot',
      wanted: `is what ${path} holds`,
      actual: isJson ? writeCompactJson(json) : JSON.stringify(text),
      place,
      ...(wanted === undefined || !isJson ? {} : { compared: { wanted, actual: parseJsonText(text) } }),
    },
  ];
}

async function orPlace<T>(scope: Scope, place: Place, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Unfillable ? failureAt(scope.file, place, error.message) : error;
  }
}

async function pathOf(
  request: SavedRequest,
  label: string,
  wish: SnapshotWish,
  scope: Scope,
  isJson: boolean,
): Promise<string> {
  const typed = wish === true || wish.file === undefined ? undefined : await fillText(wish.file, scope);
  const name = typed ?? `snapshots/${label.replaceAll(/[^\w.-]/g, '_')}.${isJson ? 'json' : 'txt'}`;
  return beside(request.home.file.path, name);
}

function readRecorded(text: string): JsonNode | undefined {
  try {
    return parseJsonText(text.trim());
  } catch {
    return undefined;
  }
}

/** The value with what the paths lead to as `(masked)`. */
async function masked(
  json: JsonNode,
  masks: readonly Parameters<typeof fillText>[0][],
  scope: Scope,
): Promise<JsonNode> {
  const places = new Set<string>();
  for (const mask of masks) {
    const text = await fillText(mask, scope);
    try {
      for (const { place } of selectJson(parseJsonPath(text), json)) places.add(keyOf(place));
    } catch (error) {
      throw failureAt(scope.file, mask, error instanceof Error ? error.message : 'this is not a JSONPath');
    }
  }
  return places.size === 0 ? json : withoutPlaces(json, undefined, places);
}

function keyOf(place: JsonPlace | undefined): string {
  const steps: (string | number)[] = [];
  for (let at = place; at !== undefined; at = at.parent) steps.unshift(at.step);
  return JSON.stringify(steps);
}

function withoutPlaces(json: JsonNode, place: JsonPlace | undefined, places: ReadonlySet<string>): JsonNode {
  if (places.has(keyOf(place))) return jsonString('(masked)');
  if (json.kind === 'array') {
    return {
      kind: 'array',
      items: json.items.map((item, step) => withoutPlaces(item, { parent: place, step }, places)),
    };
  }
  if (json.kind !== 'object') return json;
  const members = json.members.map(({ key, value }): JsonMember => {
    return { key, value: withoutPlaces(value, { parent: place, step: decodeJsonString(key) }, places) };
  });
  return { kind: 'object', members };
}

/** JSON with a value a line, so that a change in it is a change of a line. */
function laidOut(json: JsonNode, indent: string): string {
  const inner = `${indent}  `;
  if (json.kind === 'array' && json.items.length > 0) {
    return `[\n${json.items.map((item) => inner + laidOut(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (json.kind === 'object' && json.members.length > 0) {
    const lines = json.members.map(({ key, value }) => `${inner}${key}: ${laidOut(value, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return writeCompactJson(json);
}
