import { Failure } from '../failure.ts';
import { decodeJsonString, findMember, type JsonNode, type JsonObject } from '../json/tree.ts';
import { writeJsonText } from '../json/write.ts';

/** A column of a table: its title, and how its cell is found in a row. */
export interface Column {
  readonly title: string;
  readonly read: (row: JsonNode) => JsonNode | undefined;
}

/** The columns of some rows. */
export interface Columns {
  readonly columns: readonly Column[];
  /** Rows that are arrays have no titles. */
  readonly titled: boolean;
}

/**
 * The columns of `--columns`, separated by commas: names of members, or paths of names and indexes with dots between them
 * (`author.name`, `tags.0`); a member that is called so, dots and all, comes first.
 *
 * @throws Failure `usage` for an empty name.
 */
export function typedColumns(text: string): Columns {
  let start = 0;
  const columns = text.split(',').map((word): Column => {
    const title = word.trim();
    const place = { text: `--columns ${text}`, start: start + 10, end: start + 10 + word.length };
    start += word.length + 1;
    if (title === '') throw new Failure('usage', 'a column has no name', { at: place });
    const steps = title.split('.');
    return { title, read: (row) => memberOf(row, title) ?? valueAt(row, steps) };
  });
  return { columns, titled: true };
}

/** Nobody reads more, and each takes a thousand bytes. */
const MOST_COLUMNS = 200_000;
/** How many cells there may be that nothing is in. */
const MOST_EMPTY = 10_000_000;

/**
 * The columns that the rows have: of objects the names, in the order in which they first come, and `value` for what is no
 * object; of rows that are all arrays the places.
 *
 * @throws Failure `content` for more than 200,000 columns, and for rows that have so little in common that nearly all cells
 *   would be empty.
 */
export function columnsOf(rows: readonly JsonNode[]): Columns {
  if (rows.length > 0 && rows.every(({ kind }) => kind === 'array')) {
    const width = rows.reduce((widest, row) => Math.max(widest, row.kind === 'array' ? row.items.length : 0), 0);
    refuseWidth(rows, width);
    const columns = Array.from({ length: width }, (_, index) => ({
      title: String(index),
      read: (row: JsonNode) => (row.kind === 'array' ? row.items[index] : undefined),
    }));
    return { columns, titled: false };
  }
  const names = new Set<string>();
  for (const row of rows) {
    if (row.kind === 'object') for (const { key } of row.members) names.add(decodeJsonString(key));
  }
  refuseWidth(rows, names.size);
  const columns: Column[] = [...names].map((name) => ({ title: name, read: (row) => memberOf(row, name) }));
  if (rows.some(({ kind }) => kind !== 'object')) {
    columns.push({ title: 'value', read: (row) => (row.kind === 'object' ? undefined : row) });
  }
  return { columns, titled: true };
}

function refuseWidth(rows: readonly JsonNode[], columnCount: number): void {
  if (columnCount > MOST_COLUMNS) {
    throw new Failure('content', `the rows have ${columnCount} columns, more than ${MOST_COLUMNS}`, {
      hint: '--columns says which to print',
    });
  }
  const filled = rows.reduce((sum, row) => sum + (partsOf(row)?.length ?? 1), 0);
  if (rows.length * columnCount - filled <= MOST_EMPTY) return;
  throw new Failure('content', `${rows.length} rows have ${columnCount} columns together, nearly all of them empty`, {
    hint: '--columns says which to print',
  });
}

function partsOf(row: JsonNode): readonly unknown[] | undefined {
  return row.kind === 'array' ? row.items : row.kind === 'object' ? row.members : undefined;
}

/** The text in a cell: a string's characters, everything else as JSON; what is not there is `undefined`. */
export function cellText(value: JsonNode | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value.kind === 'string' ? decodeJsonString(value.text) : writeJsonText(value);
}

function memberOf(row: JsonNode, name: string): JsonNode | undefined {
  if (row.kind !== 'object') return undefined;
  return row.members.length <= FEW_MEMBERS ? findMember(row, name) : indexOf(row).get(name);
}

/** Up to here a row is looked through for each of its cells. */
const FEW_MEMBERS = 32;

/** Of each row with more, its values by their names, the last of a repeated one as `findMember` gives it. */
const INDEXES = new WeakMap<JsonObject, ReadonlyMap<string, JsonNode>>();

function indexOf(row: JsonObject): ReadonlyMap<string, JsonNode> {
  const known = INDEXES.get(row);
  if (known !== undefined) return known;
  const index = new Map(row.members.map(({ key, value }) => [decodeJsonString(key), value]));
  INDEXES.set(row, index);
  return index;
}

function valueAt(row: JsonNode, steps: readonly string[]): JsonNode | undefined {
  let value: JsonNode | undefined = row;
  for (const step of steps) {
    if (value?.kind === 'array') value = /^\d+$/.test(step) ? value.items[Number(step)] : undefined;
    else value = value && memberOf(value, step);
  }
  return value;
}
