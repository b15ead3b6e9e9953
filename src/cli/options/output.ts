import type { OptionRow } from '../option-row.ts';

/** What is printed, and when that counts as a failure. */
// biome-ignore format: a row reads best as few lines
export const OUTPUT_OPTIONS = {
  include: {
    short: 'i', aliases: ['show-headers'], takes: 'nothing', group: 'Output',
    summary: 'Print the reply\'s headers before its body',
  },
  verbose: {
    short: 'v', takes: 'nothing', countsForAll: true, group: 'Output',
    summary: 'Show both sides of the exchange on stderr',
  },
  silent: {
    short: 's', takes: 'nothing', countsForAll: true, group: 'Output',
    summary: 'No progress, no notes, no error messages',
  },
  'show-error': {
    short: 'S', takes: 'nothing', countsForAll: true, group: 'Output',
    summary: 'With -s, error messages all the same',
  },
  print: {
    own: true, takes: 'text', mayBeEmpty: true, value: 'PARTS', group: 'Output',
    summary: 'What to print: any of H B h b m',
    detail: '`H` and `B` are the request\'s head and body, `h` and `b` the reply\'s, `m` the line with status, time and size.',
  },
  pretty: {
    own: true, takes: 'choice', value: 'HOW', choices: ['all', 'format', 'colors', 'none'], group: 'Output',
    summary: 'Indent and colour: all, format, colors, none',
    detail: '`all` on a terminal, `none` in a pipe or file. `NO_COLOR` takes the colours out of `all`.',
  },
  style: {
    own: true, takes: 'choice', value: 'THEME', choices: ['auto', 'dark', 'light', 'solarized', 'monokai', 'dracula', 'nord', 'gruvbox', 'high-contrast', 'ansi-16'], group: 'Output',
    summary: 'Colour theme',
    detail: '`auto` is `dark` or `light` where `COLORFGBG` says what the terminal\'s background is, and else colours that are read on both.',
  },
  hex: {
    own: true, takes: 'nothing', group: 'Output',
    summary: 'Show bodies as hexadecimal and ASCII',
    detail: 'In the form of `hexdump -C`: the first 1024 bytes on a terminal, all of them in a pipe or file.',
  },
  indent: {
    own: true, takes: 'text', value: 'COLUMNS', group: 'Output',
    summary: 'Columns of a level, or tab; 0 for one line',
    detail: 'Also in a pipe or file, where `--pretty format` need not be typed with it, and in bodies of one JSON value a line. Deeper than 64 levels the indentation grows no more.',
  },
  'sort-keys': {
    own: true, takes: 'nothing', group: 'Output',
    summary: 'Sort the members of JSON objects by name',
    detail: 'In a pipe or file, too. Tokens and members of the same name stay as they came. An object is held in memory until its end, more than 256 MiB of one are refused (63); an array of objects passes through.',
  },
  'max-events': {
    own: true, takes: 'count', value: 'N', group: 'Output', excludes: ['download', 'continue-at', 'paginate', 'next-from'],
    summary: 'End after so many events, lines or messages',
    detail: 'With exit status 0. Lines are those of NDJSON, messages those of a WebSocket, which is ended in order. Of an event stream whole events are printed.',
  },
  reconnect: {
    own: true, takes: 'nothing', group: 'Output', excludes: ['download', 'continue-at', 'paginate', 'next-from'],
    summary: 'Connect again where an event stream ends',
    detail: 'As a browser does: after 3 seconds or what the stream\'s `retry` says, with `Last-Event-ID`, until the server answers 204. An event that was cut off is left out.',
  },
  images: {
    own: true, takes: 'choice', value: 'HOW', choices: ['auto', 'kitty', 'iterm', 'sixel', 'blocks', 'none'], group: 'Output',
    summary: 'How a terminal shows images, PNG, JPEG and GIF',
    detail: '`auto` is the protocol that the terminal is known for by its variables, else coloured half blocks.',
  },
  pager: {
    own: true, takes: 'nothing', countsForAll: true, group: 'Output',
    summary: 'Show long answers on a terminal in a pager',
    detail: 'In `SLIP_PAGER`, else `PAGER`, else `less`: a program and its arguments. A `SLIP_PAGER` does so without the option, too; `--no-pager` takes it back. Not in a pipe, nor where bodies go to files.',
  },
  links: {
    own: true, takes: 'choice', value: 'WHEN', choices: ['auto', 'always', 'never'], group: 'Output', rare: true,
    summary: 'Links on a terminal: auto, always, never',
    detail: 'The http and https URLs of `Location`, `Content-Location` and `Link`, and the strings of JSON that are URLs. `auto` is where the terminal is known to have links by its variables, and not within tmux, screen or a pager.',
  },
  'styled-output': {
    takes: 'nothing', countsForAll: true, initially: 'on', group: 'Output', rare: true,
    summary: 'No bold header names on the terminal',
  },
  'write-out': {
    short: 'w', takes: 'text', mayBeEmpty: true, value: 'FORMAT', group: 'Output',
    summary: 'Print this after the transfer: `%{http_code}\\n`',
    detail: 'curl\'s variables, `%header{name}`, `%{json}`, `%output{file}`. `@file` and `@-` read the format.',
  },
  explain: {
    own: true, takes: 'nothing', countsForAll: true, group: 'Output',
    summary: 'Show on stderr where each header is from',
    detail: 'Of each header of the request: an option, an item, a config file, the URL, the body, the cookie jar, netrc or a default; and which settings are in force, such as the proxy and the variable that names it. With `--offline` nothing is sent.',
  },
  'json-report': {
    own: true, takes: 'file', countsForAll: true, value: 'FILE', group: 'Output',
    summary: 'Write all that is known of a transfer as JSON',
    detail: 'One line with one object for each transfer, also of one that failed: request, hops, timings, certificates, sizes, cookies, retries, exit status, error. `%` is stderr, `-` stdout. Secrets are masked unless `--show-secrets` is there. docs/report.schema.json describes it.',
  },
  hops: {
    own: true, takes: 'nothing', countsForAll: true, group: 'Output',
    summary: 'Show on stderr where redirects led',
    detail: 'Each request with its answer, and what was left out of the next one and why: headers, cookies, credentials, the body; answers to challenges and retries too.',
  },
  certs: {
    own: true, takes: 'nothing', countsForAll: true, group: 'Output',
    summary: 'Show the certificates on stderr',
    detail: 'The chain of each server and https proxy, also where it is refused: whose each certificate is, from whom, for which names and how long, its key and fingerprint; what TLS agreed on, and by which roots the chain was verified.',
  },
  timing: {
    own: true, takes: 'nothing', countsForAll: true, group: 'Output',
    summary: 'Show on stderr where the time went',
    detail: 'DNS, TCP, TLS, send, wait and receive of every request, redirects and retries included: as bars on a terminal. `prepare` is what slip itself takes.',
  },
  trace: {
    takes: 'file', countsForAll: true, value: 'FILE', group: 'Output',
    summary: 'Write all that passes, in hexadecimal too',
    detail: '`-` is stdout, `%` stderr.',
  },
  'trace-ascii': {
    takes: 'file', countsForAll: true, value: 'FILE', group: 'Output', rare: true,
    summary: 'Like --trace, as text only',
  },
  'trace-config': {
    takes: 'text', mayBeEmpty: true, countsForAll: true, value: 'WORDS', repeats: true, group: 'Output', rare: true,
    summary: 'More to tell in -v and --trace: `ids,time,…`',
    detail: '`ids` and `time` are `--trace-ids` and `--trace-time`, `all` is both, `-ids` takes one back. The names of parts of curl are taken and tell nothing more.',
  },
  'trace-ids': {
    takes: 'nothing', countsForAll: true, group: 'Output', rare: true,
    summary: 'Number transfers and connections in -v and --trace',
  },
  'trace-time': {
    takes: 'nothing', countsForAll: true, group: 'Output', rare: true,
    summary: 'Time of day before each line of -v and --trace',
  },
  stderr: {
    takes: 'file', mayBeEmpty: true, countsForAll: true, value: 'FILE', group: 'Output', rare: true,
    summary: 'Where to write what goes to stderr; `-` is stdout',
  },
  'progress-bar': {
    short: '#', takes: 'nothing', countsForAll: true, group: 'Output',
    summary: 'Show a progress bar, terminal or not',
  },
  'progress-meter': {
    takes: 'nothing', countsForAll: true, initially: 'on', group: 'Output',
    summary: 'No progress on the terminal',
  },
  buffer: {
    short: 'N', takes: 'nothing', initially: 'on', group: 'Output', rare: true,
    inert: 'slip writes what has come without waiting for more',
    summary: 'Write without holding output back',
  },

  fail: {
    short: 'f', takes: 'nothing', group: 'Failing', excludes: ['fail-with-body'],
    summary: 'Exit 22 and no body on status 400 and above',
  },
  'fail-with-body': {
    takes: 'nothing', group: 'Failing',
    summary: 'Exit 22 on status 400 and above, body printed',
  },
  'check-status': {
    own: true, takes: 'nothing', group: 'Failing',
    summary: 'Exit 3, 4 or 5 for a 3xx, 4xx or 5xx reply',
  },
} as const satisfies Record<string, OptionRow>;
