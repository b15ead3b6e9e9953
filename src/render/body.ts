import { decodeCharset } from './charset.ts';
import { formatJson } from './json.ts';
import type { JsonStyle } from './json-ink.ts';
import { formatJsonLines } from './json-lines.ts';
import { jsonColors, type Theme } from './paint.ts';
import { terminalSafe } from './safety.ts';
import { type BodyLanguage, bodyLanguage, lookAhead, looksBinary, parseContentType } from './sniff.ts';
import type { View } from './view.ts';

/** How a body is to be shown. */
export interface BodyView
  extends Pick<View, 'formatted' | 'indent' | 'breaksLines' | 'colored' | 'onTerminal' | 'binary' | 'hex'> {
  readonly theme: Theme;
  /** Width of the terminal. */
  readonly columns: number;
  /** In how many multipart bodies it stands. */
  readonly nested?: number;
  /** Binary bytes are wanted, terminal or not (`-o -`). */
  readonly forced: boolean;
  /** Resolves when waiting for more bytes would keep a person waiting. */
  readonly patience: () => Promise<void>;
}

/** Bytes that decide what a body is: curl's number for telling binary from text. */
const SNIFF_BYTES = 2000;

/**
 * The body as it is shown, or `undefined` for one that is no text and must not reach a terminal unasked.
 *
 * To a terminal go, in this order: charset, safety, then indentation and colours. To a pipe or file only the last, and
 * only where asked for: a formatted pipe keeps every byte that is not white space.
 */
export async function presentBody(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  view: BodyView,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  if (view.hex) return await hexDump(chunks, view);
  if (view.formatted && !view.forced && parseContentType(contentType).type.startsWith('multipart/')) {
    const parts = await presentParts(chunks, contentType, view);
    if (parts !== undefined) return parts;
  }
  if (view.forced || (!view.onTerminal && !view.formatted && !view.colored)) return chunks;
  // Asked once: whoever looks ahead for the first bytes shares one wait.
  let waited: Promise<void> | undefined;
  const patience = () => (waited ??= view.patience());
  const ahead = await lookAhead(chunks, SNIFF_BYTES, { enough: patience });
  if (
    view.binary === 'refused'
      ? ahead.prefix.subarray(0, SNIFF_BYTES).includes(0)
      : looksBinary(ahead.prefix, contentType)
  ) {
    if (!view.onTerminal) return ahead.chunks;
    await ahead.chunks[Symbol.asyncIterator]().return?.();
    return undefined;
  }
  const language = bodyLanguage(contentType, ahead.prefix);
  const text = view.onTerminal ? terminalText(ahead.chunks, contentType, language, patience) : ahead.chunks;
  switch (language) {
    case 'json':
      if (saysProblem(contentType, view)) return await presentProblem(text, view, patience);
      return formatJson(text, jsonStyle(view), { patience });
    case 'ndjson': {
      // One value a line is the format itself: it is given up only for an indentation that was asked for.
      const style = view.breaksLines ? jsonStyle(view) : { ...jsonStyle(view), indent: undefined };
      return style.indent === undefined && style.colors === undefined ? text : formatJsonLines(text, style);
    }
    case 'text':
      return text;
    case 'event-stream': {
      if (!view.formatted && !view.colored) return text;
      const { presentEvents } = await import('./bodies/event-view.ts');
      return presentEvents(ahead.chunks, { theme: view.theme, json: jsonStyle(view), isSafe: view.onTerminal });
    }
    case 'xml': {
      if (!view.formatted && !view.colored) return text;
      const { formatXml } = await import('./bodies/xml.ts');
      // Only where a person waits: in a pipe the same bytes give the same text, however slowly they come.
      return formatXml(text, jsonStyle(view), {
        patience: view.onTerminal ? view.patience : undefined,
      });
    }
    case 'html': {
      if (!view.colored) return text;
      const { paintHtml } = await import('./bodies/html.ts');
      return paintHtml(text, jsonColors(view.theme));
    }
    case 'form': {
      if (!view.formatted) return text;
      const { presentForm } = await import('./bodies/form.ts');
      return presentForm(text, view.colored ? jsonColors(view.theme) : undefined);
    }
    case 'csv': {
      if (!view.colored) return text;
      const { csvSeparator, paintCsv } = await import('./bodies/csv.ts');
      return paintCsv(text, csvSeparator(contentType, ahead.prefix), jsonColors(view.theme));
    }
    case 'css':
    case 'javascript':
    case 'yaml':
    case 'graphql': {
      if (!view.colored) return text;
      const { highlighted } = await import('./highlight.ts');
      return highlighted(text, language, view.theme);
    }
  }
}

/** Multipart bodies in one another, of which the innermost are shown as text: nobody means more. */
const MOST_NESTED = 4;

/** The parts of a body that has a boundary. */
async function presentParts(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  view: BodyView,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const { nested = 0, theme, onTerminal } = view;
  const { boundaryOf, presentMultipart } = await import('./bodies/multipart.ts');
  const boundary = boundaryOf(contentType);
  if (boundary === undefined || nested >= MOST_NESTED) return undefined;
  const present = (part: AsyncIterable<Uint8Array>, type: string | undefined) =>
    presentBody(part, type, { ...view, nested: nested + 1 });
  return presentMultipart(chunks, boundary, { theme, onTerminal, present });
}

/** How many bytes of a dump a terminal gets: somewhat more than it shows at once. */
const DUMPED_BYTES = 1024;

async function hexDump(chunks: AsyncIterable<Uint8Array>, view: BodyView): Promise<AsyncIterable<Uint8Array>> {
  const { dumpHex } = await import('./bodies/hex.ts');
  const remark = `the first ${DUMPED_BYTES} bytes; a pipe or file gets all of them, -o FILE without --hex saves them`;
  return dumpHex(chunks, {
    theme: view.theme,
    columns: view.onTerminal && view.columns > 0 ? view.columns : undefined,
    limit: view.onTerminal ? { byteCount: DUMPED_BYTES, remark } : undefined,
  });
}

/** A problem document says what it says to a reader first. In a pipe it stays JSON. */
function saysProblem(contentType: string | undefined, view: BodyView): boolean {
  return view.onTerminal && view.formatted && parseContentType(contentType).type === 'application/problem+json';
}

async function presentProblem(
  text: AsyncIterable<Uint8Array>,
  view: BodyView,
  patience: BodyView['patience'],
): Promise<AsyncIterable<Uint8Array>> {
  const { headProblem } = await import('./bodies/problem.ts');
  const { heading, chunks } = await headProblem(text, view.theme, patience);
  return preceded(heading, formatJson(chunks, jsonStyle(view), { patience }));
}

async function* preceded(heading: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(heading);
  yield* chunks;
}

/** The body as text that a terminal may have. */
function terminalText(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  language: BodyLanguage,
  patience: () => Promise<void>,
): AsyncIterable<Uint8Array> {
  const text = decodeCharset(chunks, contentType, { enough: patience });
  return terminalSafe(language === 'ndjson' ? withoutRecordMarks(text) : text);
}

/** RFC 7464's record separators are control characters that say no more than the line ends that follow the records. */
async function* withoutRecordMarks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk.includes(0x1e) ? chunk.filter((byte) => byte !== 0x1e) : chunk;
}

/** How JSON looks in a view. */
export function jsonStyle({
  formatted,
  indent,
  colored,
  theme,
}: Pick<BodyView, 'formatted' | 'indent' | 'colored' | 'theme'>): JsonStyle {
  return { indent: formatted ? indent : undefined, colors: colored ? jsonColors(theme) : undefined };
}
