import { COMMON_METHODS, completionCommands, completionFlags, flagWords, GROUP_WORDS, letters, } from './completion-words.js';
/** For fish 3.0 and later. */
export function fishCompletion() {
    const flags = completionFlags();
    const commands = completionCommands();
    const switches = flags.filter(({ value }) => value === undefined);
    const valued = flags.filter(({ value }) => value !== undefined);
    const longs = valued.flatMap((flag) => flagWords(flag).filter((word) => word.startsWith('--')));
    const lines = [
        'complete -c slip -f',
        "complete -c slip -n 'not __slip_first; and not __slip_asked' -a '(__slip_attachment)'",
        ...commands.map(({ name, summary }) => `complete -c slip -n __slip_first -a ${name} -d ${quoted(summary)}`),
        `complete -c slip -n __slip_first -a '${COMMON_METHODS.join(' ')}' -d Method`,
        `complete -c slip -n __slip_asked -a '${GROUP_WORDS.join(' ')}' -d 'Group of options'`,
        ...commands
            .filter(({ words }) => words.length > 0)
            .map(({ name, words }) => `complete -c slip -n '__slip_after ${name}' -a '${words.join(' ')}'`),
        ...flags.flatMap(optionLines),
    ];
    return `# fish completion for slip, as printed by: slip completion fish

# The words before the cursor that are neither options nor their values.
function __slip_words
    set -l tokens (commandline -opc)
    set -e tokens[1]
    set -l valued
    for token in $tokens
        if set -q valued[1]
            set -e valued[1]
        else if string match -qr -- '^(?:${longs.join('|')}|-[${letters(switches)}]*[${letters(valued)}])$' $token
            set valued yes
        else if not string match -q -- '-?*' $token
            echo $token
        end
    end
end

function __slip_asked
    string match -qr -- '^(?:-h|--help)$' (commandline -opc)
    and test (count (__slip_words)) -eq 0
end

function __slip_first
    test (count (__slip_words)) -eq 0
    and not __slip_asked
end

function __slip_after
    test (count (__slip_words)) -eq 1
    and test (__slip_words) = $argv[1]
end

function __slip_negating
    string match -q -- '--no-*' (commandline -ct)
end

# The word at the cursor, or its part after an option's =.
function __slip_value
    commandline -ct | string replace -r -- '^--[^=]*=' ''
end

# Files after the first @.
function __slip_attachment
    set -l word (__slip_value | string replace -r '^["\\']' '' | string unescape)
    string match -q '*@*' -- $word
    or return
    set -l parts (string split -m 1 @ -- $word)
    for path in $parts[2]*
        test -d $path
        and set path $path/
        echo $parts[1]@$path
    end
end

${lines.join('\n')}
`;
}
function optionLines({ short, long, negation, value, description }) {
    const shortWord = short === undefined ? '' : ` -s ${quoted(short.slice(1))}`;
    return [
        `complete -c slip${shortWord} -l ${long.slice(2)}${argument(value)} -d ${quoted(description)}`,
        ...(negation === undefined
            ? []
            : [`complete -c slip -n __slip_negating -l ${negation.slice(2)} -d ${quoted(`Take back ${long}`)}`]),
    ];
}
function argument(value) {
    switch (value?.kind) {
        case undefined:
            return '';
        case 'words':
            return ` -x -a '${value.words.join(' ')}'`;
        case 'files':
            return ' -r -F';
        case 'folders':
            return " -x -a '(__fish_complete_directories (__slip_value))'";
        case 'attachment':
            return " -x -a '(__slip_attachment)'";
        case 'free':
            return ' -x';
    }
}
function quoted(text) {
    return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
//# sourceMappingURL=completion-fish.js.map