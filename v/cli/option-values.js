import { Failure } from '../failure.js';
import { OPTION_NAMES, optionRow, } from './options.js';
/**
 * What was typed for an option.
 *
 * @throws Failure `usage` for an option that slip does not have, and for a value that has not the right form.
 */
export function occurrenceOf(found, value) {
    if (found.kind === 'refused') {
        throw new Failure('usage', `slip does not have --${found.name}: ${found.row.refused}`);
    }
    const { name, row } = found;
    if (row.pending)
        throw new Failure('usage', `slip does not have --${name} yet`);
    return { name, value: typeof value === 'string' ? checkedValue(name, row, value) : value };
}
/** The value, once its form fits what the row takes. */
function checkedValue(name, row, value) {
    const fault = formFault(row, value);
    if (fault === undefined)
        return value;
    const start = name.length + 3;
    throw new Failure('usage', `--${name} takes ${fault}`, {
        at: { text: `--${name} ${value}`, start, end: start + Math.max(value.length, 1) },
    });
}
/** What the row wanted, if the value is not that. */
function formFault(row, value) {
    switch (row.takes) {
        case 'seconds':
            return /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(value) ? undefined : 'seconds, such as 2.5';
        case 'count':
            return (row.least === -1 && value === '-1') || /^\d{1,9}$/.test(value) ? undefined : 'a whole number';
        case 'octal':
            return /^0*[0-7]{1,3}$/.test(value) ? undefined : 'a file mode in octal, such as 644';
        case 'bytes':
            return BYTES.test(value) ? undefined : 'a number of bytes, such as 300000 or 1.5M';
        case 'choice':
            return row.choices.includes(value) ? undefined : `one of ${row.choices.join(', ')}`;
        case 'file':
        case 'folder':
            return value === '' && !row.mayBeEmpty ? `the name of a ${row.takes}` : undefined;
        case 'nothing':
        case 'text':
        case 'url':
            return undefined;
    }
}
/**
 * The typed record of what was given: lists for rows that repeat, the last value for the others, as in curl. In curl's
 * dialect the last of several options that exclude each other counts, too.
 */
export function collectOptions(occurrences, dialect) {
    const collected = {};
    for (const { name, value } of occurrences) {
        const row = optionRow(name);
        if (row.takes === 'seconds' || row.takes === 'count')
            collected[name] = Number(value);
        else if (row.takes === 'octal')
            collected[name] = Number.parseInt(String(value), 8);
        else if (row.takes === 'bytes')
            collected[name] = byteCount(String(value));
        else if ('repeats' in row && row.repeats) {
            const earlier = collected[name]; // rows that repeat hold nothing but text
            collected[name] = [...(earlier ?? []), value];
        }
        else if (dialect === 'slip' && name === 'request' && collected[name] !== undefined && collected[name] !== value) {
            throw new Failure('usage', `-X ${String(collected[name])} and -X ${value} disagree`);
        }
        else
            collected[name] = value;
        if (dialect === 'curl' && value !== false)
            for (const other of rivalsOf(name))
                delete collected[other];
    }
    return collected; // each row put in the type that its `takes` says
}
function rivalsOf(name) {
    const { excludes = [], own } = optionRow(name);
    if (own)
        return [];
    return OPTION_NAMES.filter((other) => excludes.includes(other) || optionRow(other).excludes?.includes(name));
}
const BYTES = /^(?<whole>\d{1,15})(?:b?|(?:\.(?<fraction>\d{1,15}))?(?<power>[kmgtp]))$/i;
function byteCount(text) {
    const { whole = '', fraction = '', power } = BYTES.exec(text)?.groups ?? {};
    if (power === undefined)
        return Number(whole);
    return Math.floor(Number(`${whole}.${fraction}`) * 1024 ** ('kmgtp'.indexOf(power.toLowerCase()) + 1));
}
//# sourceMappingURL=option-values.js.map