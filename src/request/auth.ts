import type { Secret } from '../secret.ts';

/** Who one is for a server or a proxy. Either may be empty, not both. */
export interface Login {
  readonly name: string;
  readonly password: Secret;
}
