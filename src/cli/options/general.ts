import type { OptionRow } from '../option-row.ts';

/** slip itself. */
// biome-ignore format: a row reads best as few lines
export const GENERAL_OPTIONS = {
  config: {
    short: 'K', takes: 'file', mayBeEmpty: true, value: 'FILE', repeats: true, group: 'General',
    summary: 'Read options from a file; `-` is stdin',
    detail: 'curl\'s config syntax: one option a line, `#` comments, quotes with backslash escapes.',
  },
  disable: {
    short: 'q', takes: 'nothing', group: 'General',
    summary: 'First argument: do not read your config file',
    detail: 'slip reads options from `config` in its config folder before those typed (`slip --help` names the place).',
  },
  variable: {
    takes: 'text', mayBeEmpty: true, value: 'NAME=TEXT', repeats: true, group: 'General', rare: true,
    summary: 'Set a variable for the `--expand-…` options',
    detail: '`name=text`, `name@file`, `%NAME` from the environment; `name[2-5]=text` takes a part. `--expand-data \'{{name:trim:url}}\'` fills it in.',
  },
  debug: {
    own: true, takes: 'nothing', group: 'General',
    summary: 'Stack traces with error messages',
  },
  help: {
    short: 'h', takes: 'nothing', group: 'General',
    summary: 'Help: -h in short, --help in full',
    detail: 'With the name of a group (`slip -h output`), that group only.',
  },
  manual: {
    short: 'M', takes: 'nothing', group: 'General', rare: true,
    summary: 'The same as --help',
  },
  version: {
    short: 'V', takes: 'nothing', group: 'General',
    summary: 'Version of slip, Node and what it is built on',
  },
} as const satisfies Record<string, OptionRow>;
