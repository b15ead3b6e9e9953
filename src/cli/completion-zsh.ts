import {
  COMMON_METHODS,
  completionCommands,
  completionFlags,
  completionLines,
  type Flag,
  HELP_WORDS,
  indented,
  type Line,
} from './completion-words.ts';
import { NAMES_WORD } from './name-kind.ts';

/** For zsh's completion system: as a file `_slip` in `fpath`, or sourced after `compinit`. */
export function zshCompletion(): string {
  const commands = completionCommands();
  const described = commands.map(({ name, summary }) => quoted(`${name}:${summary}`));
  const lines = completionLines();
  const followers = commands
    .filter(({ words }) => words.length > 0)
    .map(({ name, words }) => `2:${name}) _wanted words expl ${name} compadd ${words.join(' ')} ;;`);
  return `#compdef slip
# zsh completion for slip, as printed by: slip completion zsh

_slip_attachment() {
  compset -P 1 '*@' && _files
}

# Names that slip knows; compadd quotes what it puts on the line.
_slip_names() {
  local row expl tab=$'\\t'
  local -a names shown
  for row in \${(f)"$(command slip ${NAMES_WORD} $1 "\${(@Q)words}" 2>/dev/null </dev/null)"}; do
    names+=("\${row%%$tab*}")
    shown+=("\${row/$tab/  -- }")
  done
  if [[ $1 == variable ]]; then
    _wanted names expl $1 compadd -S '' -a names
  else
    _wanted names expl $1 compadd -l -d shown -a names
  fi
}

_slip_collections() {
  _files -g '*.(yaml|yml)(-.)'
}

# Requests, and what they are read from or come with.
_slip_saved() {
  local ret=1
  if [[ $PREFIX == *@* ]]; then
    _slip_attachment
    return
  fi
  _slip_names $1 && ret=0
  _slip_collections && ret=0
  return ret
}

_slip_word() {
  local expl
  local -a commands=(
${indented(described, 4)}
  )
  if (( \${#line} == 1 && ( $+opt_args[-h] || $+opt_args[--help] ) )); then
    _wanted groups expl 'group or command' compadd ${HELP_WORDS.join(' ')}
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

# A line of a command that has options of its own.
_slip_command() {
  local place=$words[2] hidden='!'
  local -a options
  [[ $PREFIX == --no-* ]] && hidden=''
  shift words
  (( CURRENT-- ))
  if (( CURRENT > 2 )); then
    case $place in
      ${
        lines
          .filter(({ words }) => words.includes(' '))
          .map(({ words }) => words.split(' ')[0])
          .filter((word, index, all) => all.indexOf(word) === index)
          .join('|') || "''"
      })
        place+=" $words[2]"
        shift words
        (( CURRENT-- )) ;;
    esac
  fi
  case $place in
${indented(lines.flatMap(branch), 4)}
    *) return 1 ;;
  esac
  _arguments -s -S : $options
}

# Adds the options of a request. What takes a switch back is always known, but offered only where one has begun to type it.
_slip_request() {
  options+=(
${indented(completionFlags().flatMap(specs), 4)}
  )
}

_slip() {
  if (( CURRENT > 2 )); then
    case $words[2] in
      ${lines.flatMap(({ words }) => (words.includes(' ') ? [] : words)).join('|')})
        _slip_command
        return ;;
    esac
  fi
  local curcontext=$curcontext state state_descr ret=1
  local -a line options
  local -A opt_args
  local hidden='!'
  [[ $PREFIX == --no-* ]] && hidden=''
  _slip_request
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

/** What `_arguments` is told about a line. */
function branch(line: Line): readonly string[] {
  const { words, flags } = line;
  const own = `'${wordsOf(line)}'`;
  const specified = [...flags.flatMap(specs), own].map((spec) => `    ${spec}`);
  const more = line.takesRequest ? ['  )', '  _slip_request ;;'] : ['  ) ;;'];
  return [`'${words}')`, '  options=(', ...specified, ...more];
}

/** What `_arguments` is told about the words of a line. A space before an action keeps it as it is. */
function wordsOf({ offers, names, isMany, takesRequest }: Line): string {
  if (names !== undefined) return isMany ? `*: : _slip_saved ${names}` : `1: : _slip_names ${names}`;
  if (offers === 'collections') return '1:collection:_slip_collections';
  if (takesRequest) return '*: :_slip_attachment';
  return offers.length === 0 ? '*: : ' : `1: :(${offers.join(' ')})`;
}

/** What `_arguments` is told about an option and the words related to it. */
function specs(flag: Flag): readonly string[] {
  const { short, long, hidden, negation, value, repeats, rivals, description } = flag;
  const own = short === undefined || repeats ? [] : [short, long];
  const excluded = [...own, ...rivals];
  const head = (excluded.length === 0 ? '' : `(${excluded.join(' ')})`) + (repeats ? '*' : '');
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

function argument({ value, placeholder }: Flag): string {
  const message = `:${placeholder.replaceAll(':', '\\:')}:`;
  switch (value?.kind) {
    case undefined:
      return '';
    case 'words':
      return `${message}(${value.words.join(' ')})`;
    case 'names':
      return `${message} _slip_names ${value.names}`;
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

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
