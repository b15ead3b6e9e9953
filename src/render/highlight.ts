/**
 * Colours for text in the languages that are not JSON. The only importer of cli-highlight, which takes 150 ms of CPU to
 * load on Node 20: import this module when a body is to be coloured, not before.
 */
import { isUtf8 } from 'node:buffer';
import { DEFAULT_THEME, highlight } from 'cli-highlight';
import type { Paint, Theme } from './paint.ts';
import { within } from './time-limit.ts';

/** The languages that are coloured here, by their names in `BodyLanguage`. */
export type HighlightLanguage = 'css' | 'javascript' | 'yaml' | 'graphql';

/**
 * Bodies above this many bytes stay uncoloured. Up to here the time grows as the text does (48 KiB of dense CSS,
 * JavaScript or YAML: 90-250 ms on Node 20), further on much faster: 64 KiB of YAML take a second, 512 KiB 36.
 */
export const HIGHLIGHT_CAP_BYTES = 48 * 1024;

/**
 * A text that takes longer than this many milliseconds stays uncoloured. Its size is no measure: some expressions take
 * quadratic time.
 */
export const HIGHLIGHT_LIMIT_MS = 500;

/** The text with colours, or as it is where that cannot be done. Without its SGR sequences it is always the same text. */
export function highlightText(
  text: string,
  language: HighlightLanguage,
  theme: Theme,
  limitMs: number = HIGHLIGHT_LIMIT_MS,
): string {
  if (theme.level === 0 || text.includes('\x1b')) return text;
  try {
    const colored = within(limitMs, () =>
      highlight(text, { language: GRAMMARS[language], ignoreIllegals: true, theme: paints(theme) }),
    );
    const restored = withLineEndsOf(text, colored);
    return restored.replace(SGR, '') === text ? restored : text;
  } catch {
    // Too long, or nested too deep for the stack. The body is worth more than its colours.
    return text;
  }
}

/**
 * The body with colours if all of it is within the cap, else as it is. Holds at most `HIGHLIGHT_CAP_BYTES` and a chunk.
 * A body that breaks off is shown up to where it does, and then its error is thrown.
 */
export async function* highlighted(
  chunks: AsyncIterable<Uint8Array>,
  language: HighlightLanguage,
  theme: Theme,
  limitMs: number = HIGHLIGHT_LIMIT_MS,
): AsyncGenerator<Uint8Array> {
  const paint: Paint = (text) => highlightText(text, language, theme, limitMs);
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  try {
    for await (const chunk of chunks) {
      gathered.push(chunk);
      gatheredBytes += chunk.length;
      if (gatheredBytes <= HIGHLIGHT_CAP_BYTES) continue;
      yield* gathered;
      gathered = [];
    }
  } catch (cause) {
    yield* painted(gathered, paint);
    throw cause;
  }
  yield* painted(gathered, paint);
}

const SGR = /\x1b\[[\d;]*m/g;

// highlight.js 10 has no grammar for GraphQL. CoffeeScript's has the same comments, block strings, numbers and literals.
const GRAMMARS: Readonly<Record<HighlightLanguage, string>> = {
  css: 'css',
  javascript: 'javascript',
  yaml: 'yaml',
  graphql: 'coffeescript',
};

function paints(theme: Theme): Record<string, Paint> {
  const plain: Paint = (text) => text;
  return {
    // cli-highlight falls back to colours of its own for each kind of token that is missing here.
    ...Object.fromEntries(Object.keys(DEFAULT_THEME).map((token) => [token, plain])),
    name: theme.literal,
    keyword: theme.literal,
    literal: theme.literal,
    built_in: theme.number,
    type: theme.number,
    number: theme.number,
    regexp: theme.string,
    string: theme.string,
    symbol: theme.string,
    title: theme.key,
    section: theme.key,
    attr: theme.key,
    attribute: theme.key,
    selector: theme.key,
    bullet: theme.punctuation,
    comment: theme.dim,
    doctag: theme.dim,
    meta: theme.dim,
    default: plain,
  };
}

/** cli-highlight makes every line end an LF. */
function withLineEndsOf(text: string, colored: string): string {
  const ends = text.match(/\r\n?|\n/g) ?? [];
  let line = 0;
  return colored.replace(/\n/g, () => ends[line++] ?? '\n');
}

function* painted(gathered: readonly Uint8Array[], paint: Paint): Generator<Uint8Array> {
  const bytes = Buffer.concat(gathered);
  if (bytes.length > 0) yield isUtf8(bytes) ? Buffer.from(paint(bytes.toString('utf8'))) : bytes;
}
