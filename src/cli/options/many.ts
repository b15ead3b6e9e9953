import type { OptionRow } from '../option-row.ts';

/** More than one transfer, and a transfer more than once. */
// biome-ignore format: a row reads best as few lines
export const MANY_OPTIONS = {
  next: {
    short: ':', takes: 'nothing', oneWay: true, group: 'Many',
    summary: 'Begin another request with options of its own',
  },
  parallel: {
    short: 'Z', takes: 'nothing', countsForAll: true, group: 'Many',
    summary: 'Transfer several URLs at the same time',
  },
  'parallel-max': {
    takes: 'count', most: 65535, countsForAll: true, value: 'N', group: 'Many', rare: true,
    summary: 'Transfers at the same time at most (50)',
  },
  'parallel-immediate': {
    takes: 'nothing', countsForAll: true, group: 'Many', rare: true,
    summary: 'Open a connection rather than wait to share one',
    detail: 'With HTTP/2 several transfers share a connection, for which those that begin at the same time wait until the first one has it.',
  },
  'fail-early': {
    takes: 'nothing', countsForAll: true, group: 'Many', rare: true,
    summary: 'End at the first transfer that fails',
  },
  rate: {
    takes: 'text', mayBeEmpty: true, countsForAll: true, value: 'RATE', group: 'Many', rare: true,
    summary: 'Begin at most so many transfers: `3/s`, `10/5m`',
    detail: 'With `-Z` it does not count, as in curl.',
  },
  retry: {
    takes: 'count', value: 'N', group: 'Many',
    summary: 'Times to try again after a passing trouble',
    detail: 'A time-out, or status 408, 429, 500, 502, 503, 504, 522 or 524. Waits one second, then twice as long each time, or what `Retry-After` says.',
  },
  'retry-all-errors': {
    takes: 'nothing', group: 'Many', rare: true,
    summary: 'With --retry: after any error',
  },
  'retry-connrefused': {
    takes: 'nothing', group: 'Many', rare: true,
    summary: 'With --retry: also where nobody listens',
  },
  'retry-delay': {
    takes: 'seconds', value: 'SECS', group: 'Many', rare: true,
    summary: 'With --retry: time to wait each time',
  },
  'retry-max-time': {
    takes: 'seconds', value: 'SECS', group: 'Many', rare: true,
    summary: 'With --retry: no new try after this time',
  },
} as const satisfies Record<string, OptionRow>;
