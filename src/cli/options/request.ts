import type { OptionRow } from '../option-row.ts';

/** What is asked for, and with which headers. */
// biome-ignore format: a row reads best as few lines
export const REQUEST_OPTIONS = {
  request: {
    short: 'X', takes: 'text', value: 'METHOD', group: 'Request',
    summary: 'Method to use',
    detail: 'Sent as typed. A positional method (`slip delete URL`) is the short way; the two may not disagree.',
  },
  url: {
    takes: 'url', value: 'URL', repeats: true, group: 'Request',
    summary: 'URL to work with, as if it stood alone',
  },
  header: {
    short: 'H', takes: 'text', mayBeEmpty: true, value: 'LINE', repeats: true, group: 'Request',
    summary: 'Header `Name: value` to send',
    detail: '`Name:` drops a header slip would send itself, `Name;` sends it empty, `@file` reads one header a line (`@-` from stdin).',
  },
  'user-agent': {
    short: 'A', takes: 'text', mayBeEmpty: true, value: 'NAME', group: 'Request',
    summary: 'User-Agent to send; empty sends none',
  },
  referer: {
    short: 'e', takes: 'text', mayBeEmpty: true, value: 'URL', group: 'Request',
    summary: 'Referer to send; `;auto` sets it on redirects',
  },
  get: {
    short: 'G', takes: 'nothing', group: 'Request',
    summary: 'Put the -d data in the query and send GET',
  },
  'url-query': {
    takes: 'text', mayBeEmpty: true, value: 'DATA', repeats: true, group: 'Request',
    summary: 'Add to the query, percent-encoded',
    detail: 'The forms of `--data-urlencode`; a leading `+` adds the rest as it stands.',
  },
  head: {
    short: 'I', takes: 'nothing', group: 'Request',
    summary: 'Send HEAD and print the headers',
  },
  compressed: {
    takes: 'nothing', group: 'Request',
    summary: 'Ask for compression and decode it',
    detail: 'slip does so by itself; `--no-compressed` neither asks nor decodes.',
  },
  range: {
    short: 'r', takes: 'text', mayBeEmpty: true, value: 'RANGE', group: 'Request',
    summary: 'Bytes to ask for: `0-499`, `500-`, `-500`',
    detail: 'Several with commas, for a server that answers in parts. With a body it is what the body is a part of (`Content-Range`).',
  },
  'time-cond': {
    short: 'z', takes: 'text', mayBeEmpty: true, value: 'TIME', group: 'Request', rare: true,
    summary: 'Only if changed since this date or this file\'s time',
    detail: 'With `-` before it: only if not changed since. A server that sends it all the same is not listened to: no body, exit 0, and `-w` says 304.',
  },
  'etag-compare': {
    takes: 'file', value: 'FILE', group: 'Request', rare: true,
    summary: 'Only if the ETag is not the one in this file',
    detail: 'A file that is empty or not there stands for a version that nobody has seen. For one URL.',
  },
  globoff: {
    short: 'g', takes: 'nothing', group: 'Request',
    summary: 'Take `{}` and `[]` in URLs as they stand',
  },
  'path-as-is': {
    takes: 'nothing', group: 'Request',
    summary: 'Leave `/../` and `/./` in the path',
  },
  'request-target': {
    takes: 'text', value: 'TARGET', group: 'Request',
    summary: 'Request target to send instead of the path',
  },
  'disallow-username-in-url': {
    takes: 'nothing', group: 'Request', rare: true,
    summary: 'Refuse URLs with a user name in them',
  },
  proto: {
    takes: 'text', mayBeEmpty: true, value: 'PROTOCOLS', group: 'Request', rare: true,
    summary: 'Protocols to allow: `=https` for this one only',
    detail: 'A list with commas; `+` adds one, `-` takes one out, `=` allows nothing but it; `all` is all of them.',
  },
  'proto-default': {
    takes: 'text', value: 'PROTOCOL', group: 'Request', rare: true,
    summary: 'Protocol of URLs without a scheme',
  },
  'tr-encoding': {
    takes: 'nothing', group: 'Request', rare: true,
    summary: 'Ask for a compressed transfer coding (`TE: gzip`)',
  },
  raw: {
    takes: 'nothing', group: 'Request', rare: true,
    summary: 'Leave chunks and content codings undecoded',
  },
  'ignore-content-length': {
    takes: 'nothing', group: 'Request', rare: true,
    summary: 'Read to the end of the connection, not to the length',
  },
  offline: {
    own: true, takes: 'nothing', countsForAll: true, group: 'Request',
    summary: 'Print the request, send nothing',
  },
  'as-curl': {
    own: true, takes: 'nothing', countsForAll: true, group: 'Request', excludes: ['offline'],
    summary: 'Print the curl line of the request, send nothing',
    detail: 'Quoted for a POSIX shell, secrets masked unless `--show-secrets` is there too. `slip export curl …` is the same.',
  },
} as const satisfies Record<string, OptionRow>;
