import type { OptionRow } from '../option-row.ts';

/** Of one reply, of a part of it, or of its head alone. */
const OF_ONE_REPLY = ['download', 'continue-at', 'range', 'head', 'status-code', 'header-value'];

/** A list that comes in pages. */
// biome-ignore format: a row reads best as few lines
export const PAGE_OPTIONS = {
  paginate: {
    own: true, takes: 'nothing', group: 'Pages', excludes: OF_ONE_REPLY,
    summary: 'Follow `Link: rel="next"`, all items as one array',
    detail: 'Only to the origin of the page. A page that cannot be read ends the array, and the exit status says so; a server that asks to wait is waited for.',
  },
  'next-from': {
    own: true, takes: 'text', value: 'JSONPATH', group: 'Pages', excludes: OF_ONE_REPLY,
    summary: 'Like --paginate, the next URL stands in the body',
    detail: 'An absolute URL, or one that begins with `/` or `?`. Nothing there, `null`, `false` or an empty string: it was the last page.',
  },
  'next-param': {
    own: true, takes: 'text', value: 'NAME', group: 'Pages', rare: true,
    summary: 'With --next-from: a value for this query parameter',
    detail: 'For cursors and page numbers: each page has the URL of the first, with this parameter set.',
  },
  items: {
    own: true, takes: 'text', value: 'JSONPATH', group: 'Pages', rare: true,
    summary: 'Where in a page its items are',
    detail: 'Otherwise the page itself if it is an array, or the array called `items`, `data`, `results` and the like, or the only one.',
  },
  'max-pages': {
    own: true, takes: 'count', value: 'N', group: 'Pages', rare: true,
    summary: 'Pages to ask for at most',
  },
} as const satisfies Record<string, OptionRow>;
