/** Algorithms of RFC 7518 §3.1 and RFC 8037 that slip signs and verifies tokens with. */
export const ALGORITHMS = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'HS256', 'HS384', 'HS512'] as const),
] as const;

/** What `--alg` takes. */
export type Algorithm = (typeof ALGORITHMS)[number];
