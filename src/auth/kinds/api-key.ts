import type { AuthPlace } from '../../request/auth.ts';
import { Secret } from '../../secret.ts';
import { type AuthKind, NOT_SHOWN, type Settings } from '../kind.ts';

/** A key that stands somewhere in each request. */
export const API_KEY: AuthKind = {
  name: 'api-key',
  secretName: () => 'API key',
  settings: { in: { fault: (value) => readPlace(value).fault }, prefix: {} },
  place: placeOf,
  async attach({ settings }, secret) {
    const place = placeOf(settings);
    const whole = new Secret(`${settings.prefix ?? ''}${secret.reveal()}`);
    switch (place.in) {
      case 'header':
        return { ...NOT_SHOWN, fields: [[place.name, asBytes(whole)]] };
      case 'query':
        return { ...NOT_SHOWN, query: [[place.name, whole]] };
      case 'cookie':
        return { ...NOT_SHOWN, cookie: [place.name, asBytes(whole)] };
    }
  },
};

/** Where a key stands if nothing else is said. */
const DEFAULT_PLACE = 'header:X-API-Key';

function placeOf({ in: text = DEFAULT_PLACE }: Settings): AuthPlace {
  return readPlace(text).place ?? { in: 'header', name: 'X-API-Key' };
}

/** RFC 9110 §5.6.2; a cookie's name is one too (RFC 6265 §4.1.1). */
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Fields that say how the message is made, and the one that cookies are for. */
const FORBIDDEN = /^(?:host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-.*|cookie)$/i;

function readPlace(text: string): { readonly place?: AuthPlace; readonly fault?: string } {
  const [, where, name = ''] = /^(header|query|cookie):(.+)$/s.exec(text) ?? [];
  switch (where) {
    case 'query':
      return /^[\x20-\x7e]+$/.test(name) ? { place: { in: 'query', name } } : { fault: 'names no parameter' };
    case 'header':
    case 'cookie':
      if (!TOKEN.test(name)) return { fault: `has no name of a ${where}` };
      if (where === 'header' && FORBIDDEN.test(name)) return { fault: 'names a header that no key may be in' };
      return { place: { in: where, name } };
  }
  return { fault: 'is header:NAME, query:NAME or cookie:NAME' };
}

/** In a list of fields, code units are bytes. */
function asBytes(secret: Secret): Secret {
  return new Secret(Buffer.from(secret.reveal()).toString('latin1'));
}
