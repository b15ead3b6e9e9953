import type { OptionRow } from '../option-row.ts';

/** What is asked of the head alone. */
const OF_HEAD = ['status-code', 'header-value'];
/** With these there is no whole body to pick from, or it is wanted as it is. */
const OF_OTHER_BODIES = ['download', 'continue-at', 'head', 'raw', 'hex'];
const SHAPES = ['raw-strings', 'table', 'csv', 'yaml', 'ndjson'];

/** What is printed instead of the body, and in which shape. */
// biome-ignore format: a row reads best as few lines
export const PICKING_OPTIONS = {
  select: {
    own: true, takes: 'text', value: 'JSONPATH', repeats: true, group: 'Picking', excludes: [...OF_HEAD, ...OF_OTHER_BODIES],
    summary: 'Print what a path finds in the body',
    detail: 'RFC 9535, as in `$.books[?@.year<1970].title`. A result is a line in a pipe. Numbers stay as the server wrote them. Of several, the results follow each other.',
  },
  jq: {
    own: true, takes: 'text', value: 'FILTER', group: 'Picking', excludes: ['select', ...OF_HEAD, ...OF_OTHER_BODIES],
    summary: 'Print what a jq filter makes of the body',
    detail: 'jq 1.7 is part of slip. It keeps the digits of numbers that it only passes on, but not their form: `1e400` becomes `1E+400`. Its `env` is empty.',
  },
  xpath: {
    own: true, takes: 'text', value: 'XPATH', group: 'Picking', excludes: ['select', 'jq', 'columns', ...OF_HEAD, ...OF_OTHER_BODIES, ...SHAPES],
    summary: 'Print what an XPath finds in XML or HTML',
    detail: 'XPath 3.1: `//book[price>10]/title`, `count(//book)`. Prefixes are those of the document; a name without one is in the namespace that the root has by default. HTML is read as browsers read it: its elements are in no namespace, in lower case, as names in the expression become.',
  },
  'raw-strings': {
    own: true, takes: 'nothing', group: 'Picking', excludes: [...OF_HEAD, ...OF_OTHER_BODIES, ...SHAPES.slice(1)],
    summary: 'Print JSON strings as their text, without quotes',
  },
  table: {
    own: true, takes: 'nothing', group: 'Picking', excludes: [...OF_HEAD, ...OF_OTHER_BODIES, ...SHAPES.slice(2)],
    summary: 'Print a JSON array as a table',
    detail: 'Each item is a row, and so is each result of `--select` with a path that may have several.',
  },
  csv: {
    own: true, takes: 'nothing', group: 'Picking', excludes: [...OF_HEAD, ...OF_OTHER_BODIES, ...SHAPES.slice(3)],
    summary: 'Print a JSON array as CSV',
    detail: 'RFC 4180. `null` is an empty field, an empty string `""`. A field that begins like a formula is left as it is.',
  },
  columns: {
    own: true, takes: 'text', value: 'NAMES', group: 'Picking',
    summary: 'Columns of --table or --csv: `id,author.name`',
    detail: 'Otherwise all names that the rows have. With `--csv` and these, a row is printed as soon as it is there.',
  },
  yaml: {
    own: true, takes: 'nothing', group: 'Picking', excludes: [...OF_HEAD, ...OF_OTHER_BODIES, ...SHAPES.slice(4)],
    summary: 'Print JSON as YAML, with the same numbers',
  },
  ndjson: {
    own: true, takes: 'nothing', group: 'Picking', excludes: [...OF_HEAD, ...OF_OTHER_BODIES],
    summary: 'Print each item of a JSON array on a line',
  },
  'header-value': {
    own: true, takes: 'text', value: 'NAME', repeats: true, group: 'Picking',
    summary: 'Print the values of this reply header, a line each',
    detail: 'The body is not printed; `-o` saves it.',
  },
  'status-code': {
    own: true, takes: 'nothing', group: 'Picking',
    summary: 'Print the status code, and no body',
    detail: '`-o` saves the body.',
  },
  'require-match': {
    own: true, takes: 'nothing', group: 'Picking',
    summary: 'Exit 105 when nothing was found to print',
    detail: 'With `--select`, `--jq`, where `null` is nothing too, `--xpath` or `--header-value`.',
  },
} as const satisfies Record<string, OptionRow>;
