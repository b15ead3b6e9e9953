import { EXIT_STATUS, type FailureKind } from '../failure.ts';
import { COMMANDS, type CommandName, type CommandRow } from './commands.ts';
import {
  aligned,
  type Entry,
  explained,
  join,
  leftWidth,
  type Page,
  type Paper,
  painted,
  paperFor,
  section,
  titled,
  wrapped,
} from './help-layout.ts';
import { type CommandOptionRow, OPTION_GROUPS, type OptionGroup } from './option-row.ts';
import { optionRow } from './option-rows.ts';
import { OPTION_TABLE, type OptionName } from './options.ts';

/** `slip` alone: one screen to begin with. */
export function firstHelp(page: Page): string {
  const paper = paperFor(page);
  return join([
    [PURPOSE],
    section(paper, 'Usage', usageLines(paper)),
    section(paper, 'Examples', aligned(paper, EXAMPLES.slice(0, 3))),
    section(paper, 'Commands', aligned(paper, commandEntries())),
    wrapped(paper, '`slip -h` lists the options, `slip help WORD` explains one, a group or a command.', 0),
  ]);
}

/** `slip -h`: everything but rare options, on one line each. */
export function shortHelp(page: Page): string {
  const paper = paperFor(page);
  const width = leftWidth([...ITEMS, ...OPTION_GROUPS.flatMap(commonEntries)], paper.columns);
  return join([
    [PURPOSE],
    section(paper, 'Usage', usageLines(paper)),
    section(paper, 'Items', aligned(paper, ITEMS, width)),
    ...COMMON_GROUPS.map((group) => section(paper, group, aligned(paper, commonEntries(group), width))),
    section(paper, 'Commands', aligned(paper, commandEntries())),
    section(paper, 'Examples', aligned(paper, EXAMPLES.slice(0, 3))),
    wrapped(
      paper,
      'More: `slip help WORD` for an option, a group of them or a command; `slip --help` for all, rare ones too.',
      0,
    ),
  ]);
}

/** `slip --help`: everything, with its details. */
export function fullHelp(page: Page): string {
  const paper = paperFor(page);
  return join([
    [PURPOSE],
    section(paper, 'Usage', usageLines(paper)),
    ...DESCRIPTION.map((paragraph) => wrapped(paper, paragraph, 2)),
    section(paper, 'Items', wrapped(paper, ITEM_RULES, 2)),
    ...ITEMS.map((entry) => explained(paper, entry)),
    section(paper, 'Options', wrapped(paper, OPTION_RULES, 2)),
    ...OPTION_GROUPS.flatMap((group) => titled(paper, `Options: ${group}`, groupEntries(group))),
    section(paper, 'Commands', aligned(paper, commandEntries())),
    section(paper, 'Exit status', aligned(paper, EXIT_STATUSES)),
    section(paper, 'Environment', aligned(paper, ENVIRONMENT)),
    ...titled(paper, 'Files', FILES),
    section(paper, 'Examples', aligned(paper, EXAMPLES)),
  ]);
}

/** `slip help GROUP`: one group of options with their details; below its usage, where the group is that of a command. */
export function groupHelp(group: OptionGroup, page: Page): string {
  const command = commandEntries().find(({ literal }) => literal === `slip ${group.toLowerCase()}`);
  return join([
    ...(command === undefined ? [] : usageOf(command, page)),
    ...titled(paperFor(page), `Options: ${group}`, groupEntries(group)),
  ]);
}

/** What `slip help` explains beside options, groups and commands. */
export const TOPICS = ['items', 'exit', 'environment'] as const;

/** `slip help TOPIC`. */
export function topicHelp(topic: (typeof TOPICS)[number], page: Page): string {
  const paper = paperFor(page);
  switch (topic) {
    case 'items':
      return join([
        section(paper, 'Items', wrapped(paper, ITEM_RULES, 2)),
        ...ITEMS.map((entry) => explained(paper, entry)),
      ]);
    case 'exit':
      return join([section(paper, 'Exit status', aligned(paper, EXIT_STATUSES))]);
    case 'environment':
      return join([section(paper, 'Environment', aligned(paper, ENVIRONMENT)), ...titled(paper, 'Files', FILES)]);
  }
}

/** `slip help COMMAND`, for one whose options are those of a request. */
export function plainCommandHelp(name: CommandName, page: Page): string {
  const command = commandEntries().filter(({ literal }) => literal === `slip ${name}`);
  return join(command.flatMap((entry) => usageOf(entry, page)));
}

/** `slip help OPTION`: all that its row says. */
export function optionHelp(name: OptionName, page: Page): string {
  return join([explained(paperFor(page), optionEntry(name))]);
}

