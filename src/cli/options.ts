/** The headings under which options stand in the help, the manual and the README, in this order. */
export const OPTION_GROUPS = [
  'Request',
  'Body',
  'Credentials',
  'Redirects',
  'Output',
  'Files',
  'Failing',
  'Connection',
  'TLS',
  'General',
] as const;

/** A heading of the help. */
export type OptionGroup = (typeof OPTION_GROUPS)[number];

/** What every row says, whatever it takes. */
interface RowBase {
  readonly short?: string;
  /** Other long names with the same meaning; they work but are not shown. */
  readonly aliases?: readonly string[];
  readonly group: OptionGroup;
  /** One line for `-h`: at most 60 columns, a capital first, no full stop. */
  readonly summary: string;
  /** More for `--help` and the manual: Markdown with backticks only. */
  readonly detail?: string;
  /** Long names of options that cannot stand beside this one. */
  readonly excludes?: readonly string[];
}

/**
 * One option. `takes` is the form of its value, which is all that parsing checks: nothing is opened or looked up here.
 *
 * - `nothing`: a switch; `--no-NAME` takes it back.
 * - `seconds`: a decimal number, at least 0. `count`: an integer, -1 where the option says so. `bytes`: an integer with
 *   an optional K, M or G (powers of 1024, as curl's `--max-filesize`).
 * - `repeats`: every occurrence counts, in order; otherwise the last one does, as in curl.
 */
export type OptionRow =
  | (RowBase & {
      readonly takes: 'nothing' /** On unless taken back: shown as `--no-NAME`. */;
      readonly initially?: 'on';
    })
  | (RowBase & { readonly takes: 'text' | 'file' | 'folder' | 'url'; readonly value: string; readonly repeats?: true })
  | (RowBase & { readonly takes: 'seconds' | 'count' | 'bytes'; readonly value: string })
  | (RowBase & { readonly takes: 'choice'; readonly value: string; readonly choices: readonly string[] });

/**
 * THE option table. The parser, the types of what it gives, `-h`, `--help`, four completion scripts, the manual page and
 * the README's section are all made from these rows. No row of slip's own takes a name, long or short, that curl has.
 */
