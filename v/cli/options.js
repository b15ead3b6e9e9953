import { BODY_OPTIONS } from './options/body.js';
import { CONNECTION_OPTIONS } from './options/connection.js';
import { CREDENTIAL_OPTIONS } from './options/credentials.js';
import { FILE_OPTIONS } from './options/files.js';
import { GENERAL_OPTIONS } from './options/general.js';
import { MANY_OPTIONS } from './options/many.js';
import { OUTPUT_OPTIONS } from './options/output.js';
import { PROXY_OPTIONS } from './options/proxy.js';
import { REDIRECT_OPTIONS } from './options/redirects.js';
import { REFUSED_OPTIONS } from './options/refused.js';
import { REQUEST_OPTIONS } from './options/request.js';
import { TLS_OPTIONS } from './options/tls.js';
/**
 * THE option table, in the files of `options/`. The parser, the types of what it gives, `-h`, `--help`, four completion
 * scripts, the manual page, the README's section and docs/curl.md are all made from these rows. No row of slip's own takes
 * a name, long or short, that curl has; every option of curl 8.20 is here, or refused by name.
 */
const OPTIONS = {
    ...REQUEST_OPTIONS,
    ...BODY_OPTIONS,
    ...CREDENTIAL_OPTIONS,
    ...REDIRECT_OPTIONS,
    ...OUTPUT_OPTIONS,
    ...FILE_OPTIONS,
    ...MANY_OPTIONS,
    ...CONNECTION_OPTIONS,
    ...PROXY_OPTIONS,
    ...TLS_OPTIONS,
    ...GENERAL_OPTIONS,
};
/** The options as a list, in the order of the table. */
export const OPTION_NAMES = Object.keys(OPTIONS); // Object.keys forgets the keys' type
/** A row seen without its literal types. */
export function optionRow(name) {
    return OPTIONS[name];
}
/** The options of curl that slip refuses by name, in the order of the alphabet. */
export const REFUSALS = REFUSED_OPTIONS;
/**
 * Finds an option by a long name or alias without its dashes, or by its `no-` form, which gives `isOn: false`.
 */
export function findLongOption(word) {
    const found = findNamed(word);
    if (found !== undefined || !word.startsWith('no-'))
        return found;
    const switched = findNamed(word.slice(3));
    if (switched?.row.takes !== 'nothing')
        return undefined;
    return switched.kind === 'option' ? { ...switched, isOn: false } : switched;
}
/** Finds an option by its letter; that of a row which is on from the start takes it back. */
export function findShortOption(letter) {
    const name = OPTION_NAMES.find((candidate) => optionRow(candidate).short === letter);
    if (name !== undefined) {
        const row = optionRow(name);
        return { kind: 'option', name, row, isOn: !(row.takes === 'nothing' && row.initially === 'on') };
    }
    const refused = Object.entries(REFUSALS).find(([, { short }]) => short === letter);
    return refused && { kind: 'refused', name: refused[0], row: refused[1] };
}
function findNamed(word) {
    const name = Object.hasOwn(OPTIONS, word)
        ? word // it is a key of OPTIONS
        : OPTION_NAMES.find((candidate) => optionRow(candidate).aliases?.includes(word));
    if (name !== undefined)
        return { kind: 'option', name, row: optionRow(name), isOn: true };
    const refused = Object.entries(REFUSALS).find(([refusedName, { aliases }]) => {
        return refusedName === word || aliases?.includes(word);
    });
    return refused && { kind: 'refused', name: refused[0], row: refused[1] };
}
//# sourceMappingURL=options.js.map