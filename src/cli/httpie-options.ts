/** What to type in place of an option that HTTPie has and slip has not, or has under a name that means something else. */
// biome-ignore format: a row is a line
const IN_PLACE: Readonly<Record<string, string>> = {
  'auth-type': '--digest with -u, or --oauth2-bearer TOKEN',
  body: '-s, or --print b',
  chunked: '-H Transfer-Encoding:chunked',
  'cert-key': '--key FILE',
  'default-scheme': '--proto-default SCHEME',
  headers: '--print h',
  'ignore-stdin': 'nothing: stdin is read only where the line names it',
  meta: '--print m',
  multipart: '--as multipart',
  quiet: '-s',
  sorted: '--sort-keys',
  stream: 'nothing: a body is shown as it comes',
  unsorted: 'nothing: names keep their order',
  verify: '-k, or --cacert FILE',
};

/** A hint for who types HTTPie's option. */
export function httpieHint(name: string): string | undefined {
  const inPlace = Object.hasOwn(IN_PLACE, name) ? IN_PLACE[name] : undefined;
  return inPlace && `coming from HTTPie, type ${inPlace}`;
}
