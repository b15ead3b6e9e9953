import type { VerbTable } from '../command-row.ts';
import type { CommandOptionRow } from '../option-row.ts';

const JSON_OPTION = {
  takes: 'nothing',
  summary: 'Print JSON',
} as const satisfies CommandOptionRow;

/** `slip jwt`. */
// biome-ignore format: a row reads best as few lines
export const JWT = {
  about: ['Tokens with claims (RFC 7519). Nothing is sent anywhere.'],
  verbs: {
    decode: {
      words: '[TOKEN]',
      summary: 'Show what a token says, and verify nothing',
      about: [
        'Prints its header and its claims as JSON, numbers as they are written, and its times in words. Without TOKEN, or with `-`, the token comes from stdin, where no other process can see it; a `Bearer` before it is passed over. Anybody can write such a token.',
      ],
      options: { json: JSON_OPTION },
    },
  },
  examples: [{ literal: 'slip auth token work | slip jwt decode', summary: 'What a stored token says' }],
} as const satisfies VerbTable;