function usageOf(command: Entry, page: Page): readonly (readonly string[])[] {
  const paper = paperFor(page);
  const options = command.placeholder?.endsWith('…') ? '' : ' [OPTIONS]';
  return [[`${command.summary}.`], section(paper, 'Usage', [`  ${painted(paper, command)}${options}`])];
}

/** The group that a word names, in any case. */
export function findGroup(word: string): OptionGroup | undefined {
  return OPTION_GROUPS.find((group) => group.toLowerCase() === word.toLowerCase());
}

/** What slip is for, in one sentence. */
export const PURPOSE = 'Send an HTTP request and print the reply.';

/** The paragraphs of the description. */
export const DESCRIPTION: readonly string[] = [
  'The method is GET, or POST when there is a body, unless one is typed before the URL: a known one in any case (`slip delete URL`), another one in capitals (`slip NOTIFY URL`).',
  'A URL without a scheme is https, but http for this machine (`localhost`, `*.localhost`, `127.0.0.0/8`, `[::1]`) and for Unix sockets. `:3000/x` is `http://localhost:3000/x`. Further words that start with `http://`, `https://`, `ws://` or `wss://` are further URLs.',
  'On a terminal the reply is a status line and its body, indented and coloured. In a pipe or file it is the bytes of the body; what is said about the exchange goes to stderr. stdin is read only where the command names it (`@-`, `-d @-`, `-T -`) or on a terminal, to be sent over a WebSocket (`ws://`).',
];

/** What holds for all items. */
export const ITEM_RULES =
  'Words after the URL are items. The first separator in a word decides its kind; a backslash takes the meaning from the one behind it. Fields make a JSON object unless `--as` says otherwise.';

/** What holds for all options. */
export const OPTION_RULES =
  'Options that curl has mean what they mean there. They may stand anywhere before `--`. Short switches join: `-sSL`. A value is the next word, or follows `=` (`--output=FILE`) or the short option itself (`-oFILE`). `--no-NAME` takes a switch back. Of several the last one counts, unless an option is repeatable.';

/** The kinds of items. */
export const ITEMS: readonly Entry[] = [
  { literal: 'Name:value', summary: 'Header to send' },
  {
    literal: 'Name:  Name;',
    summary: 'Drop a header, or send it empty',
    detail: 'Drops one that slip would send by itself, such as `User-Agent:`.',
  },
  { literal: 'name==text', summary: 'Query parameter, percent-encoded for you' },
  { literal: 'name=text', summary: 'Body field that is a string' },
  {
    literal: 'name:=json',
    summary: 'Body field that is any other JSON, sent as typed',
    detail: '`year:=1965`, `draft:=true`, `tags:=\'["a", "b"]\'`. Numbers keep all their digits.',
  },
  {
    literal: ':@  ==@  =@  :=@',
    summary: 'The same four with the value read from a file',
    detail: '`X-Key:@key.txt`, `q==@query.txt`, `text=@notes.md`, `filter:=@filter.json`.',
  },
  {
    literal: 'a[b][0]=x  a[]=x',
    summary: 'Field inside objects and lists; `[]` appends',
    detail: '`author[name]=Ada tags[]=new` makes `{"author": {"name": "Ada"}, "tags": ["new"]}`.',
  },
  {
    literal: 'name@file',
    summary: 'File to attach, in a multipart body',
    detail: '`;type=image/png` and `;filename=cover.png` may follow.',
  },
  { literal: '@file  @-', summary: 'Whole body, from a file or from stdin' },
];

