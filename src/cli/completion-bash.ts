import {
  COMMON_METHODS,
  completionCommands,
  completionLines,
  completionScenes,
  flagWords,
  HELP_WORDS,
  indented,
  type Line,
  letters,
  longWords,
  type Scene,
  type Value,
} from './completion-words.ts';
import { NAMES_WORD, type NameKind } from './name-kind.ts';

/**
 * For bash 3.2 and later, without the bash-completion package. readline cuts words at `=`, `:` and `@`; the script puts
 * them together again, and leaves out of its replies what stands before the last cut.
 */
export function bashCompletion(): string {
  const commands = completionCommands();
  const scenes = completionScenes();
  const lines = completionLines();
  const followers = [
    ...commands.filter(({ words }) => words.length > 0).map(({ name, words }) => `1:${name}) ${offer(words)} ;;`),
    ...lines.map((line) => `${line.words.split(' ').length}:'${line.words}') ${offered(line)} ;;`),
    ...lines.flatMap(({ words, names, isMany }) =>
      names !== undefined && isMany ? `*:'${words} '*) ${named(names)}; _slip_attachment ;;` : [],
    ),
  ];
  return `# bash completion for slip, as printed by: slip completion bash

# The words up to the cursor, into typed.
_slip_split() {
  local rest=\${COMP_LINE:0:COMP_POINT} piece index
  typed=()
  for (( index = 0; index <= COMP_CWORD; index++ )); do
    if [[ $index == 0 || $rest == [[:space:]]* ]]; then
      rest=\${rest#"\${rest%%[![:space:]]*}"}
      typed+=('')
    fi
    piece=\${COMP_WORDS[index]}
    [[ $index == "$COMP_CWORD" ]] && piece=$rest
    typed[\${#typed[@]}-1]+=$piece
    rest=\${rest#"$piece"}
  done
}

# The part of the word that readline keeps, into kept. It cuts before an @, but after every other character that cuts.
_slip_cut() {
  kept=$current
  if [[ $kept == *[\\"\\']* ]]; then
    kept=\${kept%"\${kept##*[\\"\\']}"}
  else
    while [[ -n $kept && ( $COMP_WORDBREAKS != *"\${kept: -1}"* || \${kept%?} == *\\\\ ) ]]; do kept=\${kept%?}; done
    kept=\${kept%@}
  fi
}

# Offers those of the arguments that begin with value.
_slip_words() {
  local word
  for word; do
    [[ $word == "$value"* ]] || continue
    word=$stem$word
    COMPREPLY+=("\${word#"$kept"}")
  done
}

# Offers names that slip knows. Whatever a file says of them is quoted: within quotes, only what needs none is offered.
_slip_names() {
  local name about plain=\${value//\\\\/}
  local -a line=("\${typed[@]:1}")
  while IFS=$'\\t' read -r name about; do
    [[ $name == "$plain"* ]] || continue
    if [[ $current == *[\\"\\']* ]]; then
      [[ $name == *[\\"\\'\\\\\\\`\\$!]* ]] && continue
    else
      printf -v name %q "$name"
    fi
    name=$stem$name
    [[ $name == "$kept"* ]] || continue
    [[ $name == *= ]] && compopt -o nospace 2>/dev/null
    COMPREPLY+=("\${name#"$kept"}")
  done < <(command slip ${NAMES_WORD} "$1" "\${line[@]//[\\\\\\"\\']/}" 2>/dev/null </dev/null)
}

# Offers files (-f) or folders (-d), of this pattern alone if there is one. Where they are all that is offered, and all that
# readline sees, it quotes them itself.
_slip_paths() {
  local path own=1
  if [[ $# == 1 && $stem == "$kept" ]]; then
    own=''
    compopt -o filenames 2>/dev/null
  fi
  while IFS= read -r path; do
    if [[ -n $own ]]; then
      if [[ -d $path ]]; then
        path+=/
        compopt -o nospace 2>/dev/null
      fi
      [[ $current == *[\\"\\']* ]] || printf -v path %q "$path"
    fi
    path=$stem$path
    COMPREPLY+=("\${path#"$kept"}")
  done < <(compgen "$1" \${2:+-X "!$2"} -- "\${value//\\\\/}")
}

# Offers collections, and folders that may have some.
_slip_collections() {
  _slip_paths -f '*.y*ml'
  _slip_paths -d '*'
}

# Offers files after the first @.
_slip_attachment() {
  [[ $value == *@* ]] || return
  stem+=\${value%%@*}@
  value=\${value#*@}
  _slip_paths -f
}

# What is known where the words so far have led, which is a request or a line of a command: in longs the long options that
# take a value, in cluster joined short ones of which the last does, with its letter, and the value if it follows at once.
_slip_scene() {
  case $words in
    ${lines.map(({ words }) => `'${words}'`).join('|')}) scene=$words ;;
  esac
  case $scene in
${indented(
  scenes.map((scene) => `'${scene.words}') ${known(scene)} ;;`),
  4,
)}
  esac
}

# Offers values of the option in slot.
_slip_value() {
  case $scene in
${indented(scenes.flatMap(slots), 4)}
  esac
}

# Offers options.
_slip_options() {
  case $scene in
${indented(scenes.flatMap(options), 4)}
  esac
}

_slip() {
  local -a typed
  local current kept value stem='' slot='' words='' scene='' more='' longs cluster count=0 asked='' ended='' word
  COMPREPLY=()
  _slip_split
  _slip_scene
  for word in "\${typed[@]:1:\${#typed[@]}-2}"; do
    if [[ -n $slot ]]; then
      slot=''
    elif [[ -z $ended && $word == -?* ]]; then
      case $word in
        --) ended=1 ;;
        -h|--help) asked=1 ;;
        --*) [[ $longs == *" $word "* ]] && slot=$word ;;
        *) [[ $word =~ $cluster && -z \${BASH_REMATCH[2]} ]] && slot=-\${BASH_REMATCH[1]} ;;
      esac
    else
      [[ $count -lt 2 ]] && words+=\${words:+ }$word
      count=$(( count + 1 ))
      _slip_scene
    fi
  done
  current=\${typed[\${#typed[@]}-1]}
  _slip_cut
  value=$current
  if [[ -z $slot && -z $ended ]]; then
    if [[ $value == --*=* ]]; then
      slot=\${value%%=*} stem=\${value%%=*}= value=\${value#*=}
    elif [[ $value =~ $cluster && -n \${BASH_REMATCH[2]} ]]; then
      slot=-\${BASH_REMATCH[1]} value=\${BASH_REMATCH[2]} stem=\${current%"\${BASH_REMATCH[2]}"}
    fi
  fi
  if [[ $value == [\\"\\']* ]]; then
    stem+=\${value:0:1} value=\${value:1}
  fi
  if [[ -n $slot ]]; then
    _slip_value
    if [[ -n $more && \${#COMPREPLY[@]} == 0 ]]; then scene='' _slip_value; fi
  elif [[ -z $ended && $value == -* ]]; then
    _slip_options
    if [[ -n $more ]]; then scene='' _slip_options; fi
  elif [[ $count == 0 && -n $asked ]]; then
    ${offer(HELP_WORDS)}
  elif [[ $count == 0 ]]; then
    ${offer([...commands.map(({ name }) => name), ...COMMON_METHODS])}
  else
    case $count:$words in
${indented(followers, 6)}
      *) [[ -z $scene || -n $more ]] && _slip_attachment ;;
    esac
  fi
}

complete -F _slip slip
`;
}

