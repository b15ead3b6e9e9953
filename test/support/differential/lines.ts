/** A command line for both: `{u}` is the recorder's `http://127.0.0.1:PORT`, `{p}` its port. */
export interface Line {
  readonly words: readonly string[];
  /** Files in the folder before the run. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** What may differ, and why a curl user would shrug at it. */
  readonly permitted?: { readonly what: 'wire' | 'stdout' | 'files' | 'status'; readonly why: string };
  /** Before curl 8 something else was done. */
  readonly sinceCurl8?: true;
  /** From curl 8.21 on something else is done. */
  readonly untilCurl820?: true;
  /** Stdin is a file with `stdin` in it, not a pipe. */
  readonly stdinIsFile?: true;
}

const FILES = {
  'data.txt': 'a=1\r\nb=2\n',
  'body.json': '{"a":1}',
  'headers.txt': 'X-File: yes\nX-Other: two\n',
  'cookies.txt': '# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tjar\tyes\n',
  config: 'user-agent = "from config"\n-H "X-Config: 1"\n',
  part: '0123456789',
  'sp ace.txt': 'spaced',
  logins: 'machine 127.0.0.1 login ada password first\nmachine 127.0.0.1 login grace password second\n',
};

/** Lines split at white space; a word with white space in it is written with `~` for a space. */
function lines(text: string, more: Omit<Line, 'words'> = {}): readonly Line[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ words: line.split(/\s+/).map((word) => word.replaceAll('~', ' ')), files: FILES, ...more }));
}

