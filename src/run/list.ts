import type { Collection, SavedRequest } from '../collection/collection.ts';
import type { RequestForm } from '../collection/format.ts';
import type { Sink } from '../host.ts';
import { columnsOf, cutToColumns, roomOn } from '../render/columns.ts';
import type { Theme } from '../render/paint.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { maskUrlText } from '../request/url.ts';

/** Prints what a collection has: a line for each request and suite, cut to the terminal's width. */
export async function listCollection(collection: Collection, stdout: Sink, theme: Theme): Promise<void> {
  const room = roomOn(stdout);
  const rows = [...collection.requests.values()].map(({ name, form }) => {
    const { method, path } = lineOf(form);
    const tags = (form.tags ?? []).map(({ text }) => `#${text}`).join(' ');
    return [name, method, path, [form.description?.text, tags].filter(Boolean).join(' ')].map(safe);
  });
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => columnsOf(row[column] ?? ''))));
  const pathWidth = Math.min(40, Math.max(0, ...rows.map((row) => columnsOf(row[2] ?? ''))));
  const lines = rows.map(([name = '', method = '', path = '', about = '']) => {
    const head = `${padded(name, widths[0] ?? 0)}  ${padded(method, widths[1] ?? 0)}  `;
    const rest = cutToColumns(`${padded(path, pathWidth)}  ${about}`.trimEnd(), Math.max(10, room - columnsOf(head)));
    return `${theme.key(head.slice(0, name.length))}${head.slice(name.length)}${rest}`;
  });
  const suites = [...collection.suites.values()].map(({ name, form, requests }) => {
    const about = form.description === undefined ? '' : `: ${safe(form.description.text)}`;
    return `${theme.key(safe(name))}  suite of ${requests.length}${about}`;
  });
  const title = collection.main.form.name?.text;
  if (stdout.isTerminal && title !== undefined) lines.unshift(theme.dim(safe(title)));
  await stdout.write(`${[...lines, ...suites].join('\n')}\n`);
}

/** Prints which requests would be sent, in their order. */
export async function listOrder(requests: readonly SavedRequest[], stdout: Sink): Promise<void> {
  const lines = requests.map(({ name, form }) => {
    const { method, path } = lineOf(form);
    return `${safe(name)}  ${safe(`${method} ${path}`)}`;
  });
  await stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** What a request is, as it may be shown. */
function lineOf({ request, curl, items }: RequestForm): { readonly method: string; readonly path: string } {
  const text = request?.text ?? urlIn(curl?.text ?? items?.map((item) => item.text).join(' '));
  const { method = 'GET', path = text } = /^(?<method>[A-Za-z]+)\s+(?<path>\S.*)$/s.exec(text.trim())?.groups ?? {};
  return { method: method.toUpperCase(), path: maskUrlText(path) };
}

/** Of a whole line the URL is shown alone, as credentials may stand beside it. */
function urlIn(line = ''): string {
  return /(?<=^|[\s"'])(?:https?:\/\/|[/:])[^\s"']+/.exec(line)?.[0] ?? '…';
}

function safe(text: string): string {
  return makeTerminalSafe(text.trim().replaceAll(/\s+/g, ' '));
}

function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}
