import type { OptionRow } from '../option-row.ts';

/** What is sent. */
// biome-ignore format: a row reads best as few lines
export const BODY_OPTIONS = {
  data: {
    short: 'd', aliases: ['data-ascii'], takes: 'text', mayBeEmpty: true, value: 'DATA', repeats: true, group: 'Body',
    summary: 'Body data, joined with `&`; `@file` reads it',
    detail: 'Sends `application/x-www-form-urlencoded` unless a Content-Type is typed. From a file, CR, LF and NUL are dropped; `@-` reads stdin.',
  },
  'data-raw': {
    takes: 'text', mayBeEmpty: true, value: 'DATA', repeats: true, group: 'Body',
    summary: 'Like --data, where `@` means nothing',
  },
  'data-binary': {
    takes: 'text', mayBeEmpty: true, value: 'DATA', repeats: true, group: 'Body',
    summary: 'Like --data, where files are sent byte for byte',
  },
  'data-urlencode': {
    takes: 'text', mayBeEmpty: true, value: 'DATA', repeats: true, group: 'Body',
    summary: 'Like --data, percent-encoded',
    detail: '`content`, `=content`, `name=content`, `@file` or `name@file`.',
  },
  json: {
    takes: 'text', mayBeEmpty: true, value: 'DATA', repeats: true, group: 'Body',
    summary: 'JSON body as typed, with its two headers',
    detail: '`Content-Type` and `Accept` become `application/json`. Several pieces are joined with nothing between; `@file` and `@-` read them.',
  },
  form: {
    short: 'F', takes: 'text', mayBeEmpty: true, value: 'NAME=CONTENT', repeats: true, group: 'Body',
    summary: 'Part of a multipart form; `@file` attaches',
    detail: '`name=value`, `name=@file` attaches a file, `name=<file` takes its text; then `;type=`, `;filename=`, `;headers=`, `;encoder=`.',
  },
  'form-string': {
    takes: 'text', mayBeEmpty: true, value: 'NAME=TEXT', repeats: true, group: 'Body',
    summary: 'Part of a multipart form, text as it stands',
  },
  'form-escape': {
    takes: 'nothing', group: 'Body', rare: true,
    summary: 'Backslashes, not percents, in names of form parts',
  },
  'upload-file': {
    short: 'T', takes: 'file', mayBeEmpty: true, value: 'FILE', repeats: true, group: 'Body',
    summary: 'Send a file with PUT; `-` streams stdin',
    detail: 'A URL that ends in `/` gets the file name added, as in curl.',
  },
  crlf: {
    takes: 'nothing', group: 'Body', rare: true,
    summary: 'With -T: send CRLF for each LF',
  },
  'expect100-timeout': {
    takes: 'seconds', value: 'SECS', group: 'Body', rare: true,
    summary: 'Time to wait for a 100 before the body goes (1)',
  },
  as: {
    own: true, takes: 'choice', value: 'SHAPE', choices: ['json', 'form', 'multipart'], group: 'Body',
    summary: 'Shape of a body made of items',
    detail: '`json` unless a file is attached (`name@file`), which makes it `multipart`.',
  },
} as const satisfies Record<string, OptionRow>;
