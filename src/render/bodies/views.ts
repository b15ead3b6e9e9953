/** The ways to the views that few bodies have, apart from the way of JSON and text, which every run loads. */
import type { BodyView, presentBody } from '../body.ts';
import { imageProtocol } from '../images/protocol.ts';
import type { JsonStyle } from '../json-ink.ts';
import { type BodyLanguage, parseContentType } from '../sniff.ts';

/** A text that is no JSON. */
export interface ForeignText {
  readonly language: Exclude<BodyLanguage, 'json' | 'ndjson' | 'text'>;
  readonly contentType: string | undefined;
  /** Its first bytes, as they came. */
  readonly prefix: Uint8Array;
  /** All of it as it came, and as the terminal may have it. */
  readonly source: AsyncIterable<Uint8Array>;
  readonly text: AsyncIterable<Uint8Array>;
}

/** The text in its layout and colours, as far as it is to have them. */
export async function presentForeignText(
  { language, contentType, prefix, source, text }: ForeignText,
  view: BodyView,
  style: JsonStyle,
): Promise<AsyncIterable<Uint8Array>> {
  const { colors } = style;
  switch (language) {
    case 'event-stream': {
      if (!view.formatted && colors === undefined) return text;
      const { presentEvents } = await import('./event-view.ts');
      const sorted = view.sortsKeys ? (await import('../json-sort.ts')).sortedObject : undefined;
      const { theme, onTerminal: isSafe, passing } = view;
      return presentEvents(source, { theme, json: style, isSafe, passing, sorted });
    }
    case 'xml': {
      if (!view.formatted && colors === undefined) return text;
      const { formatXml } = await import('./xml.ts');
      // Only where a person waits: in a pipe the same bytes give the same text, however slowly they come.
      return formatXml(text, style, { patience: view.onTerminal ? view.patience : undefined });
    }
    case 'html': {
      if (colors === undefined) return text;
      const { paintHtml } = await import('./html.ts');
      return paintHtml(text, colors);
    }
    case 'form': {
      if (!view.formatted) return text;
      const { presentForm } = await import('./form.ts');
      return presentForm(text, colors);
    }
    case 'csv': {
      if (colors === undefined) return text;
      const { csvSeparator, paintCsv } = await import('./csv.ts');
      return paintCsv(text, csvSeparator(contentType, prefix), colors);
    }
    case 'css':
    case 'javascript':
    case 'yaml':
    case 'graphql': {
      if (!view.colored) return text;
      const { highlighted } = await import('../highlight.ts');
      return highlighted(text, language, view.theme);
    }
  }
}

/** Multipart bodies in one another, of which the innermost are shown as text: nobody means more. */
const MOST_NESTED = 4;

/** The parts of a body, each by `present`; `undefined` where its type names no boundary. */
export async function presentParts(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  view: BodyView,
  present: typeof presentBody,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const { nested = 0, theme, onTerminal } = view;
  const { boundaryOf, presentMultipart } = await import('./multipart.ts');
  const boundary = boundaryOf(contentType);
  if (boundary === undefined || nested >= MOST_NESTED) return undefined;
  return presentMultipart(chunks, boundary, {
    theme,
    onTerminal,
    present: (part, type) => present(part, type, { ...view, lend: undefined, nested: nested + 1 }),
  });
}

/** An image on a terminal, or `undefined` for a binary body that is none, or that the terminal has no way to show. */
export async function presentImage(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  { formatted, images, env, theme, columns }: BodyView,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const isImage = formatted && parseContentType(contentType).type.startsWith('image/');
  const protocol = isImage ? imageProtocol(images, { env, colorLevel: theme.level }) : undefined;
  if (protocol === undefined) return undefined;
  const { showImage } = await import('../images/show.ts');
  return await showImage(chunks, { protocol, columns: columns > 0 ? columns : 80, colorLevel: theme.level });
}

/** How many bytes of a dump a terminal gets: somewhat more than it shows at once. */
const DUMPED_BYTES = 1024;

/** Any body as a dump. */
export async function presentHex(
  chunks: AsyncIterable<Uint8Array>,
  { theme, onTerminal, columns }: BodyView,
): Promise<AsyncIterable<Uint8Array>> {
  const { dumpHex } = await import('./hex.ts');
  const remark = `the first ${DUMPED_BYTES} bytes; a pipe or file gets all of them, -o FILE without --hex saves them`;
  return dumpHex(chunks, {
    theme,
    columns: onTerminal && columns > 0 ? columns : undefined,
    limit: onTerminal ? { byteCount: DUMPED_BYTES, remark } : undefined,
  });
}
