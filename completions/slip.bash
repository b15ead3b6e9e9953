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

# Offers names that slip knows. Whatever a file says of them is quoted: within quotes, only what needs none is offered.
_slip_names() {
  local name about plain=${value//\\/}
  local -a line=("${typed[@]:1}")
  while IFS=$'\t' read -r name about; do
    [[ $name == "$plain"* ]] || continue
    if [[ $current == *[\"\']* ]]; then
      [[ $name == *[\"\'\\\`\$!]* ]] && continue
    else
      printf -v name %q "$name"
    fi
    name=$stem$name
    [[ $name == "$kept"* ]] || continue
    [[ $name == *= ]] && compopt -o nospace 2>/dev/null
    COMPREPLY+=("${name#"$kept"}")
  done < <(command slip __complete "$1" "${line[@]//[\\\"\']/}" 2>/dev/null </dev/null)
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
      [[ $current == *[\"\']* ]] || printf -v path %q "$path"
    fi
    path=$stem$path
    COMPREPLY+=("${path#"$kept"}")
  done < <(compgen "$1" ${2:+-X "!$2"} -- "${value//\\/}")
}

# Offers collections, and folders that may have some.
_slip_collections() {
  _slip_paths -f '*.y*ml'
  _slip_paths -d '*'
}

# Offers files after the first @.
_slip_attachment() {
  [[ $value == *@* ]] || return
  stem+=${value%%@*}@
  value=${value#*@}
  _slip_paths -f
}

# What is known where the words so far have led, which is a request or a line of a command: in longs the long options that
# take a value, in cluster joined short ones of which the last does, with its letter, and the value if it follows at once.
_slip_scene() {
  case $words in
    'run'|'auth'|'auth add'|'auth login'|'auth list'|'auth show'|'auth token'|'auth refresh'|'auth logout'|'auth remove'|'auth move'|'auth passphrase'|'jwt'|'jwt decode'|'jwt verify'|'jwt sign'|'save'|'session'|'session list'|'session show'|'session clear'|'collection'|'collection init'|'collection check'|'collection fmt'|'collection schema'|'doctor'|'demo'|'completion'|'diff') scene=$words ;;
  esac
  case $scene in
    '') longs=' --request --url --header --user-agent --referer --url-query --range --time-cond --etag-compare --request-target --proto --proto-default --data --data-ascii --data-raw --data-binary --data-urlencode --json --form --form-string --upload-file --expect100-timeout --as --cookie --cookie-jar --session --user --oauth2-bearer --aws-sigv4 --netrc-file --auth --max-redirs --proto-redir --print --pretty --style --indent --max-events --images --links --write-out --json-report --trace --trace-ascii --trace-config --stderr --select --jq --xpath --columns --header-value --output --output-dir --continue-at --etag-save --create-file-mode --dump-header --max-filesize --parallel-max --rate --retry --retry-delay --retry-max-time --next-from --next-param --items --max-pages --max-time --connect-timeout --timeout --speed-limit --speed-time --limit-rate --resolve --connect-to --unix-socket --abstract-unix-socket --happy-eyeballs-timeout-ms --interface --local-port --keepalive-time --keepalive-cnt --dns-servers --dns-interface --dns-ipv4-addr --dns-ipv6-addr --doh-url --proxy --proxy-user --noproxy --preproxy --proxy1.0 --socks4 --socks4a --socks5 --socks5-hostname --proxy-header --haproxy-clientip --proxy-cacert --proxy-capath --proxy-crlfile --proxy-cert --proxy-cert-type --proxy-key --proxy-key-type --proxy-pass --proxy-pinnedpubkey --proxy-ciphers --proxy-tls13-ciphers --cacert --capath --crlfile --pinnedpubkey --cert --cert-type --key --key-type --pass --tls-max --ciphers --tls13-ciphers --curves --sigalgs --hsts --alt-svc --random-file --egd-file --config --variable ' cluster='^-[GIgjnLivsS#NfOJR:Z460pk123qhMV]*([XHAerzdFTbcuwoCDmYyxUEK])(.*)$' ;;
    'run') more=1 longs+=' --env --var --tag --jobs --repeat --file-root --report ' ;;
    'auth') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'auth add') longs=' --for --in --prefix --basic --digest --key --alg --claim --ttl --kid --access-key --region --service --exec ' cluster='^-[h]*([ ])(.*)$' ;;
    'auth login') longs=' --for --preset --domain --tenant --realm --issuer --client-id --flow --scope --audience --resource --parameter --max-time --redirect-uri --client-auth --key --alg --kid --cert --claim --ttl --assertion-audience --subject-profile --subject-file --subject-type --actor-profile --actor-file --actor-type --requested-type --token-endpoint --authorization-endpoint --device-authorization-endpoint --par-endpoint --jwks-uri --revocation-endpoint --introspection-endpoint ' cluster='^-[h]*([ ])(.*)$' ;;
    'auth list') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'auth show') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'auth token') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'auth refresh') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'auth logout') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'auth remove') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'auth move') longs=' --to ' cluster='^-[h]*([ ])(.*)$' ;;
    'auth passphrase') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'jwt') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'jwt decode') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'jwt verify') longs=' --jwks --key --alg --iss --aud ' cluster='^-[h]*([ ])(.*)$' ;;
    'jwt sign') longs=' --key --alg --claim --ttl --kid --header ' cluster='^-[h]*([ ])(.*)$' ;;
    'save') more=1 longs+=' --collection --description --tag ' ;;
    'session') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'session list') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'session show') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'session clear') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'collection') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'collection init') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'collection check') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'collection fmt') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'collection schema') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'doctor') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'demo') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'completion') longs='  ' cluster='^-[h]*([ ])(.*)$' ;;
    'diff') more=1 longs+=' --ignore --env --var --file-root ' ;;
  esac
}

