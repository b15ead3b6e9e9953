import { decodeCharset } from './charset.ts';
import { formatJson, type JsonStyle } from './json.ts';
import { jsonColors, type Theme } from './paint.ts';
import { terminalSafe } from './safety.ts';
import { bodyLanguage, lookAhead, looksBinary } from './sniff.ts';
import type { View } from './view.ts';

/** How a body is to be shown. */
export interface BodyView extends Pick<View, 'formatted' | 'colored' | 'onTerminal'> {
  readonly theme: Theme;
  /** Binary bytes are wanted, terminal or not (`-o -`). */
  readonly forced: boolean;
  /** Resolves when waiting for more bytes would keep a person waiting. */
  readonly patience: () => Promise<void>;
}

/** Columns for each level of nesting. */
const INDENT = 2;

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
  if (view.forced || (!view.onTerminal && !view.formatted && !view.colored)) return chunks;
  const ahead = await lookAhead(chunks, SNIFF_BYTES, { enough: view.patience });
  if (looksBinary(ahead.prefix, contentType)) {
    if (!view.onTerminal) return ahead.chunks;
    await ahead.chunks[Symbol.asyncIterator]().return?.();
    return undefined;
  }
  const language = bodyLanguage(contentType, ahead.prefix);
  const text = view.onTerminal
    ? terminalSafe(decodeCharset(ahead.chunks, contentType, { enough: view.patience }))
    : ahead.chunks;
  switch (language) {
    case 'json':
      return formatJson(text, jsonStyle(view, view.formatted), { patience: view.patience });
    case 'ndjson':
      // One value a line is the format itself: colours only.
      return view.colored ? formatJson(text, jsonStyle(view, false), { patience: view.patience }) : text;
    case 'text':
    case 'event-stream':
      return text;
    case 'xml':
    case 'html':
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

function jsonStyle(view: BodyView, indented: boolean): JsonStyle {
  return { indent: indented ? INDENT : undefined, colors: view.colored ? jsonColors(view.theme) : undefined };
}
