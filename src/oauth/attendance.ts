import type { Profile } from '../auth/profile.ts';
import type { GrantParts } from './server.ts';
import type { TokenRecord } from './token-record.ts';

/** How the user is brought into a login. */
export interface Attendance {
  /** Whether a browser may be opened (`--no-browser`). */
  readonly opensBrowser: boolean;
  /** How long the user is waited for; unless said, as long as the flow has it. */
  readonly limitMs: number | undefined;
  /** Asks for a line; `undefined` where there is nobody to ask. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** Keeps what was got, before the user is told that all is done. */
  keep(record: TokenRecord): Promise<void>;
}

/** A login, with all that it needs. */
export interface Login {
  readonly profile: Profile;
  readonly parts: GrantParts;
  readonly attendance: Attendance;
  readonly signal: AbortSignal;
}
