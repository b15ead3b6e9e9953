import type { JsonNode } from '../json/tree.ts';
import { type Columns, cellText } from './columns.ts';

/** The line of the columns' titles, if they have any (RFC 4180). */
export function csvHead({ columns, titled }: Columns): string {
  return titled ? csvLine(columns.map(({ title }) => title)) : '';
}

/** A row as a line. `null` and what is not there are empty; an empty string is `""`. Nothing is done about formulas. */
export function csvRow(row: JsonNode, { columns }: Columns): string {
  return csvLine(
    columns.map(({ read }) => {
      const value = read(row);
      return value?.kind === 'null' ? undefined : cellText(value);
    }),
  );
}

function csvLine(fields: readonly (string | undefined)[]): string {
  if (fields.length === 0) return '';
  // A line of nothing would be no row.
  if (fields.length === 1 && fields[0] === undefined) return '""\r\n';
  return `${fields.map(csvField).join(',')}\r\n`;
}

function csvField(text: string | undefined): string {
  if (text === undefined) return '';
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