# Offers values of the option in slot.
_slip_value() {
  case $scene in
    '') case $slot in
      -X|--request) _slip_words GET POST PUT PATCH DELETE HEAD OPTIONS ;;
      -H|--header|-A|--user-agent|-e|--referer|--url-query|-r|--range|-z|--time-cond|--request-target|--proto|--proto-default|-d|--data|--data-ascii|--data-raw|--data-binary|--data-urlencode|--json|-F|--form|--form-string|-b|--cookie|-u|--user|--oauth2-bearer|--aws-sigv4|--proto-redir|--print|--indent|-w|--write-out|--trace-config|--select|--jq|--xpath|--columns|--header-value|-C|--continue-at|--rate|--next-from|--next-param|--items|--resolve|--connect-to|--abstract-unix-socket|--interface|--local-port|--dns-servers|--dns-interface|--dns-ipv4-addr|--dns-ipv6-addr|-U|--proxy-user|--noproxy|--proxy-header|--haproxy-clientip|--proxy-cert-type|--proxy-key-type|--proxy-pass|--proxy-pinnedpubkey|--proxy-ciphers|--proxy-tls13-ciphers|--pinnedpubkey|--cert-type|--key-type|--pass|--tls-max|--ciphers|--tls13-ciphers|--curves|--sigalgs|--variable) _slip_attachment ;;
      --etag-compare|-T|--upload-file|-c|--cookie-jar|--netrc-file|--json-report|--trace|--trace-ascii|--stderr|-o|--output|--etag-save|-D|--dump-header|--unix-socket|--proxy-cacert|--proxy-crlfile|--proxy-cert|--proxy-key|--cacert|--crlfile|-E|--cert|--key|--hsts|--alt-svc|--random-file|--egd-file|-K|--config) _slip_paths -f ;;
      --as) _slip_words json form multipart ;;
      --session) _slip_names session ;;
      --auth) _slip_names profile ;;
      --pretty) _slip_words all format colors none ;;
      --style) _slip_words auto dark light solarized monokai dracula nord gruvbox high-contrast ansi-16 ;;
      --images) _slip_words auto kitty iterm sixel blocks none ;;
      --links) _slip_words auto always never ;;
      --output-dir|--proxy-capath|--capath) _slip_paths -d ;;
    esac ;;
    'run') case $slot in
      --env) _slip_names env ;;
      --var) _slip_names variable ;;
      --tag) _slip_names tag ;;
      --file-root) _slip_paths -d ;;
      --report) _slip_attachment ;;
    esac ;;
    'auth add') case $slot in
      --in|--prefix|--basic|--digest|--claim|--ttl|--kid|--access-key|--region|--service|--exec) _slip_attachment ;;
      --key) _slip_paths -f ;;
      --alg) _slip_words RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA HS256 HS384 HS512 ;;
    esac ;;
    'auth login') case $slot in
      --preset) _slip_words github gitlab google microsoft auth0 okta keycloak ;;
      --domain|--tenant|--realm|--client-id|--scope|--audience|--resource|--parameter|--redirect-uri|--kid|--claim|--ttl|--assertion-audience|--subject-type|--actor-type|--requested-type) _slip_attachment ;;
      --flow) _slip_words code device client-credentials jwt-bearer token-exchange ;;
      --client-auth) _slip_words none basic post client-secret-jwt private-key-jwt mtls assertion ;;
      --key|--cert|--subject-file|--actor-file) _slip_paths -f ;;
      --alg) _slip_words RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA HS256 HS384 HS512 ;;
      --subject-profile|--actor-profile) _slip_names profile ;;
    esac ;;
    'auth move') case $slot in
      --to) _slip_words keychain vault ;;
    esac ;;
    'jwt verify') case $slot in
      --jwks|--iss|--aud) _slip_attachment ;;
      --key) _slip_paths -f ;;
      --alg) _slip_words RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA HS256 HS384 HS512 ;;
    esac ;;
    'jwt sign') case $slot in
      --key) _slip_paths -f ;;
      --alg) _slip_words RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA HS256 HS384 HS512 ;;
      --claim|--ttl|--kid|--header) _slip_attachment ;;
    esac ;;
    'save') case $slot in
      --collection) _slip_paths -f ;;
      --description) _slip_attachment ;;
      --tag) _slip_names tag ;;
    esac ;;
    'diff') case $slot in
      --ignore) _slip_attachment ;;
      --env) _slip_names env ;;
      --var) _slip_names variable ;;
      --file-root) _slip_paths -d ;;
    esac ;;
  esac
}

