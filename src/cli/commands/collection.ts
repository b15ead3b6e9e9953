import type { VerbTable } from '../command-row.ts';

/** `slip collection`. */
export const COLLECTION = {
  about: ['Looks after the files that `slip run` sends requests from.'],
  verbs: {
    init: {
      words: '[FILE]',
      summary: 'Make a first collection, with comments',
      about: ['Its requests go to the demo API: `slip demo` serves it. A file that is there already is left alone.'],
      options: {},
    },
    check: {
      words: '[FILE]',
      offers: 'collections',
      summary: 'Tell every mistake of a collection, and send nothing',
      options: {},
    },
    fmt: {
      words: '[FILE]',
      offers: 'collections',
      summary: 'Lay a collection out as slip writes it',
      about: ['Comments and order stay.'],
      options: { check: { takes: 'nothing', summary: 'Change nothing; exit status 1 where something would be' } },
    },
    schema: { words: '', summary: 'Print the JSON Schema that editors complete from', options: {} },
  },
} as const satisfies VerbTable;
