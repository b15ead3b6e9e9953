import type { OptionRow } from '../option-row.ts';

/** What happens on a 3xx. */
// biome-ignore format: a row reads best as few lines
export const REDIRECT_OPTIONS = {
  location: {
    short: 'L', takes: 'nothing', group: 'Redirects',
    summary: 'Follow redirects',
    detail: 'Method and body are kept, except that POST becomes GET on 301 and 302, and every method but HEAD on 303. To another origin go no credentials and no cookies; a note says what was dropped.',
  },
  'max-redirs': {
    takes: 'count', least: -1, value: 'N', group: 'Redirects',
    summary: 'Redirects to follow at most (50); -1: no bound',
  },
  'location-trusted': {
    takes: 'nothing', group: 'Redirects',
    summary: 'Follow, and keep credentials across origins',
  },
  follow: {
    takes: 'nothing', group: 'Redirects', rare: true,
    summary: 'Follow; a method typed with -X ends where one must',
  },
  post301: {
    takes: 'nothing', group: 'Redirects', rare: true,
    summary: 'POST stays POST on a 301',
  },
  post302: {
    takes: 'nothing', group: 'Redirects', rare: true,
    summary: 'POST stays POST on a 302',
  },
  post303: {
    takes: 'nothing', group: 'Redirects', rare: true,
    summary: 'POST stays POST on a 303',
  },
  'proto-redir': {
    takes: 'text', mayBeEmpty: true, value: 'PROTOCOLS', group: 'Redirects', rare: true,
    summary: 'Protocols to allow in redirects, as in --proto',
  },
} as const satisfies Record<string, OptionRow>;