# Offers options.
_slip_options() {
  case $scene in
    '') _slip_words -G --get -I --head --compressed -g --globoff --path-as-is --disallow-username-in-url --tr-encoding --raw --ignore-content-length --offline --as-curl --form-escape --crlf -j --junk-session-cookies --session-read-only --basic --digest --anyauth -n --netrc --netrc-optional --allow-insecure-auth --show-secrets -L --location --location-trusted --follow --post301 --post302 --post303 -i --include -v --verbose -s --silent -S --show-error --hex --sort-keys --reconnect --pager --no-styled-output --explain --hops --certs --timing --trace-ids --trace-time -# --progress-bar --no-progress-meter -N --no-buffer -f --fail --fail-with-body --check-status --raw-strings --table --csv --yaml --ndjson --status-code --require-match -O --remote-name --remote-name-all -J --remote-header-name --out-null --create-dirs --no-clobber --skip-existing --remove-on-error -R --remote-time --download -: --next -Z --parallel --parallel-immediate --fail-early --retry-all-errors --retry-connrefused --paginate -4 --ipv4 -6 --ipv6 --no-keepalive --tcp-nodelay --doh-insecure --http0.9 -0 --http1.0 --http1.1 --http2 --http2-prior-knowledge --socks5-basic -p --proxytunnel --suppress-connect-headers --proxy-basic --proxy-digest --proxy-anyauth --haproxy-protocol --proxy-insecure --proxy-ca-native --proxy-tlsv1 --proxy-ssl-allow-beast --proxy-ssl-auto-client-cert -k --insecure --ca-native --cert-status -1 --tlsv1 --tlsv1.1 --tlsv1.2 --tlsv1.3 --no-alpn --no-sessionid --ssl-allow-beast --no-npn --tls-earlydata -2 --sslv2 -3 --sslv3 --false-start --ssl-auto-client-cert --ssl-no-revoke --ssl-revoke-best-effort -q --disable --debug -h --help -M --manual -V --version -X --request --url -H --header -A --user-agent -e --referer --url-query -r --range -z --time-cond --etag-compare --request-target --proto --proto-default -d --data --data-raw --data-binary --data-urlencode --json -F --form --form-string -T --upload-file --expect100-timeout --as -b --cookie -c --cookie-jar --session -u --user --oauth2-bearer --aws-sigv4 --netrc-file --auth --max-redirs --proto-redir --print --pretty --style --indent --max-events --images --links -w --write-out --json-report --trace --trace-ascii --trace-config --stderr --select --jq --xpath --columns --header-value -o --output --output-dir -C --continue-at --etag-save --create-file-mode -D --dump-header --max-filesize --parallel-max --rate --retry --retry-delay --retry-max-time --next-from --next-param --items --max-pages -m --max-time --connect-timeout --timeout -Y --speed-limit -y --speed-time --limit-rate --resolve --connect-to --unix-socket --abstract-unix-socket --happy-eyeballs-timeout-ms --interface --local-port --keepalive-time --keepalive-cnt --dns-servers --dns-interface --dns-ipv4-addr --dns-ipv6-addr --doh-url -x --proxy -U --proxy-user --noproxy --preproxy --proxy1.0 --socks4 --socks4a --socks5 --socks5-hostname --proxy-header --haproxy-clientip --proxy-cacert --proxy-capath --proxy-crlfile --proxy-cert --proxy-cert-type --proxy-key --proxy-key-type --proxy-pass --proxy-pinnedpubkey --proxy-ciphers --proxy-tls13-ciphers --cacert --capath --crlfile --pinnedpubkey -E --cert --cert-type --key --key-type --pass --tls-max --ciphers --tls13-ciphers --curves --sigalgs --hsts --alt-svc --random-file --egd-file -K --config --variable
      [[ $value == --no-* ]] && _slip_words --no-get --no-head --no-compressed --no-globoff --no-path-as-is --no-disallow-username-in-url --no-tr-encoding --no-raw --no-ignore-content-length --no-offline --no-as-curl --no-form-escape --no-crlf --no-junk-session-cookies --no-session-read-only --no-basic --no-digest --no-anyauth --no-netrc --no-netrc-optional --no-allow-insecure-auth --no-show-secrets --no-location --no-location-trusted --no-follow --no-post301 --no-post302 --no-post303 --no-include --no-verbose --no-silent --no-show-error --no-hex --no-sort-keys --no-reconnect --no-pager --no-explain --no-hops --no-certs --no-timing --no-trace-ids --no-trace-time --no-progress-bar --no-fail --no-fail-with-body --no-check-status --no-raw-strings --no-table --no-csv --no-yaml --no-ndjson --no-status-code --no-require-match --no-remote-name --no-remote-name-all --no-remote-header-name --no-out-null --no-create-dirs --no-skip-existing --no-remove-on-error --no-remote-time --no-download --no-next --no-parallel --no-parallel-immediate --no-fail-early --no-retry-all-errors --no-retry-connrefused --no-paginate --no-ipv4 --no-ipv6 --no-tcp-nodelay --no-doh-insecure --no-http0.9 --no-http1.0 --no-http1.1 --no-http2 --no-http2-prior-knowledge --no-socks5-basic --no-proxytunnel --no-suppress-connect-headers --no-proxy-basic --no-proxy-digest --no-proxy-anyauth --no-haproxy-protocol --no-proxy-insecure --no-proxy-ca-native --no-proxy-tlsv1 --no-proxy-ssl-allow-beast --no-proxy-ssl-auto-client-cert --no-insecure --no-ca-native --no-cert-status --no-tlsv1 --no-tlsv1.1 --no-tlsv1.2 --no-tlsv1.3 --no-ssl-allow-beast --no-tls-earlydata --no-sslv2 --no-sslv3 --no-false-start --no-ssl-auto-client-cert --no-ssl-no-revoke --no-ssl-revoke-best-effort --no-disable --no-debug --no-help --no-manual --no-version
      ;;
    'run') _slip_words --test --bail --dry-run --update-snapshots --last-failed --watch --env --var --tag --jobs --repeat --file-root --report
      [[ $value == --no-* ]] && _slip_words --no-test --no-bail --no-dry-run --no-update-snapshots --no-last-failed --no-watch
      ;;
    'auth') _slip_words -h --help
      ;;
    'auth add') _slip_words --api-key --bearer --jwt --aws --secret-stdin --replace -h --help --for --in --prefix --basic --digest --key --alg --claim --ttl --kid --access-key --region --service --exec
      [[ $value == --no-* ]] && _slip_words --no-api-key --no-bearer --no-jwt --no-aws --no-secret-stdin --no-replace
      ;;
    'auth login') _slip_words --secret-stdin --no-browser --dpop --par -h --help --for --preset --domain --tenant --issuer --client-id --flow --scope --audience --resource --parameter --max-time --redirect-uri --client-auth --key --alg --kid --cert --claim --ttl --assertion-audience --subject-profile --subject-file --subject-type --actor-profile --actor-file --actor-type --requested-type --token-endpoint --authorization-endpoint --device-authorization-endpoint --par-endpoint --jwks-uri --revocation-endpoint --introspection-endpoint
      [[ $value == --no-* ]] && _slip_words --no-secret-stdin --no-no-browser --no-dpop --no-par
      ;;
    'auth list') _slip_words --json -h --help
      [[ $value == --no-* ]] && _slip_words --no-json
      ;;
    'auth show') _slip_words --json --remote -h --help
      [[ $value == --no-* ]] && _slip_words --no-json --no-remote
      ;;
    'auth token') _slip_words -h --help
      ;;
    'auth refresh') _slip_words -h --help
      ;;
    'auth logout') _slip_words -h --help
      ;;
    'auth remove') _slip_words -h --help
      ;;
    'auth move') _slip_words --replace -h --help --to
      [[ $value == --no-* ]] && _slip_words --no-replace
      ;;
    'auth passphrase') _slip_words --secret-stdin -h --help
      [[ $value == --no-* ]] && _slip_words --no-secret-stdin
      ;;
    'jwt') _slip_words -h --help
      ;;
    'jwt decode') _slip_words --json -h --help
      [[ $value == --no-* ]] && _slip_words --no-json
      ;;
    'jwt verify') _slip_words --secret-stdin --json -h --help --jwks --key --alg --iss --aud
      [[ $value == --no-* ]] && _slip_words --no-secret-stdin --no-json
      ;;
    'jwt sign') _slip_words --secret-stdin -h --help --key --alg --claim --ttl --kid --header
      [[ $value == --no-* ]] && _slip_words --no-secret-stdin
      ;;
    'save') _slip_words --replace --collection --description --tag
      [[ $value == --no-* ]] && _slip_words --no-replace
      ;;
    'session') _slip_words -h --help
      ;;
    'session list') _slip_words --json -h --help
      [[ $value == --no-* ]] && _slip_words --no-json
      ;;
    'session show') _slip_words --json --show-secrets -h --help
      [[ $value == --no-* ]] && _slip_words --no-json --no-show-secrets
      ;;
    'session clear') _slip_words --json -h --help
      [[ $value == --no-* ]] && _slip_words --no-json
      ;;
    'collection') _slip_words -h --help
      ;;
    'collection init') _slip_words -h --help
      ;;
    'collection check') _slip_words -h --help
      ;;
    'collection fmt') _slip_words --check -h --help
      [[ $value == --no-* ]] && _slip_words --no-check
      ;;
    'collection schema') _slip_words -h --help
      ;;
    'doctor') _slip_words --json -h --help
      [[ $value == --no-* ]] && _slip_words --no-json
      ;;
    'demo') _slip_words -h --help
      ;;
    'completion') _slip_words -h --help
      ;;
    'diff') _slip_words --all-headers --as-json --ignore --env --var --file-root
      [[ $value == --no-* ]] && _slip_words --no-all-headers --no-as-json
      ;;
  esac
}