/** What each kind of failure means to whoever reads the exit status. */
const FAILURE_MEANINGS: Readonly<Record<FailureKind, string>> = {
  protocol: 'The URL asks for a protocol that slip does not speak',
  usage: 'The command line is wrong, or an item or header cannot be sent',
  url: 'The URL is malformed',
  proxyName: "The proxy's URL is malformed, or its name has no address",
  hostName: "The host's name has no address",
  connect: 'No connection could be made',
  notHttp: 'The reply is not HTTP',
  http2: 'The HTTP/2 connection broke its rules',
  http2Stream: 'The server ended an HTTP/2 stream before its time',
  partial: 'The body ended before it was complete',
  httpStatus: 'Status 400 or above with `-f`, `--fail-with-body`, `--download`, or of a further page',
  upload: 'An upload that HTTP/1.0 cannot do',
  write: 'The output cannot be written',
  read: 'A file to be sent or read from cannot be read',
  timeout: 'A time limit ran out',
  range: 'The server did not send the range that was asked for',
  tls: 'No TLS connection could be agreed on',
  argument: 'An option names what is not there: a set or range of the URL, a private key',
  interface: 'The address or port of `--interface` or `--local-port` cannot be used',
  redirects: 'More redirects than `--max-redirs` allows',
  optionSyntax: 'A `--resolve` or `--connect-to` cannot be read',
  empty: 'The server closed the connection without a reply',
  send: 'The connection broke while sending',
  receive: 'The connection broke while receiving',
  clientCertificate: 'The client certificate cannot be used',
  cipher: 'A cipher, group or algorithm that was asked for does not exist',
  certificate: "The server's certificate cannot be trusted",
  encoding: 'The content coding of the body cannot be decoded',
  size: 'The body is larger than `--max-filesize` allows',
  rewind: 'The body would have to be sent again, and stdin is read only once',
  login: 'A URL has a user name, and `--disallow-username-in-url` is there',
  caFile: 'The certificates to trust cannot be read',
  crlFile: 'The list of revoked certificates cannot be read',
  pinnedKey: "The server's key is none of those that are pinned",
  certificateStatus: "The server's certificate comes without word that it was not revoked",
  proxy: 'The SOCKS proxy did not make the connection',
  keychain: 'The keychain cannot be used',
  tooLarge:
    'From `slip run`: a request failed; in `slip curl`: a head with more fields, or a longer one, than curl takes',
  credential: 'A credential is missing or no longer counts, or must not go where it would have to',
  config: 'The config file, `auth.yaml` or a collection cannot be used',
  pages: 'The pages of a list cannot be followed or merged',
  noMatch: 'Nothing was found to print, and `--require-match` is there',
  content: 'The body is not of the kind that the options pick from',
  interrupted: 'Interrupted by Ctrl-C',
  terminated: 'Ended by SIGTERM',
};

/** The exit statuses, in the order of failure.ts. */
export const EXIT_STATUSES: readonly Entry[] = [
  { literal: '0', summary: 'A reply came and was written out, whatever its status' },
  ...Object.entries(EXIT_STATUS).map(([kind, status]) => ({
    literal: String(status),
    summary: FAILURE_MEANINGS[kind as FailureKind], // Object.entries forgets the keys' type
  })),
  { literal: '3, 4, 5', summary: 'With `--check-status`: a 3xx, 4xx or 5xx reply, as in HTTPie' },
];

/** The environment variables. */
export const ENVIRONMENT: readonly Entry[] = [
  { literal: 'http_proxy', summary: 'Proxy for http URLs (lower case only, as in curl)' },
  { literal: 'HTTPS_PROXY', summary: 'Proxy for https URLs (either case, lower first)' },
  { literal: 'ALL_PROXY', summary: 'Proxy for both where the above are not set (either case)' },
  { literal: 'NO_PROXY', summary: 'Hosts that need no proxy, as `--noproxy` (either case)' },
  { literal: 'CURL_CA_BUNDLE', summary: 'PEM certificates to trust, as `--cacert`' },
  { literal: 'SSL_CERT_FILE', summary: 'The same, where `CURL_CA_BUNDLE` is not set' },
  { literal: 'SSL_CERT_DIR', summary: 'Folder of them, as `--capath`' },
  { literal: 'SSLKEYLOGFILE', summary: 'File to add the secrets of TLS handshakes to' },
  { literal: 'NO_COLOR', summary: 'No colours, unless empty' },
  { literal: 'FORCE_COLOR', summary: 'Colours in a pipe too, but not in a body; 0: none' },
  { literal: 'CLICOLOR_FORCE', summary: 'The same, unless empty or 0' },
  { literal: 'SLIP_SECRET_NAME', summary: 'Secret of the profile NAME, before the keychain' },
  { literal: 'SLIP_KEYCHAIN', summary: 'Where secrets are kept: auto, system, vault or env' },
  { literal: 'SLIP_VAULT_PASSPHRASE', summary: 'Passphrase of the vault' },
  { literal: 'BROWSER', summary: 'Browser for `slip auth login`' },
  { literal: 'SLIP_PAGER', summary: 'Pager for all answers on a terminal' },
  { literal: 'SLIP_CONFIG_DIR', summary: 'Config folder' },
];

/** The files. */
export const FILES: readonly Entry[] = [
  {
    literal: '~/.config/slip/config',
    summary: "Options read before those typed, in curl's config syntax",
    detail:
      'Its folder is `$SLIP_CONFIG_DIR` if that is set, else `$XDG_CONFIG_HOME/slip`, else `~/.config/slip`; on Windows `%APPDATA%\\slip`. `-q` passes it over.',
  },
  { literal: '~/.config/slip/auth.yaml', summary: 'Profiles, as `slip auth` keeps them; no secrets' },
  { literal: 'slip.yaml', summary: 'Saved requests, here or in the nearest folder above' },
  { literal: '~/.cache/slip', summary: "V8's code of slip's own parts, kept for a quick start" },
  { literal: 'NAME.part', summary: 'What `--download` has of NAME so far' },
];

