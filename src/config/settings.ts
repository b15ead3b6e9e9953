import type { Options } from '../cli/options.ts';
import type { AuthPolicy } from '../request/auth.ts';
import type { Http1Policy } from '../request/http1.ts';
import type { ConnectionPolicy, Dialect, Limits, Proxies, RedirectPolicy, RetryPolicy } from '../request/plan.ts';
import type { RequestUrl } from '../request/url.ts';
import { type AuthTools, authPolicy, proxySchemes } from './auth.ts';
import { http1Policy, tunnelWishes } from './http1.ts';
import { resolveNetwork } from './network.ts';
import { allowedSchemes, defaultScheme, type Scheme } from './protocols.ts';
import { type ProxyScheme, type ProxyWishes, proxyChooser } from './proxy.ts';
import { proxyTls, serverTls } from './tls.ts';

/** One decided value for everything about how a request is sent that does not depend on the request. */
export interface Settings {
  readonly dialect: Dialect;
  /** Schemes that a typed URL may have, and the one for a URL without; `undefined`: by its host. */
  readonly schemes: readonly Scheme[];
  readonly defaultScheme: Scheme | undefined;
  readonly guessesProtocol: boolean;
  readonly connection: ConnectionPolicy;
  readonly http1: Http1Policy;
  readonly tunnel: ReturnType<typeof tunnelWishes>;
  readonly limits: Limits;
  readonly redirects: RedirectPolicy;
  readonly retries: RetryPolicy;
  readonly proxiesFor: (url: RequestUrl) => Proxies;
  readonly auth: AuthPolicy;
  /** Ask for content codings and take them off. */
  readonly compressed: boolean;
}

const NO_TOOLS: AuthTools = { netrc: undefined, sign: undefined };

/** How many redirects are followed unless `--max-redirs` says otherwise: curl's number. */
const DEFAULT_REDIRECT_LIMIT = 50;

/**
 * Decides how requests are sent: what was typed, then the environment, then the default.
 *
 * @param tools what stands behind `-n` and `--aws-sigv4`.
 * @throws Failure `optionSyntax` for a `--resolve` that cannot be read.
 */
export function resolveSettings(
  options: Options,
  env: Readonly<Record<string, string | undefined>>,
  dialect: Dialect = 'slip',
  tools: AuthTools = NO_TOOLS,
): Settings {
  return {
    dialect,
    schemes: allowedSchemes(options.proto, 'proto'),
    defaultScheme: defaultScheme(options['proto-default']) ?? (dialect === 'curl' ? 'http' : undefined),
    guessesProtocol: dialect === 'curl' && options['proto-default'] === undefined,
    connection: {
      http: options['http2-prior-knowledge']
        ? '2-prior-knowledge'
        : options['http1.0']
          ? '1.0'
          : options['http1.1']
            ? '1.1'
            : 'auto',
      ...resolveNetwork(options),
      tls: serverTls(options, env, dialect),
      waitsToShare: options['parallel-immediate'] !== true,
      proxyTls: proxyTls(options, env, dialect),
    },
    http1: http1Policy(options),
    tunnel: tunnelWishes(options),
    limits: {
      totalMs: milliseconds(options['max-time']),
      connectMs: milliseconds(options['connect-timeout']),
      idleMs: milliseconds(options.timeout),
      // As in curl, 0 is no bound.
      bodyBytes: options['max-filesize'] || undefined,
      bytesPerSecond: options['limit-rate'] || undefined,
      slow: slowness(options),
    },
    redirects: {
      followed: Boolean(options.location || options.follow || options['location-trusted'] || options.download),
      limit: redirectLimit(options['max-redirs']),
      trusted: Boolean(options['location-trusted']),
      keepsPost: ([301, 302, 303] as const).filter((status) => options[`post${status}`]),
      obeysStatus: options.follow === true,
      schemes: allowedSchemes(options['proto-redir'], 'proto-redir'),
      refersBack: options.referer?.endsWith(';auto') === true,
      pathAsIs: Boolean(options['path-as-is']),
    },
    retries: {
      count: options.retry ?? 0,
      delayMs: milliseconds(options['retry-delay']),
      maxTimeMs: milliseconds(options['retry-max-time']),
      afterAllErrors: options['retry-all-errors'] === true,
      afterRefusals: options['retry-connrefused'] === true,
    },
    proxiesFor: resolveProxies(options, env),
    auth: authPolicy(options, tools),
    // A download is resumed by byte position, which a coding chosen anew by the server would make meaningless.
    compressed: dialect === 'curl' ? options.compressed === true : !options.download && options.compressed !== false,
  };
}

/** Decides how requests of one run are sent. */
export type SettingsResolver = (options: Options, dialect: Dialect, tools: AuthTools) => Settings;

/** Decides as `resolveSettings` does, once for the same options again and again, as requests of one run have them. */
export function settingsResolver(env: Readonly<Record<string, string | undefined>>): SettingsResolver {
  let last: { readonly key: string; readonly settings: Settings } | undefined;
  return (options, dialect, tools) => {
    // Tools hold what they have read, a netrc file for one.
    if (tools.netrc !== undefined || tools.sign !== undefined) return resolveSettings(options, env, dialect, tools);
    const key = JSON.stringify([dialect, options]);
    if (last?.key !== key) last = { key, settings: resolveSettings(options, env, dialect, tools) };
    return last.settings;
  };
}

/** Which proxies a URL takes, by what was typed and the environment; asking for them may throw as `proxyChooser` says. */
export function resolveProxies(options: Options, env: ProxyWishes['env']): Settings['proxiesFor'] {
  return proxyChooser({
    proxy: proxyWish(options),
    preproxy: options.preproxy,
    proxyUser: options['proxy-user'],
    schemes: proxySchemes(options),
    noProxy: options.noproxy,
    env,
  });
}

function proxyWish(options: Options): ProxyWishes['proxy'] {
  const typed: readonly (readonly [ProxyScheme, string | undefined])[] = [
    ['http', options.proxy],
    ['http', options['proxy1.0']],
    ['socks4', options.socks4],
    ['socks4a', options.socks4a],
    ['socks5', options.socks5],
    ['socks5h', options['socks5-hostname']],
  ];
  for (const [scheme, text] of typed) if (text !== undefined) return { text, scheme };
  return undefined;
}

/** What a timer of Node can hold, some 25 days: a longer one would go off at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** As in curl, a time limit of zero is no limit. */
function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined || seconds === 0 ? undefined : Math.min(Math.ceil(seconds * 1000), LONGEST_MS);
}

/** As in curl, one of the two implies the other, and a zero takes both away. */
function slowness({ 'speed-limit': limit, 'speed-time': seconds }: Options): Limits['slow'] {
  if ((limit === undefined && seconds === undefined) || limit === 0 || seconds === 0) return undefined;
  return { bytesPerSecond: limit ?? 1, patienceMs: (seconds ?? 30) * 1000 };
}

function redirectLimit(typed: number | undefined): number | undefined {
  return typed === -1 ? undefined : (typed ?? DEFAULT_REDIRECT_LIMIT);
}
