import { formatJson } from '../json.ts';
import type { JsonStyle } from '../json-ink.ts';
import { statusPaint, type Theme } from '../paint.ts';
import { reasonPhrase } from '../reason.ts';
import { makeTerminalSafe } from '../safety.ts';
import { lookAhead } from '../sniff.ts';

/** A problem is read whole where it is no longer than this, else it is shown as the JSON that it is. */
const LONGEST_PROBLEM_BYTES = 64 * 1024;

/** So much of a title and of a detail stands in the heading; the document has all of it. */
const LONGEST_TITLE = 200;
const LONGEST_DETAIL = 2000;

/**
 * A problem document (RFC 9457) with what it says to a reader before it: title and status, and the detail. On a
 * terminal alone: with the heading it is no JSON.
 */
export async function presentProblem(
  chunks: AsyncIterable<Uint8Array>,
  theme: Theme,
  style: JsonStyle,
  patience: () => Promise<void>,
): Promise<AsyncIterable<Uint8Array>> {
  const ahead = await lookAhead(chunks, LONGEST_PROBLEM_BYTES, { enough: patience });
  return preceded(headingOf(ahead.prefix, theme), formatJson(ahead.chunks, style, { patience }));
}

async function* preceded(heading: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(heading);
  yield* chunks;
}

function headingOf(document: Uint8Array, theme: Theme): string {
  const { title, status, detail } = membersOf(document);
  const code =
    typeof status === 'number' && Number.isInteger(status) && status >= 100 && status < 600 ? status : undefined;
  const paint = statusPaint(theme, code ?? 400);
  const said = shortened(title, LONGEST_TITLE);
  const explained = shortened(detail, LONGEST_DETAIL);
  const lines = [];
  // The title of a status has been said by the status line (RFC 9457 §4.2.1).
  if (said !== undefined && (code === undefined || said !== reasonPhrase(code))) {
    lines.push(paint(makeTerminalSafe(said)) + (code === undefined ? '' : ` ${theme.dim(`· ${code}`)}`));
  }
  if (explained !== undefined) {
    const text = makeTerminalSafe(explained, { oneLine: false });
    lines.push(lines.length === 0 ? paint(text) : text);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}

function membersOf(document: Uint8Array): { title?: unknown; status?: unknown; detail?: unknown } {
  try {
    const value: unknown = JSON.parse(Buffer.from(document).toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function shortened(text: unknown, longest: number): string | undefined {
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
