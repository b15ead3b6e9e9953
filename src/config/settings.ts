import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type {
  ClientCertificate,
  ConnectionPolicy,
  Dialect,
  HttpProxy,
  Limits,
  RedirectPolicy,
  Resolution,
} from '../request/plan.ts';
import type { RequestUrl } from '../request/url.ts';
import { Secret } from '../secret.ts';
import { proxyChooser } from './proxy.ts';

/** One decided value for everything about how a request is sent that does not depend on the request. */
export interface Settings {
  readonly dialect: Dialect;
  readonly connection: ConnectionPolicy;
  readonly limits: Limits;
  readonly redirects: RedirectPolicy;
  readonly proxyFor: (url: RequestUrl) => HttpProxy | undefined;
  /** Ask for content codings and take them off. */
  readonly compressed: boolean;
}

/** How many redirects are followed unless `--max-redirs` says otherwise: curl's number. */
const DEFAULT_REDIRECT_LIMIT = 50;

/**
 * Decides how requests are sent: what was typed, then the environment, then the default.
 *
 * @throws Failure `usage` for a `--resolve` that cannot be read.
 */
export function resolveSettings(
  options: Options,
  env: Readonly<Record<string, string | undefined>>,
  dialect: Dialect = 'slip',
): Settings {
  return {
    dialect,
    connection: {
      http: options['http2-prior-knowledge'] ? '2-prior-knowledge' : options['http1.1'] ? '1.1' : 'auto',
      family: options.ipv4 ? 4 : options.ipv6 ? 6 : undefined,
      unixSocket: options['unix-socket'],
      resolutions: (options.resolve ?? []).map(parseResolution),
      tls: {
        verified: !options.insecure,
        caPath: options.cacert,
        certificate: clientCertificate(options),
      },
    },
    limits: {
      totalMs: milliseconds(options['max-time']),
      connectMs: milliseconds(options['connect-timeout']),
      idleMs: milliseconds(options.timeout),
      bodyBytes: options['max-filesize'],
    },
    redirects: {
      followed: Boolean(options.location || options['location-trusted'] || options.download),
      limit: redirectLimit(options['max-redirs']),
      trusted: Boolean(options['location-trusted']),
      refersBack: options.referer?.endsWith(';auto') === true,
      pathAsIs: Boolean(options['path-as-is']),
    },
    proxyFor: proxyChooser({
      proxy: options.proxy,
      proxyUser: options['proxy-user'],
      noProxy: options.noproxy,
      env,
    }),
    // A download is resumed by byte position, which a coding chosen anew by the server would make meaningless.
    compressed: !options.download && options.compressed !== false,
  };
}

/** As in curl, a time limit of zero is no limit. */
function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined || seconds === 0 ? undefined : Math.ceil(seconds * 1000);
}

function redirectLimit(typed: number | undefined): number | undefined {
  return typed === -1 ? undefined : (typed ?? DEFAULT_REDIRECT_LIMIT);
}

/** `--cert FILE[:PASSWORD]`; a backslash keeps a colon in the name, and so does a Windows drive letter. */
function clientCertificate(options: Options): ClientCertificate | undefined {
  if (options.cert === undefined) return undefined;
  const match = /^((?:[a-z]:(?=[\\/]))?(?:\\[\s\S]|[^\\:])*)(?::([\s\S]*))?$/i.exec(options.cert);
  const path = (match?.[1] ?? options.cert).replace(/\\([:\\])/g, '$1');
  return {
    path,
    keyPath: options.key ?? path,
    passphrase: match?.[2] === undefined ? undefined : new Secret(match[2]),
  };
}

/** `[+]HOST:PORT:ADDRESS[,ADDRESS]…` or `-HOST:PORT`, as in curl; `+` lets an entry expire, which one run never sees. */
function parseResolution(text: string): Resolution {
  const match = /^([+-]?)(\*|\[[^\]]+\]|[^:]+):(\d{1,5})(?::(.+))?$/.exec(text);
  const [, sign, host, port, typed] = match ?? [];
  const addresses = (typed?.split(',') ?? []).map(plainAddress).filter((address) => address !== '');
  const isWhole = sign === '-' ? typed === undefined : addresses.length > 0 && addresses.every(isAddress);
  if (host === undefined || Number(port) > 65535 || !isWhole) {
    throw new Failure('usage', '--resolve takes HOST:PORT:ADDRESS', {
      at: { text, start: 0, end: Math.max(1, text.length) },
      hint: 'for example --resolve example.com:443:127.0.0.1',
    });
  }
  return { host: host.toLowerCase(), port: Number(port), addresses };
}

function plainAddress(text: string): string {
  return text.trim().replace(/^\[|\]$/g, '');
}

/** Whether a text is an IP address, and not a name. */
function isAddress(text: string): boolean {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?=\d)|$)){4}$/.test(text)) return true;
  return /^[\da-f:.]*:[\da-f:.]*$/i.test(text) && URL.canParse(`http://[${text}]/`);
}
