import type { OptionRow } from '../option-row.ts';

/** What is printed instead of the body, and in which shape. */
// biome-ignore format: a row reads best as few lines
export const PICKING_OPTIONS = {
  select: {
    own: true, takes: 'text', value: 'JSONPATH', repeats: true, group: 'Picking',
    excludes: ['status-code', 'header-value', 'download', 'continue-at', 'head', 'raw'],
    summary: 'Print what this path finds in the body',
    detail: 'RFC 9535, as in `$.books[?@.year<1970].title`. Numbers stay as the server wrote them. Of several, the results follow each other.',
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
  'raw-strings': {
    own: true, takes: 'nothing', group: 'Picking', excludes: ['status-code', 'header-value', 'download', 'continue-at', 'head', 'raw'],
    summary: 'Print JSON strings as their text, without quotes',
  },
  'require-match': {
    own: true, takes: 'nothing', group: 'Picking',
    summary: 'Exit 105 when nothing was found to print',
    detail: 'With `--select` or `--header-value`.',
  },
} as const satisfies Record<string, OptionRow>;