_slip() {
  local -a typed
  local current kept value stem='' slot='' words='' scene='' more='' longs cluster count=0 asked='' ended='' word
  COMPREPLY=()
  _slip_split
  _slip_scene
  for word in "${typed[@]:1:${#typed[@]}-2}"; do
    if [[ -n $slot ]]; then
      slot=''
    elif [[ -z $ended && $word == -?* ]]; then
      case $word in
        --) ended=1 ;;
        -h|--help) asked=1 ;;
        --*) [[ $longs == *" $word "* ]] && slot=$word ;;
        *) [[ $word =~ $cluster && -z ${BASH_REMATCH[2]} ]] && slot=-${BASH_REMATCH[1]} ;;
      esac
    else
      [[ $count -lt 2 ]] && words+=${words:+ }$word
      count=$(( count + 1 ))
      _slip_scene
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
  if [[ -n $slot ]]; then
    _slip_value
    if [[ -n $more && ${#COMPREPLY[@]} == 0 ]]; then scene='' _slip_value; fi
  elif [[ -z $ended && $value == -* ]]; then
    _slip_options
    if [[ -n $more ]]; then scene='' _slip_options; fi
  elif [[ $count == 0 && -n $asked ]]; then
    _slip_words request body cookies credentials redirects output picking files failing many pages diff connection proxy tls general curl export run auth jwt save session collection doctor demo completion help items exit environment
  elif [[ $count == 0 ]]; then
    _slip_words curl export run auth jwt save session collection doctor diff demo completion help get post put patch delete head options
  else
    case $count:$words in
      1:export) _slip_words curl ;;
      1:help) _slip_words request body cookies credentials redirects output picking files failing many pages diff connection proxy tls general curl export run auth jwt save session collection doctor demo completion help items exit environment ;;
      1:'run') _slip_names request; _slip_collections ;;
      1:'auth') _slip_words add login list show token refresh logout remove move passphrase ;;
      2:'auth add') _slip_names profile ;;
      2:'auth login') _slip_names profile ;;
      2:'auth list')  ;;
      2:'auth show') _slip_names profile ;;
      2:'auth token') _slip_names profile ;;
      2:'auth refresh') _slip_names profile ;;
      2:'auth logout') _slip_names profile ;;
      2:'auth remove') _slip_names profile ;;
      2:'auth move')  ;;
      2:'auth passphrase')  ;;
      1:'jwt') _slip_words decode verify sign ;;
      2:'jwt decode')  ;;
      2:'jwt verify')  ;;
      2:'jwt sign')  ;;
      1:'save')  ;;
      1:'session') _slip_words list show clear ;;
      2:'session list')  ;;
      2:'session show') _slip_names session ;;
      2:'session clear') _slip_names session ;;
      1:'collection') _slip_words init check fmt schema ;;
      2:'collection init')  ;;
      2:'collection check') _slip_collections ;;
      2:'collection fmt') _slip_collections ;;
      2:'collection schema')  ;;
      1:'doctor')  ;;
      1:'demo')  ;;
      1:'completion') _slip_words bash zsh fish powershell ;;
      1:'diff') _slip_names request ;;
      *:'run '*) _slip_names request; _slip_attachment ;;
      *:'diff '*) _slip_names request; _slip_attachment ;;
      *) [[ -z $scene || -n $more ]] && _slip_attachment ;;
    esac
  fi
}

complete -F _slip slip
