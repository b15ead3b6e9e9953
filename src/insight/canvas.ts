import { columnsOf, cutToColumns } from '../render/columns.ts';
import { shownText } from '../render/message.ts';
import { statusPaint, type Theme } from '../render/paint.ts';
import { reasonPhrase } from '../render/reason.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { displayUrl, hrefOf, type RequestUrl } from '../request/url.ts';
import type { Hop } from './report.ts';

/** Where a view is shown, and what may be seen there. */
export interface Canvas {
  readonly theme: Theme;
  /** Columns of a terminal that one can draw on; `undefined` where nothing but text is wanted. */
  readonly columns: number | undefined;
  readonly showsSecrets: boolean;
}

/** Less of a URL than this says nothing. */
const LEAST_URL_COLUMNS = 24;

/** `2  GET https://a.example/  302 Found`: one line that says which request is meant; numbered where there are several. */
export function hopTitle(hop: Hop, hops: readonly Hop[], canvas: Canvas): string {
  const { plan, exchange, tryIndex } = hop;
  const number = hops.length > 1 ? `${hops.indexOf(hop) + 1}  ` : '';
  const tries = hops.some((other) => other.tryIndex > 0) ? `  (try ${tryIndex + 1})` : '';
  const status = exchange === undefined ? '' : `  ${statusText(exchange.head)}`;
  const before = `${number}${plan.method} `;
  const room = (canvas.columns ?? Number.POSITIVE_INFINITY) - columnsOf(before + status + tries);
  const url = cutToColumns(shownUrl(plan.url, canvas), Math.max(room, LEAST_URL_COLUMNS));
  const { theme } = canvas;
  const painted = exchange === undefined ? '' : statusPaint(theme, exchange.head.status)(status);
  return `${theme.dim(number)}${theme.success(plan.method)} ${url}${painted}${theme.dim(tries)}`;
}

/** A URL as it may be shown. */
export function shownUrl(url: RequestUrl, { showsSecrets }: Pick<Canvas, 'showsSecrets'>): string {
  return makeTerminalSafe(showsSecrets ? hrefOf(url) : displayUrl(url));
}

function statusText({ status, reason }: { readonly status: number; readonly reason: string }): string {
  const words = reason === '' ? reasonPhrase(status) : shownText(reason);
  return words === '' ? `${status}` : `${status} ${words}`;
}
