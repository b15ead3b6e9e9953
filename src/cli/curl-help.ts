import { optionEntry } from './help.ts';
import {
  aligned,
  type Entry,
  explained,
  join,
  leftWidth,
  type Page,
  paperFor,
  section,
  titled,
  wrapped,
} from './help-layout.ts';
import { OPTION_GROUPS, type OptionGroup } from './option-row.ts';
import { optionRow, REFUSALS } from './option-rows.ts';
import { type FoundOption, findLongOption, findShortOption, OPTION_TABLE } from './options.ts';

/** The version of curl whose options and ways `slip curl` has. */
const CURL_VERSION = '8.20.0';

/**
 * `slip curl --help [SUBJECT]`, where the subject is as in curl: none, `all`, `category`, a category of curl's or of
 * ours, or an option with its dashes. An unknown one gets the list of categories.
 */
export function curlHelp(subject: string | undefined, page: Page): string {
  if (subject === undefined) return overview(page, (row) => !row.rare);
  if (subject.startsWith('-')) return optionHelp(subject, page);
  const word = subject.toLowerCase();
  if (word === 'all') return overview(page, () => true);
  const groups = findGroups(word);
  if (groups !== undefined) return join(groups.flatMap((group) => titledGroup(group, page)));
  const paper = paperFor(page);
  const unknown = word === 'category' ? [] : [wrapped(paper, `There is no category ${subject}.`, 0)];
  return join([...unknown, section(paper, 'Categories', wrapped(paper, CATEGORIES.join(', '), 2))]);
}

/** `slip curl --manual`: all options with their details. */
export function curlManual(page: Page): string {
  return join([
    section(paperFor(page), 'Usage', usageLines(page)),
    ...GROUPS.flatMap((group) => titledGroup(group, page)),
  ]);
}

/**
 * `slip curl --version`: the lines that scripts look at, in curl's form. The features are those that slip has, by curl's
 * names for them.
 */
export function curlVersionText(of: {
  /** slip's own. */
  readonly version: string;
  /** What slip runs on. */
  readonly runtime: string;
  readonly decodesZstd: boolean;
}): string {
  const features = of.decodesZstd ? [...FEATURES, 'zstd'] : FEATURES;
  return [
    `curl ${CURL_VERSION} (slip ${of.version}, ${of.runtime})`,
    'Protocols: http https',
    `Features: ${features.join(' ')}`,
    '',
  ].join('\n');
}

// biome-ignore format: a list of words
const FEATURES = [
  'alt-svc', 'AsynchDNS', 'brotli', 'HSTS', 'HTTP2', 'HTTPS-proxy', 'IDN', 'IPv6', 'Largefile', 'libz', 'PSL', 'SSL',
  'UnixSockets',
];

/** curl's categories that are not groups of ours; those of other protocols have nothing to show. */
const CURL_CATEGORIES: Readonly<Record<string, readonly OptionGroup[]>> = {
  auth: ['Credentials'],
  curl: ['General', 'Many'],
  dns: ['Connection'],
  global: ['General', 'Many'],
  http: ['Request', 'Cookies', 'Redirects'],
  output: ['Output', 'Files'],
  post: ['Body'],
  timeout: ['Connection'],
  upload: ['Body'],
  verbose: ['Output'],
};

/** The groups with options that curl has. */
const GROUPS = OPTION_GROUPS.filter((group) =>
  OPTION_TABLE.names.map(optionRow).some((row) => row.group === group && !row.own),
);

const CATEGORIES: readonly string[] = [
  ...new Set([...GROUPS.map((group) => group.toLowerCase()), ...Object.keys(CURL_CATEGORIES)]),
].sort();

function findGroups(word: string): readonly OptionGroup[] | undefined {
  if (Object.hasOwn(CURL_CATEGORIES, word)) return CURL_CATEGORIES[word];
  const group = GROUPS.find((candidate) => candidate.toLowerCase() === word);
  return group && [group];
}

/** Options on one line each. */
function overview(page: Page, isShown: (row: { readonly rare?: true }) => boolean): string {
  const paper = paperFor(page);
  const groups = GROUPS.map((group) => ({ group, entries: entriesOf(group, isShown) }));
  const width = leftWidth(
    groups.flatMap(({ entries }) => entries),
    paper.columns,
  );
  return join([
    section(paper, 'Usage', usageLines(page)),
    ...groups.map(({ group, entries }) => section(paper, group, aligned(paper, entries, width))),
    wrapped(
      paper,
      'More: `--help all`, `--help category`, `--help tls` for one category, `--help --proxy` for one option, `--manual` for everything.',
      0,
    ),
  ]);
}

function usageLines(page: Page): readonly string[] {
  return wrapped(paperFor(page), '`slip curl` [OPTION…] URL…', 2);
}

function titledGroup(group: OptionGroup, page: Page): readonly (readonly string[])[] {
  return titled(
    paperFor(page),
    `Options: ${group}`,
    entriesOf(group, () => true),
  );
}

/** The options of a group that curl has. */
function entriesOf(group: OptionGroup, isShown: (row: { readonly rare?: true }) => boolean): readonly Entry[] {
  return OPTION_TABLE.names
    .map((name) => ({ name, row: optionRow(name) }))
    .filter(({ row }) => row.group === group && !row.own && isShown(row))
    .map(({ name }) => optionEntry(name));
}

function optionHelp(word: string, page: Page): string {
  const found = findOption(word);
  const paper = paperFor(page);
  if (found === undefined) return join([wrapped(paper, `There is no option ${word}.`, 0)]);
  if (found.kind === 'refused') {
    return join([wrapped(paper, `slip does not have \`--${found.name}\`: ${REFUSALS[found.name]?.refused}.`, 0)]);
  }
  return join([explained(paper, optionEntry(found.name))]);
}

function findOption(word: string): FoundOption | undefined {
  const found = word.startsWith('--')
    ? findLongOption(word.slice(2))
    : word.length === 2
      ? findShortOption(word.charAt(1))
      : undefined;
  return found?.kind === 'option' && found.row.own ? undefined : found;
}
