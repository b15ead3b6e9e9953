import { Failure } from '../failure.ts';
import type { HttpProxy } from '../request/plan.ts';
import { parseUrl, type RequestUrl } from '../request/url.ts';
import { Secret } from '../secret.ts';

/** What was said about proxies, on the command line and in the environment. */
export interface ProxyWishes {
  /** `--proxy`; empty means none at all. */
  readonly proxy: string | undefined;
  readonly proxyUser: string | undefined;
  readonly noProxy: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Which proxy a URL takes, by curl's rules: `--proxy` before the environment; `http_proxy` in lower case only, as a CGI
 * program finds a visitor's `Proxy:` header in `HTTP_PROXY`; `NO_PROXY` counts for both; an empty variable is not there.
 *
 * @throws Failure, when it is asked and the proxy's own URL is wrong or of a kind that slip does not speak.
 */
export function proxyChooser(wishes: ProxyWishes): (url: RequestUrl) => HttpProxy | undefined {
  const exceptions = parseNoProxy(wishes.noProxy ?? (wishes.env.no_proxy || wishes.env.NO_PROXY || ''));
  return (url) => {
    const text = wishes.proxy ?? environmentProxy(url.scheme, wishes.env);
    if (text === undefined || text === '' || exceptions(url.host)) return undefined;
    return readProxy(text, wishes.proxyUser);
  };
}

function environmentProxy(scheme: RequestUrl['scheme'], env: ProxyWishes['env']): string | undefined {
  const names = scheme === 'http' ? ['http_proxy'] : ['https_proxy', 'HTTPS_PROXY'];
  for (const name of [...names, 'all_proxy', 'ALL_PROXY']) {
    if (env[name]) return env[name];
  }
  return undefined;
}

/** curl's default port for a proxy without one is 1080, whatever its scheme but https. */
const DEFAULT_PROXY_PORT = 1080;

function readProxy(text: string, user: string | undefined): HttpProxy {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw new Failure('protocol', `slip does not speak to ${scheme} proxies`, { hint: 'http and https proxies work' });
  }
  const url = parseUrl(text, { defaultScheme: 'http' });
  const hasPort = /:\d+(?:[/?#]|$)/.test(text.replace(/^[^:]*:\/\//, '').replace(/^[^/?#]*@/, ''));
  const [name, password] = user === undefined ? [] : splitUser(user);
  const credentials = name !== undefined ? `${name}:${password}` : urlCredentials(url);
  return {
    url: hasPort || scheme === 'https' ? url : { ...url, port: DEFAULT_PROXY_PORT },
    authorization:
      credentials === undefined ? undefined : new Secret(`Basic ${Buffer.from(credentials).toString('base64')}`),
  };
}

function urlCredentials(url: RequestUrl): string | undefined {
  return url.user === undefined ? undefined : `${url.user.name}:${url.user.password?.reveal() ?? ''}`;
}

function splitUser(user: string): [name: string, password: string] {
  const colon = user.indexOf(':');
  return colon < 0 ? [user, ''] : [user.slice(0, colon), user.slice(colon + 1)];
}

/** `NO_PROXY` as curl reads it: names with their sub-domains, a leading dot ignored, addresses, CIDR blocks, `*`. */
export function parseNoProxy(list: string): (host: string) => boolean {
  const entries = list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => entry.toLowerCase());
  return (host) => entries.some((entry) => entry === '*' || exceptionFits(entry, host));
}

function exceptionFits(entry: string, host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  if (addressFamily(address) !== undefined) {
    const [network = '', prefix] = entry.split('/', 2);
    const bare = network.replace(/^\[|\]$/g, '');
    if (prefix === undefined) return addressBits(bare) === addressBits(address);
    return /^\d{1,3}$/.test(prefix) && inNetwork(address, bare, Number(prefix));
  }
  const name = entry.replace(/^\./, '').replace(/\.$/, '');
  const plainHost = host.replace(/\.$/, '');
  return plainHost === name || plainHost.endsWith(`.${name}`);
}

function inNetwork(address: string, network: string, prefixBits: number): boolean {
  const left = addressBits(address);
  const right = addressBits(network);
  if (left === undefined || right === undefined || left.length !== right.length || prefixBits > left.length)
    return false;
  return left.slice(0, prefixBits) === right.slice(0, prefixBits);
}

/** An address as a string of 32 or 128 binary digits. */
function addressBits(address: string): string | undefined {
  const family = addressFamily(address);
  if (family === undefined) return undefined;
  if (family === 4)
    return address
      .split('.')
      .map((part) => bits(Number(part), 8))
      .join('');
  const [head = '', tail] = address.split('::', 2);
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right];
  return groups.map((group) => bits(Number.parseInt(group, 16), 16)).join('');
}

function addressFamily(text: string): 4 | 6 | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return 4;
  return /^[\da-f:]*:[\da-f:]*$/i.test(text) ? 6 : undefined;
}

function bits(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}
