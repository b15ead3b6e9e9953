import { type AuthKind, IN_AUTHORIZATION, NOT_SHOWN } from '../kind.ts';

/** A user name with a password that is sent along (RFC 7617). */
export const BASIC: AuthKind = loginKind('basic');

/** The same, proved without being sent (RFC 7616). */
export const DIGEST: AuthKind = loginKind('digest');

function loginKind(name: 'basic' | 'digest'): AuthKind {
  return {
    name,
    secretName: () => 'password',
    settings: {
      user: {
        required: true,
        mayBeSecret: true,
        fault: (value) => {
          if (/[\0-\x1f\x7f]/.test(value)) return 'has a control character';
          return name === 'basic' && value.includes(':') ? 'has a colon, which would end it' : undefined;
        },
      },
    },
    place: () => IN_AUTHORIZATION,
    async attach({ settings }, secret) {
      const credentials = { login: { name: settings.user ?? '', password: secret }, bearer: undefined };
      return { ...NOT_SHOWN, credentials, policy: { schemes: [name], sign: undefined } };
    },
  };
}
