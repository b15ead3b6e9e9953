import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { Dialect } from '../request/plan.ts';
import type { Indent } from './json-ink.ts';

/** Which parts of an exchange go to stdout. */
export interface Parts {
  readonly requestHead: boolean;
  readonly requestBody: boolean;
  readonly head: boolean;
  readonly body: boolean;
  /** The line with status, time and size. */
  readonly summary: boolean;
}

/** What to print of an exchange, and how. */
export interface View {
  readonly parts: Parts;
  /** The summary also goes to stderr, because stdout is taken by data and somebody watches. */
  readonly summaryOnStderr: boolean;
  /** Both sides of the exchange on stderr. */
  readonly verbose: boolean;
  readonly formatted: boolean;
  /** Of what is formatted. */
  readonly indent: Indent;
  /** Bodies of one JSON value a line are laid out, too: an indentation was asked for. */
  readonly breaksLines: boolean;
  /** The members of JSON objects in the order of their names. */
  readonly sortsKeys: boolean;
  /** Body and heads on stdout in colour. */
  readonly colored: boolean;
  /** The body is shown on a terminal: charset, safety and binary detection apply. */
  readonly onTerminal: boolean;
  /** The body is shown as a dump. */
  readonly hex: boolean;
  /** The protocol that images are shown in on a terminal. */
  readonly images: NonNullable<Options['images']>;
  /** Where URLs on a terminal are links. */
  readonly links: NonNullable<Options['links']>;
  /** Binary bytes that would reach a terminal: left out with a note, or by curl's rule (a NUL) a failure. */
  readonly binary: 'hidden' | 'refused';
  readonly showsSecrets: boolean;
  readonly style: NonNullable<Options['style']>;
  readonly progress: 'bar' | 'terminal' | 'none';
  /** Notes on stderr: what was dropped, which file was written. */
  readonly notes: boolean;
  readonly errors: boolean;
}

/** What the decision depends on beside the options. */
export interface Surroundings {
  /** In curl's manner nothing is printed that curl does not print; a terminal gets colours, and the layout as it came. */
  readonly dialect: Dialect;
  /** A trace stands in place of `-v`. */
  readonly isTraced: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Colour levels of the two streams, 0 to 3. */
  readonly stdoutColors: number;
  /** Of the terminal, where that is known. */
  readonly background: 'light' | 'dark' | undefined;
  /** `TERM=dumb`: no escape sequence whatever is asked for. */
  readonly isDumb: boolean;
  /** `NO_COLOR` takes the colours out of `--pretty all`. */
  readonly refusesColor: boolean;
  /** The body goes to a file, not to stdout. */
  readonly bodyToFile: boolean;
}

/**
 * Decides what is printed and how (docs/design.md, "Output").
 *
 * @throws Failure `usage` for letters that `--print` does not know, an indentation that is none, and one that nothing
 *   would have.
 */
export function decideView(options: Options, method: string, around: Surroundings): View {
  const bodyOnTerminal = around.stdoutIsTerminal && !around.bodyToFile;
  const isCurls = around.dialect === 'curl';
  const indent = decideIndent(options);
  const sortsKeys = decideSorting(options);
  const asksLayout = indent !== undefined || sortsKeys;
  const pretty = options.pretty ?? defaultPretty(bodyOnTerminal, isCurls, asksLayout);
  const wantsColor =
    (pretty === 'colors' && options.pretty !== undefined) ||
    (pretty !== 'format' && pretty !== 'none' && !around.refusesColor);
  const parts = decideParts(options, method, around);
  const quiet = options.silent === true;
  return {
    parts,
    summaryOnStderr:
      !isCurls &&
      !parts.summary &&
      !parts.head &&
      !quiet &&
      !options.verbose &&
      options.print === undefined &&
      !picksHead(options) &&
      around.stderrIsTerminal,
    verbose: options.verbose === true && !around.isTraced,
    formatted: pretty === 'all' || pretty === 'format',
    indent: indent ?? 2,
    breaksLines: indent !== undefined,
    sortsKeys,
    colored: wantsColor && !around.isDumb && (options.pretty !== undefined || around.stdoutColors > 0),
    onTerminal: bodyOnTerminal,
    hex: options.hex === true,
    images: options.images ?? 'auto',
    links: isCurls ? 'never' : (options.links ?? 'auto'),
    binary: isCurls ? 'refused' : 'hidden',
    showsSecrets: options['show-secrets'] === true,
    style: options.style === undefined || options.style === 'auto' ? (around.background ?? 'auto') : options.style,
    progress: decideProgress(options, around, bodyOnTerminal),
    notes: !quiet && !isCurls,
    errors: !quiet || options['show-error'] === true,
  };
}

