import type { LineRow } from '../command-row.ts';

/** `slip run`. */
export const RUN = {
  about: [
    'Without a name: lists what the collection has. One request prints its answer as a typed one would, and what it needs is sent before it; options and items typed beside its name count before what is saved. Several requests, a suite, or a file run as a test: a line for each, and exit status 100 when an expectation does not hold.',
    'The collection is `slip.yaml` here or in the nearest folder above; a word that ends in `.yaml` or `.yml` names another one.',
  ],
  takesRequest: true,
  offers: 'collections',
  names: 'request',
  options: {
    env: {
      takes: 'text',
      value: 'NAME',
      names: 'env',
      summary: 'The environment whose base, profile and variables count',
    },
    var: {
      takes: 'text',
      value: 'NAME=VALUE',
      names: 'variable',
      repeats: true,
      summary: 'Set a variable; NAME:=JSON for one that is no text',
    },
    tag: { takes: 'text', value: 'TAG', names: 'tag', repeats: true, summary: 'All requests with this tag' },
    test: { takes: 'nothing', summary: 'Run as a test, even if it is one request' },
    bail: { takes: 'nothing', summary: 'Stop at the first request that fails' },
    jobs: { takes: 'count', value: 'COUNT', summary: 'So many requests at once, where none needs another' },
    repeat: { takes: 'count', value: 'COUNT', summary: 'Run all of it so many times' },
    'dry-run': { takes: 'nothing', summary: 'Print what would be sent, in order, and send nothing' },
    'update-snapshots': { takes: 'nothing', summary: 'Record the bodies that `expect: snapshot` compares' },
    'last-failed': {
      takes: 'nothing',
      summary: 'Only requests that failed when they were last run as a test',
      detail: 'What they need is sent, too.',
    },
    watch: { takes: 'nothing', summary: 'Run again whenever a file of the collection changes' },
    'file-root': {
      takes: 'folder',
      value: 'FOLDER',
      summary: 'Files that a collection names may be anywhere in here',
      detail: 'The folder of the collection, where nothing else is said: a collection reads nothing outside of it.',
    },
    report: {
      takes: 'text',
      value: 'KIND=FILE',
      repeats: true,
      summary: 'Write a report: junit, json, tap, html, har or md',
      detail: 'Several with commas between, `-` is stdout: `--report junit=out.xml,html=out.html`.',
    },
  },
  examples: [
    { literal: 'slip run', summary: 'What there is' },
    { literal: 'slip run read-book | jq .title', summary: 'One answer, in a pipe' },
    { literal: 'slip run --test --env dev', summary: 'All of it as a test' },
  ],
} as const satisfies LineRow;
