import { decodeCharset } from './charset.ts';
import type { ImageSurroundings } from './images/protocol.ts';
import { formatJson } from './json.ts';
import type { JsonStyle } from './json-ink.ts';
import { formatJsonLines } from './json-lines.ts';
import { jsonColors, type Theme } from './paint.ts';
import { terminalSafe } from './safety.ts';
import { type BodyLanguage, bodyLanguage, lookAhead, looksBinary, parseContentType } from './sniff.ts';
import type { View } from './view.ts';

/** How a body is to be shown. */
export interface BodyView
  extends Pick<
    View,
    | 'formatted'
    | 'indent'
    | 'breaksLines'
    | 'sortsKeys'
    | 'colored'
    | 'onTerminal'
    | 'binary'
    | 'hex'
    | 'images'
    | 'links'
  > {
  readonly theme: Theme;
  /** Width of the terminal, and what its variables say it can do. */
  readonly columns: number;
  readonly env: ImageSurroundings['env'];
  /** In how many multipart bodies it stands. */
  readonly nested?: number;
  /** Binary bytes are wanted, terminal or not (`-o -`). */
  readonly forced: boolean;
  /** A piece of what is shown may be overwritten by the next one, as soon as that is asked for. */
  readonly passing?: boolean;
  /** The same for the chunks of the body, from when it is called. */
  readonly lend?: (() => void) | undefined;
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
  if (view.hex) {
    const { presentHex } = await import('./bodies/views.ts');
    return await presentHex(chunks, view);
  }
  if (view.formatted && !view.forced && parseContentType(contentType).type.startsWith('multipart/')) {
    const { presentParts } = await import('./bodies/views.ts');
    const parts = await presentParts(chunks, contentType, view, presentBody);
    if (parts !== undefined) return parts;
  }
  if (view.forced || (!view.onTerminal && !view.formatted && !view.colored)) {
    view.lend?.();
    return chunks;
  }
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
    const { presentImage } = await import('./bodies/views.ts');
    const image = await presentImage(ahead.chunks, contentType, view);
    if (image === undefined) await ahead.chunks[Symbol.asyncIterator]().return?.();
    return image;
  }
  const language = bodyLanguage(contentType, ahead.prefix);
  // These are read to the end of a chunk before the next one. What makes text fit for a terminal, and what sorts, keeps some.
  if (!view.onTerminal && !view.sortsKeys && /^(?:json|ndjson|event-stream)$/.test(language)) view.lend?.();
  const text = view.onTerminal ? terminalText(ahead.chunks, contentType, language, patience) : ahead.chunks;
  switch (language) {
    case 'json':
      if (saysProblem(contentType, view)) {
        const { presentProblem } = await import('./bodies/problem.ts');
        const problem = await presentProblem(await inOrder(text, view), view.theme, jsonStyle(view), patience);
        return await withLinks(problem, view);
      }
      return await withLinks(
        formatJson(await inOrder(text, view), jsonStyle(view), { patience, passing: view.passing }),
        view,
      );
    case 'ndjson': {
      // One value a line is the format itself: it is given up only for an indentation that was asked for.
      const style = view.breaksLines ? jsonStyle(view) : { ...jsonStyle(view), indent: undefined };
      const values = await inOrder(text, view);
      return style.indent === undefined && style.colors === undefined
        ? values
        : await withLinks(formatJsonLines(values, style), view);
    }
    case 'text':
      return text;
    case 'event-stream':
    case 'xml':
    case 'html':
    case 'form':
    case 'csv':
    case 'css':
    case 'javascript':
    case 'yaml':
    case 'graphql': {
      const { presentForeignText } = await import('./bodies/views.ts');
      const foreign = { language, contentType, prefix: ahead.prefix, source: ahead.chunks, text };
      return await presentForeignText(foreign, view, jsonStyle(view));
    }
  }
}

/** A problem document says what it says to a reader first. In a pipe it stays JSON. */
function saysProblem(contentType: string | undefined, view: BodyView): boolean {
  return view.onTerminal && view.formatted && parseContentType(contentType).type === 'application/problem+json';
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

/** JSON with its members sorted where that is asked for. */
async function inOrder(text: AsyncIterable<Uint8Array>, view: BodyView): Promise<AsyncIterable<Uint8Array>> {
  return view.sortsKeys ? (await import('./json-sort.ts')).sortedMembers(text) : text;
}

/** JSON as it is shown, with its URLs as links where it has another look than it came with, and the terminal has them. */
export async function withLinks(
  shown: AsyncIterable<Uint8Array>,
  {
    onTerminal,
    formatted,
    colored,
    links,
    env,
  }: Pick<BodyView, 'onTerminal' | 'formatted' | 'colored' | 'links' | 'env'>,
): Promise<AsyncIterable<Uint8Array>> {
  if (!onTerminal || !(formatted || colored) || links === 'never') return shown;
  const { takesLinks, withLinkedStrings } = await import('./links.ts');
  return takesLinks(links, env) ? withLinkedStrings(shown) : shown;
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
