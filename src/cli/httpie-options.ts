/** What to type in place of an option that HTTPie has and slip has not, or has under a name that means something else. */
// biome-ignore format: a row is a line
const IN_PLACE: Readonly<Record<string, string>> = {
  all: '-v, which shows every request of a redirect',
  'auth-type': '--digest with -u, or --oauth2-bearer TOKEN',
  body: '-s, or --print b',
  boundary: "'Content-Type:multipart/form-data; boundary=TEXT'",
  'cert-key': '--key FILE',
  'cert-key-pass': '--pass PASSWORD',
  chunked: '-H Transfer-Encoding:chunked',
  continue: '--download, which goes on where it stopped',
  'default-scheme': '--proto-default SCHEME',
  'format-options': '--indent COLUMNS, --sort-keys or --pretty HOW',
  headers: '--print h',
  'ignore-netrc': 'nothing: netrc is read only with -n',
  'ignore-stdin': 'nothing: stdin is read only where the line names it',
  'max-redirects': '--max-redirs N',
  meta: '--print m',
  multipart: '--as multipart',
  quiet: '-s',
  sorted: '--sort-keys',
  stream: 'nothing: a body is shown as it comes',
  traceback: '--debug',
  unsorted: 'nothing: names keep their order',
  verify: '-k, or --cacert FILE',
};

/** A hint for who types HTTPie's option. */
export function httpieHint(name: string): string | undefined {
  const inPlace = Object.hasOwn(IN_PLACE, name) ? IN_PLACE[name] : undefined;
  return inPlace && `coming from HTTPie, type ${inPlace}`;
}
