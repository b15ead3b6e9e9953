/** Where help is shown. */
export interface Page {
  /** Width of the terminal; below 60 counts as 60, above 100 as 100, since longer lines read badly. */
  readonly columns: number;
  /** Colours instead of backticks. */
  readonly colored: boolean;
}

/** Something one can type, and what it means. Texts are Markdown with backticks only. */
export interface Entry {
  /** Typed as it stands: `-X, --request`. */
  readonly literal: string;
  /** What stands behind it for the user to fill in: `METHOD`. */
  readonly placeholder?: string;
  /** One line without a full stop. */
  readonly summary: string;
  /** Whole sentences. */
  readonly detail?: string;
}

/**
 * Lines of at most `columns`, broken at spaces, but at none within backticks. A pattern for words in its place took 6 of
 * the 38 ms of CPU of `--help`.
 */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let start = 0;
  let lastBreak = 0;
  let isCode = false;
  for (let at = 0; at <= text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '`') isCode = !isCode;
    if (at < text.length && (sign !== ' ' || isCode)) continue;
    if (at - start > columns && lastBreak > start) {
      lines.push(text.slice(start, lastBreak));
      start = lastBreak + 1;
    }
    lastBreak = at;
  }
  return text === '' ? lines : [...lines, text.slice(start)];
}

/** A page with its bounds and its pens. */
export interface Paper {
  readonly columns: number;
  heading(text: string): string;
  literal(text: string): string;
  /** Markdown with backticks, which colour replaces. */
  prose(text: string): string;
}

/** Two escape sequences do not need chalk, which takes longer to load than help takes to show. */
export function paperFor(page: Page): Paper {
  const columns = Math.min(Math.max(page.columns, 60), 100);
  if (!page.colored) return { columns, heading: String, literal: String, prose: String };
  const literal = (text: string) => `\x1b[36m${text}\x1b[39m`;
  return {
    columns,
    heading: (text) => `\x1b[1m${text}\x1b[22m`,
    literal,
    prose: (text) => text.replace(/`([^`]*)`/g, (_, code: string) => literal(code)),
  };
}

/** Sections with a blank line between them, as one text. */
export function join(sections: readonly (readonly string[])[]): string {
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Lines below a heading. */
export function section(paper: Paper, title: string, lines: readonly string[]): readonly string[] {
  return [paper.heading(title.toUpperCase()), ...lines];
}

/** Entries with all they mean, a blank line between them, a heading above the first. */
export function titled(paper: Paper, title: string, entries: readonly Entry[]): readonly (readonly string[])[] {
  const [first = [], ...others] = entries.map((entry) => explained(paper, entry));
  return [section(paper, title, first), ...others];
}

/** Markdown as lines that begin so many columns to the right. */
export function wrapped(paper: Paper, text: string, indent: number): readonly string[] {
  return wrap(text, paper.columns - indent).map((line) => ' '.repeat(indent) + paper.prose(line));
}

/** The entry on a line, all it means below. */
export function explained(paper: Paper, entry: Entry): readonly string[] {
  const text = `${entry.summary}.${entry.detail === undefined ? '' : ` ${entry.detail}`}`;
  return [`  ${painted(paper, entry)}`, ...wrapped(paper, text, 10)];
}

/**
 * Entries on the left, summaries in one column on the right. An entry wider than the column pushes its summary right,
 * or below if it does not fit there.
 */
export function aligned(
  paper: Paper,
  entries: readonly Entry[],
  width = leftWidth(entries, paper.columns),
): readonly string[] {
  return entries.flatMap((entry) => {
    const left = `  ${painted(paper, entry)}`;
    const used = leftText(entry).length;
    if (used > width && used + 4 + entry.summary.length > paper.columns) {
      return [left, ...wrapped(paper, entry.summary, width + 4)];
    }
    const [first = '', ...more] = used > width ? [entry.summary] : wrap(entry.summary, paper.columns - width - 4);
    const gap = ' '.repeat(Math.max(width - used, 0) + 2);
    return [left + gap + paper.prose(first), ...more.map((line) => ' '.repeat(width + 4) + paper.prose(line))];
  });
}

/** Columns of the left side: as many as leave each summary on one line, but a third of the page at least. */
export function leftWidth(entries: readonly Entry[], columns: number): number {
  const widest = Math.max(...entries.map((entry) => leftText(entry).length));
  const longestSummary = Math.max(...entries.map((entry) => entry.summary.length));
  return Math.min(widest, Math.max(columns - 4 - longestSummary, Math.floor(columns / 3)));
}

/** Long options stand below each other, whether a short one precedes them or not. */
function margin(entry: Entry): string {
  return entry.literal.startsWith('--') ? '    ' : '';
}

/** An entry as typed, without colours. */
function leftText(entry: Entry): string {
  return margin(entry) + entry.literal + (entry.placeholder === undefined ? '' : ` ${entry.placeholder}`);
}

/** An entry as typed. */
export function painted(paper: Paper, entry: Entry): string {
  const placeholder = entry.placeholder === undefined ? '' : ` ${entry.placeholder}`;
  return margin(entry) + paper.literal(entry.literal) + placeholder;
}
