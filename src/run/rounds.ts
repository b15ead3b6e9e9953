import { beside, type SavedRequest } from '../collection/collection.ts';
import { fillText, fillValue, type Scope, Unfillable } from '../collection/fill.ts';
import type { Tools } from '../collection/tools.ts';
import { madeOf, openValue, textValue, type Value } from '../collection/value.ts';
import { parseJsonText } from '../json/parse.ts';
import { decodeJsonString, type JsonNode } from '../json/tree.ts';
import { failureAt } from '../yaml/place.ts';
import { once } from './tools.ts';

/** One round of `repeat`. */
export interface Round {
  readonly label: string;
  readonly row: ReadonlyMap<string, Value>;
}

/**
 * The rounds of a request: one, as many as it says, or one for each row of its data. `{{index}}` counts them from 0.
 *
 * @throws Failure `config` with the place for data that cannot be read.
 */
export async function* roundsOf(request: SavedRequest, scope: Scope, tools: Tools): AsyncGenerator<Round> {
  const { repeat } = request.form;
  if (repeat === undefined) {
    yield { label: request.name, row: new Map() };
    return;
  }
  const times = typeof repeat === 'number' ? repeat : (repeat.times ?? 1);
  const over = typeof repeat === 'number' ? undefined : repeat.over;
  const rows = over === undefined ? [new Map<string, Value>()] : await rowsOf(over, scope, tools);
  let index = 0;
  for (let time = 0; time < times; time++) {
    for (const row of rows) {
      const number: JsonNode = { kind: 'number', text: String(index) };
      yield { label: `${request.name}[${index}]`, row: new Map([...row, ['index', openValue(number)]]) };
      index += 1;
    }
  }
}

type Row = ReadonlyMap<string, Value>;

async function rowsOf(
  over: NonNullable<Exclude<SavedRequest['form']['repeat'], number | undefined>['over']>,
  scope: Scope,
  tools: Tools,
): Promise<readonly Row[]> {
  if (!('kind' in over)) {
    const rows: Row[] = [];
    for (const one of over) rows.push(rowOf(await fillValue(one, scope)));
    return rows;
  }
  const path = beside(scope.file.path, await fillText(over, scope));
  try {
    const text = Buffer.from(await tools.readFile(path))
      .toString('utf8')
      .replace(/^\uFEFF/, '');
    return /\.(?:csv|tsv)$/i.test(path) ? await csvRows(text, path) : jsonRows(text);
  } catch (error) {
    throw failureAt(scope.file, over, error instanceof Error ? sentenceOf(error, path) : `${path} cannot be read`);
  }
}

function sentenceOf(error: Error, path: string): string {
  return error instanceof Unfillable ? error.message : `${path} cannot be read: ${error.message}`;
}

/** The rows behind the first, which names their columns. One that has not as many is a slip of whoever wrote it. */
async function csvRows(text: string, path: string): Promise<readonly Row[]> {
  const { readCsv } = await import('../render/bodies/csv.ts');
  const rows: Row[] = [];
  let names: readonly string[] | undefined;
  const separator = /\.tsv$/i.test(path) ? '\t' : ',';
  for await (const cells of readCsv(once(text), separator, { mustClose: true })) {
    if (names !== undefined && cells.length !== names.length) {
      const count = `${cells.length} of ${names.length} columns`;
      throw new Unfillable(`${path} cannot be read: row ${rows.length + 1} has ${count}`);
    }
    if (names === undefined) names = cells;
    else rows.push(new Map(names.map((name, index) => [name, textValue(cells[index] ?? '')])));
  }
  return rows;
}

function jsonRows(text: string): readonly Row[] {
  const json = parseJsonText(text);
  if (json.kind !== 'array') throw new Unfillable('the data is no array');
  return json.items.map((item) => rowOf(openValue(item)));
}

/** The members of an object by name; of anything else the value as `item`. */
function rowOf(item: Value): Row {
  const { json } = item;
  const members = json.kind === 'object' ? json.members : [];
  const columns = members.map(({ key, value }) => [decodeJsonString(key), madeOf(value, [item])] as const);
  return new Map([...columns, ['item', item]]);
}
