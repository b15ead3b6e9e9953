import type { Dialect } from './plan.ts';

/** What to ask for with `Accept-Encoding`, best first; in curl's manner in curl's order. */
export function acceptedCodings(withZstd: boolean, dialect: Dialect): string {
  const codings = dialect === 'curl' ? 'deflate, gzip, br' : 'gzip, deflate, br';
  return withZstd ? `${codings}, zstd` : codings;
}
