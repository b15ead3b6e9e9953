import { Failure } from '../failure.ts';
import { splitExpand } from './argv.ts';
import { takesValue } from './option-table.ts';
import { findLongOption, findShortOption } from './options.ts';

/**
 * The options of a config file as the words of a command line, in curl's syntax (curl(1), `--config`; where that is
 * silent, as curl reads the same bytes).
 *
 * One option a line, with its dashes or, if long, without them; then white space or, after a bare name, `=` or `:`;
 * then the value. A value in double quotes knows `\\ \" \t \n \r \v`, and a backslash before anything else is dropped;
 * a value without quotes ends at white space. A `#` starts a comment as a line's first character, or after a value.
 * Beyond curl: a byte order mark is skipped, `--name=value` works as on the command line, and a line that begins with
 * `http://` or `https://` is a URL.
 *
 * @param path the file's name as typed, for messages.
 * @param note is told what curl warns of: text after a value, which is ignored.
 * @throws Failure `usage`: an unknown option, a value that is missing or that the option does not take.
 */
export function parseConfigFile(
  text: string,
  path: string,
  note: (sentence: string) => void = () => {},
): readonly string[] {
  return [...configWords(text, path, note)];
}

/** The same word by word, so that those before a fault have been given when it is thrown. */
export function* configWords(text: string, path: string, note: (sentence: string) => void): Generator<string> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, lineText] of lines.entries()) {
    const line = readLine(lineText);
    if (line === undefined) continue;
    const place = `${path}:${index + 1}`;
    if (line.leftOver)
      note(`${place}: ${line.word} takes one value: what follows it is ignored, quote it if it belongs`);
    yield* lineWords(line, place);
  }
}

/** A line taken apart, before anyone has asked whether there is such an option. */
interface ConfigLine {
  readonly text: string;
  /** The option as typed, with its dashes if it has any. */
  readonly word: string;
  readonly wordStart: number;
  readonly value: string | undefined;
  /** Something other than a comment stands after the value. */
  readonly leftOver: boolean;
}

/** What ends an option's word, and what is skipped before its value: white space is ASCII's, as in curl. */
const SYNTAX = {
  bare: { end: /[ \t\v\f\r=:]/g, value: /[^ \t\v\f\r=:]/g },
  long: { end: /[ \t\v\f\r=]/g, value: /[^ \t\v\f\r]/g },
  short: { end: /[ \t\v\f\r]/g, value: /[^ \t\v\f\r]/g },
} as const;

/** The parts of a line, `undefined` when it is empty or a comment. */
function readLine(text: string): ConfigLine | undefined {
  const wordStart = indexOfNext(SYNTAX.short.value, text, 0);
  if (wordStart === text.length || text[wordStart] === '#') return undefined;
  if (/^https?:\/\//i.test(text.slice(wordStart, wordStart + 8))) {
    return { text, word: 'url', wordStart, ...readValue(text, wordStart) };
  }
  const syntax = text.startsWith('--', wordStart) ? SYNTAX.long : text[wordStart] === '-' ? SYNTAX.short : SYNTAX.bare;
  const wordEnd = indexOfNext(syntax.end, text, wordStart);
  const glued = syntax === SYNTAX.long && text[wordEnd] === '=';
  const valueStart = glued ? wordEnd + 1 : indexOfNext(syntax.value, text, wordEnd);
  const read = readValue(text, valueStart);
  // `--data=` has a value, which is empty.
  const value = glued ? (read.value ?? '') : read.value;
  return { text, word: text.slice(wordStart, wordEnd), wordStart, value, leftOver: read.leftOver };
}

/** The value that starts at an offset; none at the line's end. */
function readValue(text: string, start: number): Pick<ConfigLine, 'value' | 'leftOver'> {
  if (start >= text.length) return { value: undefined, leftOver: false };
  const end = indexOfNext(SYNTAX.short.end, text, start);
  const read = text[start] === '"' ? unquote(text, start + 1) : { value: text.slice(start, end), end };
  const rest = indexOfNext(SYNTAX.short.value, text, read.end);
  return { value: read.value, leftOver: rest < text.length && text[rest] !== '#' };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['v', '\v'],
]);

/** The text up to the closing quote, or to the line's end if there is none, which curl lets pass. */
function unquote(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let at = start;
  for (;;) {
    const stop = indexOfNext(/["\\]/g, text, at);
    value += text.slice(at, stop);
    if (text[stop] !== '\\') return { value, end: stop + 1 };
    const escaped = text[stop + 1] ?? '';
    value += ESCAPES.get(escaped) ?? escaped;
    at = stop + 2;
  }
}

/** Where a global pattern next matches, or the text's length: a search that needs no stack, however long the line. */
function indexOfNext(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** What a line says as argv words. */
function lineWords(line: ConfigLine, place: string): readonly string[] {
  const { word, value } = line;
  const isShort = /^-[^-]/.test(word);
  const takes = isShort ? clusterTakes(word) : longTakes(word);
  const name = word.startsWith('-') ? word : `--${word}`;
  switch (takes) {
    case 'unknown':
      throw new Failure('usage', `${place}: there is no option ${word}`, {
        at: spanOf(line),
        hint:
          word.length === 1 && findShortOption(word) !== undefined
            ? `short options keep their dash: -${word}`
            : 'slip -h lists the options',
      });
    case 'nothing':
      // An empty value counts as none, as in curl: `silent = ""`.
      if (value) throw new Failure('usage', `${place}: ${word} takes no value`, { at: spanOf(line) });
      return [name];
    case 'value':
      if (value === undefined) throw new Failure('usage', `${place}: ${word} needs a value`, { at: spanOf(line) });
      return [name, value];
  }
}

type Takes = 'unknown' | 'nothing' | 'value';

function longTakes(word: string): Takes {
  const { name, isExpanded } = splitExpand(word.replace(/^--/, ''));
  const found = findLongOption(name);
  if (found === undefined || (isExpanded && !takesValue(found))) return 'unknown';
  return takesValue(found) ? 'value' : 'nothing';
}

/** What a word of short options takes after it: in `-sSo` the last one decides, in `-sSoFILE` the value is inside. */
function clusterTakes(word: string): Takes {
  for (let index = 1; index < word.length; index++) {
    const row = findShortOption(word.charAt(index))?.row;
    if (row === undefined) return 'unknown';
    if (row.takes !== 'nothing') return index === word.length - 1 ? 'value' : 'nothing';
  }
  return 'nothing';
}

/** The line with its option underlined. The value is left out, for it may be a password. */
function spanOf({ text, word, wordStart }: ConfigLine): { text: string; start: number; end: number } {
  const end = wordStart + word.length;
  const hasMore = text.slice(end).trim() !== '';
  return { text: text.slice(0, end) + (hasMore ? ' …' : ''), start: wordStart, end };
}
