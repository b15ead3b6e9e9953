import { lookAhead } from '../sniff.ts';
import { csvSeparator, readCsv } from './csv.ts';

/**
 * The rows of a CSV body in UTF-8 as JSON objects, a line each, so that they can be picked from and tabulated. The first
 * row names the members, each of which gets a name of its own. A field that is a JSON number stays one, digit by digit;
 * every other field is a string, and one that a row does not have is left out. Holds a row, and the names.
 */
export async function* csvAsJson(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
): AsyncGenerator<Uint8Array> {
  const ahead = await lookAhead(chunks, SEPARATOR_BYTES);
  let names: readonly string[] | undefined;
  let lines = '';
  for await (const row of readCsv(ahead.chunks, csvSeparator(contentType, ahead.prefix))) {
    if (names === undefined) {
      names = namesOf(row);
      continue;
    }
    const keys = names;
    const members = row.map(
      (field, index) => `${JSON.stringify(keys[index] ?? `column ${index + 1}`)}:${jsonOf(field)}`,
    );
    lines += `{${members.join(',')}}\n`;
    if (lines.length < PIECE_LENGTH) continue;
    yield Buffer.from(lines);
    lines = '';
  }
  yield Buffer.from(lines);
}

/** Where the separator is looked for. */
const SEPARATOR_BYTES = 2000;
const PIECE_LENGTH = 16 * 1024;

function namesOf(titles: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return titles.map((title, index) => {
    const wanted = title.trim() || `column ${index + 1}`;
    let count = counts.get(wanted) ?? 0;
    let name: string;
    do {
      count++;
      name = count === 1 ? wanted : `${wanted} (${count})`;
    } while (taken.has(name));
    counts.set(wanted, count);
    taken.add(name);
    return name;
  });
}

function jsonOf(field: string): string {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(field) ? field : JSON.stringify(field);
}
