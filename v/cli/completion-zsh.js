import { COMMON_METHODS, completionCommands, completionFlags, GROUP_WORDS, indented, } from './completion-words.js';
/** For zsh's completion system: as a file `_slip` in `fpath`, or sourced after `compinit`. */
export function zshCompletion() {
    const commands = completionCommands();
    const described = commands.map(({ name, summary }) => quoted(`${name}:${summary}`));
    const followers = commands
        .filter(({ words }) => words.length > 0)
        .map(({ name, words }) => `2:${name}) _wanted words expl ${name} compadd ${words.join(' ')} ;;`);
    return `#compdef slip
# zsh completion for slip, as printed by: slip completion zsh

_slip_attachment() {
  compset -P 1 '*@' && _files
}

_slip_word() {
  local expl
  local -a commands=(
${indented(described, 4)}
  )
  if (( \${#line} == 1 && ( $+opt_args[-h] || $+opt_args[--help] ) )); then
    _wanted groups expl 'group of options' compadd ${GROUP_WORDS.join(' ')}
  elif (( \${#line} == 1 )); then
    _describe -t commands command commands
    _wanted methods expl method compadd ${COMMON_METHODS.join(' ')}
  else
    case \${#line}:$line[1] in
${indented(followers, 6)}
      *) _slip_attachment ;;
    esac
  fi
}

_slip() {
  local curcontext=$curcontext state state_descr ret=1
  local -a line options
  local -A opt_args
  # What takes a switch back is always known, but offered only where one has begun to type it.
  local hidden='!'
  [[ $PREFIX == --no-* ]] && hidden=''
  options=(
${indented(completionFlags().flatMap(specs), 4)}
  )
  _arguments -s -S -C : $options '*: :->word' && ret=0
  [[ $state == word ]] && _slip_word && ret=0
  return ret
}

if [[ $funcstack[1] == _slip ]]; then
  _slip "$@"
else
  compdef _slip slip
fi
`;
}
/** What `_arguments` is told about an option and the words related to it. */
function specs(flag) {
    const { short, long, hidden, negation, value, repeats, rivals, description } = flag;
    const own = short === undefined || repeats ? [] : [short, long];
    const excluded = [...own, ...rivals];
    const head = (repeats ? '*' : '') + (excluded.length === 0 ? '' : `(${excluded.join(' ')})`);
    const tail = `[${description.replace(/[\\[\]]/g, '\\$&')}]${argument(flag)}`;
    const [afterShort, afterLong] = value === undefined ? ['', ''] : ['+', '='];
    return [
        short === undefined
            ? quoted(head + long + afterLong + tail)
            : // zsh reads the # of an unquoted -# as a pattern.
                `${quoted(head)}{${quoted(short + afterShort)},${long}${afterLong}}${quoted(tail)}`,
        ...hidden.map((word) => quoted(`!${word}${afterLong}${argument(flag)}`)),
        ...(negation === undefined ? [] : [`$hidden${quoted(`${negation}[Take back ${long}]`)}`]),
    ];
}
function argument({ value, placeholder }) {
    const message = `:${placeholder.replaceAll(':', '\\:')}:`;
    switch (value?.kind) {
        case undefined:
            return '';
        case 'words':
            return `${message}(${value.words.join(' ')})`;
        case 'files':
            return `${message}_files`;
        case 'folders':
            return `${message}_directories`;
        case 'attachment':
            return `${message}_slip_attachment`;
        case 'free':
            return `${message} `;
    }
}
function quoted(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}
//# sourceMappingURL=completion-zsh.js.map