/** What to ask for with `Accept-Encoding`, best first. */
export function acceptedCodings(withZstd: boolean): string {
  return withZstd ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br';
}
