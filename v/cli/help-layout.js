/** Lines of at most `columns`, broken between words; a space within backticks is no place to break. */
export function wrap(text, columns) {
    const lines = [];
    let line = '';
    for (const word of text.match(/(?:`[^`]*`|[^\s`])+/g) ?? []) {
        if (line !== '' && line.length + 1 + word.length > columns) {
            lines.push(line);
            line = word;
        }
        else
            line = line === '' ? word : `${line} ${word}`;
    }
    return line === '' ? lines : [...lines, line];
}
/** Two escape sequences do not need chalk, which takes longer to load than help takes to show. */
export function paperFor(page) {
    const columns = Math.min(Math.max(page.columns, 60), 100);
    if (!page.colored)
        return { columns, heading: String, literal: String, prose: String };
    const literal = (text) => `\x1b[36m${text}\x1b[39m`;
    return {
        columns,
        heading: (text) => `\x1b[1m${text}\x1b[22m`,
        literal,
        prose: (text) => text.replace(/`([^`]*)`/g, (_, code) => literal(code)),
    };
}
/** Sections with a blank line between them, as one text. */
export function join(sections) {
    return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
/** Lines below a heading. */
export function section(paper, title, lines) {
    return [paper.heading(title.toUpperCase()), ...lines];
}
/** Entries with all they mean, a blank line between them, a heading above the first. */
export function titled(paper, title, entries) {
    const [first = [], ...others] = entries.map((entry) => explained(paper, entry));
    return [section(paper, title, first), ...others];
}
/** Markdown as lines that begin so many columns to the right. */
export function wrapped(paper, text, indent) {
    return wrap(text, paper.columns - indent).map((line) => ' '.repeat(indent) + paper.prose(line));
}
/** The entry on a line, all it means below. */
export function explained(paper, entry) {
    const text = `${entry.summary}.${entry.detail === undefined ? '' : ` ${entry.detail}`}`;
    return [`  ${painted(paper, entry)}`, ...wrapped(paper, text, 10)];
}
/**
 * Entries on the left, summaries in one column on the right. An entry wider than the column pushes its summary right,
 * or below if it does not fit there.
 */
export function aligned(paper, entries, width = leftWidth(entries, paper.columns)) {
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
export function leftWidth(entries, columns) {
    const widest = Math.max(...entries.map((entry) => leftText(entry).length));
    const longestSummary = Math.max(...entries.map((entry) => entry.summary.length));
    return Math.min(widest, Math.max(columns - 4 - longestSummary, Math.floor(columns / 3)));
}
/** Long options stand below each other, whether a short one precedes them or not. */
function margin(entry) {
    return entry.literal.startsWith('--') ? '    ' : '';
}
/** An entry as typed, without colours. */
export function leftText(entry) {
    return margin(entry) + entry.literal + (entry.placeholder === undefined ? '' : ` ${entry.placeholder}`);
}
/** An entry as typed. */
export function painted(paper, entry) {
    const placeholder = entry.placeholder === undefined ? '' : ` ${entry.placeholder}`;
    return margin(entry) + paper.literal(entry.literal) + placeholder;
}
//# sourceMappingURL=help-layout.js.map