import { columnsOf, cutToColumns } from '../render/columns.ts';
import { shownText } from '../render/message.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import type { RequestHead } from '../request/exchange.ts';
import { shownValue } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { type Canvas, hopTitle, shownUrl } from './canvas.ts';
import type { Report } from './report.ts';
import { settingsOf } from './settings.ts';
import { fieldSources, type Origin, sourceText } from './sources.ts';

/** What an explanation is about. */
export interface Explained extends Origin {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A value of more would push the column of the sources away; of less nothing could be made out. */
const MOST_VALUE_COLUMNS = 44;
const LEAST_VALUE_COLUMNS = 8;

/**
 * `--explain`: each header of the first request with what produced it, then the settings in force; of each further request
 * the headers that it has anew.
 */
export function explainView({ hops }: Report, origin: Explained, canvas: Canvas): readonly string[] {
  let before = new Set<string>();
  return hops.flatMap((hop, index) => {
    const rows = fieldRows(hop.plan, hop.head, origin, canvas);
    const news = rows.filter(({ identity }) => !before.has(identity));
    before = new Set(rows.map(({ identity }) => identity));
    const lines = [hopTitle(hop, hops, canvas), ...aligned(news, canvas)];
    return index === 0 ? [...lines, ...settingLines(hop.plan, origin, canvas)] : lines;
  });
}

/** The same of a request that is not sent. */
export function explainPlan(
  plan: RequestPlan,
  head: RequestHead,
  origin: Explained,
  canvas: Canvas,
): readonly string[] {
  const title = `${canvas.theme.success(plan.method)} ${shownUrl(plan.url, canvas)}`;
  return [title, ...aligned(fieldRows(plan, head, origin, canvas), canvas), ...settingLines(plan, origin, canvas)];
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  /** Told apart by its value in clear text, which is not shown. */
  readonly identity: string;
}

function fieldRows(plan: RequestPlan, head: RequestHead, origin: Explained, { showsSecrets }: Canvas): readonly Row[] {
  const sources = fieldSources(plan, head.fields, origin);
  return head.fields.map(([name, value], index) => ({
    name: shownText(name),
    value: shownText(shownValue(name, value, showsSecrets)),
    source: makeTerminalSafe((sources[index] ?? []).map(sourceText).join(', ')),
    identity: `${name.toLowerCase()}:${shownValue(name, value, true)}`,
  }));
}

function aligned(rows: readonly Omit<Row, 'identity'>[], { theme, columns }: Canvas): readonly string[] {
  const longest = Math.max(0, ...rows.map(({ source }) => columnsOf(source)));
  // Where a source is a path, that one is wrapped.
  const room = columns === undefined ? Number.POSITIVE_INFINITY : columns - 4 - Math.min(longest, columns / 3);
  const pairs = rows.map(({ name, value, source }) => {
    const most = Math.max(LEAST_VALUE_COLUMNS, Math.floor(room) - name.length - 2);
    const shown = cutToColumns(value, Math.min(MOST_VALUE_COLUMNS, most));
    return { name, shown, source, width: columnsOf(`${name}: ${shown}`) };
  });
  const width = Math.max(0, ...pairs.map((pair) => pair.width));
  return pairs.map(({ name, shown, source, width: own }) => {
    return `  ${theme.headerName(name)}: ${shown}${' '.repeat(width - own)}  ${theme.dim(source)}`;
  });
}

function settingLines(plan: RequestPlan, origin: Explained, canvas: Canvas): readonly string[] {
  const rows = settingsOf(plan, origin, origin.env).map(({ name, value, source }) => ({
    ...{ name, value: makeTerminalSafe(value), source: makeTerminalSafe(sourceText(source)) },
  }));
  return ['settings', ...aligned(rows, canvas)];
}
