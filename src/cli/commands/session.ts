import type { VerbTable } from '../command-row.ts';

/** `--json`, which the verbs that print have. */
const JSON_OPTION = { takes: 'nothing', summary: 'Print JSON' } as const;

/** `slip session`. */
export const SESSION = {
  about: ['Looks after what `--session NAME` keeps from run to run: cookies, and headers that were typed.'],
  verbs: {
    list: { words: '', summary: 'List the sessions', options: { json: JSON_OPTION } },
    show: {
      words: 'NAME',
      names: 'session',
      summary: 'Show what a session keeps',
      options: {
        json: JSON_OPTION,
        'show-secrets': { takes: 'nothing', summary: 'Do not mask the values of cookies' },
      },
    },
    clear: {
      words: 'NAME',
      names: 'session',
      summary: 'Forget a session',
      about: ['Its file is removed, also one that cannot be read.'],
      options: { json: JSON_OPTION },
    },
  },
} as const satisfies VerbTable;
