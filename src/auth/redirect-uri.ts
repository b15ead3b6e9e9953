/** A redirect URI on this machine (RFC 8252 §7.3), taken apart. */
export interface LoopbackUri {
  /** As it stands in the URI. */
  readonly host: '127.0.0.1' | '[::1]' | 'localhost';
  /** 0 for any that is free, which a server has to allow. */
  readonly port: number;
  /** From the first slash on. */
  readonly path: string;
}

/** Where the browser is sent after a login, if a profile does not say. */
export const DEFAULT_REDIRECT_URI = 'http://127.0.0.1/callback';

/** What a redirect URI says, if it is one that slip itself can hear. */
export function findLoopback(uri: string): LoopbackUri | undefined {
  const [, host, port = '0', path = ''] =
    /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::(\d{1,5}))?(\/[\w./~%!$&'()*+,;=:@-]*)?$/.exec(uri) ?? [];
  if (host === undefined || Number(port) > 65535) return undefined;
  return { host: host as LoopbackUri['host'], port: Number(port), path }; // one of those in the pattern
}

/** What is wrong with a redirect URI, behind the name of its option. One elsewhere is for an address that is pasted. */
export function redirectFault(uri: string): string | undefined {
  if (!URL.canParse(uri) || /[\s#?]/.test(uri)) return 'is a URL without a query and a fragment';
  if (!/^http:/i.test(uri) || findLoopback(uri) !== undefined) return undefined;
  return 'is http://127.0.0.1, http://[::1] or http://localhost, with :PORT and /PATH if need be, or another scheme';
}
