import { Failure } from '../failure.ts';
import type { AuthScheme, Login } from '../request/auth.ts';
import type { Endpoint, SocksProxy } from '../request/network.ts';
import { NO_PROXIES, type Proxies } from '../request/plan.ts';
import { maskUrlText, parseUrl, percentDecode, type RequestUrl } from '../request/url.ts';
import { Secret } from '../secret.ts';
import { parseNoProxy } from './no-proxy.ts';

/** What a proxy speaks, as the scheme of its URL says it. */
export type ProxyScheme = 'http' | 'https' | 'socks4' | 'socks4a' | 'socks5' | 'socks5h';

/** What was said about proxies, on the command line and in the environment. */
export interface ProxyWishes {
  /** `--proxy`, or `--socks5` and its like, whose scheme counts where the text names none; empty means none at all. */
  readonly proxy: { readonly text: string; readonly scheme: ProxyScheme } | undefined;
  /** `--preproxy`: the SOCKS proxy on the way to the HTTP proxy. */
  readonly preproxy: string | undefined;
  readonly proxyUser: string | undefined;
  /** Ways of saying who one is that an HTTP proxy may be shown. */
  readonly schemes: readonly AuthScheme[];
  readonly noProxy: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Which proxies a URL takes, by curl's rules: what was typed before the environment; `http_proxy` in lower case only, as a
 * CGI program finds a visitor's `Proxy:` header in `HTTP_PROXY`; `NO_PROXY` counts for all; an empty variable is not there.
 *
 * @throws Failure, when it is asked: `connect` for a kind of proxy that there is not, `proxyName` for a URL that is none,
 * and for two SOCKS proxies.
 */
export function proxyChooser(wishes: ProxyWishes): (url: RequestUrl) => Proxies {
  const exceptions = exceptionsIn(wishes.noProxy, wishes.env);
  return (url) => {
    if (exceptions(url.host)) return NO_PROXIES;
    const wish = wishes.proxy ?? (wishes.preproxy ? undefined : environmentProxy(url.scheme, wishes.env));
    const first = wishes.preproxy ? readPreproxy(wishes.preproxy) : undefined;
    if (wish === undefined || wish.text === '') return { ...NO_PROXIES, socks: first };
    const { socks, proxy } = readProxy(wish.text, wish.scheme, wishes.proxyUser, wishes.schemes);
    if (socks !== undefined && first !== undefined) {
      throw new Failure('proxyName', '--preproxy leads to an HTTP proxy, and the proxy is a SOCKS proxy too');
    }
    return { socks: socks ?? first, proxy };
  };
}

/** What has said which proxy a URL takes, or that it takes none: an option's name or a variable's. */
export type ProxySource =
  | { readonly kind: 'option' | 'variable'; readonly name: string }
  /** It names hosts that are reached without. */
  | { readonly kind: 'exception'; readonly name: string };

/** The same rules as `proxyChooser`, for telling them; `undefined` where nothing is said. */
export function proxySource(
  url: RequestUrl,
  typedName: string | undefined,
  noProxy: string | undefined,
  env: ProxyWishes['env'],
): ProxySource | undefined {
  const variable = environmentProxy(url.scheme, env)?.variable;
  if (typedName === undefined && variable === undefined) return undefined;
  if (exceptionsIn(noProxy, env)(url.host)) {
    return { kind: 'exception', name: noProxy === undefined ? (env.no_proxy ? 'no_proxy' : 'NO_PROXY') : '--noproxy' };
  }
  if (typedName !== undefined) return { kind: 'option', name: typedName };
  return variable === undefined ? undefined : { kind: 'variable', name: variable };
}

/** Whether the environment alone leads a URL through a proxy, right or wrong. */
export function environmentNamesProxy(url: RequestUrl, env: ProxyWishes['env']): boolean {
  return !exceptionsIn(undefined, env)(url.host) && environmentProxy(url.scheme, env) !== undefined;
}

function exceptionsIn(typed: string | undefined, env: ProxyWishes['env']): (host: string) => boolean {
  return parseNoProxy(typed ?? (env.no_proxy || env.NO_PROXY || ''));
}

function environmentProxy(
  scheme: RequestUrl['scheme'],
  env: ProxyWishes['env'],
): { readonly text: string; readonly scheme: 'http'; readonly variable: string } | undefined {
  const names = scheme === 'http' ? ['http_proxy'] : ['https_proxy', 'HTTPS_PROXY'];
  for (const name of [...names, 'all_proxy', 'ALL_PROXY']) {
    const text = env[name];
    if (text) return { text, scheme: 'http', variable: name };
  }
  return undefined;
}

function readPreproxy(text: string): SocksProxy {
  const { socks } = readProxy(text, 'socks4', undefined, []);
  if (socks !== undefined) return socks;
  throw new Failure('proxyName', `--preproxy takes a SOCKS proxy, not ${maskUrlText(text)}`);
}

/** curl's default port for a proxy without one is 1080, whatever its scheme but https. */
const DEFAULT_PROXY_PORT = 1080;

const SOCKS: Readonly<Record<string, Pick<SocksProxy, 'version' | 'findsNames'>>> = {
  socks: { version: 4, findsNames: false },
  socks4: { version: 4, findsNames: false },
  socks4a: { version: 4, findsNames: true },
  socks5: { version: 5, findsNames: false },
  socks5h: { version: 5, findsNames: true },
};

/** As in curl, what the URL says of the user comes before `--proxy-user`. */
function readProxy(
  text: string,
  assumed: ProxyScheme,
  typedUser: string | undefined,
  schemes: readonly AuthScheme[],
): Proxies {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase() ?? assumed;
  const kind = SOCKS[scheme];
  if (kind === undefined && scheme !== 'http' && scheme !== 'https') {
    throw new Failure('connect', `slip does not speak to ${scheme} proxies`, {
      hint: 'http, https, socks4, socks4a, socks5 and socks5h work',
    });
  }
  const rest = text.replace(/^[^:/?#@]*:\/\//, '');
  const url = readProxyUrl(`${scheme === 'https' ? 'https' : 'http'}://${rest}`);
  const hasPort = /:\d+(?:[/?#]|$)/.test(rest.replace(/^[^/?#]*@/, ''));
  const port = hasPort || scheme === 'https' ? url.port : DEFAULT_PROXY_PORT;
  const user = url.user ?? (typedUser === undefined ? undefined : splitUser(typedUser));
  if (kind !== undefined) return { socks: { ...kind, at: socksEndpoint(url, port), user }, proxy: undefined };
  return { socks: undefined, proxy: { url: { ...url, port }, login: wholeLogin(user), schemes } };
}

function readProxyUrl(url: string): RequestUrl {
  try {
    return parseUrl(url);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { at } = error;
    throw new Failure('proxyName', `the proxy cannot be read: ${error.message}`, {
      cause: error,
      ...(at === undefined ? {} : { at }),
    });
  }
}

/** `localhost` and a path are a Unix socket: `socks5h://localhost/run/proxy.sock`. */
function socksEndpoint({ host, path }: RequestUrl, port: number): Endpoint {
  if (host === 'localhost' && path !== '/') return { kind: 'unix', path: percentDecode(path) };
  return { kind: 'host', host, port };
}

/** A login without a password has an empty one; one that says nothing is none. */
function wholeLogin(user: RequestUrl['user']): Login | undefined {
  if (user === undefined || (user.name === '' && (user.password?.reveal() ?? '') === '')) return undefined;
  return { name: user.name, password: user.password ?? new Secret('') };
}

function splitUser(user: string): RequestUrl['user'] {
  const colon = user.indexOf(':');
  if (colon < 0) return { name: user, password: undefined };
  return { name: user.slice(0, colon), password: new Secret(user.slice(colon + 1)) };
}