export const LINES: readonly Line[] = [
  // Methods and header lines.
  ...lines(`
    {u}/json
    -i {u}/json
    -I {u}/json
    -X DELETE {u}/json
    -X PATCH -d x {u}/json
    -XOPTIONS {u}/json
    -H X-A:1 -H x-a:~2 -HX-A:3 {u}/json
    -H Accept: {u}/json
    -H Accept:~text/plain {u}/json
    -H User-Agent: {u}/json
    -H Host:~example.com {u}/json
    -H X-Empty; {u}/json
    -H X-Dropped: {u}/json
    -H X-A:~1;~ -H ~X~B~:~2 -H X-C;d:~3 -H Accept;x -H “X”:~4 {u}/json
    -H @headers.txt {u}/json
    -A agent {u}/json
    -A ~ {u}/json
    -e http://from/ {u}/json
    -e http://from/;auto -L {u}/302
    -e ;auto -L {u}/302
    -b a=1;~b=2 {u}/json
    -u user:pass {u}/json
    -u user: {u}/json
    {u}/gzip
    -0 {u}/json
    --request-target /other?x {u}/json
    -H Connection:~close {u}/json
  `),
  // Bodies.
  ...lines(`
    -d a=1 {u}/json
    -d a=1 -d b=2 {u}/json
    -d @data.txt {u}/json
    --data-binary @data.txt {u}/json
    --data-raw @data.txt {u}/json
    --data-urlencode a~b {u}/json
    --data-urlencode =a&b {u}/json
    --data-urlencode n=a~b/c {u}/json
    --data-urlencode n@data.txt {u}/json
    --data-urlencode @data.txt {u}/json
    --json {"a":1} {u}/json
    --json {"a": --json 1} {u}/json
    --json @body.json {u}/json
    --json {} -H Accept:~x {u}/json
    -d x -H Content-Type:~text/plain {u}/json
    -d x -H Content-Type: {u}/json
    -d ~ {u}/json
    -G -d a=1 -d b=2 {u}/json?x
    -G --data-urlencode q=a~b {u}/json
    --url-query a=1 --url-query +b%20c {u}/json?x=y
    -I -G -d a=1 {u}/json
    -H Transfer-Encoding:~chunked -d abc {u}/json
  `),
  { words: ['-d', '@-', '{u}/json'], stdin: 'from\nstdin' },
  { words: ['--data-binary', '@-', '{u}/json'], stdin: 'from\nstdin' },
  { words: ['-T', '-', '{u}/json'], stdin: 'streamed' },
  { words: ['-T', '.', '{u}/json'], stdin: 'streamed' },
  { words: ['-F', 'a=<-', '{u}/json'], stdin: 'streamed', sinceCurl8: true },
  { words: ['-H', '@-', '{u}/json'], stdin: 'X-In: 1\n' },
  { words: ['-K', '-', '{u}/json'], stdin: 'header = "X-K: 1"\n' },
  { words: ['-L', '-T', '-', '{u}/307'], stdin: 'again', stdinIsFile: true, sinceCurl8: true },
  { words: ['--anyauth', '-u', 'a:b', '-T', '-', '{u}/401'], stdin: 'again', stdinIsFile: true, sinceCurl8: true },
  { words: ['-L', '-F', 'a=@-', '{u}/307'], stdin: 'again', stdinIsFile: true, sinceCurl8: true },
  // Replies.
  ...lines(`
    -i {u}/text
    {u}/empty
    -i {u}/204
    -i {u}/bare
    -i {u}/trailers
    -D - {u}/trailers
    --raw {u}/chunked
    --raw {u}/trailers
    --ignore-content-length {u}/short
    --http0.9 {u}/junk
    --http0.9 -i {u}/json
    -i {u}/chunked
    {u}/trailers
    -i {u}/close
    --ignore-content-length {u}/close
    {u}/short
    -o short {u}/short
    {u}/nothing
    {u}/junk
    -i {u}/100
    -f {u}/404
    -f -o out {u}/404
    --fail-with-body {u}/404
    -fi {u}/500
    {u}/404
    -i {u}/401
    --max-filesize 5 {u}/text
    --max-filesize 500 {u}/text
  `),
  // What came of a reply that is none, or breaks off.
  ...lines(
    `
    -i {u}/negative
    -i {u}/two-lengths
    -i {u}/same-lengths
    -i {u}/no-colon
    -i {u}/chunks-first
    -i --tr-encoding {u}/chunks-first
    -i {u}/packed-chunks
    -i --raw {u}/packed-chunks
    -i {u}/unknown-coding
    -i --compressed -H Accept-Encoding:~x {u}/many-codings
    -i {u}/many-fields
    -i {u}/long-field
    -i -L {u}/two-places
    -i {u}/half-head
    -i {u}/half-head-0
    -i {u}/half-status
    -i {u}/only-100
    -i -o f {u}/after-100
    -I --http0.9 {u}/junk
    -D h -o out {u}/negative
    -w %{http_code}|%{num_headers}|%{size_header}|%header{x}|%{size_request}|%{remote_ip}|%{num_connects} {u}/negative
    -w %{http_code}|%{size_header} {u}/only-100
    -w %{http_code}|%{size_upload}|%{size_request}|%{remote_ip}|%{num_connects}|%{conn_id} -d abc {u}/nothing
  `,
    { sinceCurl8: true },
  ),
  // A bare CR in a head is refused later on, and percent-encodings are in capitals.
  ...lines('-i {u}/return-within', { sinceCurl8: true, untilCurl820: true }),
  ...lines(
    `
    --url-query a=[]/ö {u}/json
    -G --data-urlencode a=[]/ö {u}/json
  `,
    { untilCurl820: true },
  ),
  // Redirects.
  ...lines(`
    -L {u}/301
    -Li {u}/302
    -i {u}/302
    -L -d a=1 {u}/301
    -L -d a=1 {u}/302
    -L -d a=1 {u}/303
    -L -d a=1 {u}/307
    -L -d a=1 {u}/308
    -L -d a=1 --post301 {u}/301
    -L -d a=1 --post302 {u}/302
    -L -d a=1 --post303 {u}/303
    -L -X POST -d a=1 {u}/302
    -L -X PUT -d a=1 {u}/303
    -L -I {u}/302
    -L {u}/300
    -L -i {u}/304
    -L --max-redirs 2 {u}/loop
    -L --max-redirs 0 {u}/301
    -L {u}/relative
    -L {u}/space
    -L --proto-redir =https {u}/301
    --proto =https {u}/json
    -L -u user:pass {u}/302
    -w %{redirect_url} {u}/relative
    -L -w %{num_redirects}~%{url_effective} {u}/302
  `),
  // Files and several URLs.
  ...lines(`
    -o out {u}/text
    -O {u}/text
    -O {u}/text?query
    -O -J {u}/named
    --output-dir sub -o out {u}/text
    --create-dirs --output-dir sub -o out {u}/text
    --create-dirs -o a/b/c {u}/text
    -o one -o two {u}/text {u}/json
    -O {u}/text -O {u}/json
    --remote-name-all {u}/text {u}/json
    -o one {u}/text {u}/json
    {u}/text {u}/json
    {u}/text {u}/404 -f
    --fail-early -f {u}/404 {u}/text
    -D head {u}/text
    -D - {u}/text
    -D head -o out -L {u}/302
    -i -o out {u}/text
    --no-clobber -o part {u}/text
    --remove-on-error -o out {u}/short
    --remove-on-error -i -o out -f {u}/404
    --remove-on-error --fail-with-body -o out {u}/404
    -J {u}/named
    -OJ {u}/named -OJ {u}/named
    -OJ --no-clobber {u}/named -O {u}/named
    -OJ {u}/404
    -O --no-remote-name {u}/text
    --remote-name-all -o - {u}/text {u}/json
    --create-file-mode 0600 -o out {u}/text
    --create-file-mode 888 -o out {u}/text
    -D head {u}/text {u}/404
    -D head http://127.0.0.1:1/
    -D head {u}/text --next -D head {u}/404
    -i -D - -o out {u}/100
    -I -o out {u}/text
    -I -X GET {u}/text
    -N {u}/text
    -s --stderr - {u}/text
    -o /dev/full {u}/text
    {u}/text --next -X PUT {u}/json
    -A x {u}/text --next -d a=1 {u}/json
    -K config {u}/json
  `),
  // What is written out.
  ...lines(String.raw`
    -w %{http_code}\n {u}/json
    -w %{response_code}|%{content_type}|%{size_download}|%{num_headers}|%{method}|%{http_version}\n {u}/json
    -w %{size_request}|%{size_upload}|%{size_header}\n -d abc {u}/json
    -w %header{x-case}|%{header_json} {u}/json
    -w %{nonsense}%%\t {u}/json
    -w %{stderr}err%{stdout}out {u}/json
    -w %{filename_effective} -o out {u}/text
    -w %{filename_effective} -OJ {u}/named
    -w %{filename_effective}|%{size_download} -o out {u}/short
    -w a%{onerror}b {u}/text
    -w a%{onerror}b%{exitcode} http://127.0.0.1:1/
    -w %{http_code}|%{size_download}|%{exitcode} -f {u}/404
    -w %{url_effective} {u}/a/../text
    -w a\\b\x%%%x%{ {u}/text
    -w %{local_ip}|%{remote_ip}|%{ssl_verify_result}|%{num_redirects}|%{http_connect} {u}/text
    -w %{num_headers}|%{size_header} {u}/100
    -w %{http_code} -w %{method} {u}/text
  `),
  // Globs.
  ...lines(String.raw`
    {u}/{text,json}
    {u}/{text,json} -o out_#1
    {u}/[1-3]
    {u}/[01-03:2]
    {u}/[a-c]
    {u}/{a,b}[1-2] -o #1-#2
    -g {u}/json?[1]
    {u}/[1-
    {u}/{a
    {u}/[3-1]
    {u}/x[a]
    {u}/{}
    {u}/x?a[]=1
    {u}/[1-2]{x,}?{y}
    {u}/[a-e:2]/[008-010]
    {u}/{a\,b,c}
    {u}/\{text\}
    {u}/\text
    -g {u}/{text,json}
    -O {u}/{text,json}
    {u}/text {u}/{bad {u}/json
    -d a=1 {u}/[1-2]
    -G -d a=1 {u}/{text,json}
    -f {u}/{text,404}
    --fail-early -f {u}/{404,text}
    -w %{urlnum}|%{url_effective}\n {u}/{text,json} {u}/text
    -o #1#2#0## {u}/{text,json}
    --rate 50/s {u}/{text,json}
    --rate 0/s {u}/text
  `),
  ...lines(
    `
    -T {part,data.txt} {u}/{a,b}/
    -g -T {part,data.txt} {u}/a
    -T {part,missing} {u}/a {u}/b
    -T part {u}/a {u}/b
    -T ~ {u}/text -T part {u}/b
    --rate 2000/s {u}/text
    --retry 1 -w %{num_retries} {u}/404
  `,
    { sinceCurl8: true },
  ),
  ...lines(
    `
    -f {u}/{404,text}
    -f --retry 1 {u}/500
  `,
    { permitted: { what: 'wire', why: 'the connection on which a failure came is used again, for its body was read' } },
  ),
  // Trying again; the wait is a second at least before curl 8.16.
  ...lines(`
    --retry 1 {u}/404
    --retry 0 {u}/500
    --retry x {u}/text
  `),
  // Variables.
  ...lines(
    `
    --variable x=text --expand-url {u}/{{x}}{{none}}
    --variable x=a~b --expand-data {{x:url}}|{{x:b64}} {u}/json
    --variable x@data.txt --expand-data {{x:trim:json}} {u}/json
    --variable %NOT_SET {u}/json
    --variable %NOT_SET=text --expand-url {u}/{{NOT_SET}}
    --variable x=1 --expand-data {{x:none}} {u}/json
    --expand-silent x {u}/json
  `,
    { sinceCurl8: true },
  ),
  // Conditions and parts.
  ...lines(`
    -r 2-4 {u}/range
    -r 5 {u}/range
    -r x-y {u}/range
    -r 1-2 -H Range:~bytes=3-4 {u}/range
    -r 1-2 -d a=1 {u}/json
    -r 1-2 -u user:pass {u}/range
    -I -r 1-2 {u}/text
    -C 4 {u}/range
    -C 4 -o part {u}/range
    -C 0 -o part {u}/text
    -C - -o part {u}/text
    -C - -o new {u}/text
    -C - -f -o part {u}/404
    -C x {u}/text
    -C 10 -T part {u}/json
    -R -o out {u}/etag
    -z Thu,~01~Jan~2026~00:00:00~GMT {u}/etag
    -z -1~Jan~2025 {u}/etag
    -z =1~Jan~2027 {u}/etag
    -z 1~Jan~2027 -o out {u}/etag
    -z 1~Jan~2027 -w %{http_code}|%{size_download} {u}/etag
    -z 1~Jan~2027 -i -o out {u}/etag
    -z 1~Jan~2027 -H If-Modified-Since:~x {u}/json
    -z never {u}/json
    --etag-save tag {u}/etag
    --etag-save tag {u}/text
    --etag-save part {u}/etag
    --etag-save no/tag {u}/etag
    --etag-compare part {u}/etag
    --etag-compare part -H If-None-Match:~x {u}/etag
  `),
  // Cookies.
  ...lines(`
    -b ~ {u}/json
    -b cookies.txt {u}/json
    -b cookies.txt -j {u}/json
    -b missing {u}/json
    -b cookies.txt -H Cookie:~typed=1 {u}/json
    -b cookies.txt -H X-A:~1 -H User-Agent:~me {u}/json
    -b cookies.txt -H Host:~example.com {u}/json
    -L -b cookies.txt {u}/302
    -b missing {u}/text {u}/json
    -c no/jar {u}/text
  `),
  ...lines(
    `
    -r 1-2 -F a=1 -o /dev/null -G {u}/json
    -r 0-1 -C 5 {u}/range
    -C 4 -r 1-2 {u}/range
    -C 4 -d a=1 {u}/json
    -C 4 -T part {u}/json
    -C - -T part {u}/json
    -r 1-2 -T part {u}/json
    --etag-compare missing {u}/etag
    --etag-save tag {u}/etag {u}/text
    -b cookies.txt -b a=1 -b b=2 {u}/json
    -L -b cookies.txt -b a=1 {u}/302
  `,
    { sinceCurl8: true },
  ),
  // What is refused.
  ...lines(`
    --no-such-option {u}/json
    -d a=1 -F b=2 {u}/json
    -d a=1 -T part {u}/json
    -I -d a=1 {u}/json
    -T missing {u}/json
    -K missing {u}/json
    -m x {u}/json
    -o
    http://127.0.0.1:1/
    http://~bad/
    http://h:99999/
    http://no.such.host.invalid/
    -x http://127.0.0.1:1 {u}/json
    -o no/such/folder {u}/json
    -x {u} http://example.com/json
    -x {u} -H X:~1 --proxy-header P:~2 http://example.com/json
    -x {u} -U pu:pp http://example.com/json
    -x {u} --proxy-header X-P:1 -H X-H:~2 http://example.com/json
    -x {u} -H Proxy-Connection:~x http://example.com/json
    -x {u} -p -i http://example.com/json
    -x {u} -p -i --suppress-connect-headers http://example.com/json
    --proxy1.0 {u} -p http://example.com/json
    -x {u} -p --proxy-header Host:~zz --proxy-header User-Agent: http://example.com/json
    -x {u} -p -w %{http_connect} http://example.com/json
  `),
  // What curl has done since version 8.
  ...lines(
    String.raw`
    -F a=1 -F b=2 {u}/json
    -F f=@part {u}/json
    -F f=@part;type=text/x;filename=other {u}/json
    -F f=<part {u}/json
    -F f=@part,data.txt {u}/json
    -F a=x;type=text/html {u}/json
    -F a="x;y" {u}/json
    --form-string a=@part;type=x {u}/json
    -F a=1;headers="X-Part:~yes" {u}/json
    -F a=text;encoder=base64 {u}/json
    -L -F a=1 {u}/302
    -F f=@missing {u}/json
    -b a=1 -b c=3 {u}/json
    -T part {u}/json
    -T part {u}/
    -T part -X POST {u}/json
    -T sp~ace.txt {u}/
    -L -T part {u}/301
    -L -T part {u}/303
    -OJi {u}/named
    -OJL {u}/302
    -OJ {u}/302
    -O {u}/
    -O {u}/folder/
    -T part -O {u}/folder/
    --skip-existing -o part {u}/text
    --out-null -i -D head {u}/text
    -D no/head {u}/text
    -f --fail-with-body {u}/404
    --fail-with-body -f {u}/404
    -w %output{wo}a%output{>>wo}b%{stdout}c%output{no/x}d {u}/text
    -w %header{set-cookie:all:,}|%header{X-Case} {u}/text
    -w %{url.path}|%{url.query}|%{urle.fragment}|%{urle.scheme} {u}/text?x#f
    -o ~ {u}/text
    -w %{size_delivered}|%{proxy_used}|%{num_retries}|%{xfer_id}|%{conn_id} {u}/text {u}/json
    -w %time{%Z~%z} {u}/text
    -i {u}/folded
    --tr-encoding {u}/json
    -x {u} -p -U pu:pp -A me --proxy-header X-P:1 -H X-H:~2 http://example.com/json
    -x {u} -p -i http://refused.example/json
    -x {u} -p -D - --suppress-connect-headers http://refused.example/json
    -x {u} -p -w %{http_connect} http://refused.example/json
    -w %{url}|%{url_effective}|%{scheme}|%{num_connects}\n {u}/json
    -w %{urlnum}|%{urle.path}\n {u}/json {u}/text
    -d @missing {u}/json
  `,
    { sinceCurl8: true },
  ),
  ...lines(
    String.raw`
    -X ~ {u}/json
    {u}/a~b
    {u}/a?b~c
    --path-as-is -L {u}/dots
    --path-as-is -L {u}/whole?/a/../b
    -L {u}/encoded -w %{url_effective}
    -L {u}/whole?/%5b?%5b
    -w %{redirect_url} {u}/encoded
    -w %{redirect_url} --path-as-is {u}/dots
    -G -d a=b~c {u}/json
    -G -d Ö {u}/json?Ö
    {u}/Ö%5B%5b?Ö%5B%5b
    -F a=1 -F f=@part -F =x -F b=@part,part -H Content-Type:~multipart/mixed {u}/json
    -F a=1 -H Content-Type: {u}/json
    -F a=1 -H Content-Type:~Multipart/form-DATA;x=y {u}/json
    -F a=1 -H Content-Type:~multipart/form-datax {u}/json
    --tr-encoding -H Connection; {u}/json
    -H Connection; {u}/json
    -L --max-redirs 1 -w %{redirect_url} {u}/loop
    -i -D - -L {u}/302
    -i -D - {u}/trailers
    -i -D - {u}/negative
    -x {u} -p -i -D - http://example.com/json
    -L http://al:ein@127.0.0.1:{p}/302
    -L http://al:ein@127.0.0.1:{p}/whole?/json
    --location-trusted http://al:ein@127.0.0.1:{p}/whole?/json
    -L -u a:b {u}/whole?/json
    -m .5 {u}/json
    -m 0.5x {u}/json
    -m 5. {u}/json
    -m 99999999999999999 {u}/json
    --retry-delay 9999999999999999999 {u}/json
    --retry 99999999999 {u}/json
    --request-target ~ {u}/json
    --ciphers ~ {u}/json
    --url ~ {u}/json
    --url-query ~ {u}/json
    --resolve ~ --connect-to ~ {u}/json
    --parallel-max 0 -Z {u}/json
    --follow -L -d a=1 -X POST {u}/302
    -L --follow -d a=1 -X POST {u}/302
    -L --no-follow {u}/302
    --follow --no-location {u}/302
    -x {u} http://UPPER.example/json -w %{url_effective}
    -x {u} -L http://UPPER.example/relative -w %{url_effective}
    -x {u} -p http://refused.EXAMPLE/json
    -x {u} http://us@er:p@h.example/json
    -x {u} --proto-default http ftp.test
    --proto -all {u}/json
    --proto =ftp {u}/json
    -T part {u}/json/?x=1
    -T part --url-query a=1 -w %{url} {u}/
    -G -d a=1 -w %{url} {u}/json?b
    -w %{url_effective}|%{url}|%{method}|%{http_code}|%{exitcode}|%{scheme}|%{num_connects}|%{conn_id}|%{url.host} http://a:b:c/
    -w %{url_effective}|%{exitcode}|%{xfer_id}|%{url.host}|%{url.path}|%{scheme}\n {u}/json h55p://hello:1/x {u}/json
  `,
    { sinceCurl8: true },
  ),
  ...lines('-o a -o b {u}/json --next --out-null {u}/text', {
    sinceCurl8: true,
    permitted: { what: 'wire', why: 'where a part has too many -o, curl forgets the parts behind --next' },
  }),
  // Who one is.
  ...lines(`
    --basic -u user:pass {u}/401
    --digest -u user:pass {u}/json
    --digest -u user:pass {u}/digest
    --digest -u user:pass -i {u}/digest
    --digest -u user:pass -I {u}/digest
    --digest -u user:pass -f {u}/digest
    --digest -u us"er\\x:pass {u}/digest?a=b
    --digest -u user:pass -d a=1 {u}/digest
    --digest -u user:pass -d a=1 {u}/json
    --digest -u user:pass -X DELETE {u}/digest
    --digest -u user:pass -H Content-Length:~3 -d a=1 {u}/digest
    --digest -u user:pass {u}/401
    --digest {u}/digest
    --digest --basic -u user:pass {u}/401
    --anyauth -u user:pass {u}/json
    --anyauth -u user:pass {u}/401
    --anyauth -u user:pass {u}/digest
    --anyauth -u user:pass -d a=1 {u}/digest
    --oauth2-bearer tok {u}/json
    --oauth2-bearer tok -u user:pass {u}/json
    --oauth2-bearer tok --basic -u user:pass {u}/401
    --oauth2-bearer tok -H Authorization:~mine {u}/json
    --netrc-file logins {u}/json
    --netrc-file logins -u user:pass {u}/json
    --netrc-file logins -H Authorization:~mine {u}/json
    --netrc-optional --netrc-file logins {u}/json
    --netrc-file logins -L {u}/302
    -L -u user:pass {u}/302
    -x {u} --proxy-user a:b http://a.example/json
    -x {u} --proxy-digest --proxy-user a:b http://a.example/json
    -x {u} --proxy-anyauth --proxy-user a:b http://a.example/json
  `),
  ...lines(
    `
    --digest -u user:pass -T part {u}/digest
    --anyauth -u user:pass -T part {u}/401
  `,
    { sinceCurl8: true },
  ),

  // What may differ.
  ...lines(`--compressed {u}/gzip`, {
    permitted: { what: 'wire', why: 'Node 20 knows no zstd, and slip asks for nothing that it cannot take off' },
  }),
  ...lines(`--compressed {u}/deflate`, {
    permitted: { what: 'wire', why: 'Node 20 knows no zstd, and slip asks for nothing that it cannot take off' },
  }),
  ...lines(`-L {u}/to-ftp`, {
    permitted: { what: 'status', why: 'curl speaks FTP, and says that nobody listens there' },
  }),
  ...lines(`ftp://127.0.0.1/`, {
    permitted: { what: 'status', why: 'curl speaks FTP, and says that nobody listens there' },
  }),
  ...lines(`gopher://127.0.0.1/`, {
    permitted: { what: 'status', why: 'curl speaks Gopher, and says that nobody listens there' },
  }),
  ...lines(
    `
    -c jar {u}/text
    -b cookies.txt -c jar {u}/text
    -b cookies.txt -c jar http://127.0.0.1:1/
  `,
    { permitted: { what: 'files', why: "a cookie file begins with a comment in slip's own words" } },
  ),
  ...lines(`-c - {u}/text`, {
    permitted: { what: 'stdout', why: "a cookie file begins with a comment in slip's own words" },
  }),
  ...lines(`-f {u}/404 {u}/text`, {
    permitted: { what: 'wire', why: 'the connection is kept, as the body has been read' },
  }),
  ...lines(`--stderr told -f {u}/404`, {
    permitted: { what: 'files', why: 'slip says it in its own words' },
  }),
  ...lines(String.raw`-w %{exitcode}|%{errormsg}\n -f {u}/404`),
];
