import { Command, Option } from 'commander';
import { Failure } from '../failure.js';
import { COMMANDS, RESERVED_WORDS } from './commands.js';
import { nearestOption } from './nearest.js';
import { collectOptions, occurrenceOf } from './option-values.js';
import { findLongOption, findShortOption, OPTION_NAMES, optionRow, } from './options.js';
/**
 * Reads the words of a command line by the option table.
 *
 * @throws Failure `usage`: an unknown option, a missing or malformed value, options that exclude each other.
 */
export function parseInvocation(argv) {
    const occurrences = [];
    const words = readWords(argv, occurrences);
    const options = collectOptions(occurrences, 'slip');
    refuseExcluded(options);
    const [first, ...rest] = words;
    if (first !== undefined && Object.hasOwn(COMMANDS, first)) {
        return { dialect: 'slip', command: first, words: rest, options, occurrences }; // it is a key of COMMANDS
    }
    if (first !== undefined && RESERVED_WORDS.includes(first)) {
        throw new Failure('usage', `slip ${first} is kept for a command that this version does not have`, {
            hint: `a host of that name is written http://${first}/`,
        });
    }
    return { dialect: 'slip', command: 'request', words, options, occurrences };
}
/** The command line as commander takes it apart; occurrences are added in the order typed. */
function readWords(argv, occurrences) {
    const program = new SlipCommand('slip')
        .helpOption(false)
        .exitOverride()
        .argument('[words...]')
        .action(() => { });
    for (const found of mentionedOptions(argv))
        register(program, found, occurrences);
    program.parse([...argv], { from: 'user' });
    return program.args;
}
/**
 * The options whose names stand somewhere on the line, be it as values of others. Commander is told of no more than
 * these, since it takes milliseconds to learn three hundred.
 */
function mentionedOptions(argv) {
    const mentioned = new Map();
    const mention = (found) => mentioned.set(found.name, found);
    for (const word of argv) {
        if (word.startsWith('--')) {
            const found = findLongOption(word.slice(2).replace(/=.*$/s, ''));
            if (found !== undefined)
                mention(found);
        }
        else if (word.startsWith('-')) {
            for (let index = 1; index < word.length; index++) {
                const found = findShortOption(word.charAt(index));
                if (found === undefined)
                    break;
                mention(found);
                if (found.row.takes !== 'nothing')
                    break;
            }
        }
    }
    return mentioned.values();
}
/** Tells commander of an option, with all its spellings. */
function register(program, found, occurrences) {
    const { name, row } = found;
    const isSwitch = row.takes === 'nothing';
    const letterOn = isSwitch && 'initially' in row && row.initially === 'on' ? 'no-' : '';
    for (const long of [name, ...(row.aliases ?? [])]) {
        for (const no of isSwitch ? ['', 'no-'] : ['']) {
            const short = row.short !== undefined && long === name && no === letterOn ? `-${row.short}, ` : '';
            program.addOption(new Option(`${short}--${no}${long}${isSwitch ? '' : ' <value>'}`));
            program.on(`option:${no}${long}`, (value) => {
                occurrences.push(occurrenceOf(found, isSwitch ? no === '' : (value ?? '')));
            });
        }
    }
}
/** Commander with its two complaints turned into ours; it knows them by method, so no message text is matched. */
class SlipCommand extends Command {
    unknownOption(flag) {
        const nearest = nearestOption(flag);
        throw new Failure('usage', `there is no option ${flag}`, {
            hint: nearest === undefined ? 'slip -h lists the options' : `did you mean ${nearest}?`,
        });
    }
    optionMissingArgument(option) {
        throw new Failure('usage', `${option.flags.replace(' <value>', '').replace(', ', ' / ')} needs a value`);
    }
}
function refuseExcluded(options) {
    for (const name of OPTION_NAMES) {
        if (options[name] === undefined || options[name] === false)
            continue;
        for (const other of optionRow(name).excludes ?? []) {
            const value = options[other]; // a test holds the table to real names
            if (value === undefined || value === false)
                continue;
            throw new Failure('usage', `--${name} and --${other} exclude each other`);
        }
    }
}
//# sourceMappingURL=parse.js.map