import { COMMON_METHODS, completionCommands, completionFlags, flagWords, GROUP_WORDS, indented, letters, } from './completion-words.js';
/**
 * For bash 3.2 and later, without the bash-completion package. readline cuts words at `=`, `:` and `@`; the script puts
 * them together again, and leaves out of its replies what stands before the last cut.
 */
export function bashCompletion() {
    const flags = completionFlags();
    const commands = completionCommands();
    const switches = flags.filter(({ value }) => value === undefined);
    const valued = flags.filter(({ value }) => value !== undefined);
    const longs = valued.flatMap((flag) => flagWords(flag).filter((word) => word.startsWith('--')));
    const offered = flags.flatMap(({ short, long }) => (short === undefined ? [long] : [short, long]));
    const followers = commands.map(({ name, words }) => `1:${name}) ${offer(words)} ;;`);
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

# Offers files (-f) or folders (-d). Where they are all that readline sees, it quotes them itself.
_slip_paths() {
  local path
  [[ $stem == "$kept" ]] && compopt -o filenames 2>/dev/null
  while IFS= read -r path; do
    if [[ $stem != "$kept" ]]; then
      if [[ -d $path ]]; then
        path+=/
        compopt -o nospace 2>/dev/null
      fi
      [[ $current == *[\\"\\']* ]] || printf -v path %q "$path"
    fi
    path=$stem$path
    COMPREPLY+=("\${path#"$kept"}")
  done < <(compgen "$1" -- "\${value//\\\\/}")
}

# Offers files after the first @.
_slip_attachment() {
  [[ $value == *@* ]] || return
  stem+=\${value%%@*}@
  value=\${value#*@}
  _slip_paths -f
}

_slip() {
  # Joined short options, of which the last takes a value: its letter, and the value if it follows at once.
  local cluster='^-[${letters(switches)}]*([${letters(valued)}])(.*)$'
  local -a typed
  local current kept value stem='' slot='' first='' count=0 asked='' ended='' word
  COMPREPLY=()
  _slip_split
  for word in "\${typed[@]:1:\${#typed[@]}-2}"; do
    if [[ -n $slot ]]; then
      slot=''
    elif [[ -z $ended && $word == -?* ]]; then
      case $word in
        --) ended=1 ;;
        -h|--help) asked=1 ;;
        ${longs.join('|')}) slot=$word ;;
        --*) ;;
        *) [[ $word =~ $cluster && -z \${BASH_REMATCH[2]} ]] && slot=-\${BASH_REMATCH[1]} ;;
      esac
    else
      [[ $count == 0 ]] && first=$word
      count=$(( count + 1 ))
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
  case $slot in
    '') ;;
${indented(slots(valued), 4)}
    *) return ;;
  esac
  if [[ -z $ended && $value == -* ]]; then
    ${offer(offered)}
    [[ $value == --no-* ]] && ${offer(flags.flatMap(({ negation }) => negation ?? []))}
  elif [[ $count == 0 && -n $asked ]]; then
    ${offer(GROUP_WORDS)}
  elif [[ $count == 0 ]]; then
    ${offer([...commands.map(({ name }) => name), ...COMMON_METHODS])}
  else
    case $count:$first in
${indented(followers, 6)}
      *) _slip_attachment ;;
    esac
  fi
}

complete -F _slip slip
`;
}
/** The branches over the option whose value is being typed, one for each thing to do. */
function slots(valued) {
    const wordsByAction = new Map();
    for (const flag of valued) {
        const chosen = action(flag.value);
        if (chosen !== undefined)
            wordsByAction.set(chosen, [...(wordsByAction.get(chosen) ?? []), ...flagWords(flag)]);
    }
    return [...wordsByAction].map(([chosen, words]) => `${words.join('|')}) ${chosen}; return ;;`);
}
function action(value) {
    switch (value?.kind) {
        case 'words':
            return offer(value.words);
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
function offer(words) {
    return ['_slip_words', ...words].join(' ');
}
//# sourceMappingURL=completion-bash.js.map