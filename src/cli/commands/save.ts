import type { LineRow } from '../command-row.ts';

/** `slip save`. */
export const SAVE = {
  about: [
    'Writes a request into the collection, as it would be typed: `slip run NAME` sends it again. The collection is `slip.yaml` here or in the nearest folder above, and is made here where there is none; its comments and its order stay.',
    'Secrets are not saved: what is left out is named, and `slip auth add` keeps it. How the answer is looked at (`-v`, `--pretty`, …) is not saved either.',
  ],
  takesRequest: true,
  options: {
    collection: { takes: 'file', value: 'FILE', summary: 'The collection to write into' },
    description: { takes: 'text', value: 'TEXT', summary: 'What the request is for' },
    tag: { takes: 'text', value: 'TAG', names: 'tag', repeats: true, summary: 'A tag of it' },
    replace: { takes: 'nothing', summary: 'Write over a request of this name' },
  },
  examples: [
    { literal: 'slip save add-book post :4000/books title=Dune', summary: 'What would be sent, saved' },
    { literal: 'slip save ping curl -I https://api.example/', summary: 'A curl line, as it is' },
  ],
} as const satisfies LineRow;
