import { curlHelp, curlManual, curlVersionText } from './cli/curl-help.js';
import { findGroup, fullHelp, groupHelp, shortHelp } from './cli/help.js';
import { Failure } from './failure.js';
import { colorLevel } from './render/color-level.js';
export { findSpecial } from './cli/special.js';
/** Prints the help, which needs nothing else on the line to be right. */
export async function showHelp(special, host) {
    const page = pageFor(host.stdout, host);
    await host.stdout.write(special.dialect === 'curl' ? curlText(special, page) : slipText(special, page));
    return 0;
}
/** Prints what scripts look for in curl's version. */
export async function showCurlVersion(host) {
    await host.stdout.write(curlVersionText(host));
    return 0;
}
/**
 * `slip help [GROUP]`.
 *
 * @throws Failure `usage` for a word that is no group.
 */
export async function showHelpCommand(words, host) {
    const [word] = words;
    if (word !== undefined && findGroup(word) === undefined) {
        throw new Failure('usage', `there is no group of options called ${word}`, { hint: 'slip -h shows them all' });
    }
    return await showHelp({ kind: 'help', dialect: 'slip', full: false, word }, host);
}
/** What a line without a word gets: the short help on stderr, as nothing was done. */
export async function showUsage(host) {
    await host.stderr.write(shortHelp(pageFor(host.stderr, host)));
    return 2;
}
function slipText({ full, word }, page) {
    const group = word === undefined ? undefined : findGroup(word);
    if (group !== undefined)
        return groupHelp(group, page);
    return full ? fullHelp(page) : shortHelp(page);
}
function curlText({ full, word }, page) {
    return full ? curlManual(page) : curlHelp(word, page);
}
function pageFor(sink, { env, platform }) {
    return { columns: sink.columns, colored: colorLevel({ isTerminal: sink.isTerminal, env, platform }) > 0 };
}
//# sourceMappingURL=special.js.map