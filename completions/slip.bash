# bash completion for slip, as printed by: slip completion bash

# The words up to the cursor, into typed.
_slip_split() {
  local rest=${COMP_LINE:0:COMP_POINT} piece index
  typed=()
  for (( index = 0; index <= COMP_CWORD; index++ )); do
    if [[ $index == 0 || $rest == [[:space:]]* ]]; then
      rest=${rest#"${rest%%[![:space:]]*}"}
      typed+=('')
    fi
    piece=${COMP_WORDS[index]}
    [[ $index == "$COMP_CWORD" ]] && piece=$rest
    typed[${#typed[@]}-1]+=$piece
    rest=${rest#"$piece"}
  done
}

# The part of the word that readline keeps, into kept. It cuts before an @, but after every other character that cuts.
_slip_cut() {
  kept=$current
  if [[ $kept == *[\"\']* ]]; then
    kept=${kept%"${kept##*[\"\']}"}
  else
    while [[ -n $kept && ( $COMP_WORDBREAKS != *"${kept: -1}"* || ${kept%?} == *\\ ) ]]; do kept=${kept%?}; done
    kept=${kept%@}
  fi
}

# Offers those of the arguments that begin with value.
_slip_words() {
  local word
  for word; do
    [[ $word == "$value"* ]] || continue
    word=$stem$word
    COMPREPLY+=("${word#"$kept"}")
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
      [[ $current == *[\"\']* ]] || printf -v path %q "$path"
    fi
    path=$stem$path
    COMPREPLY+=("${path#"$kept"}")
  done < <(compgen "$1" -- "${value//\\/}")
}

# Offers files after the first @.
_slip_attachment() {
  [[ $value == *@* ]] || return
  stem+=${value%%@*}@
  value=${value#*@}
  _slip_paths -f
}

_slip() {
  # Joined short options, of which the last takes a value: its letter, and the value if it follows at once.
  local cluster='^-[GILivsS#Of46kqhV]*([XHAebdFTuwoDmxUEK])(.*)$'
  local -a typed
  local current kept value stem='' slot='' first='' count=0 asked='' ended='' word
  COMPREPLY=()
  _slip_split
  for word in "${typed[@]:1:${#typed[@]}-2}"; do
    if [[ -n $slot ]]; then
      slot=''
    elif [[ -z $ended && $word == -?* ]]; then
      case $word in
        --) ended=1 ;;
        -h|--help) asked=1 ;;
        --request|--url|--header|--user-agent|--referer|--cookie|--url-query|--request-target|--data|--data-ascii|--data-raw|--data-binary|--data-urlencode|--json|--form|--form-string|--upload-file|--as|--user|--max-redirs|--print|--pretty|--style|--write-out|--output|--output-dir|--dump-header|--max-filesize|--max-time|--connect-timeout|--timeout|--proxy|--proxy-user|--noproxy|--resolve|--unix-socket|--cacert|--cert|--key|--config) slot=$word ;;
        --*) ;;
        *) [[ $word =~ $cluster && -z ${BASH_REMATCH[2]} ]] && slot=-${BASH_REMATCH[1]} ;;
      esac
    else
      [[ $count == 0 ]] && first=$word
      count=$(( count + 1 ))
    fi
  done
  current=${typed[${#typed[@]}-1]}
  _slip_cut
  value=$current
  if [[ -z $slot && -z $ended ]]; then
    if [[ $value == --*=* ]]; then
      slot=${value%%=*} stem=${value%%=*}= value=${value#*=}
    elif [[ $value =~ $cluster && -n ${BASH_REMATCH[2]} ]]; then
      slot=-${BASH_REMATCH[1]} value=${BASH_REMATCH[2]} stem=${current%"${BASH_REMATCH[2]}"}
    fi
  fi
  if [[ $value == [\"\']* ]]; then
    stem+=${value:0:1} value=${value:1}
  fi
  case $slot in
    '') ;;
    -X|--request) _slip_words GET POST PUT PATCH DELETE HEAD OPTIONS; return ;;
    -H|--header|-A|--user-agent|-e|--referer|-b|--cookie|--url-query|--request-target|-d|--data|--data-ascii|--data-raw|--data-binary|--data-urlencode|--json|-F|--form|--form-string|-u|--user|--print|-w|--write-out|-U|--proxy-user|--noproxy|--resolve) _slip_attachment; return ;;
    -T|--upload-file|-o|--output|-D|--dump-header|--unix-socket|--cacert|-E|--cert|--key|-K|--config) _slip_paths -f; return ;;
    --as) _slip_words json form multipart; return ;;
    --pretty) _slip_words all format colors none; return ;;
    --style) _slip_words auto solarized monokai high-contrast ansi-16; return ;;
    --output-dir) _slip_paths -d; return ;;
    *) return ;;
  esac
  if [[ -z $ended && $value == -* ]]; then
    _slip_words -X --request --url -H --header -A --user-agent -e --referer -b --cookie -G --get --url-query -I --head --compressed --path-as-is --request-target --offline -d --data --data-raw --data-binary --data-urlencode --json -F --form --form-string -T --upload-file --as -u --user --show-secrets -L --location --max-redirs --location-trusted -i --include -v --verbose -s --silent -S --show-error --print --pretty --style -w --write-out -# --progress-bar --no-progress-meter -o --output -O --remote-name --output-dir --create-dirs -D --dump-header --download --max-filesize -f --fail --fail-with-body --check-status -m --max-time --connect-timeout --timeout -x --proxy -U --proxy-user --noproxy --resolve --unix-socket -4 --ipv4 -6 --ipv6 --http1.1 --http2 --http2-prior-knowledge -k --insecure --cacert -E --cert --key -K --config -q --disable --debug -h --help -V --version
    [[ $value == --no-* ]] && _slip_words --no-get --no-head --no-compressed --no-path-as-is --no-offline --no-show-secrets --no-location --no-location-trusted --no-include --no-verbose --no-silent --no-show-error --no-progress-bar --no-remote-name --no-create-dirs --no-download --no-fail --no-fail-with-body --no-check-status --no-ipv4 --no-ipv6 --no-http1.1 --no-http2 --no-http2-prior-knowledge --no-insecure --no-disable --no-debug --no-help --no-version
  elif [[ $count == 0 && -n $asked ]]; then
    _slip_words request body credentials redirects output files failing connection tls general
  elif [[ $count == 0 ]]; then
    _slip_words demo completion help get post put patch delete head options
  else
    case $count:$first in
      1:demo) _slip_words ;;
      1:completion) _slip_words bash zsh fish powershell ;;
      1:help) _slip_words request body credentials redirects output files failing connection tls general ;;
      *) _slip_attachment ;;
    esac
  fi
}

complete -F _slip slip
