import {
  COMMON_METHODS,
  completionCommands,
  completionFlags,
  completionLines,
  completionScenes,
  type Flag,
  HELP_WORDS,
  indented,
  letters,
  longWords,
  type Scene,
  type Value,
} from './completion-words.ts';
import { NAMES_WORD, type NameKind } from './name-kind.ts';

/** For fish 3.0 and later. */
export function fishCompletion(): string {
  const commands = completionCommands();
  const [request, ...places] = completionScenes();
  const ownLines = completionLines().filter(({ takesRequest }) => !takesRequest);
  const lines = [
    'complete -c slip -f',
    "complete -c slip -n 'not __slip_first; and not __slip_asked; and __slip_request' -a '(__slip_attachment)'",
    ...commands.map(({ name, summary }) => `complete -c slip -n __slip_first -a ${name} -d ${quoted(summary)}`),
    `complete -c slip -n __slip_first -a '${COMMON_METHODS.join(' ')}' -d Method`,
    `complete -c slip -n __slip_asked -a '${HELP_WORDS.join(' ')}' -d 'Group or command'`,
    ...commands
      .filter(({ words }) => words.length > 0)
      .map(({ name, words }) => `complete -c slip -n '__slip_after ${name}' -a '${words.join(' ')}'`),
    ...completionLines().flatMap(({ words, flags, offers, names, isMany }) => [
      ...(offers.length === 0 ? [] : [`complete -c slip -n "__slip_after '${words}'" -a '${fromOffers(offers)}'`]),
      ...(names === undefined
        ? []
        : [`complete -c slip -n "__slip_${isMany ? 'at' : 'after'} '${words}'" -a '${named(names)}'`]),
      ...flags.flatMap((flag) => optionLines(flag, `"__slip_at '${words}'"`)),
    ]),
    ...completionFlags().flatMap((flag) => optionLines(flag, '__slip_request')),
  ];
  return `# fish completion for slip, as printed by: slip completion fish

# The words before the cursor that are neither options nor their values.
function __slip_words
    set -l tokens (commandline -opc)
    set -e tokens[1]
    set -l valued
    set -l words
    set -l pattern '${pattern(request)}'
    for token in $tokens
        if set -q valued[1]
            set -e valued[1]
        else if string match -qr -- $pattern $token
            set valued yes
        else if not string match -q -- '-?*' $token
            set words $words $token
            switch "$words"
${indented(
  places.flatMap((place) => [
    `case '${place.words}'`,
    `    set pattern '${pattern(place, place.takesRequest ? request : undefined)}'`,
  ]),
  16,
)}
            end
        end
    end
    for word in $words
        echo $word
    end
end

# Whether the options are those of a request.
function __slip_request
    set -l words (__slip_words)
    not contains -- "$words[1]" ${[...new Set(ownLines.map(({ words }) => words.replace(/ .*/, '')))].join(' ')}
end

# Whether the options are those of this line of a command.
function __slip_at
    set -l words (__slip_words)
    string match -q -- "$argv[1] *" "$words "
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
    set -l words (__slip_words)
    test "$words" = $argv[1]
end

function __slip_negating
    string match -q -- '--no-*' (commandline -ct)
end

# The word at the cursor, or its part after an option's =.
function __slip_value
    commandline -ct | string replace -r -- '^--[^=]*=' ''
end

# Names that slip knows; fish quotes what it puts on the line.
function __slip_names
    set -l tokens (commandline -opc)
    set -e tokens[1]
    command slip ${NAMES_WORD} $argv[1] $tokens 2>/dev/null </dev/null
end

# Collections, and folders that may have some.
function __slip_collections
    set -l word (commandline -ct | string replace -r '^["\\']' '' | string unescape)
    for path in $word*.yaml $word*.yml
        echo $path
    end
    for path in $word*/
        echo $path
    end
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

function optionLines(flag: Flag, condition: string): readonly string[] {
  const { short, long, negation, value, description } = flag;
  const shortWord = short === undefined ? '' : ` -s ${quoted(short.slice(1))}`;
  const head = `complete -c slip -n ${condition}`;
  return [
    `${head}${shortWord} -l ${long.slice(2)}${argument(value)} -d ${quoted(description)}`,
    ...(negation === undefined
      ? []
      : [`complete -c slip -n ${negating(condition)} -l ${negation.slice(2)} -d ${quoted(`Take back ${long}`)}`]),
  ];
}

function negating(condition: string): string {
  return condition.startsWith('"')
    ? `"__slip_negating; and ${condition.slice(1)}`
    : `'__slip_negating; and ${condition}'`;
}

function fromOffers(offers: readonly string[] | 'collections'): string {
  return offers === 'collections' ? '(__slip_collections)' : offers.join(' ');
}

function named(names: NameKind): string {
  return `(__slip_names ${names})`;
}

/** An option that has its value in the next word. A space stands for no letter at all. */
function pattern(...scenes: readonly (Scene | undefined)[]): string {
  const switches = scenes.flatMap((scene) => scene?.switches ?? []);
  const valued = scenes.flatMap((scene) => scene?.valued ?? []);
  const cluster = `-[${letters(switches) || ' '}]*[${letters(valued) || ' '}]`;
  return `^(?:${[...longWords(valued), cluster].join('|')})$`;
}

function argument(value: Value | undefined): string {
  switch (value?.kind) {
    case undefined:
      return '';
    case 'words':
      return ` -x -a '${value.words.join(' ')}'`;
    case 'names':
      return ` -x -a '${named(value.names)}'`;
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

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