/** Terminals are for reading; in a pipe or file, and in curl's manner, the layout is one that was asked for. */
function defaultPretty(onTerminal: boolean, isCurls: boolean, asksLayout: boolean): NonNullable<Options['pretty']> {
  if (onTerminal) return isCurls && !asksLayout ? 'colors' : 'all';
  return asksLayout ? 'format' : 'none';
}

/** Wider than anybody reads, and a bound for what 64 levels of it take. */
const WIDEST_INDENT = 16;

function decideIndent({ indent, pretty }: Options): Indent | undefined {
  if (indent === undefined) return undefined;
  const at = { text: `--indent ${indent}`, start: 9, end: 9 + indent.length };
  if (indent !== 'tab' && !(/^\d{1,2}$/.test(indent) && Number(indent) <= WIDEST_INDENT)) {
    throw new Failure('usage', `--indent takes tab or 0 to ${WIDEST_INDENT} columns`, { at });
  }
  if (pretty === 'none' || pretty === 'colors') {
    throw new Failure('usage', `--pretty ${pretty} keeps the layout, so --indent has nothing to indent`, { at });
  }
  return indent === 'tab' ? 'tab' : Number(indent);
}

function decideSorting({ 'sort-keys': sortsKeys = false, pretty }: Options): boolean {
  if (sortsKeys && (pretty === 'none' || pretty === 'colors')) {
    const text = `--pretty ${pretty}`;
    throw new Failure('usage', `--pretty ${pretty} keeps the layout, so --sort-keys has nothing to sort`, {
      at: { text, start: 9, end: text.length },
    });
  }
  return sortsKeys;
}

const LETTERS = { H: 'requestHead', B: 'requestBody', h: 'head', b: 'body', m: 'summary' } as const;

function decideParts(options: Options, method: string, around: Surroundings): Parts {
  const letters = options.print ?? defaultLetters(options, method, around);
  const parts = { requestHead: false, requestBody: false, head: false, body: false, summary: false };
  for (const [index, letter] of [...letters].entries()) {
    const part = LETTERS[letter as keyof typeof LETTERS]; // undefined for any other letter
    if (part === undefined) {
      throw new Failure('usage', `--print knows the letters H B h b m, not ${letter}`, {
        at: { text: `--print ${letters}`, start: 8 + index, end: 9 + index },
      });
    }
    parts[part] = true;
  }
  return parts;
}

function defaultLetters(options: Options, method: string, around: Surroundings): string {
  if (options.offline) return 'HB';
  // The body is for its file alone.
  if (picksHead(options)) return `${options.include ? 'h' : ''}${around.bodyToFile ? 'b' : ''}`;
  // curl prints no head because the method is HEAD, only because of -I, whatever the method.
  if (options.head || (method === 'HEAD' && around.dialect === 'slip')) return 'h';
  if (options.include) return 'hb';
  if (around.dialect === 'curl') return 'b';
  return around.stdoutIsTerminal && !options.verbose && !around.bodyToFile && !options.silent ? 'mb' : 'b';
}

/** Whether something of the reply's head is all that is printed. */
function picksHead(options: Options): boolean {
  return options['status-code'] === true || options['header-value'] !== undefined;
}

function decideProgress(options: Options, around: Surroundings, bodyOnTerminal: boolean): View['progress'] {
  if (options['progress-bar']) return 'bar';
  if (options.silent || options['progress-meter'] === false) return 'none';
  return around.stderrIsTerminal && !bodyOnTerminal ? 'terminal' : 'none';
}
