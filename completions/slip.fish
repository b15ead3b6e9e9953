# fish completion for slip, as printed by: slip completion fish

# The words before the cursor that are neither options nor their values.
function __slip_words
    set -l tokens (commandline -opc)
    set -e tokens[1]
    set -l valued
    for token in $tokens
        if set -q valued[1]
            set -e valued[1]
        else if string match -qr -- '^(?:--request|--url|--header|--user-agent|--referer|--cookie|--url-query|--request-target|--data|--data-ascii|--data-raw|--data-binary|--data-urlencode|--json|--form|--form-string|--upload-file|--as|--user|--max-redirs|--print|--pretty|--style|--write-out|--output|--output-dir|--dump-header|--max-filesize|--max-time|--connect-timeout|--timeout|--proxy|--proxy-user|--noproxy|--resolve|--unix-socket|--cacert|--cert|--key|--config|-[GILivsS#Of46kqhV]*[XHAebdFTuwoDmxUEK])$' $token
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
    set -l word (__slip_value | string replace -r '^["\']' '' | string unescape)
    string match -q '*@*' -- $word
    or return
    set -l parts (string split -m 1 @ -- $word)
    for path in $parts[2]*
        test -d $path
        and set path $path/
        echo $parts[1]@$path
    end
end

complete -c slip -f
complete -c slip -n 'not __slip_first; and not __slip_asked' -a '(__slip_attachment)'
complete -c slip -n __slip_first -a demo -d 'Serve a small library-desk API to play with'
complete -c slip -n __slip_first -a completion -d 'Completion script: bash, zsh, fish or powershell'
complete -c slip -n __slip_first -a help -d 'Show this help, or one group of options'
complete -c slip -n __slip_first -a 'get post put patch delete head options' -d Method
complete -c slip -n __slip_asked -a 'request body credentials redirects output files failing connection tls general' -d 'Group of options'
complete -c slip -n '__slip_after completion' -a 'bash zsh fish powershell'
complete -c slip -n '__slip_after help' -a 'request body credentials redirects output files failing connection tls general'
complete -c slip -s 'X' -l request -x -a 'GET POST PUT PATCH DELETE HEAD OPTIONS' -d 'Method to use'
complete -c slip -l url -x -d 'URL to work with, as if it stood alone'
complete -c slip -s 'H' -l header -x -a '(__slip_attachment)' -d 'Header Name: value to send'
complete -c slip -s 'A' -l user-agent -x -a '(__slip_attachment)' -d 'User-Agent to send; empty sends none'
complete -c slip -s 'e' -l referer -x -a '(__slip_attachment)' -d 'Referer to send; ;auto sets it on redirects'
complete -c slip -s 'b' -l cookie -x -a '(__slip_attachment)' -d 'Cookies to send: a=1; b=2'
complete -c slip -s 'G' -l get -d 'Put the -d data in the query and send GET'
complete -c slip -n __slip_negating -l no-get -d 'Take back --get'
complete -c slip -l url-query -x -a '(__slip_attachment)' -d 'Add to the query, percent-encoded'
complete -c slip -s 'I' -l head -d 'Send HEAD and print the headers'
complete -c slip -n __slip_negating -l no-head -d 'Take back --head'
complete -c slip -l compressed -d 'Ask for compression and decode it'
complete -c slip -n __slip_negating -l no-compressed -d 'Take back --compressed'
complete -c slip -l path-as-is -d 'Leave /../ and /./ in the path'
complete -c slip -n __slip_negating -l no-path-as-is -d 'Take back --path-as-is'
complete -c slip -l request-target -x -a '(__slip_attachment)' -d 'Request target to send instead of the path'
complete -c slip -l offline -d 'Print the request, send nothing'
complete -c slip -n __slip_negating -l no-offline -d 'Take back --offline'
complete -c slip -s 'd' -l data -x -a '(__slip_attachment)' -d 'Body data, joined with &; @file reads it'
complete -c slip -l data-raw -x -a '(__slip_attachment)' -d 'Like --data, where @ means nothing'
complete -c slip -l data-binary -x -a '(__slip_attachment)' -d 'Like --data, where files are sent byte for byte'
complete -c slip -l data-urlencode -x -a '(__slip_attachment)' -d 'Like --data, percent-encoded'
complete -c slip -l json -x -a '(__slip_attachment)' -d 'JSON body as typed, with its two headers'
complete -c slip -s 'F' -l form -x -a '(__slip_attachment)' -d 'Part of a multipart form; @file attaches'
complete -c slip -l form-string -x -a '(__slip_attachment)' -d 'Part of a multipart form, text as it stands'
complete -c slip -s 'T' -l upload-file -r -F -d 'Send a file with PUT; - streams stdin'
complete -c slip -l as -x -a 'json form multipart' -d 'Shape of a body made of items'
complete -c slip -s 'u' -l user -x -a '(__slip_attachment)' -d 'Basic credentials for this origin'
complete -c slip -l show-secrets -d 'Do not mask credentials in what is printed'
complete -c slip -n __slip_negating -l no-show-secrets -d 'Take back --show-secrets'
complete -c slip -s 'L' -l location -d 'Follow redirects'
complete -c slip -n __slip_negating -l no-location -d 'Take back --location'
complete -c slip -l max-redirs -x -d 'Redirects to follow at most (50); -1: no bound'
complete -c slip -l location-trusted -d 'Follow, and keep credentials across origins'
complete -c slip -n __slip_negating -l no-location-trusted -d 'Take back --location-trusted'
complete -c slip -s 'i' -l include -d 'Print the reply\'s headers before its body'
complete -c slip -n __slip_negating -l no-include -d 'Take back --include'
complete -c slip -s 'v' -l verbose -d 'Show both sides of the exchange on stderr'
complete -c slip -n __slip_negating -l no-verbose -d 'Take back --verbose'
complete -c slip -s 's' -l silent -d 'No progress, no notes, no error messages'
complete -c slip -n __slip_negating -l no-silent -d 'Take back --silent'
complete -c slip -s 'S' -l show-error -d 'With -s, error messages all the same'
complete -c slip -n __slip_negating -l no-show-error -d 'Take back --show-error'
complete -c slip -l print -x -a '(__slip_attachment)' -d 'What to print: any of H B h b m'
complete -c slip -l pretty -x -a 'all format colors none' -d 'Indent and colour: all, format, colors, none'
complete -c slip -l style -x -a 'auto solarized monokai high-contrast ansi-16' -d 'Colour theme'
complete -c slip -s 'w' -l write-out -x -a '(__slip_attachment)' -d 'Print this after the transfer: %{http_code}\\n'
complete -c slip -s '#' -l progress-bar -d 'Show a progress bar, terminal or not'
complete -c slip -n __slip_negating -l no-progress-bar -d 'Take back --progress-bar'
complete -c slip -l no-progress-meter -d 'No progress on the terminal'
complete -c slip -s 'o' -l output -r -F -d 'Write the body to a file; - is stdout'
complete -c slip -s 'O' -l remote-name -d 'Write the body to a file named as in the URL'
complete -c slip -n __slip_negating -l no-remote-name -d 'Take back --remote-name'
complete -c slip -l output-dir -x -a '(__fish_complete_directories (__slip_value))' -d 'Folder for -o, -O and --download'
complete -c slip -l create-dirs -d 'Make the folders that -o names'
complete -c slip -n __slip_negating -l no-create-dirs -d 'Take back --create-dirs'
complete -c slip -s 'D' -l dump-header -r -F -d 'Write the headers to a file; - is stdout'
complete -c slip -l download -d 'Save the body safely, under the server\'s name'
complete -c slip -n __slip_negating -l no-download -d 'Take back --download'
complete -c slip -l max-filesize -x -d 'Refuse a body larger than this, decoded'
complete -c slip -s 'f' -l fail -d 'Exit 22 and no body on status 400 and above'
complete -c slip -n __slip_negating -l no-fail -d 'Take back --fail'
complete -c slip -l fail-with-body -d 'Exit 22 on status 400 and above, body printed'
complete -c slip -n __slip_negating -l no-fail-with-body -d 'Take back --fail-with-body'
complete -c slip -l check-status -d 'Exit 3, 4 or 5 for a 3xx, 4xx or 5xx reply'
complete -c slip -n __slip_negating -l no-check-status -d 'Take back --check-status'
complete -c slip -s 'm' -l max-time -x -d 'Time the whole transfer may take'
complete -c slip -l connect-timeout -x -d 'Time connecting may take, TLS included'
complete -c slip -l timeout -x -d 'Time without a byte before giving up'
complete -c slip -s 'x' -l proxy -x -d 'HTTP proxy; empty: none'
complete -c slip -s 'U' -l proxy-user -x -a '(__slip_attachment)' -d 'Basic credentials for the proxy'
complete -c slip -l noproxy -x -a '(__slip_attachment)' -d 'Hosts without a proxy: a.b,.c,10.0.0.0/8, *'
complete -c slip -l resolve -x -a '(__slip_attachment)' -d 'Address to use for a host and port'
complete -c slip -l unix-socket -r -F -d 'Connect to this Unix socket'
complete -c slip -s '4' -l ipv4 -d 'IPv4 addresses only'
complete -c slip -n __slip_negating -l no-ipv4 -d 'Take back --ipv4'
complete -c slip -s '6' -l ipv6 -d 'IPv6 addresses only'
complete -c slip -n __slip_negating -l no-ipv6 -d 'Take back --ipv6'
complete -c slip -l http1.1 -d 'HTTP/1.1 only'
complete -c slip -n __slip_negating -l no-http1.1 -d 'Take back --http1.1'
complete -c slip -l http2 -d 'HTTP/2 where TLS agrees on it (the default)'
complete -c slip -n __slip_negating -l no-http2 -d 'Take back --http2'
complete -c slip -l http2-prior-knowledge -d 'HTTP/2 from the first byte, without asking'
complete -c slip -n __slip_negating -l no-http2-prior-knowledge -d 'Take back --http2-prior-knowledge'
complete -c slip -s 'k' -l insecure -d 'Do not check the server\'s certificate'
complete -c slip -n __slip_negating -l no-insecure -d 'Take back --insecure'
complete -c slip -l cacert -r -F -d 'PEM certificates to trust instead of Node\'s'
complete -c slip -s 'E' -l cert -r -F -d 'Client certificate (PEM), maybe with its key'
complete -c slip -l key -r -F -d 'Private key of the client certificate (PEM)'
complete -c slip -s 'K' -l config -r -F -d 'Read options from a file; - is stdin'
complete -c slip -s 'q' -l disable -d 'First argument: do not read your config file'
complete -c slip -n __slip_negating -l no-disable -d 'Take back --disable'
complete -c slip -l debug -d 'Stack traces with error messages'
complete -c slip -n __slip_negating -l no-debug -d 'Take back --debug'
complete -c slip -s 'h' -l help -d 'Help: -h in short, --help in full'
complete -c slip -n __slip_negating -l no-help -d 'Take back --help'
complete -c slip -s 'V' -l version -d 'Version of slip, Node and what it is built on'
complete -c slip -n __slip_negating -l no-version -d 'Take back --version'
