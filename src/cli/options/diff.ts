import type { OptionRow } from '../option-row.ts';

/** What `slip diff` compares. */
// biome-ignore format: a row reads best as few lines
export const DIFF_OPTIONS = {
  ignore: {
    own: true, only: 'diff', takes: 'text', value: 'WHAT', repeats: true, countsForAll: true, group: 'Diff', rare: true,
    summary: 'Leave this out: a JSONPath, or the name of a header',
  },
  'all-headers': {
    own: true, only: 'diff', takes: 'nothing', countsForAll: true, group: 'Diff', rare: true,
    summary: 'Compare headers of the moment too, such as Date',
    detail: 'Left out otherwise: what belongs to the connection and the message (`Content-Length`), to the moment (`Date`, `Age`, `Expires`, rate limits), and to one request (`X-Request-Id` and its kin, `Set-Cookie`, `Server-Timing`).',
  },
  'as-json': {
    own: true, only: 'diff', takes: 'nothing', countsForAll: true, group: 'Diff', rare: true,
    summary: 'Print the differences as one JSON object',
  },
} as const satisfies Record<string, OptionRow>;
