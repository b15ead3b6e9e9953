import type { OptionRow } from '../option-row.ts';

/** Cookies, and who one is to the server. */
// biome-ignore format: a row reads best as few lines
export const CREDENTIAL_OPTIONS = {
  cookie: {
    short: 'b', takes: 'text', value: 'COOKIES', repeats: true, group: 'Cookies',
    summary: 'Cookies to send: `a=1; b=2`, or a file of them',
    detail: 'With a `=` these are cookies for this origin: they do not follow a redirect to another one. Without it the value names a cookie file (Netscape\'s format, or saved `Set-Cookie:` lines; `-` is stdin, `""` none), whose cookies, and those that servers set meanwhile, go to the hosts they are for. A file that is not there is an empty one.',
  },
  'cookie-jar': {
    short: 'c', takes: 'file', value: 'FILE', group: 'Cookies',
    summary: 'Write the cookies to a file at the end',
    detail: 'In Netscape\'s format, after each URL; `-` is stdout. A new file is for its owner only. `-b FILE -c FILE` keeps a session.',
  },
  'junk-session-cookies': {
    short: 'j', takes: 'nothing', group: 'Cookies', rare: true,
    summary: 'Leave session cookies of the -b file out',
  },

  user: {
    short: 'u', takes: 'text', value: 'USER:PASS', group: 'Credentials',
    summary: 'Basic credentials for this origin',
    detail: 'Without `:PASSWORD` the password is asked for on the terminal. Dropped on a redirect to another origin.',
  },
  basic: {
    takes: 'nothing', group: 'Credentials', rare: true, pending: true,
    summary: 'Send the credentials as Basic (the default)',
  },
  digest: {
    takes: 'nothing', group: 'Credentials', pending: true,
    summary: 'Answer a Digest challenge with the credentials',
  },
  anyauth: {
    takes: 'nothing', oneWay: true, group: 'Credentials', rare: true, pending: true,
    summary: 'Ask first, then use the best scheme offered',
  },
  'oauth2-bearer': {
    takes: 'text', value: 'TOKEN', group: 'Credentials', pending: true,
    summary: 'Bearer token for this origin',
  },
  'aws-sigv4': {
    takes: 'text', value: 'PROVIDER', group: 'Credentials', pending: true,
    summary: 'Sign with AWS Signature Version 4',
    detail: '`aws:amz:REGION:SERVICE`; what is left out is taken from the host name. The keys are those of `--user`.',
  },
  netrc: {
    short: 'n', takes: 'nothing', group: 'Credentials', pending: true,
    summary: 'Take the credentials from `~/.netrc`',
  },
  'netrc-file': {
    takes: 'file', value: 'FILE', group: 'Credentials', rare: true, pending: true,
    summary: 'The file to take for --netrc',
  },
  'netrc-optional': {
    takes: 'nothing', group: 'Credentials', rare: true, pending: true,
    summary: 'Like --netrc, where what the URL says wins',
  },
  'show-secrets': {
    own: true, takes: 'nothing', group: 'Credentials',
    summary: 'Do not mask credentials in what is printed',
  },
} as const satisfies Record<string, OptionRow>;
