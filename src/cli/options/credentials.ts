import type { OptionRow } from '../option-row.ts';

/** Cookies, and who one is to the server. */
// biome-ignore format: a row reads best as few lines
export const CREDENTIAL_OPTIONS = {
  cookie: {
    short: 'b', takes: 'text', mayBeEmpty: true, value: 'COOKIES', repeats: true, group: 'Cookies',
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
  session: {
    own: true, takes: 'text', value: 'NAME', names: 'session', group: 'Cookies',
    summary: 'Keep cookies and typed headers from run to run',
    detail: 'In one file a session, for its owner only; `slip session` lists, shows and clears them. Cookies go to the hosts they are for, headers to the origin they were typed for. Credentials are not kept, nor are `Host`, `Range`, `Content-*`, `If-*` and the fields of a connection. What is typed counts before the session.',
  },
  'session-read-only': {
    own: true, takes: 'nothing', group: 'Cookies',
    summary: 'Use the session and leave its file as it is',
  },

  user: {
    short: 'u', takes: 'text', mayBeEmpty: true, value: 'USER:PASS', group: 'Credentials',
    summary: 'Credentials for this origin, sent as Basic',
    detail: 'Without `:PASSWORD` the password is asked for on the terminal. Dropped on a redirect to another origin. `--digest`, `--anyauth` and `--aws-sigv4` show them in other ways.',
  },
  basic: {
    takes: 'nothing', group: 'Credentials', rare: true,
    summary: 'Send the credentials as Basic (the default)',
  },
  digest: {
    takes: 'nothing', group: 'Credentials',
    summary: 'Answer a Digest challenge with the credentials',
    detail: 'MD5, SHA-256 and SHA-512-256, each with `-sess`; qop `auth` and `auth-int`. A body waits until the server has asked. With `--basic` beside it, whichever the server asks for.',
  },
  anyauth: {
    takes: 'nothing', oneWay: true, group: 'Credentials', rare: true,
    summary: 'Ask first, then use the best scheme offered',
    detail: 'Bearer where there is a token, Digest, Basic. A body goes along at once, and again with the answer; one from stdin cannot (exit 65).',
  },
  'oauth2-bearer': {
    takes: 'text', value: 'TOKEN', group: 'Credentials',
    summary: 'Bearer token for this origin',
    detail: 'Counts before `--user`. With `--basic` or `--digest` beside it the server is asked first.',
  },
  'aws-sigv4': {
    takes: 'text', mayBeEmpty: true, value: 'PROVIDER', group: 'Credentials',
    summary: 'Sign with AWS Signature Version 4',
    detail: '`aws:amz:REGION:SERVICE`; what is left out is taken from the host name. The keys are those of `--user`. All typed headers are signed; a body from a file only for S3, which takes it unsigned.',
  },
  netrc: {
    short: 'n', takes: 'nothing', group: 'Credentials',
    summary: 'Take the credentials from `~/.netrc`',
    detail: 'Or from the file that `NETRC` names, of each host anew. `--user` and a typed Authorization count before it; of the URL only the name does.',
  },
  'netrc-file': {
    takes: 'file', value: 'FILE', group: 'Credentials', rare: true,
    summary: 'The file to take for --netrc',
  },
  'netrc-optional': {
    takes: 'nothing', group: 'Credentials', rare: true,
    summary: 'Like --netrc, where what the URL says wins',
  },
  auth: {
    own: true, takes: 'text', value: 'NAME', names: 'profile', mayBeNone: true, group: 'Credentials',
    summary: 'Profile to use; without, the one made for the URL',
    detail: 'A profile is kept by `slip auth add`, its secret in the keychain. One that is named goes nowhere else than where it is for (exit 102). `--no-auth` uses none. `slip curl` uses one only if it is named.',
  },
  'allow-insecure-auth': {
    own: true, takes: 'nothing', group: 'Credentials', rare: true,
    summary: 'Let a profile go unencrypted to other machines',
    detail: 'Over `http:` a profile goes to this machine alone: everybody on the way could read it.',
  },
  'show-secrets': {
    own: true, takes: 'nothing', group: 'Credentials',
    summary: 'Do not mask credentials in what is printed',
  },
} as const satisfies Record<string, OptionRow>;
