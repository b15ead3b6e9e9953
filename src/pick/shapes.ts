import { Failure } from '../failure.ts';
import type { JsonNode } from '../json/tree.ts';
import { terminalSafe } from '../render/safety.ts';
import { bytesOfText } from './bytes.ts';
import { type Columns, columnsOf } from './columns.ts';
import { csvHead, csvRow } from './csv.ts';
import { MAX_VALUE_BYTES, valuesOf } from './found.ts';
import type { PickView } from './present.ts';
import { tableLines } from './table.ts';
import { yamlItem, yamlText } from './yaml.ts';

/** Rows as CSV: with typed columns each as it comes, else all are held until their columns are known. */
export function csvBytes(
  lines: AsyncIterable<Uint8Array>,
  typed: Columns | undefined,
  { onTerminal }: PickView,
): AsyncIterable<Uint8Array> {
  const bytes = typed === undefined ? csvOfAll(lines) : csvInPassing(lines, typed);
  return onTerminal ? terminalSafe(bytes) : bytes;
}

/** Rows as a table; all are held. */
export async function* tableBytes(
  lines: AsyncIterable<Uint8Array>,
  typed: Columns | undefined,
  { theme, colored, columns, onTerminal }: PickView,
): AsyncGenerator<Uint8Array> {
  const rows = await allRows(lines);
  const room = onTerminal && columns > 0 ? columns : Number.POSITIVE_INFINITY;
  for (const line of tableLines(rows, typed ?? columnsOf(rows), { theme, colored, room })) yield bytesOfText(line);
}

/** @param areDocuments each value is a document of its own; otherwise they are the items of one sequence. */
export async function* yamlBytes(
  lines: AsyncIterable<Uint8Array>,
  areDocuments: boolean,
  view: PickView,
): AsyncGenerator<Uint8Array> {
  const bytes = areDocuments ? yamlDocuments(lines) : yamlSequence(lines);
  const safe = view.onTerminal ? terminalSafe(bytes) : bytes;
  if (!view.colored) yield* safe;
  else {
    const { highlighted } = await import('../render/highlight.ts');
    yield* highlighted(safe, 'yaml', view.theme);
  }
}

async function* csvInPassing(lines: AsyncIterable<Uint8Array>, columns: Columns): AsyncGenerator<Uint8Array> {
  yield bytesOfText(csvHead(columns));
  for await (const rows of valuesOf(lines)) yield bytesOfText(rows.map((row) => csvRow(row, columns)).join(''));
}

async function* csvOfAll(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const rows = await allRows(lines);
  const columns = columnsOf(rows);
  yield bytesOfText(csvHead(columns));
  for (const row of rows) yield bytesOfText(csvRow(row, columns));
}

async function allRows(lines: AsyncIterable<Uint8Array>): Promise<readonly JsonNode[]> {
  const all: JsonNode[] = [];
  let length = 0;
  for await (const rows of valuesOf(lines)) {
    for (const row of rows) {
      all.push(row);
      length += row.text?.length ?? 0;
    }
    if (length > MAX_VALUE_BYTES) {
      throw new Failure('content', 'the rows have more than 100 MB, too much to be held', {
        hint: '--csv with --columns prints each as it comes',
      });
    }
  }
  return all;
}

async function* yamlDocuments(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const values of valuesOf(lines)) {
    for (const value of values) {
      yield bytesOfText(`${isFirst ? '' : '---\n'}${yamlText(value)}`);
      isFirst = false;
    }
  }
}

async function* yamlSequence(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isEmpty = true;
  for await (const values of valuesOf(lines)) {
    isEmpty = false;
    yield bytesOfText(values.map(yamlItem).join(''));
  }
  if (isEmpty) yield bytesOfText('[]\n');
}
