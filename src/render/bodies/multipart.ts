import { fieldLines } from '../message.ts';
import type { Theme } from '../paint.ts';
import { makeTerminalSafe } from '../safety.ts';
import { parseContentType } from '../sniff.ts';
import { formatByteCount } from '../summary.ts';
import { splitMultipart } from './multipart-split.ts';

/** How a multipart body is to look. */
export interface MultipartStyle {
  readonly theme: Theme;
  /** Line ends, heads and delimiters are those of a terminal; else they stay as they came. */
  readonly onTerminal: boolean;
  /** The view of a part by its type; `undefined` where it is binary and not to be shown. */
  present(
    chunks: AsyncIterable<Uint8Array>,
    contentType: string | undefined,
  ): Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** The boundary in the type of a multipart body; `undefined` where it has none that could be one (RFC 2046 §5.1.1). */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const { type, parameters } = parseContentType(contentType);
  const boundary = parameters.get('boundary') ?? '';
  return type.startsWith('multipart/') && /^[\x20-\x7e]{0,199}[\x21-\x7e]$/.test(boundary) ? boundary : undefined;
}

/**
 * A multipart body part by part: its delimiter, its head, and its body as what it is. A part that is binary is a line
 * that says so. Holds what the view of a part holds, and a head of at most 16 KiB.
 */
export async function* presentMultipart(
  chunks: AsyncIterable<Uint8Array>,
  boundary: string,
  style: MultipartStyle,
): AsyncGenerator<Uint8Array> {
  const { theme, onTerminal } = style;
  let contentType: string | undefined;
  for await (const piece of splitMultipart(chunks, boundary)) {
    if (piece.kind === 'delimiter') {
      yield onTerminal ? delimiterLine(piece.bytes, theme) : piece.bytes;
      continue;
    }
    if (piece.kind === 'part') {
      contentType = typeOf(piece.head);
      yield onTerminal ? Buffer.from(`${[...fieldLines(piece.head, theme), ''].join('\n')}\n`) : piece.head;
    }
    const shown = await style.present(piece.body, piece.kind === 'part' ? contentType : 'text/plain');
    if (shown === undefined) {
      yield Buffer.from(binaryLine(contentType, await piece.body.finish(), theme));
      continue;
    }
    yield* shown;
  }
}

/** On a line of its own: the line end before it belongs to it, not to the part. */
function delimiterLine(bytes: Uint8Array, theme: Theme): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const lineEnd = /^\r?\n/.test(text) ? '\n' : '';
  return Buffer.from(`${lineEnd}${theme.dim(makeTerminalSafe(text.trim()))}\n`);
}

function binaryLine(contentType: string | undefined, byteCount: number, theme: Theme): string {
  const { type } = parseContentType(contentType);
  const what = ['binary', type, formatByteCount(byteCount)].filter((fact) => fact !== '').join(', ');
  return theme.note(`(${makeTerminalSafe(what)})`);
}

/** The value of Content-Type in a part's head. */
function typeOf(head: Uint8Array): string | undefined {
  const text = Buffer.from(head)
    .toString('latin1')
    .replace(/\r?\n[ \t]+/g, ' ');
  return /^content-type[ \t]*:(.*)$/im.exec(text)?.[1]?.trim();
}