// biome-ignore format: a row reads best as few lines, and there are seventy of them
export const OPTIONS = {
  // Request
  request: {
    short: 'X', takes: 'text', value: 'METHOD', group: 'Request',
    summary: 'Method to use',
    detail: 'Sent as typed. A positional method (`slip delete URL`) is the short way; the two may not disagree.',
  },
  url: {
    takes: 'url', value: 'URL', repeats: true, group: 'Request',
    summary: 'URL to work with, as if it stood alone',
  },
  header: {
    short: 'H', takes: 'text', value: 'LINE', repeats: true, group: 'Request',
    summary: 'Header `Name: value` to send',
    detail: '`Name:` drops a header slip would send itself, `Name;` sends it empty, `@file` reads one header a line (`@-` from stdin).',
  },
  'user-agent': {
    short: 'A', takes: 'text', value: 'NAME', group: 'Request',
    summary: 'User-Agent to send; empty sends none',
  },
  referer: {
    short: 'e', takes: 'text', value: 'URL', group: 'Request',
    summary: 'Referer to send; `;auto` sets it on redirects',
  },
  cookie: {
    short: 'b', takes: 'text', value: 'NAME=VALUE', repeats: true, group: 'Request',
    summary: 'Cookies to send: `a=1; b=2`',
    detail: 'Literal cookies, for this origin only: they do not follow a redirect to another one.',
  },
  get: {
    short: 'G', takes: 'nothing', group: 'Request',
    summary: 'Put the -d data in the query and send GET',
  },
  'url-query': {
    takes: 'text', value: 'DATA', repeats: true, group: 'Request',
    summary: 'Add to the query, percent-encoded',
    detail: 'The forms of `--data-urlencode`; a leading `+` adds the rest as it stands.',
  },
  head: {
    short: 'I', takes: 'nothing', group: 'Request',
    summary: 'Send HEAD and print the headers',
  },
  compressed: {
    takes: 'nothing', group: 'Request',
    summary: 'Ask for compression and decode it',
    detail: 'slip does so by itself; `--no-compressed` neither asks nor decodes.',
  },
  'path-as-is': {
    takes: 'nothing', group: 'Request',
    summary: 'Leave `/../` and `/./` in the path',
  },
  'request-target': {
    takes: 'text', value: 'TARGET', group: 'Request',
    summary: 'Request target to send instead of the path',
  },
  offline: {
    takes: 'nothing', group: 'Request',
    summary: 'Print the request, send nothing',
  },

  // Body
  data: {
    short: 'd', aliases: ['data-ascii'], takes: 'text', value: 'DATA', repeats: true, group: 'Body',
    summary: 'Body data, joined with `&`; `@file` reads it',
    detail: 'Sends `application/x-www-form-urlencoded` unless a Content-Type is typed. From a file, CR, LF and NUL are dropped; `@-` reads stdin.',
  },
  'data-raw': {
    takes: 'text', value: 'DATA', repeats: true, group: 'Body',
    summary: 'Like --data, where `@` means nothing',
  },
  'data-binary': {
    takes: 'text', value: 'DATA', repeats: true, group: 'Body',
    summary: 'Like --data, where files are sent byte for byte',
  },
  'data-urlencode': {
    takes: 'text', value: 'DATA', repeats: true, group: 'Body',
    summary: 'Like --data, percent-encoded',
    detail: '`content`, `=content`, `name=content`, `@file` or `name@file`.',
  },
  json: {
    takes: 'text', value: 'DATA', repeats: true, group: 'Body',
    summary: 'JSON body as typed, with its two headers',
    detail: '`Content-Type` and `Accept` become `application/json`. Several pieces are joined with nothing between; `@file` and `@-` read them.',
  },
  form: {
    short: 'F', takes: 'text', value: 'NAME=CONTENT', repeats: true, group: 'Body',
    summary: 'Part of a multipart form; `@file` attaches',
    detail: '`name=value`, `name=@file` attaches a file, `name=<file` takes its text; then `;type=`, `;filename=`, `;headers=`, `;encoder=`.',
  },
  'form-string': {
    takes: 'text', value: 'NAME=TEXT', repeats: true, group: 'Body',
    summary: 'Part of a multipart form, text as it stands',
  },
  'upload-file': {
    short: 'T', takes: 'file', value: 'FILE', repeats: true, group: 'Body',
    summary: 'Send a file with PUT; `-` streams stdin',
    detail: 'A URL that ends in `/` gets the file name added, as in curl.',
  },
  as: {
    takes: 'choice', value: 'SHAPE', choices: ['json', 'form', 'multipart'], group: 'Body',
    summary: 'Shape of a body made of items',
    detail: '`json` unless a file is attached (`name@file`), which makes it `multipart`.',
  },

  // Credentials
  user: {
    short: 'u', takes: 'text', value: 'USER:PASS', group: 'Credentials',
    summary: 'Basic credentials for this origin',
    detail: 'Without `:PASSWORD` the password is asked for on the terminal. Dropped on a redirect to another origin.',
  },
  'show-secrets': {
    takes: 'nothing', group: 'Credentials',
    summary: 'Do not mask credentials in what is printed',
  },

  // Redirects
  location: {
    short: 'L', takes: 'nothing', group: 'Redirects',
    summary: 'Follow redirects',
    detail: 'Method and body are kept, except that POST becomes GET on 301 and 302, and every method but HEAD on 303. To another origin go no credentials and no cookies; a note says what was dropped.',
  },
  'max-redirs': {
    takes: 'count', value: 'N', group: 'Redirects',
    summary: 'Redirects to follow at most (50); -1: no bound',
  },
  'location-trusted': {
    takes: 'nothing', group: 'Redirects',
    summary: 'Follow, and keep credentials across origins',
  },

  // Output
  include: {
    short: 'i', aliases: ['show-headers'], takes: 'nothing', group: 'Output',
    summary: 'Print the reply\'s headers before its body',
  },
  verbose: {
    short: 'v', takes: 'nothing', group: 'Output',
    summary: 'Show both sides of the exchange on stderr',
  },
  silent: {
    short: 's', takes: 'nothing', group: 'Output',
    summary: 'No progress, no notes, no error messages',
  },
  'show-error': {
    short: 'S', takes: 'nothing', group: 'Output',
    summary: 'With -s, error messages all the same',
  },
  print: {
    takes: 'text', value: 'PARTS', group: 'Output',
    summary: 'What to print: any of H B h b m',
    detail: '`H` and `B` are the request\'s head and body, `h` and `b` the reply\'s, `m` the line with status, time and size.',
  },
  pretty: {
    takes: 'choice', value: 'HOW', choices: ['all', 'format', 'colors', 'none'], group: 'Output',
    summary: 'Indent and colour: all, format, colors, none',
    detail: '`all` on a terminal, `none` in a pipe or file. `NO_COLOR` takes the colours out of `all`.',
  },
  style: {
    takes: 'choice', value: 'THEME', choices: ['auto', 'solarized', 'monokai', 'high-contrast', 'ansi-16'], group: 'Output',
    summary: 'Colour theme',
  },
  'write-out': {
    short: 'w', takes: 'text', value: 'FORMAT', group: 'Output',
    summary: 'Print this after the transfer: `%{http_code}\\n`',
    detail: 'curl\'s variables, `%header{name}`, `%{json}`, `%output{file}`. `@file` and `@-` read the format.',
  },
  'progress-bar': {
    short: '#', takes: 'nothing', group: 'Output',
    summary: 'Show a progress bar, terminal or not',
  },
  'progress-meter': {
    takes: 'nothing', initially: 'on', group: 'Output',
    summary: 'No progress on the terminal',
  },

  // Files
  output: {
    short: 'o', takes: 'file', value: 'FILE', repeats: true, group: 'Files',
    summary: 'Write the body to a file; `-` is stdout',
    detail: 'One for each URL, in their order. Parents are made with `--create-dirs`.',
  },
  'remote-name': {
    short: 'O', takes: 'nothing', group: 'Files',
    summary: 'Write the body to a file named as in the URL',
  },
  'output-dir': {
    takes: 'folder', value: 'FOLDER', group: 'Files',
    summary: 'Folder for -o, -O and --download',
  },
  'create-dirs': {
    takes: 'nothing', group: 'Files',
    summary: 'Make the folders that -o names',
  },
  'dump-header': {
    short: 'D', takes: 'file', value: 'FILE', group: 'Files',
    summary: 'Write the headers to a file; `-` is stdout',
  },
  download: {
    takes: 'nothing', group: 'Files', excludes: ['remote-name', 'head', 'include'],
    summary: 'Save the body safely, under the server\'s name',
    detail: 'Follows redirects, writes `NAME.part` and renames it when complete, resumes a `.part` that is there, never overwrites; a status of 400 and above writes nothing and exits 22.',
  },
  'max-filesize': {
    takes: 'bytes', value: 'BYTES', group: 'Files',
    summary: 'Refuse a body larger than this, decoded',
  },

  // Failing
  fail: {
    short: 'f', takes: 'nothing', group: 'Failing', excludes: ['fail-with-body'],
    summary: 'Exit 22 and no body on status 400 and above',
  },
  'fail-with-body': {
    takes: 'nothing', group: 'Failing',
    summary: 'Exit 22 on status 400 and above, body printed',
  },
  'check-status': {
    takes: 'nothing', group: 'Failing',
    summary: 'Exit 3, 4 or 5 for a 3xx, 4xx or 5xx reply',
  },

  // Connection
  'max-time': {
    short: 'm', takes: 'seconds', value: 'SECS', group: 'Connection',
    summary: 'Time the whole transfer may take',
  },
  'connect-timeout': {
    takes: 'seconds', value: 'SECS', group: 'Connection',
    summary: 'Time connecting may take, TLS included',
  },
  timeout: {
    takes: 'seconds', value: 'SECS', group: 'Connection',
    summary: 'Time without a byte before giving up',
  },
  proxy: {
    short: 'x', takes: 'url', value: 'URL', group: 'Connection',
    summary: 'HTTP proxy; empty: none',
    detail: 'Otherwise `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` of the environment count.',
  },
  'proxy-user': {
    short: 'U', takes: 'text', value: 'USER:PASS', group: 'Connection',
    summary: 'Basic credentials for the proxy',
  },
  noproxy: {
    takes: 'text', value: 'HOSTS', group: 'Connection',
    summary: 'Hosts without a proxy: `a.b,.c,10.0.0.0/8`, `*`',
  },
  resolve: {
    takes: 'text', value: 'HOST:PORT:ADDR', repeats: true, group: 'Connection',
    summary: 'Address to use for a host and port',
    detail: '`example.com:443:127.0.0.1`; several addresses with commas, `*` for any host, `[::1]` for IPv6.',
  },
  'unix-socket': {
    takes: 'file', value: 'PATH', group: 'Connection',
    summary: 'Connect to this Unix socket',
  },
  ipv4: { short: '4', takes: 'nothing', group: 'Connection', excludes: ['ipv6'], summary: 'IPv4 addresses only' },
  ipv6: { short: '6', takes: 'nothing', group: 'Connection', summary: 'IPv6 addresses only' },
  'http1.1': {
    takes: 'nothing', group: 'Connection', excludes: ['http2', 'http2-prior-knowledge'],
    summary: 'HTTP/1.1 only',
  },
  http2: {
    takes: 'nothing', group: 'Connection', excludes: ['http2-prior-knowledge'],
    summary: 'HTTP/2 where TLS agrees on it (the default)',
    detail: 'Over plain `http://` this is HTTP/1.1: the upgrade that curl tries was taken out of the standard (RFC 9113). `--http2-prior-knowledge` speaks HTTP/2 there.',
  },
  'http2-prior-knowledge': {
    takes: 'nothing', group: 'Connection',
    summary: 'HTTP/2 from the first byte, without asking',
  },

  // TLS
  insecure: {
    short: 'k', takes: 'nothing', group: 'TLS',
    summary: 'Do not check the server\'s certificate',
  },
  cacert: {
    takes: 'file', value: 'FILE', group: 'TLS',
    summary: 'PEM certificates to trust instead of Node\'s',
  },
  cert: {
    short: 'E', takes: 'text', value: 'FILE[:PASSWORD]', group: 'TLS',
    summary: 'Client certificate (PEM), maybe with its key',
  },
  key: {
    takes: 'file', value: 'FILE', group: 'TLS',
    summary: 'Private key of the client certificate (PEM)',
  },

  // General
  config: {
    short: 'K', takes: 'file', value: 'FILE', repeats: true, group: 'General',
    summary: 'Read options from a file; `-` is stdin',
    detail: 'curl\'s config syntax: one option a line, `#` comments, quotes with backslash escapes.',
  },
  disable: {
    short: 'q', takes: 'nothing', group: 'General',
    summary: 'First argument: do not read your config file',
    detail: 'slip reads options from `config` in its config folder before those typed (`slip --help` names the place).',
  },
  debug: {
    takes: 'nothing', group: 'General',
    summary: 'Stack traces with error messages',
  },
  help: {
    short: 'h', takes: 'nothing', group: 'General',
    summary: 'Help: -h in short, --help in full',
    detail: 'With the name of a group (`slip -h output`), that group only.',
  },
  version: {
    short: 'V', takes: 'nothing', group: 'General',
    summary: 'Version of slip, Node and what it is built on',
  },
} as const satisfies Record<string, OptionRow>;

/** The long name of an option. */
export type OptionName = keyof typeof OPTIONS;

/** The options as a list, in the order of the table. */
export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[]; // Object.keys forgets the keys' type

/** A row seen without its literal types. */
export function optionRow(name: OptionName): OptionRow {
  return OPTIONS[name];
}

type ValueOf<Row> = Row extends { takes: 'nothing' }
  ? boolean
  : Row extends { takes: 'seconds' | 'count' | 'bytes' }
    ? number
    : Row extends { takes: 'choice'; choices: readonly (infer Choice)[] }
      ? Choice
      : Row extends { repeats: true }
        ? readonly string[]
        : string;

/** What was typed, by long name; absent means not typed. */
export type Options = { readonly [Name in OptionName]?: ValueOf<(typeof OPTIONS)[Name]> };

/** One option as typed, for those whose order among each other counts (the pieces of a body). */
export interface Occurrence {
  readonly name: OptionName;
  /** `true` and `false` for a switch, otherwise the text. */
  readonly value: string | boolean;
}
