import type { JsonNode } from '../json/tree.ts';
import type { Theme } from '../render/paint.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { type Columns, cellText } from './columns.ts';
import { cutToWidth, widthOf } from './width.ts';

/** Where a table is to stand. */
export interface TableView {
  readonly theme: Theme;
  readonly colored: boolean;
  /** Columns of the terminal; no end to them in a pipe. */
  readonly room: number;
}

/**
 * The rows in aligned columns, numbers to the right. Every row is one line: control characters are made visible. On a
 * terminal the widest cells are cut until a row fits, but none to less than 8 columns.
 */
export function* tableLines(rows: readonly JsonNode[], shape: Columns, view: TableView): Generator<string> {
  const { columns, titled } = shape;
  const titles = columns.map(({ title }) => oneLine(title));
  const widths = columns.map(({ read }, index) => {
    const titleWidth = titled ? widthOf(titles[index] ?? '') : 0;
    return rows.reduce((widest, row) => Math.max(widest, widthOf(shownText(read(row)))), titleWidth);
  });
  const fitted = fitWidths(widths, view.room);
  const toRight = columns.map(({ read }) => rows.every((row) => isNumberOrNothing(read(row))));
  const line = (cells: readonly (readonly [text: string, paint: (text: string) => string])[]): string =>
    cells
      .map(([text, paint], index) => {
        const shown = cutToWidth(text, fitted[index] ?? 0);
        const blank = ' '.repeat((fitted[index] ?? 0) - widthOf(shown));
        if (toRight[index]) return `${blank}${paint(shown)}`;
        return index === cells.length - 1 ? paint(shown) : `${paint(shown)}${blank}`;
      })
      .join(GAP)
      .trimEnd();
  if (titled && columns.length > 0) yield `${line(titles.map((title) => [title, paintOf(view, 'key')]))}\n`;
  for (const row of rows) {
    const cells = columns.map(({ read }) => {
      const value = read(row);
      return [shownText(value), paintOf(view, value?.kind)] as const;
    });
    yield `${line(cells)}\n`;
  }
}

const GAP = '  ';
/** A cell of less says nothing. */
const LEAST_WIDTH = 8;

/** Takes from the widest first. */
function fitWidths(widths: readonly number[], room: number): readonly number[] {
  const fitted = [...widths];
  let excess = fitted.reduce((sum, width) => sum + width, GAP.length * (fitted.length - 1)) - room;
  while (excess > 0) {
    const widest = greatest(fitted);
    if (widest <= LEAST_WIDTH) break;
    const second = Math.max(LEAST_WIDTH, greatest(fitted.filter((width) => width < widest)));
    const among = fitted.filter((width) => width === widest).length;
    const less = Math.min(widest - second, Math.ceil(excess / among));
    for (const [index, width] of fitted.entries()) {
      if (width !== widest || excess <= 0) continue;
      fitted[index] = width - less;
      excess -= less;
    }
  }
  return fitted;
}

/** Of as many as there may be: a call takes some hundred thousand arguments, and no more. */
function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

function shownText(value: JsonNode | undefined): string {
  return oneLine(cellText(value) ?? '');
}

function oneLine(text: string): string {
  return makeTerminalSafe(text).replaceAll('\t', ' ');
}

function isNumberOrNothing(value: JsonNode | undefined): boolean {
  return value === undefined || value.kind === 'number' || value.kind === 'null';
}

function paintOf({ theme, colored }: TableView, kind: JsonNode['kind'] | 'key' | undefined): (text: string) => string {
  if (!colored) return (text) => text;
  switch (kind) {
    case 'key':
      return theme.key;
    case 'string':
      return theme.string;
    case 'number':
      return theme.number;
    case 'boolean':
    case 'null':
      return theme.literal;
    case 'array':
    case 'object':
    case undefined:
      return theme.dim;
  }
}
