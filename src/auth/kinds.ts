import type { AuthKind } from './kind.ts';
import { API_KEY } from './kinds/api-key.ts';
import { AWS } from './kinds/aws.ts';
import { BEARER } from './kinds/bearer.ts';
import { JWT } from './kinds/jwt.ts';
import { BASIC, DIGEST } from './kinds/login.ts';
import { OAUTH } from './kinds/oauth.ts';

/** THE kinds of profiles. One more is a module in kinds/, a line here, and the words of `slip auth add` for it. */
const KINDS: readonly AuthKind[] = [API_KEY, BEARER, BASIC, DIGEST, JWT, AWS, OAUTH];

/** Their names. */
export const KIND_NAMES: readonly string[] = KINDS.map(({ name }) => name);

/** The kind of this name. */
export function findKind(name: string): AuthKind | undefined {
  return KINDS.find((kind) => kind.name === name);
}
