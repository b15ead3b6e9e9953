import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { Detour, LocalEnd, NameSource, NetworkPolicy, Resolution } from '../request/network.ts';
import { parseUrl } from '../request/url.ts';

/** curl's number; RFC 8305 §5 recommends 250. */
const DEFAULT_ATTEMPT_DELAY_MS = 200;

/** curl's number, for silence and for `--keepalive-time 0`, which says nothing. */
const DEFAULT_KEEP_ALIVE_SECONDS = 60;

/**
 * Decides how sockets are connected.
 *
 * @throws Failure `optionSyntax` for `--resolve` and `--connect-to`, `argument` for `--interface` and `--dns-servers`,
 * `usage` for `--local-port` that cannot be read; `hostName` for a `--doh-url` that is not https, as in curl.
 */
export function resolveNetwork(options: Options): NetworkPolicy {
  const abstractSocket = options['abstract-unix-socket'];
  return {
    family: options.ipv4 ? 4 : options.ipv6 ? 6 : undefined,
    unixSocket: options['unix-socket'] ?? (abstractSocket === undefined ? undefined : `\0${abstractSocket}`),
    detours: typedOnes(options['connect-to']).map(parseDetour),
    resolutions: typedOnes(options.resolve).map(parseResolution),
    names: nameSource(options),
    attemptDelayMs: options['happy-eyeballs-timeout-ms'] ?? DEFAULT_ATTEMPT_DELAY_MS,
    localEnd: localEnd(options),
    keepAliveMs:
      options.keepalive === false ? undefined : (options['keepalive-time'] || DEFAULT_KEEP_ALIVE_SECONDS) * 1000,
    sendsAtOnce: options['tcp-nodelay'] !== false,
    proxyLine:
      options['haproxy-protocol'] || options['haproxy-clientip'] !== undefined
        ? { client: options['haproxy-clientip'] }
        : undefined,
  };
}

/** As in curl, an empty one says nothing. */
function typedOnes(texts: readonly string[] = []): readonly string[] {
  return texts.filter((text) => text !== '');
}

/** DNS over HTTPS before the servers; an empty URL takes it back, as in curl. */
function nameSource(options: Options): NameSource {
  const url = options['doh-url'];
  if (url) {
    if (/^https:\/\//i.test(url)) return { kind: 'https', url, verified: !options['doh-insecure'] };
    throw new Failure('hostName', '--doh-url takes an https URL', { at: { text: url, start: 0, end: url.length } });
  }
  const servers = options['dns-servers'];
  const source = {
    interface: options['dns-interface'],
    fromIpv4: options['dns-ipv4-addr'],
    fromIpv6: options['dns-ipv6-addr'],
  };
  if (servers === undefined && Object.values(source).every((value) => value === undefined)) return { kind: 'system' };
  return {
    kind: 'dns',
    servers: (servers ?? '')
      .split(',')
      .filter((server) => server !== '')
      .map(parseServer),
    ...source,
  };
}

function parseServer(text: string): string {
  const [, address = '', port = ''] = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(text.trim()) ?? ['', text.trim()];
  if (isAddress(plainAddress(address)) && Number(port) <= 65535) {
    const host = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
    return port === '' ? host : `${host}:${port}`;
  }
  throw new Failure('argument', '--dns-servers takes addresses', {
    at: { text, start: 0, end: text.length },
    hint: 'for example --dns-servers 192.0.2.1,[2001:db8::1]:53',
  });
}

/** `NAME`, `if!INTERFACE`, `host!HOST`, `ifhost!INTERFACE!HOST`, as in curl. */
function localEnd(options: Options): LocalEnd | undefined {
  const { interface: text, 'local-port': range } = options;
  if (text === undefined && range === undefined) return undefined;
  const ports = range === undefined ? undefined : parsePorts(range);
  if (text === undefined) return { interface: undefined, host: undefined, ports };
  const [, kind = '', rest = ''] = /^(?:(if|host|ifhost)!)?(.*)$/s.exec(text) ?? [];
  const [name = '', ...host] = kind === 'ifhost' ? rest.split('!') : [rest];
  if (name === '' || (kind === 'ifhost' && host.join('!') === '')) {
    throw new Failure(text === '' ? 'usage' : 'argument', '--interface names nothing', {
      at: { text, start: 0, end: Math.max(1, text.length) },
    });
  }
  switch (kind) {
    case 'if':
      return { interface: name, host: undefined, ports };
    case 'host':
      return { interface: undefined, host: name, ports };
    case 'ifhost':
      // Node cannot bind a socket to an interface, so that the address is all that is left.
      return { interface: undefined, host: host.join('!'), ports };
    default:
      return { interface: name, host: name, ports };
  }
}

function parsePorts(text: string): LocalEnd['ports'] {
  const [, from = '', to = from] = /^(\d{1,5})(?:[ \t]?-[ \t]?(\d{1,5}))?$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from !== '' && first <= last && last <= 65535) return { first, last };
  throw new Failure('usage', '--local-port takes a port or a range of them', {
    at: { text, start: 0, end: Math.max(1, text.length) },
    hint: 'for example --local-port 8000-8010',
  });
}

/** `HOST:PORT:TO:PORT`, each of which may be empty, the last left out. curl passes over one that fits no URL; slip reads all. */
function parseDetour(text: string): Detour {
  const host = String.raw`(\[[^\]]*\]|[^:[]*)`;
  const [whole, fromHost = '', fromPort = '', toHost = '', toPort = ''] =
    new RegExp(`^${host}:(\\d{0,5}):${host}(?::(\\d{0,5}))?$`).exec(text) ?? [];
  if (whole === undefined || Number(fromPort) > 65535 || Number(toPort) > 65535) {
    throw new Failure('optionSyntax', '--connect-to takes HOST:PORT:TO-HOST:TO-PORT', {
      at: { text, start: 0, end: Math.max(1, text.length) },
      hint: 'for example --connect-to example.com:443:127.0.0.1:8443',
    });
  }
  return {
    host: fromHost === '' ? undefined : fromHost.toLowerCase(),
    port: fromPort === '' ? undefined : Number(fromPort),
    toHost: toHost === '' ? undefined : parseUrl(`http://${toHost}`).host,
    toPort: toPort === '' ? undefined : Number(toPort),
  };
}

/** `[+]HOST:PORT:ADDRESS[,ADDRESS]…` or `-HOST:PORT`, as in curl; `+` lets an entry expire, which one run never sees. */
function parseResolution(text: string): Resolution {
  const match = /^([+-]?)(\*|\[[^\]]+\]|[^:]+):(\d{1,5})(?::(.+))?$/.exec(text);
  const [, sign, host, port, typed] = match ?? [];
  const addresses = (typed?.split(',') ?? []).map(plainAddress).filter((address) => address !== '');
  const isWhole = sign === '-' ? typed === undefined : addresses.length > 0 && addresses.every(isAddress);
  if (host === undefined || Number(port) > 65535 || !isWhole) {
    throw new Failure('optionSyntax', '--resolve takes HOST:PORT:ADDRESS', {
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
