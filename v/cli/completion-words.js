import { COMMANDS } from './commands.js';
import { EXPORT_FORMATS } from './export-words.js';
import { rivalsOf } from './help.js';
import { OPTION_GROUPS } from './option-row.js';
import { OPTION_NAMES, optionRow } from './options.js';
/** The shells there is a completion script for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];
/** Methods to offer as a first word; others work but are rarely typed. */
export const COMMON_METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
/** The groups of options as one types them after `slip help`. */
export const GROUP_WORDS = OPTION_GROUPS.map((group) => group.toLowerCase());
/** The options, in the order of the table. */
export function completionFlags() {
    return OPTION_NAMES.map((name) => {
        const row = optionRow(name);
        const aliases = (row.aliases ?? []).map((alias) => `--${alias}`);
        const isOn = row.takes === 'nothing' && row.initially === 'on';
        return {
            short: row.short === undefined ? undefined : `-${row.short}`,
            long: isOn ? `--no-${name}` : `--${name}`,
            hidden: isOn ? [`--${name}`, ...aliases] : aliases,
            negation: row.takes === 'nothing' && !isOn ? `--no-${name}` : undefined,
            value: valueOfRow(row),
            placeholder: row.takes === 'nothing' ? '' : row.value,
            repeats: 'repeats' in row && row.repeats === true,
            rivals: rivalsOf(name).flatMap(shownWords),
            description: row.summary.replaceAll('`', ''),
        };
    });
}
/** All words that stand for an option, shown or not. */
export function flagWords({ short, long, hidden }) {
    return [...(short === undefined ? [] : [short]), long, ...hidden];
}
/** The short letters of some options in one string, for a pattern's brackets. */
export function letters(flags) {
    return flags.map(({ short }) => short?.slice(1) ?? '').join('');
}
/** The sub-commands, in the order of the table. */
export function completionCommands() {
    const names = Object.keys(COMMANDS); // Object.keys forgets the keys' type
    return names.map((name) => ({ name, summary: COMMANDS[name].summary, words: wordsAfter(name) }));
}
/** Lines moved right, as one text. */
export function indented(lines, columns) {
    return lines.map((line) => ' '.repeat(columns) + line).join('\n');
}
function valueOfRow(row) {
    switch (row.takes) {
        case 'nothing':
            return undefined;
        case 'choice':
            return { kind: 'words', words: row.choices };
        case 'file':
            return { kind: 'files' };
        case 'folder':
            return { kind: 'folders' };
        case 'text':
            if (row.value === 'METHOD')
                return { kind: 'words', words: COMMON_METHODS.map((method) => method.toUpperCase()) };
            return { kind: row.value.startsWith('FILE') ? 'files' : 'attachment' };
        case 'url':
        case 'seconds':
        case 'count':
        case 'octal':
        case 'bytes':
            return { kind: 'free' };
    }
}
function shownWords(name) {
    const { short } = optionRow(name);
    return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}
function wordsAfter(name) {
    switch (name) {
        case 'completion':
            return SHELLS;
        case 'help':
            return GROUP_WORDS;
        case 'export':
            return EXPORT_FORMATS;
        case 'curl':
        case 'demo':
            return [];
    }
}
//# sourceMappingURL=completion-words.js.map