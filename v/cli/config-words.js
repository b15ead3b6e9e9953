import { Failure } from '../failure.js';
import { findValueOption, partsOf } from './argv.js';
import { parseConfigFile } from './config-file.js';
import { parseInvocation } from './parse.js';
import { sharingRunOptions } from './run-options.js';
/** A file that names itself would never end. */
const MAX_DEPTH = 10;
/**
 * Reads a command line with the config files it names: their options count as if they stood before those typed, so that
 * what is typed wins. Variables are set and filled in on the way, in the order in which they stand. `--next` begins a line of its own, for which the user's config file counts again.
 *
 * @param defaultFile the user's own config file, if there is one; passed over when `-q` is the first argument.
 * @param note is told what a config file holds that is ignored.
 * @returns one invocation for each part between `--next`.
 * @throws Failure `usage`, or `read` for a file that `-K` names and that cannot be read.
 */
export async function readInvocations(argv, defaultFile, inputs, note) {
    const isDisabled = argv[0] === '-q' || argv[0] === '--disable';
    const typed = isDisabled ? argv.slice(1) : argv;
    const defaults = isDisabled || defaultFile === undefined ? [] : parseConfigFile(defaultFile.text, defaultFile.path, note);
    const reading = { variables: new Map(), inputs, note };
    const invocations = [];
    for (const part of partsOf(typed)) {
        const words = [...(await expand(defaults, reading, 0)), ...(await expand(part, reading, 0))];
        const invocation = parseInvocation(words);
        if (invocation.options.disable)
            throw new Failure('usage', '-q counts only as the first argument');
        invocations.push(invocation);
    }
    if (invocations.length === 1)
        return invocations;
    if (invocations.some(({ command }) => command !== 'request')) {
        throw new Failure('usage', '--next stands between requests');
    }
    return sharingRunOptions(invocations, 'slip');
}
/** The words as they count: those of config files before them, variables set and filled in. */
async function expand(words, reading, depth) {
    const { inputs, note } = reading;
    const before = [];
    const own = [];
    for (let index = 0; index < words.length; index++) {
        const word = words[index] ?? '';
        if (word === '--') {
            own.push(...words.slice(index));
            break;
        }
        const option = findValueOption(word);
        if (option === undefined) {
            own.push(word);
            continue;
        }
        const { found, isExpanded, switches, attached } = option;
        const typed = attached ?? words[++index];
        const value = isExpanded && typed !== undefined ? await filledIn(typed, reading) : typed;
        if (value !== undefined && found.name === 'variable') {
            const { setVariable } = await import('./variables.js');
            reading.variables = await setVariable(value, reading.variables, inputs, note);
        }
        else if (value !== undefined && found.name === 'config') {
            before.push(...(await wordsOfFile(value, reading, depth)));
            if (switches !== '')
                own.push(switches);
        }
        else {
            own.push(isExpanded ? `--${found.name}` : word);
            if (value !== undefined && (isExpanded || attached === undefined))
                own.push(value);
        }
    }
    return [...before, ...own];
}
async function filledIn(text, { variables, note }) {
    const { expandVariables } = await import('./variables.js');
    return expandVariables(text, variables, note);
}
async function wordsOfFile(path, reading, depth) {
    if (depth >= MAX_DEPTH)
        throw new Failure('usage', 'config files name each other without an end');
    const text = Buffer.from(await reading.inputs.read(path, 'read')).toString('utf8');
    return await expand(parseConfigFile(text, path === '-' ? 'stdin' : path, reading.note), reading, depth + 1);
}
//# sourceMappingURL=config-words.js.map