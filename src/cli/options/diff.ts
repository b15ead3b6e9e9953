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
  env: {
    own: true, only: 'diff', takes: 'text', value: 'NAME', names: 'env', repeats: true, countsForAll: true, group: 'Diff', rare: true,
    summary: 'The environment of saved requests; two, one for each',
    detail: 'Of one request and one environment the left side is what it is without. What a request needs is sent before it, in its environment.',
  },
  var: {
    own: true, only: 'diff', takes: 'text', value: 'NAME=VALUE', names: 'variable', repeats: true, countsForAll: true, group: 'Diff', rare: true,
    summary: 'Set a variable of saved requests; NAME:=JSON too',
  },
  'file-root': {
    own: true, only: 'diff', takes: 'folder', value: 'FOLDER', countsForAll: true, group: 'Diff', rare: true,
    summary: 'Files that a collection names may be anywhere in here',
  },
} as const satisfies Record<string, OptionRow>;