/** What is known in a scene, in variables; where a request's options are, they have been put there before. */
function known(scene: Scene): string {
  const longs = `' ${longWords(scene.valued).join(' ')} '`;
  return scene.takesRequest ? `more=1 longs+=${longs}` : `longs=${longs} cluster='${cluster(scene)}'`;
}

/** Of a scene, joined short options of which the last takes a value. A space stands for no letter at all. */
function cluster({ switches, valued }: Scene): string {
  return `^-[${letters(switches) || ' '}]*([${letters(valued) || ' '}])(.*)$`;
}

/** The branches over the option whose value is being typed, one for each thing to do. */
function slots({ words, valued }: Scene): readonly string[] {
  const wordsByAction = new Map<string, readonly string[]>();
  for (const flag of valued) {
    const chosen = action(flag.value);
    if (chosen !== undefined) wordsByAction.set(chosen, [...(wordsByAction.get(chosen) ?? []), ...flagWords(flag)]);
  }
  if (wordsByAction.size === 0) return [];
  const branches = [...wordsByAction].map(([chosen, patterns]) => `  ${patterns.join('|')}) ${chosen} ;;`);
  return [`'${words}') case $slot in`, ...branches, 'esac ;;'];
}

/** What is offered where an option begins. */
function options({ words, switches, valued }: Scene): readonly string[] {
  const flags = [...switches, ...valued];
  const negations = switches.flatMap(({ negation }) => negation ?? []);
  return [
    `'${words}') ${offer(flags.flatMap(({ short, long }) => (short === undefined ? [long] : [short, long])))}`,
    ...(negations.length === 0 ? [] : [`  [[ $value == --no-* ]] && ${offer(negations)}`]),
    '  ;;',
  ];
}

function offered({ offers, names }: Line): string {
  const files = offers === 'collections' ? ['_slip_collections'] : offers.length === 0 ? [] : [offer(offers)];
  return [...(names === undefined ? [] : [named(names)]), ...files].join('; ');
}

function named(names: NameKind): string {
  return `_slip_names ${names}`;
}

function action(value: Value | undefined): string | undefined {
  switch (value?.kind) {
    case 'words':
      return offer(value.words);
    case 'names':
      return named(value.names);
    case 'files':
      return '_slip_paths -f';
    case 'folders':
      return '_slip_paths -d';
    case 'attachment':
      return '_slip_attachment';
    case 'free':
    case undefined:
      return undefined;
  }
}

function offer(words: readonly string[]): string {
  return ['_slip_words', ...words].join(' ');
}
