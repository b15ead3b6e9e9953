import { Failure } from '../../failure.ts';
import { type AuthKind, IN_AUTHORIZATION, NOT_SHOWN } from '../kind.ts';
import { tokenEndMs } from '../token-end.ts';

/** A token that whoever has it may use (RFC 6750). */
export const BEARER: AuthKind = {
  name: 'bearer',
  secretName: () => 'token',
  settings: {},
  place: () => IN_AUTHORIZATION,
  endMs: tokenEndMs,
  async attach({ name }, secret) {
    if (/^bearer\s/i.test(secret.reveal())) {
      throw new Failure('credential', `the token of profile ${name} begins with Bearer, which is put before it anyway`);
    }
    if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(secret.reveal())) {
      throw new Failure('credential', `the token of profile ${name} has letters beyond ASCII, or spaces at its ends`);
    }
    const credentials = { login: undefined, bearer: secret };
    return { ...NOT_SHOWN, credentials, policy: { schemes: ['bearer'], sign: undefined } };
  },
};
