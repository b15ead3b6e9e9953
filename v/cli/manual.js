import { commandEntries, commonEntries, DESCRIPTION, ENVIRONMENT, EXAMPLES, EXIT_STATUSES, FILES, groupEntries, ITEM_RULES, ITEMS, OPTION_RULES, PURPOSE, USAGE, } from './help.js';
import { wrap } from './help-layout.js';
import { OPTION_GROUPS } from './option-row.js';
/** The manual page, for `man/slip.1`: roff with the macros of man(7). It carries no date and no version. */
export function manualPage() {
    const lines = [
        '.TH SLIP 1 "" slip "User Commands"',
        // No hyphens in names that are broken, no stretched lines, one space between sentences.
        '.nh',
        '.ad l',
        '.ss 12 0',
        '.SH NAME',
        `slip \\- ${PURPOSE.charAt(0).toLowerCase()}${PURPOSE.slice(1, -1)}`,
        '.SH SYNOPSIS',
        ...[USAGE, ...commandEntries()].flatMap((entry, index) => [...(index === 0 ? [] : ['.br']), synopsis(entry)]),
        '.SH DESCRIPTION',
        ...paragraphs(DESCRIPTION),
        '.SH REQUEST ITEMS',
        ...textLines(ITEM_RULES),
        ...definitions(ITEMS),
        '.SH OPTIONS',
        ...textLines(OPTION_RULES),
        ...OPTION_GROUPS.flatMap((group) => [`.SS ${group}`, ...definitions(groupEntries(group))]),
        '.SH COMMANDS',
        ...definitions(commandEntries()),
        '.SH EXIT STATUS',
        ...definitions(EXIT_STATUSES),
        '.SH ENVIRONMENT',
        ...definitions(ENVIRONMENT),
        '.SH FILES',
        ...definitions(FILES),
        '.SH EXAMPLES',
        ...definitions(EXAMPLES),
        '.SH SEE ALSO',
        '.BR curl (1),',
        '.BR jq (1)',
    ];
    return `${lines.join('\n')}\n`;
}
/** The tables of options for the README, without the rare ones: GitHub's Markdown. */
export function readmeOptions() {
    return OPTION_GROUPS.map((group) => {
        const rows = commonEntries(group).map((entry) => `| \`${cell(typed(entry))}\` | ${cell(entry.summary)} |`);
        return [`### ${group}`, '', '| Option | Meaning |', '| --- | --- |', ...rows].join('\n');
    }).join('\n\n');
}
function typed({ literal, placeholder }) {
    return placeholder === undefined ? literal : `${literal} ${placeholder}`;
}
/** A pipe would end the cell, within backticks too. */
function cell(text) {
    return text.replaceAll('|', '\\|');
}
function synopsis(entry) {
    return `${bold(entry.literal)} ${(entry.placeholder ?? '').replace(/[A-Z]+/g, (word) => italic(word)).replaceAll('…', '\\|.\\|.\\|.')}`;
}
function paragraphs(texts) {
    return texts.flatMap((text, index) => [...(index === 0 ? [] : ['.PP']), ...textLines(text)]);
}
function definitions(entries) {
    return entries.flatMap((entry) => {
        const text = `${entry.summary}.${entry.detail === undefined ? '' : ` ${entry.detail}`}`;
        const placeholder = entry.placeholder === undefined ? '' : ` ${italic(entry.placeholder)}`;
        return ['.TP', bold(entry.literal) + placeholder, ...textLines(text)];
    });
}
/** Markdown with backticks as lines of roff text. */
function textLines(markdown) {
    const parts = markdown.split('`').map((part, index) => (index % 2 === 0 ? escaped(part) : bold(part)));
    // A dot at the start of a line would make it a request; an apostrophe is never there, since it is escaped.
    return wrap(parts.join(''), 80).map((line) => (line.startsWith('.') ? `\\&${line}` : line));
}
function bold(text) {
    return `\\fB${escaped(text)}\\fR`;
}
function italic(text) {
    return `\\fI${escaped(text)}\\fR`;
}
const ESCAPES = {
    '\\': '\\e',
    '-': '\\-',
    "'": '\\(aq',
    '^': '\\(ha',
    '~': '\\(ti',
    '…': '\\|.\\|.\\|.',
};
/** Characters that roff reads or that a typesetter would swap for a prettier one. */
function escaped(text) {
    return text.replace(/[\\\-'^~…]/g, (character) => ESCAPES[character] ?? character);
}
//# sourceMappingURL=manual.js.map