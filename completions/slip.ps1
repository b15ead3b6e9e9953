# PowerShell completion for slip, as printed by: slip completion powershell

Register-ArgumentCompleter -Native -CommandName slip -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $flags = @(
        @{ Shown = @('-X', '--request'); Names = @('-X', '--request'); Takes = 'words'; Words = @('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'); Tip = 'Method to use' }
        @{ Shown = @('--url'); Names = @('--url'); Takes = 'free'; Tip = 'URL to work with, as if it stood alone' }
        @{ Shown = @('-H', '--header'); Names = @('-H', '--header'); Takes = 'attachment'; Tip = 'Header Name: value to send' }
        @{ Shown = @('-A', '--user-agent'); Names = @('-A', '--user-agent'); Takes = 'attachment'; Tip = 'User-Agent to send; empty sends none' }
        @{ Shown = @('-e', '--referer'); Names = @('-e', '--referer'); Takes = 'attachment'; Tip = 'Referer to send; ;auto sets it on redirects' }
        @{ Shown = @('-G', '--get'); Back = '--no-get'; Tip = 'Put the -d data in the query and send GET' }
        @{ Shown = @('--url-query'); Names = @('--url-query'); Takes = 'attachment'; Tip = 'Add to the query, percent-encoded' }
        @{ Shown = @('-I', '--head'); Back = '--no-head'; Tip = 'Send HEAD and print the headers' }
        @{ Shown = @('--compressed'); Back = '--no-compressed'; Tip = 'Ask for compression and decode it' }
        @{ Shown = @('-r', '--range'); Names = @('-r', '--range'); Takes = 'attachment'; Tip = 'Bytes to ask for: 0-499, 500-, -500' }
        @{ Shown = @('-z', '--time-cond'); Names = @('-z', '--time-cond'); Takes = 'attachment'; Tip = 'Only if changed since this date or this file''s time' }
        @{ Shown = @('--etag-compare'); Names = @('--etag-compare'); Takes = 'files'; Tip = 'Only if the ETag is not the one in this file' }
        @{ Shown = @('-g', '--globoff'); Back = '--no-globoff'; Tip = 'Take {} and [] in URLs as they stand' }
        @{ Shown = @('--path-as-is'); Back = '--no-path-as-is'; Tip = 'Leave /../ and /./ in the path' }
        @{ Shown = @('--request-target'); Names = @('--request-target'); Takes = 'attachment'; Tip = 'Request target to send instead of the path' }
        @{ Shown = @('--disallow-username-in-url'); Back = '--no-disallow-username-in-url'; Tip = 'Refuse URLs with a user name in them' }
        @{ Shown = @('--proto'); Names = @('--proto'); Takes = 'attachment'; Tip = 'Protocols to allow: =https for this one only' }
        @{ Shown = @('--proto-default'); Names = @('--proto-default'); Takes = 'attachment'; Tip = 'Protocol of URLs without a scheme' }
        @{ Shown = @('--tr-encoding'); Back = '--no-tr-encoding'; Tip = 'Ask for a compressed transfer coding (TE: gzip)' }
        @{ Shown = @('--raw'); Back = '--no-raw'; Tip = 'Leave chunks and content codings undecoded' }
        @{ Shown = @('--ignore-content-length'); Back = '--no-ignore-content-length'; Tip = 'Read to the end of the connection, not to the length' }
        @{ Shown = @('--offline'); Back = '--no-offline'; Tip = 'Print the request, send nothing' }
        @{ Shown = @('--as-curl'); Back = '--no-as-curl'; Tip = 'Print the curl line of the request, send nothing' }
        @{ Shown = @('-d', '--data'); Names = @('-d', '--data', '--data-ascii'); Takes = 'attachment'; Tip = 'Body data, joined with &; @file reads it' }
        @{ Shown = @('--data-raw'); Names = @('--data-raw'); Takes = 'attachment'; Tip = 'Like --data, where @ means nothing' }
        @{ Shown = @('--data-binary'); Names = @('--data-binary'); Takes = 'attachment'; Tip = 'Like --data, where files are sent byte for byte' }
        @{ Shown = @('--data-urlencode'); Names = @('--data-urlencode'); Takes = 'attachment'; Tip = 'Like --data, percent-encoded' }
        @{ Shown = @('--json'); Names = @('--json'); Takes = 'attachment'; Tip = 'JSON body as typed, with its two headers' }
        @{ Shown = @('-F', '--form'); Names = @('-F', '--form'); Takes = 'attachment'; Tip = 'Part of a multipart form; @file attaches' }
        @{ Shown = @('--form-string'); Names = @('--form-string'); Takes = 'attachment'; Tip = 'Part of a multipart form, text as it stands' }
        @{ Shown = @('--form-escape'); Back = '--no-form-escape'; Tip = 'Backslashes, not percents, in names of form parts' }
        @{ Shown = @('-T', '--upload-file'); Names = @('-T', '--upload-file'); Takes = 'files'; Tip = 'Send a file with PUT; - streams stdin' }
        @{ Shown = @('--crlf'); Back = '--no-crlf'; Tip = 'With -T: send CRLF for each LF' }
        @{ Shown = @('--expect100-timeout'); Names = @('--expect100-timeout'); Takes = 'free'; Tip = 'Time to wait for a 100 before the body goes (1)' }
        @{ Shown = @('--as'); Names = @('--as'); Takes = 'words'; Words = @('json', 'form', 'multipart'); Tip = 'Shape of a body made of items' }
        @{ Shown = @('-b', '--cookie'); Names = @('-b', '--cookie'); Takes = 'attachment'; Tip = 'Cookies to send: a=1; b=2, or a file of them' }
        @{ Shown = @('-c', '--cookie-jar'); Names = @('-c', '--cookie-jar'); Takes = 'files'; Tip = 'Write the cookies to a file at the end' }
        @{ Shown = @('-j', '--junk-session-cookies'); Back = '--no-junk-session-cookies'; Tip = 'Leave session cookies of the -b file out' }
        @{ Shown = @('--session'); Names = @('--session'); Takes = 'names'; Known = 'session'; Tip = 'Keep cookies and typed headers from run to run' }
        @{ Shown = @('--session-read-only'); Back = '--no-session-read-only'; Tip = 'Use the session and leave its file as it is' }
        @{ Shown = @('-u', '--user'); Names = @('-u', '--user'); Takes = 'attachment'; Tip = 'Credentials for this origin, sent as Basic' }
        @{ Shown = @('--basic'); Back = '--no-basic'; Tip = 'Send the credentials as Basic (the default)' }
        @{ Shown = @('--digest'); Back = '--no-digest'; Tip = 'Answer a Digest challenge with the credentials' }
        @{ Shown = @('--anyauth'); Back = '--no-anyauth'; Tip = 'Ask first, then use the best scheme offered' }
        @{ Shown = @('--oauth2-bearer'); Names = @('--oauth2-bearer'); Takes = 'attachment'; Tip = 'Bearer token for this origin' }
        @{ Shown = @('--aws-sigv4'); Names = @('--aws-sigv4'); Takes = 'attachment'; Tip = 'Sign with AWS Signature Version 4' }
        @{ Shown = @('-n', '--netrc'); Back = '--no-netrc'; Tip = 'Take the credentials from ~/.netrc' }
        @{ Shown = @('--netrc-file'); Names = @('--netrc-file'); Takes = 'files'; Tip = 'The file to take for --netrc' }
        @{ Shown = @('--netrc-optional'); Back = '--no-netrc-optional'; Tip = 'Like --netrc, where what the URL says wins' }
        @{ Shown = @('--auth'); Names = @('--auth'); Takes = 'names'; Known = 'profile'; Back = '--no-auth'; Tip = 'Profile to use; without, the one made for the URL' }
        @{ Shown = @('--allow-insecure-auth'); Back = '--no-allow-insecure-auth'; Tip = 'Let a profile go unencrypted to other machines' }
        @{ Shown = @('--show-secrets'); Back = '--no-show-secrets'; Tip = 'Do not mask credentials in what is printed' }
        @{ Shown = @('-L', '--location'); Back = '--no-location'; Tip = 'Follow redirects' }
        @{ Shown = @('--max-redirs'); Names = @('--max-redirs'); Takes = 'free'; Tip = 'Redirects to follow at most (50); -1: no bound' }
        @{ Shown = @('--location-trusted'); Back = '--no-location-trusted'; Tip = 'Follow, and keep credentials across origins' }
        @{ Shown = @('--follow'); Back = '--no-follow'; Tip = 'Follow; a method typed with -X ends where one must' }
        @{ Shown = @('--post301'); Back = '--no-post301'; Tip = 'POST stays POST on a 301' }
        @{ Shown = @('--post302'); Back = '--no-post302'; Tip = 'POST stays POST on a 302' }
        @{ Shown = @('--post303'); Back = '--no-post303'; Tip = 'POST stays POST on a 303' }
        @{ Shown = @('--proto-redir'); Names = @('--proto-redir'); Takes = 'attachment'; Tip = 'Protocols to allow in redirects, as in --proto' }
        @{ Shown = @('-i', '--include'); Back = '--no-include'; Tip = 'Print the reply''s headers before its body' }
        @{ Shown = @('-v', '--verbose'); Back = '--no-verbose'; Tip = 'Show both sides of the exchange on stderr' }
        @{ Shown = @('-s', '--silent'); Back = '--no-silent'; Tip = 'No progress, no notes, no error messages' }
        @{ Shown = @('-S', '--show-error'); Back = '--no-show-error'; Tip = 'With -s, error messages all the same' }
        @{ Shown = @('--print'); Names = @('--print'); Takes = 'attachment'; Tip = 'What to print: any of H B h b m' }
        @{ Shown = @('--pretty'); Names = @('--pretty'); Takes = 'words'; Words = @('all', 'format', 'colors', 'none'); Tip = 'Indent and colour: all, format, colors, none' }
        @{ Shown = @('--style'); Names = @('--style'); Takes = 'words'; Words = @('auto', 'dark', 'light', 'solarized', 'monokai', 'dracula', 'nord', 'gruvbox', 'high-contrast', 'ansi-16'); Tip = 'Colour theme' }
        @{ Shown = @('--hex'); Back = '--no-hex'; Tip = 'Show bodies as hexadecimal and ASCII' }
        @{ Shown = @('--indent'); Names = @('--indent'); Takes = 'attachment'; Tip = 'Columns of a level, or tab; 0 for one line' }
        @{ Shown = @('--sort-keys'); Back = '--no-sort-keys'; Tip = 'Sort the members of JSON objects by name' }
        @{ Shown = @('--max-events'); Names = @('--max-events'); Takes = 'free'; Tip = 'End after so many events, lines or messages' }
        @{ Shown = @('--reconnect'); Back = '--no-reconnect'; Tip = 'Connect again where an event stream ends' }
        @{ Shown = @('--images'); Names = @('--images'); Takes = 'words'; Words = @('auto', 'kitty', 'iterm', 'sixel', 'blocks', 'none'); Tip = 'How a terminal shows images, PNG, JPEG and GIF' }
        @{ Shown = @('--pager'); Back = '--no-pager'; Tip = 'Show long answers on a terminal in a pager' }
        @{ Shown = @('--links'); Names = @('--links'); Takes = 'words'; Words = @('auto', 'always', 'never'); Tip = 'Links on a terminal: auto, always, never' }
        @{ Shown = @('--no-styled-output'); Tip = 'No bold header names on the terminal' }
        @{ Shown = @('-w', '--write-out'); Names = @('-w', '--write-out'); Takes = 'attachment'; Tip = 'Print this after the transfer: %{http_code}\n' }
        @{ Shown = @('--explain'); Back = '--no-explain'; Tip = 'Show on stderr where each header is from' }
        @{ Shown = @('--json-report'); Names = @('--json-report'); Takes = 'files'; Tip = 'Write all that is known of a transfer as JSON' }
        @{ Shown = @('--hops'); Back = '--no-hops'; Tip = 'Show on stderr where redirects led' }
        @{ Shown = @('--certs'); Back = '--no-certs'; Tip = 'Show the certificates on stderr' }
        @{ Shown = @('--timing'); Back = '--no-timing'; Tip = 'Show on stderr where the time went' }
        @{ Shown = @('--trace'); Names = @('--trace'); Takes = 'files'; Tip = 'Write all that passes, in hexadecimal too' }
        @{ Shown = @('--trace-ascii'); Names = @('--trace-ascii'); Takes = 'files'; Tip = 'Like --trace, as text only' }
        @{ Shown = @('--trace-config'); Names = @('--trace-config'); Takes = 'attachment'; Tip = 'More to tell in -v and --trace: ids,time,…' }
        @{ Shown = @('--trace-ids'); Back = '--no-trace-ids'; Tip = 'Number transfers and connections in -v and --trace' }
        @{ Shown = @('--trace-time'); Back = '--no-trace-time'; Tip = 'Time of day before each line of -v and --trace' }
        @{ Shown = @('--stderr'); Names = @('--stderr'); Takes = 'files'; Tip = 'Where to write what goes to stderr; - is stdout' }
        @{ Shown = @('-#', '--progress-bar'); Back = '--no-progress-bar'; Tip = 'Show a progress bar, terminal or not' }
        @{ Shown = @('--no-progress-meter'); Tip = 'No progress on the terminal' }
        @{ Shown = @('-N', '--no-buffer'); Tip = 'Write without holding output back' }
        @{ Shown = @('-f', '--fail'); Back = '--no-fail'; Tip = 'Exit 22 and no body on status 400 and above' }
        @{ Shown = @('--fail-with-body'); Back = '--no-fail-with-body'; Tip = 'Exit 22 on status 400 and above, body printed' }
        @{ Shown = @('--check-status'); Back = '--no-check-status'; Tip = 'Exit 3, 4 or 5 for a 3xx, 4xx or 5xx reply' }
        @{ Shown = @('--select'); Names = @('--select'); Takes = 'attachment'; Tip = 'Print what a path finds in the body' }
        @{ Shown = @('--jq'); Names = @('--jq'); Takes = 'attachment'; Tip = 'Print what a jq filter makes of the body' }
        @{ Shown = @('--xpath'); Names = @('--xpath'); Takes = 'attachment'; Tip = 'Print what an XPath finds in XML or HTML' }
        @{ Shown = @('--raw-strings'); Back = '--no-raw-strings'; Tip = 'Print JSON strings as their text, without quotes' }
        @{ Shown = @('--table'); Back = '--no-table'; Tip = 'Print a JSON array as a table' }
        @{ Shown = @('--csv'); Back = '--no-csv'; Tip = 'Print a JSON array as CSV' }
        @{ Shown = @('--columns'); Names = @('--columns'); Takes = 'attachment'; Tip = 'Columns of --table or --csv: id,author.name' }
        @{ Shown = @('--yaml'); Back = '--no-yaml'; Tip = 'Print JSON as YAML, with the same numbers' }
        @{ Shown = @('--ndjson'); Back = '--no-ndjson'; Tip = 'Print each item of a JSON array on a line' }
        @{ Shown = @('--header-value'); Names = @('--header-value'); Takes = 'attachment'; Tip = 'Print the values of this reply header, a line each' }
        @{ Shown = @('--status-code'); Back = '--no-status-code'; Tip = 'Print the status code, and no body' }
        @{ Shown = @('--require-match'); Back = '--no-require-match'; Tip = 'Exit 105 when nothing was found to print' }
        @{ Shown = @('-o', '--output'); Names = @('-o', '--output'); Takes = 'files'; Tip = 'Write the body to a file; - is stdout' }
        @{ Shown = @('-O', '--remote-name'); Back = '--no-remote-name'; Tip = 'Write the body to a file named as in the URL' }
        @{ Shown = @('--remote-name-all'); Back = '--no-remote-name-all'; Tip = 'As -O, for every URL' }
        @{ Shown = @('-J', '--remote-header-name'); Back = '--no-remote-header-name'; Tip = 'With -O, the name the server gives' }
        @{ Shown = @('--out-null'); Back = '--no-out-null'; Tip = 'Read the body and drop it; one for each URL' }
        @{ Shown = @('--output-dir'); Names = @('--output-dir'); Takes = 'folders'; Tip = 'Folder for -o, -O and --download' }
        @{ Shown = @('--create-dirs'); Back = '--no-create-dirs'; Tip = 'Make the folders that -o names' }
        @{ Shown = @('--no-clobber'); Tip = 'Never overwrite: add a number to the name' }
        @{ Shown = @('--skip-existing'); Back = '--no-skip-existing'; Tip = 'Send nothing where the file is there already' }
        @{ Shown = @('--remove-on-error'); Back = '--no-remove-on-error'; Tip = 'Remove what was written of a transfer that failed' }
        @{ Shown = @('-C', '--continue-at'); Names = @('-C', '--continue-at'); Takes = 'attachment'; Tip = 'Go on at this byte; -: where the file ends' }
        @{ Shown = @('-R', '--remote-time'); Back = '--no-remote-time'; Tip = 'Give the file the time of Last-Modified' }
        @{ Shown = @('--etag-save'); Names = @('--etag-save'); Takes = 'files'; Tip = 'Write the ETag to a file, for --etag-compare' }
        @{ Shown = @('--create-file-mode'); Names = @('--create-file-mode'); Takes = 'free'; Tip = 'Mode of files made on a server' }
        @{ Shown = @('-D', '--dump-header'); Names = @('-D', '--dump-header'); Takes = 'files'; Tip = 'Write the headers to a file; - is stdout' }
        @{ Shown = @('--download'); Back = '--no-download'; Tip = 'Save the body safely, under the server''s name' }
        @{ Shown = @('--max-filesize'); Names = @('--max-filesize'); Takes = 'free'; Tip = 'Refuse a body larger than this, decoded' }
        @{ Shown = @('-:', '--next'); Back = '--no-next'; Tip = 'Begin another request with options of its own' }
        @{ Shown = @('-Z', '--parallel'); Back = '--no-parallel'; Tip = 'Transfer several URLs at the same time' }
        @{ Shown = @('--parallel-max'); Names = @('--parallel-max'); Takes = 'free'; Tip = 'Transfers at the same time at most (50)' }
        @{ Shown = @('--parallel-immediate'); Back = '--no-parallel-immediate'; Tip = 'Open a connection rather than wait to share one' }
        @{ Shown = @('--fail-early'); Back = '--no-fail-early'; Tip = 'End at the first transfer that fails' }
        @{ Shown = @('--rate'); Names = @('--rate'); Takes = 'attachment'; Tip = 'Begin at most so many transfers: 3/s, 10/5m' }
        @{ Shown = @('--retry'); Names = @('--retry'); Takes = 'free'; Tip = 'Times to try again after a passing trouble' }
        @{ Shown = @('--retry-all-errors'); Back = '--no-retry-all-errors'; Tip = 'With --retry: after any error' }
        @{ Shown = @('--retry-connrefused'); Back = '--no-retry-connrefused'; Tip = 'With --retry: also where nobody listens' }
        @{ Shown = @('--retry-delay'); Names = @('--retry-delay'); Takes = 'free'; Tip = 'With --retry: time to wait each time' }
        @{ Shown = @('--retry-max-time'); Names = @('--retry-max-time'); Takes = 'free'; Tip = 'With --retry: no new try after this time' }
        @{ Shown = @('--paginate'); Back = '--no-paginate'; Tip = 'Follow Link: rel="next", all items as one array' }
        @{ Shown = @('--next-from'); Names = @('--next-from'); Takes = 'attachment'; Tip = 'Like --paginate, the next URL stands in the body' }
        @{ Shown = @('--next-param'); Names = @('--next-param'); Takes = 'attachment'; Tip = 'With --next-from: a value for this query parameter' }
        @{ Shown = @('--items'); Names = @('--items'); Takes = 'attachment'; Tip = 'Where in a page its items are' }
        @{ Shown = @('--max-pages'); Names = @('--max-pages'); Takes = 'free'; Tip = 'Pages to ask for at most' }
        @{ Shown = @('-m', '--max-time'); Names = @('-m', '--max-time'); Takes = 'free'; Tip = 'Time the whole transfer may take' }
        @{ Shown = @('--connect-timeout'); Names = @('--connect-timeout'); Takes = 'free'; Tip = 'Time connecting may take, TLS included' }
        @{ Shown = @('--timeout'); Names = @('--timeout'); Takes = 'free'; Tip = 'Time without a byte before giving up' }
        @{ Shown = @('-Y', '--speed-limit'); Names = @('-Y', '--speed-limit'); Takes = 'free'; Tip = 'Give up below so many bytes a second' }
        @{ Shown = @('-y', '--speed-time'); Names = @('-y', '--speed-time'); Takes = 'free'; Tip = 'Seconds that --speed-limit is patient' }
        @{ Shown = @('--limit-rate'); Names = @('--limit-rate'); Takes = 'free'; Tip = 'Bytes a second at most, both ways: 200K' }
        @{ Shown = @('--resolve'); Names = @('--resolve'); Takes = 'attachment'; Tip = 'Address to use for a host and port' }
        @{ Shown = @('--connect-to'); Names = @('--connect-to'); Takes = 'attachment'; Tip = 'Go to the second host and port instead' }
        @{ Shown = @('--unix-socket'); Names = @('--unix-socket'); Takes = 'files'; Tip = 'Connect to this Unix socket' }
        @{ Shown = @('--abstract-unix-socket'); Names = @('--abstract-unix-socket'); Takes = 'attachment'; Tip = 'Connect to this abstract Unix socket (Linux)' }
        @{ Shown = @('-4', '--ipv4'); Back = '--no-ipv4'; Tip = 'IPv4 addresses only' }
        @{ Shown = @('-6', '--ipv6'); Back = '--no-ipv6'; Tip = 'IPv6 addresses only' }
        @{ Shown = @('--happy-eyeballs-timeout-ms'); Names = @('--happy-eyeballs-timeout-ms'); Takes = 'free'; Tip = 'Head start of IPv6 over IPv4 (200)' }
        @{ Shown = @('--interface'); Names = @('--interface'); Takes = 'attachment'; Tip = 'Network interface or own address to connect from' }
        @{ Shown = @('--local-port'); Names = @('--local-port'); Takes = 'attachment'; Tip = 'Own port or ports to connect from: 8000-8010' }
        @{ Shown = @('--no-keepalive'); Tip = 'No TCP keep-alive probes' }
        @{ Shown = @('--keepalive-time'); Names = @('--keepalive-time'); Takes = 'free'; Tip = 'Seconds of silence before a keep-alive probe (60)' }
        @{ Shown = @('--keepalive-cnt'); Names = @('--keepalive-cnt'); Takes = 'free'; Tip = 'Keep-alive probes without an answer to put up with' }
        @{ Shown = @('--tcp-nodelay'); Back = '--no-tcp-nodelay'; Tip = 'Send small packets at once (the default)' }
        @{ Shown = @('--dns-servers'); Names = @('--dns-servers'); Takes = 'attachment'; Tip = 'DNS servers to ask: 192.0.2.1,[2001:db8::1]:53' }
        @{ Shown = @('--dns-interface'); Names = @('--dns-interface'); Takes = 'attachment'; Tip = 'Network interface to ask DNS servers from' }
        @{ Shown = @('--dns-ipv4-addr'); Names = @('--dns-ipv4-addr'); Takes = 'attachment'; Tip = 'Own IPv4 address to ask DNS servers from' }
        @{ Shown = @('--dns-ipv6-addr'); Names = @('--dns-ipv6-addr'); Takes = 'attachment'; Tip = 'Own IPv6 address to ask DNS servers from' }
        @{ Shown = @('--doh-url'); Names = @('--doh-url'); Takes = 'free'; Tip = 'Look names up over HTTPS, there' }
        @{ Shown = @('--doh-insecure'); Back = '--no-doh-insecure'; Tip = 'Do not check the certificate of --doh-url' }
        @{ Shown = @('--http0.9'); Back = '--no-http0.9'; Tip = 'Take a reply without a head for a body' }
        @{ Shown = @('-0', '--http1.0'); Back = '--no-http1.0'; Tip = 'HTTP/1.0 only' }
        @{ Shown = @('--http1.1'); Back = '--no-http1.1'; Tip = 'HTTP/1.1 only' }
        @{ Shown = @('--http2'); Back = '--no-http2'; Tip = 'HTTP/2 where TLS agrees on it (the default)' }
        @{ Shown = @('--http2-prior-knowledge'); Back = '--no-http2-prior-knowledge'; Tip = 'HTTP/2 from the first byte, without asking' }
        @{ Shown = @('-x', '--proxy'); Names = @('-x', '--proxy'); Takes = 'free'; Tip = 'HTTP or SOCKS proxy; empty: none' }
        @{ Shown = @('-U', '--proxy-user'); Names = @('-U', '--proxy-user'); Takes = 'attachment'; Tip = 'Credentials for the proxy' }
        @{ Shown = @('--noproxy'); Names = @('--noproxy'); Takes = 'attachment'; Tip = 'Hosts without a proxy: a.b,.c,10.0.0.0/8, *' }
        @{ Shown = @('--preproxy'); Names = @('--preproxy'); Takes = 'free'; Tip = 'SOCKS proxy to reach the HTTP proxy through' }
        @{ Shown = @('--proxy1.0'); Names = @('--proxy1.0'); Takes = 'free'; Tip = 'HTTP proxy to speak HTTP/1.0 to' }
        @{ Shown = @('--socks4'); Names = @('--socks4'); Takes = 'free'; Tip = 'SOCKS4 proxy; slip looks the host up' }
        @{ Shown = @('--socks4a'); Names = @('--socks4a'); Takes = 'free'; Tip = 'SOCKS4a proxy, which looks the host up' }
        @{ Shown = @('--socks5'); Names = @('--socks5'); Takes = 'free'; Tip = 'SOCKS5 proxy; slip looks the host up' }
        @{ Shown = @('--socks5-hostname'); Names = @('--socks5-hostname'); Takes = 'free'; Tip = 'SOCKS5 proxy, which looks the host up' }
        @{ Shown = @('--socks5-basic'); Back = '--no-socks5-basic'; Tip = 'Name and password for SOCKS5 (the default)' }
        @{ Shown = @('-p', '--proxytunnel'); Back = '--no-proxytunnel'; Tip = 'CONNECT through the proxy for http URLs too' }
        @{ Shown = @('--proxy-header'); Names = @('--proxy-header'); Takes = 'attachment'; Tip = 'Header for the proxy alone, in the forms of -H' }
        @{ Shown = @('--suppress-connect-headers'); Back = '--no-suppress-connect-headers'; Tip = 'Leave the answer to CONNECT out of -i and -D' }
        @{ Shown = @('--proxy-basic'); Back = '--no-proxy-basic'; Tip = 'Send the proxy credentials as Basic (the default)' }
        @{ Shown = @('--proxy-digest'); Back = '--no-proxy-digest'; Tip = 'Answer a Digest challenge of the proxy' }
        @{ Shown = @('--proxy-anyauth'); Back = '--no-proxy-anyauth'; Tip = 'Use the best scheme that the proxy offers' }
        @{ Shown = @('--haproxy-protocol'); Back = '--no-haproxy-protocol'; Tip = 'Begin with a line of the PROXY protocol, version 1' }
        @{ Shown = @('--haproxy-clientip'); Names = @('--haproxy-clientip'); Takes = 'attachment'; Tip = 'Client address for that line' }
        @{ Shown = @('--proxy-insecure'); Back = '--no-proxy-insecure'; Tip = 'Do not check the certificate of an https proxy' }
        @{ Shown = @('--proxy-cacert'); Names = @('--proxy-cacert'); Takes = 'files'; Tip = 'As --cacert, for an https proxy' }
        @{ Shown = @('--proxy-capath'); Names = @('--proxy-capath'); Takes = 'folders'; Tip = 'As --capath, for an https proxy' }
        @{ Shown = @('--proxy-ca-native'); Back = '--no-proxy-ca-native'; Tip = 'As --ca-native, for an https proxy' }
        @{ Shown = @('--proxy-crlfile'); Names = @('--proxy-crlfile'); Takes = 'files'; Tip = 'As --crlfile, for an https proxy' }
        @{ Shown = @('--proxy-cert'); Names = @('--proxy-cert'); Takes = 'files'; Tip = 'As --cert, for an https proxy' }
        @{ Shown = @('--proxy-cert-type'); Names = @('--proxy-cert-type'); Takes = 'attachment'; Tip = 'As --cert-type, for an https proxy' }
        @{ Shown = @('--proxy-key'); Names = @('--proxy-key'); Takes = 'files'; Tip = 'As --key, for an https proxy' }
        @{ Shown = @('--proxy-key-type'); Names = @('--proxy-key-type'); Takes = 'attachment'; Tip = 'As --key-type, for an https proxy' }
        @{ Shown = @('--proxy-pass'); Names = @('--proxy-pass'); Takes = 'attachment'; Tip = 'As --pass, for an https proxy' }
        @{ Shown = @('--proxy-pinnedpubkey'); Names = @('--proxy-pinnedpubkey'); Takes = 'attachment'; Tip = 'As --pinnedpubkey, for an https proxy' }
        @{ Shown = @('--proxy-tlsv1'); Back = '--no-proxy-tlsv1'; Tip = 'As --tlsv1, for an https proxy' }
        @{ Shown = @('--proxy-ciphers'); Names = @('--proxy-ciphers'); Takes = 'attachment'; Tip = 'As --ciphers, for an https proxy' }
        @{ Shown = @('--proxy-tls13-ciphers'); Names = @('--proxy-tls13-ciphers'); Takes = 'attachment'; Tip = 'As --tls13-ciphers, for an https proxy' }
        @{ Shown = @('--proxy-ssl-allow-beast'); Back = '--no-proxy-ssl-allow-beast'; Tip = 'As --ssl-allow-beast, for an https proxy' }
        @{ Shown = @('--proxy-ssl-auto-client-cert'); Back = '--no-proxy-ssl-auto-client-cert'; Tip = 'As --ssl-auto-client-cert, for an https proxy' }
        @{ Shown = @('-k', '--insecure'); Back = '--no-insecure'; Tip = 'Do not check the server''s certificate' }
        @{ Shown = @('--cacert'); Names = @('--cacert'); Takes = 'files'; Tip = 'PEM certificates to trust instead of Node''s' }
        @{ Shown = @('--capath'); Names = @('--capath'); Takes = 'folders'; Tip = 'Folder of PEM certificates to trust' }
        @{ Shown = @('--ca-native'); Back = '--no-ca-native'; Tip = 'Trust the certificates of the system, too' }
        @{ Shown = @('--crlfile'); Names = @('--crlfile'); Takes = 'files'; Tip = 'PEM list of certificates that were revoked' }
        @{ Shown = @('--cert-status'); Back = '--no-cert-status'; Tip = 'Ask for word that the certificate was not revoked' }
        @{ Shown = @('--pinnedpubkey'); Names = @('--pinnedpubkey'); Takes = 'attachment'; Tip = 'Public key that the server must have' }
        @{ Shown = @('-E', '--cert'); Names = @('-E', '--cert'); Takes = 'files'; Tip = 'Client certificate, maybe with its key' }
        @{ Shown = @('--cert-type'); Names = @('--cert-type'); Takes = 'attachment'; Tip = 'Form of the client certificate: PEM, DER, P12' }
        @{ Shown = @('--key'); Names = @('--key'); Takes = 'files'; Tip = 'Private key of the client certificate' }
        @{ Shown = @('--key-type'); Names = @('--key-type'); Takes = 'attachment'; Tip = 'Form of the private key: PEM, DER' }
        @{ Shown = @('--pass'); Names = @('--pass'); Takes = 'attachment'; Tip = 'Password of the private key' }
        @{ Shown = @('-1', '--tlsv1'); Back = '--no-tlsv1'; Tip = 'TLS 1.0 or later' }
        @{ Shown = @('--tlsv1.1'); Back = '--no-tlsv1.1'; Tip = 'TLS 1.1 or later' }
        @{ Shown = @('--tlsv1.2'); Back = '--no-tlsv1.2'; Tip = 'TLS 1.2 or later' }
        @{ Shown = @('--tlsv1.3'); Back = '--no-tlsv1.3'; Tip = 'TLS 1.3 or later' }
        @{ Shown = @('--tls-max'); Names = @('--tls-max'); Takes = 'attachment'; Tip = 'Latest version of TLS: 1.0, 1.1, 1.2, 1.3, default' }
        @{ Shown = @('--ciphers'); Names = @('--ciphers'); Takes = 'attachment'; Tip = 'Cipher suites up to TLS 1.2, in OpenSSL''s names' }
        @{ Shown = @('--tls13-ciphers'); Names = @('--tls13-ciphers'); Takes = 'attachment'; Tip = 'Cipher suites of TLS 1.3' }
        @{ Shown = @('--curves'); Names = @('--curves'); Takes = 'attachment'; Tip = 'Groups for the key exchange: X25519:P-256' }
        @{ Shown = @('--sigalgs'); Names = @('--sigalgs'); Takes = 'attachment'; Tip = 'Signature algorithms to offer' }
        @{ Shown = @('--no-alpn'); Tip = 'Offer no protocols in the TLS handshake (ALPN)' }
        @{ Shown = @('--no-sessionid'); Tip = 'Begin each TLS session anew' }
        @{ Shown = @('--ssl-allow-beast'); Back = '--no-ssl-allow-beast'; Tip = 'Without the guard of TLS 1.0 against BEAST' }
        @{ Shown = @('--hsts'); Names = @('--hsts'); Takes = 'files'; Tip = 'Remember in a file which hosts want https only' }
        @{ Shown = @('--alt-svc'); Names = @('--alt-svc'); Takes = 'files'; Tip = 'Remember in a file where else a host is served' }
        @{ Shown = @('--no-npn'); Tip = 'No NPN in the TLS handshake' }
        @{ Shown = @('--tls-earlydata'); Back = '--no-tls-earlydata'; Tip = 'Send in the first flight of a resumed TLS session' }
        @{ Shown = @('-2', '--sslv2'); Back = '--no-sslv2'; Tip = 'SSL version 2' }
        @{ Shown = @('-3', '--sslv3'); Back = '--no-sslv3'; Tip = 'SSL version 3' }
        @{ Shown = @('--false-start'); Back = '--no-false-start'; Tip = 'Send before the TLS handshake is checked' }
        @{ Shown = @('--random-file'); Names = @('--random-file'); Takes = 'files'; Tip = 'File to take random bytes from' }
        @{ Shown = @('--egd-file'); Names = @('--egd-file'); Takes = 'files'; Tip = 'Socket to take random bytes from' }
        @{ Shown = @('--ssl-auto-client-cert'); Back = '--no-ssl-auto-client-cert'; Tip = 'Let the system choose a client certificate' }
        @{ Shown = @('--ssl-no-revoke'); Back = '--no-ssl-no-revoke'; Tip = 'Do not ask whether a certificate was revoked' }
        @{ Shown = @('--ssl-revoke-best-effort'); Back = '--no-ssl-revoke-best-effort'; Tip = 'Go on where nobody says what was revoked' }
        @{ Shown = @('-K', '--config'); Names = @('-K', '--config'); Takes = 'files'; Tip = 'Read options from a file; - is stdin' }
        @{ Shown = @('-q', '--disable'); Back = '--no-disable'; Tip = 'First argument: do not read your config file' }
        @{ Shown = @('--variable'); Names = @('--variable'); Takes = 'attachment'; Tip = 'Set a variable for the --expand-… options' }
        @{ Shown = @('--debug'); Back = '--no-debug'; Tip = 'Stack traces with error messages' }
        @{ Shown = @('-h', '--help'); Back = '--no-help'; Tip = 'Help: -h in short, --help in full' }
        @{ Shown = @('-M', '--manual'); Back = '--no-manual'; Tip = 'The same as --help' }
        @{ Shown = @('-V', '--version'); Back = '--no-version'; Tip = 'Version of slip, Node and what it is built on' }
    )
    $commands = @(
        @{ Name = 'curl'; Tip = 'Take arguments as curl does, and do what it would'; Words = @() }
        @{ Name = 'export'; Tip = 'Print a request as a curl line; send nothing'; Words = @('curl') }
        @{ Name = 'run'; Tip = 'Send saved requests; several run as a test'; Words = @() }
        @{ Name = 'auth'; Tip = 'Who you are, and where: secrets in the keychain'; Words = @() }
        @{ Name = 'jwt'; Tip = 'Look at tokens with claims'; Words = @() }
        @{ Name = 'save'; Tip = 'Write a request into the collection'; Words = @() }
        @{ Name = 'session'; Tip = 'Look at what --session keeps, and clear it'; Words = @() }
        @{ Name = 'collection'; Tip = 'Look after collection files'; Words = @() }
        @{ Name = 'doctor'; Tip = 'Look at what slip depends on here, keychain first'; Words = @() }
        @{ Name = 'diff'; Tip = 'Compare two answers; exit 1 if they differ'; Words = @() }
        @{ Name = 'demo'; Tip = 'Serve a small library-desk API to play with'; Words = @() }
        @{ Name = 'completion'; Tip = 'Completion script: bash, zsh, fish or powershell'; Words = @() }
        @{ Name = 'help'; Tip = 'Explain an option, a group, a command, items, exit'; Words = @('request', 'body', 'cookies', 'credentials', 'redirects', 'output', 'picking', 'files', 'failing', 'many', 'pages', 'diff', 'connection', 'proxy', 'tls', 'general', 'curl', 'export', 'run', 'auth', 'jwt', 'save', 'session', 'collection', 'doctor', 'demo', 'completion', 'help', 'items', 'exit', 'environment') }
    )

    # What is known behind the words of a command that has options of its own.
    $lines = @{
        'run' = @{ Words = 'run'; Offers = @(); Known = 'request'; Many = $true; Request = $true; Flags = @(
            @{ Shown = @('--env'); Names = @('--env'); Takes = 'names'; Known = 'env'; Tip = 'The environment whose base, profile and variables count' }
            @{ Shown = @('--var'); Names = @('--var'); Takes = 'names'; Known = 'variable'; Tip = 'Set a variable; NAME:=JSON for one that is no text' }
            @{ Shown = @('--tag'); Names = @('--tag'); Takes = 'names'; Known = 'tag'; Tip = 'All requests with this tag' }
            @{ Shown = @('--test'); Back = '--no-test'; Tip = 'Run as a test, even if it is one request' }
            @{ Shown = @('--bail'); Back = '--no-bail'; Tip = 'Stop at the first request that fails' }
            @{ Shown = @('--jobs'); Names = @('--jobs'); Takes = 'free'; Tip = 'So many requests at once, where none needs another' }
            @{ Shown = @('--repeat'); Names = @('--repeat'); Takes = 'free'; Tip = 'Run all of it so many times' }
            @{ Shown = @('--dry-run'); Back = '--no-dry-run'; Tip = 'Print what would be sent, in order, and send nothing' }
            @{ Shown = @('--update-snapshots'); Back = '--no-update-snapshots'; Tip = 'Record the bodies that expect: snapshot compares' }
            @{ Shown = @('--last-failed'); Back = '--no-last-failed'; Tip = 'Only requests that failed when they were last run as a test' }
            @{ Shown = @('--watch'); Back = '--no-watch'; Tip = 'Run again whenever a file of the collection changes' }
            @{ Shown = @('--file-root'); Names = @('--file-root'); Takes = 'folders'; Tip = 'Files that a collection names may be anywhere in here' }
            @{ Shown = @('--report'); Names = @('--report'); Takes = 'attachment'; Tip = 'Write a report: junit, json, tap, html, har or md' }
        ) }
        'auth' = @{ Words = 'auth'; Offers = @('add', 'login', 'list', 'show', 'token', 'refresh', 'logout', 'remove', 'move', 'passphrase'); Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'auth add' = @{ Words = 'auth add'; Offers = @(); Known = 'profile'; Many = $false; Flags = @(
            @{ Shown = @('--for'); Names = @('--for'); Takes = 'free'; Tip = 'Where it may go: this origin, and paths below' }
            @{ Shown = @('--api-key'); Back = '--no-api-key'; Tip = 'A key in a header, or where --in says' }
            @{ Shown = @('--in'); Names = @('--in'); Takes = 'attachment'; Tip = 'Place of a key, such as query:key' }
            @{ Shown = @('--prefix'); Names = @('--prefix'); Takes = 'attachment'; Tip = 'What stands before a key, such as Token ' }
            @{ Shown = @('--bearer'); Back = '--no-bearer'; Tip = 'A token, as Authorization: Bearer' }
            @{ Shown = @('--basic'); Names = @('--basic'); Takes = 'attachment'; Tip = 'A password, as Basic' }
            @{ Shown = @('--digest'); Names = @('--digest'); Takes = 'attachment'; Tip = 'A password, for Digest challenges' }
            @{ Shown = @('--jwt'); Back = '--no-jwt'; Tip = 'A token with claims: a stored one, or signed anew' }
            @{ Shown = @('--key'); Names = @('--key'); Takes = 'files'; Tip = 'The key to sign with: PEM or a JWK' }
            @{ Shown = @('--alg'); Names = @('--alg'); Takes = 'words'; Words = @('RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'HS256', 'HS384', 'HS512'); Tip = 'How to sign; may be left out for a key in a file' }
            @{ Shown = @('--claim'); Names = @('--claim'); Takes = 'attachment'; Tip = 'What each token says, such as iss=desk' }
            @{ Shown = @('--ttl'); Names = @('--ttl'); Takes = 'attachment'; Tip = 'How long each counts; without, 5m' }
            @{ Shown = @('--kid'); Names = @('--kid'); Takes = 'attachment'; Tip = 'Name of the key, where the server wants one' }
            @{ Shown = @('--aws'); Back = '--no-aws'; Tip = 'A secret access key, for AWS Signature 4' }
            @{ Shown = @('--access-key'); Names = @('--access-key'); Takes = 'attachment'; Tip = 'Access key ID that belongs to it' }
            @{ Shown = @('--region'); Names = @('--region'); Takes = 'attachment'; Tip = 'Region to sign for; without, from the host name' }
            @{ Shown = @('--service'); Names = @('--service'); Takes = 'attachment'; Tip = 'Service to sign for; without, from the host name' }
            @{ Shown = @('--exec'); Names = @('--exec'); Takes = 'attachment'; Tip = 'Command that prints the secret, run each time' }
            @{ Shown = @('--secret-stdin'); Back = '--no-secret-stdin'; Tip = 'Read the secret from stdin' }
            @{ Shown = @('--replace'); Back = '--no-replace'; Tip = 'Take the place of a profile of this name' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'auth login' = @{ Words = 'auth login'; Offers = @(); Known = 'profile'; Many = $false; Flags = @(
            @{ Shown = @('--for'); Names = @('--for'); Takes = 'free'; Tip = 'Where the token may go; see slip auth add -h' }
            @{ Shown = @('--preset'); Names = @('--preset'); Takes = 'words'; Words = @('github', 'gitlab', 'google', 'microsoft', 'auth0', 'okta', 'keycloak'); Tip = 'Endpoints and ways of a provider that slip knows' }
            @{ Shown = @('--domain'); Names = @('--domain'); Takes = 'attachment'; Tip = 'Where the provider of --preset is' }
            @{ Shown = @('--tenant'); Names = @('--tenant', '--realm'); Takes = 'attachment'; Tip = 'Tenant of microsoft, realm, okta server' }
            @{ Shown = @('--issuer'); Names = @('--issuer'); Takes = 'free'; Tip = 'Server that gives tokens, which tells its endpoints' }
            @{ Shown = @('--client-id'); Names = @('--client-id'); Takes = 'attachment'; Tip = 'What the server calls this client' }
            @{ Shown = @('--flow'); Names = @('--flow'); Takes = 'words'; Words = @('code', 'device', 'client-credentials', 'jwt-bearer', 'token-exchange'); Tip = 'How a token is got; code unless said' }
            @{ Shown = @('--scope'); Names = @('--scope'); Takes = 'attachment'; Tip = 'What the token is to be good for' }
            @{ Shown = @('--audience'); Names = @('--audience'); Takes = 'attachment'; Tip = 'Whom it is to be good for, as some servers ask' }
            @{ Shown = @('--resource'); Names = @('--resource'); Takes = 'attachment'; Tip = 'Likewise (RFC 8707)' }
            @{ Shown = @('--parameter'); Names = @('--parameter'); Takes = 'attachment'; Tip = 'Whatever else the server wants to know' }
            @{ Shown = @('--secret-stdin'); Back = '--no-secret-stdin'; Tip = 'Read the secret of the client from stdin' }
            @{ Shown = @('--no-browser'); Back = '--no-no-browser'; Tip = 'Print the address, and ask where it led to' }
            @{ Shown = @('--max-time'); Names = @('--max-time'); Takes = 'free'; Tip = 'How long to wait for the user; without, 5 minutes' }
            @{ Shown = @('--redirect-uri'); Names = @('--redirect-uri'); Takes = 'attachment'; Tip = 'Where the browser goes in the end' }
            @{ Shown = @('--client-auth'); Names = @('--client-auth'); Takes = 'words'; Words = @('none', 'basic', 'post', 'client-secret-jwt', 'private-key-jwt', 'mtls', 'assertion'); Tip = 'How the client says who it is' }
            @{ Shown = @('--key'); Names = @('--key'); Takes = 'files'; Tip = 'Private key: PEM or a JWK' }
            @{ Shown = @('--alg'); Names = @('--alg'); Takes = 'words'; Words = @('RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'HS256', 'HS384', 'HS512'); Tip = 'How to sign, if the key leaves a choice' }
            @{ Shown = @('--kid'); Names = @('--kid'); Takes = 'attachment'; Tip = 'Name of the key, where the server wants one' }
            @{ Shown = @('--cert'); Names = @('--cert'); Takes = 'files'; Tip = 'Client certificate, shown to the server and the API' }
            @{ Shown = @('--dpop'); Back = '--no-dpop'; Tip = 'Bind the token to a key of its own (RFC 9449)' }
            @{ Shown = @('--par'); Back = '--no-par'; Tip = 'Push the request for a code to the server first' }
            @{ Shown = @('--claim'); Names = @('--claim'); Takes = 'attachment'; Tip = 'What the assertion of jwt-bearer says besides' }
            @{ Shown = @('--ttl'); Names = @('--ttl'); Takes = 'attachment'; Tip = 'How long an assertion counts; without, 5m' }
            @{ Shown = @('--assertion-audience'); Names = @('--assertion-audience'); Takes = 'attachment'; Tip = 'Whom a signed assertion is for; without, the server' }
            @{ Shown = @('--subject-profile'); Names = @('--subject-profile'); Takes = 'names'; Known = 'profile'; Tip = 'Profile whose token is exchanged' }
            @{ Shown = @('--subject-file'); Names = @('--subject-file'); Takes = 'files'; Tip = 'File with the token that is exchanged' }
            @{ Shown = @('--subject-type'); Names = @('--subject-type'); Takes = 'attachment'; Tip = 'What kind of token it is; without, access-token' }
            @{ Shown = @('--actor-profile'); Names = @('--actor-profile'); Takes = 'names'; Known = 'profile'; Tip = 'Profile of who acts for the subject' }
            @{ Shown = @('--actor-file'); Names = @('--actor-file'); Takes = 'files'; Tip = 'File with a token of who acts for the subject' }
            @{ Shown = @('--actor-type'); Names = @('--actor-type'); Takes = 'attachment'; Tip = 'What kind of token that is' }
            @{ Shown = @('--requested-type'); Names = @('--requested-type'); Takes = 'attachment'; Tip = 'What kind of token is wanted in exchange' }
            @{ Shown = @('--token-endpoint'); Names = @('--token-endpoint'); Takes = 'free'; Tip = 'Where tokens are got; no server is asked for it' }
            @{ Shown = @('--authorization-endpoint'); Names = @('--authorization-endpoint'); Takes = 'free'; Tip = 'Likewise, the page where one logs in' }
            @{ Shown = @('--device-authorization-endpoint'); Names = @('--device-authorization-endpoint'); Takes = 'free'; Tip = 'Likewise, for codes of devices' }
            @{ Shown = @('--par-endpoint'); Names = @('--par-endpoint'); Takes = 'free'; Tip = 'Likewise, for pushed requests (RFC 9126)' }
            @{ Shown = @('--jwks-uri'); Names = @('--jwks-uri'); Takes = 'free'; Tip = 'Likewise, of the keys that sign its ID tokens' }
            @{ Shown = @('--revocation-endpoint'); Names = @('--revocation-endpoint'); Takes = 'free'; Tip = 'Likewise, where tokens are revoked' }
            @{ Shown = @('--introspection-endpoint'); Names = @('--introspection-endpoint'); Takes = 'free'; Tip = 'Likewise, for show --remote' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'auth list' = @{ Words = 'auth list'; Offers = @(); Flags = @(
            @{ Shown = @('--json'); Back = '--no-json'; Tip = 'Print JSON' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'auth show' = @{ Words = 'auth show'; Offers = @(); Known = 'profile'; Many = $false; Flags = @(
            @{ Shown = @('--json'); Back = '--no-json'; Tip = 'Print JSON' }
            @{ Shown = @('--remote'); Back = '--no-remote'; Tip = 'Ask the server what it knows of the token (RFC 7662)' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'auth token' = @{ Words = 'auth token'; Offers = @(); Known = 'profile'; Many = $false; Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'auth refresh' = @{ Words = 'auth refresh'; Offers = @(); Known = 'profile'; Many = $false; Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'auth logout' = @{ Words = 'auth logout'; Offers = @(); Known = 'profile'; Many = $false; Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'auth remove' = @{ Words = 'auth remove'; Offers = @(); Known = 'profile'; Many = $false; Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'auth move' = @{ Words = 'auth move'; Offers = @(); Flags = @(
            @{ Shown = @('--to'); Names = @('--to'); Takes = 'words'; Words = @('keychain', 'vault'); Tip = 'Where to: keychain or vault' }
            @{ Shown = @('--replace'); Back = '--no-replace'; Tip = 'Take the place of other secrets of the same names' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'auth passphrase' = @{ Words = 'auth passphrase'; Offers = @(); Flags = @(
            @{ Shown = @('--secret-stdin'); Back = '--no-secret-stdin'; Tip = 'Read the new passphrase from stdin' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'jwt' = @{ Words = 'jwt'; Offers = @('decode', 'verify', 'sign'); Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'jwt decode' = @{ Words = 'jwt decode'; Offers = @(); Flags = @(
            @{ Shown = @('--json'); Back = '--no-json'; Tip = 'Print JSON' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'jwt verify' = @{ Words = 'jwt verify'; Offers = @(); Flags = @(
            @{ Shown = @('--jwks'); Names = @('--jwks'); Takes = 'attachment'; Tip = 'Public keys: a JWK Set, the key chosen by its name' }
            @{ Shown = @('--key'); Names = @('--key'); Takes = 'files'; Tip = 'The key: PEM, a certificate, or a JWK' }
            @{ Shown = @('--secret-stdin'); Back = '--no-secret-stdin'; Tip = 'Read the shared secret of HS256 from stdin' }
            @{ Shown = @('--alg'); Names = @('--alg'); Takes = 'words'; Words = @('RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'HS256', 'HS384', 'HS512'); Tip = 'Only this algorithm counts, such as ES256' }
            @{ Shown = @('--iss'); Names = @('--iss'); Takes = 'attachment'; Tip = 'Who has to have issued it' }
            @{ Shown = @('--aud'); Names = @('--aud'); Takes = 'attachment'; Tip = 'Whom it has to be for, among others' }
            @{ Shown = @('--json'); Back = '--no-json'; Tip = 'Print JSON' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'jwt sign' = @{ Words = 'jwt sign'; Offers = @(); Flags = @(
            @{ Shown = @('--key'); Names = @('--key'); Takes = 'files'; Tip = 'The private key: PEM (PKCS #8, PKCS #1, SEC 1) or a JWK' }
            @{ Shown = @('--secret-stdin'); Back = '--no-secret-stdin'; Tip = 'Read the shared secret of HS256 from stdin' }
            @{ Shown = @('--alg'); Names = @('--alg'); Takes = 'words'; Words = @('RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'HS256', 'HS384', 'HS512'); Tip = 'How to sign, where the key leaves a choice' }
            @{ Shown = @('--claim'); Names = @('--claim'); Takes = 'attachment'; Tip = 'What the token says, such as sub=ada or level:=3' }
            @{ Shown = @('--ttl'); Names = @('--ttl'); Takes = 'attachment'; Tip = 'How long it counts: 90s, 5m, 1h or 30d; else for ever' }
            @{ Shown = @('--kid'); Names = @('--kid'); Takes = 'attachment'; Tip = 'Name of the key; without, the one in its JWK' }
            @{ Shown = @('--header'); Names = @('--header'); Takes = 'attachment'; Tip = 'One more parameter of the header' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'save' = @{ Words = 'save'; Offers = @(); Request = $true; Flags = @(
            @{ Shown = @('--collection'); Names = @('--collection'); Takes = 'files'; Tip = 'The collection to write into' }
            @{ Shown = @('--description'); Names = @('--description'); Takes = 'attachment'; Tip = 'What the request is for' }
            @{ Shown = @('--tag'); Names = @('--tag'); Takes = 'names'; Known = 'tag'; Tip = 'A tag of it' }
            @{ Shown = @('--replace'); Back = '--no-replace'; Tip = 'Write over a request of this name' }
        ) }
        'session' = @{ Words = 'session'; Offers = @('list', 'show', 'clear'); Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'session list' = @{ Words = 'session list'; Offers = @(); Flags = @(
            @{ Shown = @('--json'); Back = '--no-json'; Tip = 'Print JSON' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'session show' = @{ Words = 'session show'; Offers = @(); Known = 'session'; Many = $false; Flags = @(
            @{ Shown = @('--json'); Back = '--no-json'; Tip = 'Print JSON' }
            @{ Shown = @('--show-secrets'); Back = '--no-show-secrets'; Tip = 'Do not mask the values of cookies' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'session clear' = @{ Words = 'session clear'; Offers = @(); Known = 'session'; Many = $false; Flags = @(
            @{ Shown = @('--json'); Back = '--no-json'; Tip = 'Print JSON' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'collection' = @{ Words = 'collection'; Offers = @('init', 'check', 'fmt', 'schema'); Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'collection init' = @{ Words = 'collection init'; Offers = @(); Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'collection check' = @{ Words = 'collection check'; Offers = @(); Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'collection fmt' = @{ Words = 'collection fmt'; Offers = @(); Flags = @(
            @{ Shown = @('--check'); Back = '--no-check'; Tip = 'Change nothing; exit status 1 where something would be' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'collection schema' = @{ Words = 'collection schema'; Offers = @(); Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'doctor' = @{ Words = 'doctor'; Offers = @(); Flags = @(
            @{ Shown = @('--json'); Back = '--no-json'; Tip = 'Print JSON' }
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'demo' = @{ Words = 'demo'; Offers = @(); Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'completion' = @{ Words = 'completion'; Offers = @('bash', 'zsh', 'fish', 'powershell'); Flags = @(
            @{ Shown = @('-h', '--help'); Tip = 'Show its help' }
        ) }
        'diff' = @{ Words = 'diff'; Offers = @(); Known = 'request'; Many = $true; Request = $true; Flags = @(
            @{ Shown = @('--ignore'); Names = @('--ignore'); Takes = 'attachment'; Tip = 'Leave this out: a JSONPath, or the name of a header' }
            @{ Shown = @('--all-headers'); Back = '--no-all-headers'; Tip = 'Compare headers of the moment too, such as Date' }
            @{ Shown = @('--as-json'); Back = '--no-as-json'; Tip = 'Print the differences as one JSON object' }
            @{ Shown = @('--env'); Names = @('--env'); Takes = 'names'; Known = 'env'; Tip = 'The environment of saved requests; two, one for each' }
            @{ Shown = @('--var'); Names = @('--var'); Takes = 'names'; Known = 'variable'; Tip = 'Set a variable of saved requests; NAME:=JSON too' }
            @{ Shown = @('--file-root'); Names = @('--file-root'); Takes = 'folders'; Tip = 'Files that a collection names may be anywhere in here' }
        ) }
    }

    function Test-Start($word, $start) {
        $word.StartsWith($start, [System.StringComparison]::Ordinal)
    }
    function Add-Word($text, $shown, $tip, $kind) {
        # A tip that is empty is an error.
        if (-not $tip) { $tip = $shown }
        [System.Management.Automation.CompletionResult]::new($text, $shown, $kind, $tip)
    }
    function Add-Words($words, $stem, $start, $tip) {
        foreach ($word in $words) {
            if (Test-Start $word $start) { Add-Word "$stem$word" $word $tip 'ParameterValue' }
        }
    }
    # Names that slip knows; in quotes unless they are plain words.
    function Add-Names($kind, $stem, $start) {
        $typed = $start.Trim("'", '"')
        foreach ($row in @(& slip __complete $kind @typedWords 2>$null)) {
            $name, $tip = "$row" -split "`t", 2
            if (-not $name -or -not (Test-Start $name $typed)) { continue }
            $text = $name
            if ($name -notmatch '^\w[\w./:=+-]*$') {
                $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($name) + "'"
            }
            Add-Word "$stem$text" $name $tip 'ParameterValue'
        }
    }
    # Files after the first @.
    function Add-Attachments($stem, $text) {
        $at = $text.IndexOf('@')
        if ($at -lt 0) { return }
        $stem += $text.Substring(0, $at + 1)
        $path = $text.Substring($at + 1)
        foreach ($file in [System.Management.Automation.CompletionCompleters]::CompleteFilename($path)) {
            Add-Word "$stem$($file.CompletionText)" $file.ListItemText $file.ToolTip 'ProviderItem'
        }
    }
    function Find-Valued($name) {
        $flags | Where-Object { $_.Takes -and $_.Names -ccontains $name } | Select-Object -First 1
    }

    # What stands before the word: the option whose value it is, and the words that are neither options nor values.
    $slot = $null
    $asked = $false
    $requestFlags = $flags
    $words = @()
    $typedWords = @()
    $line = $null
    foreach ($element in @($commandAst.CommandElements | Select-Object -Skip 1)) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        $typed = $element.Extent.Text
        $typedWords += $typed.Trim("'", '"')
        if ($slot) { $slot = $null }
        elseif ($typed -like '-?*') {
            if ($typed -ceq '-h' -or $typed -ceq '--help') { $asked = $true }
            $slot = Find-Valued $typed
        }
        else {
            $words += $typed
            if ($lines.ContainsKey("$words")) {
                $line = $lines["$words"]
                $flags = $line.Flags
                if ($line.Request) { $flags += $requestFlags }
            }
        }
    }

    $value = $wordToComplete
    $stem = ''
    if (-not $slot -and $value -match '^(--[^=]+)=(.*)$') {
        $slot = Find-Valued $Matches[1]
        $stem = $Matches[1] + '='
        $value = $Matches[2]
    }

    if ($slot) {
        if ($slot.Takes -eq 'words') { Add-Words $slot.Words $stem $value $slot.Tip }
        elseif ($slot.Takes -eq 'names') { Add-Names $slot.Known $stem $value }
        elseif ($slot.Takes -eq 'attachment') { Add-Attachments $stem $value }
    }
    elseif (Test-Start $value '-') {
        foreach ($flag in $flags) {
            foreach ($name in $flag.Shown) {
                if (Test-Start $name $value) { Add-Word $name $name $flag.Tip 'ParameterName' }
            }
            if ($flag.Back -and (Test-Start $value '--no-') -and (Test-Start $flag.Back $value)) {
                Add-Word $flag.Back $flag.Back "Take back $($flag.Shown[-1])" 'ParameterName'
            }
        }
    }
    elseif ($line) {
        if ("$words" -ceq $line.Words) { Add-Words $line.Offers '' $value '' }
        if ($line.Known -and ($line.Many -or "$words" -ceq $line.Words)) { Add-Names $line.Known '' $value }
        if ($line.Request) { Add-Attachments '' $value }
    }
    elseif ($words.Count -eq 0 -and -not $asked) {
        foreach ($command in $commands) { Add-Words $command.Name '' $value $command.Tip }
        Add-Words @('get', 'post', 'put', 'patch', 'delete', 'head', 'options') '' $value 'Method'
    }
    else {
        $first = if ($asked -and $words.Count -eq 0) { 'help' } else { $words[0] }
        $command = $commands | Where-Object { $_.Name -ceq $first }
        if ($command -and $words.Count -le 1) { Add-Words $command.Words '' $value $command.Tip }
        else { Add-Attachments '' $value }
    }
}