/** Command lines to learn from, the commonest first. */
export const EXAMPLES: readonly Entry[] = [
  { literal: 'slip :3000/books', summary: 'GET from this machine' },
  { literal: 'slip post :3000/books title=Dune year:=1965', summary: 'POST a JSON object' },
  { literal: 'slip api.example.com/books q==dune X-Trace:7', summary: 'Send a query and a header' },
  { literal: 'slip put :3000/books/7 @book.json', summary: 'PUT a file' },
  { literal: 'slip post :3000/covers book=7 image@dune.png', summary: 'Upload in a form' },
  { literal: 'slip --download https://example.com/report.pdf', summary: 'Save under its name' },
  { literal: "slip -sf :3000/books | jq '.[0].title'", summary: 'Use in a pipe' },
  { literal: 'slip --offline post :3000/books title=Dune', summary: 'See it, send nothing' },
];

/** One option with all that its row says. */
export function optionEntry(name: OptionName): Entry {
  return rowEntry(name, optionRow(name), rivalsOf(name));
}

/** The same for a row of any table. */
export function rowEntry(name: string, row: CommandOptionRow, rivals: readonly string[]): Entry {
  const long = row.takes === 'nothing' && row.initially === 'on' ? `--no-${name}` : `--${name}`;
  const inert = row.inert === undefined ? undefined : `Without effect: ${row.inert}.`;
  const detail = [row.detail, inert, ...rowFacts(row, rivals)].filter((sentence) => sentence !== undefined).join(' ');
  return {
    literal: row.short === undefined ? long : `-${row.short}, ${long}`,
    summary: row.summary,
    ...(row.takes === 'nothing' ? {} : { placeholder: row.value }),
    ...(detail === '' ? {} : { detail }),
  };
}

/** The options that cannot stand beside this one, whichever row says so. */
export function rivalsOf(name: OptionName): readonly OptionName[] {
  const own = optionRow(name).excludes ?? [];
  const rivals = new Set([...own, ...EXCLUDING.filter((other) => optionRow(other).excludes?.includes(name))]);
  return rivals.size === 0 ? [] : OPTION_TABLE.names.filter((other) => rivals.has(other));
}

/** The few rows that name others: to look at all of them for each took half of the help's own time. */
const EXCLUDING = OPTION_TABLE.names.filter((name) => optionRow(name).excludes !== undefined);

/** The options of a group, in the order of the table. */
export function groupEntries(group: OptionGroup): readonly Entry[] {
  return OPTION_TABLE.names.filter((name) => optionRow(name).group === group).map(optionEntry);
}

/** The options of a group without the rare ones. */
export function commonEntries(group: OptionGroup): readonly Entry[] {
  return OPTION_TABLE.names
    .map((name) => ({ name, row: optionRow(name) }))
    .filter(({ row }) => row.group === group && !row.rare)
    .map(({ name }) => optionEntry(name));
}

/** The groups that have an option which is not rare. */
export const COMMON_GROUPS = OPTION_GROUPS.filter((group) =>
  OPTION_TABLE.names.map(optionRow).some((row) => row.group === group && !row.rare),
);

/** The sub-commands. */
export function commandEntries(): readonly Entry[] {
  const rows: readonly (readonly [string, CommandRow])[] = Object.entries(COMMANDS);
  return rows.map(([name, { words, summary }]) => ({
    literal: `slip ${name}`,
    ...(words === '' ? {} : { placeholder: words }),
    summary,
  }));
}

/** How sending a request is typed. */
export const USAGE: Entry = { literal: 'slip', placeholder: '[METHOD] URL [ITEM…] [OPTIONS]', summary: PURPOSE };

/** What the form of a row says about its use, as sentences. */
function rowFacts(row: CommandOptionRow, rivals: readonly string[]): readonly string[] {
  const facts: string[] = [];
  if (row.takes === 'choice') facts.push(`One of ${row.choices.map((choice) => `\`${choice}\``).join(', ')}.`);
  if (row.takes === 'seconds') facts.push('Fractions such as `2.5` count; `0` is no limit.');
  if (row.takes === 'bytes') facts.push('`K`, `M`, `G`, `T` and `P` behind the number are powers of 1024.');
  if ('repeats' in row && row.repeats) facts.push('Repeatable.');
  if (rivals.length > 0) facts.push(`Not together with ${rivals.map((rival) => `\`--${rival}\``).join(', ')}.`);
  return facts;
}

/** How requests are sent; the commands have a section of their own. */
function usageLines(paper: Paper): readonly string[] {
  const command: Entry = { literal: 'slip', placeholder: 'COMMAND …', summary: PURPOSE };
  return [USAGE, command].map((entry) => `  ${painted(paper, entry)}`);
}
