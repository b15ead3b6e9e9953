import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { NetworkPolicy, Resolution } from '../request/network.ts';

/** curl's number; RFC 8305 §5 recommends 250. */
const DEFAULT_ATTEMPT_DELAY_MS = 200;

/**
 * Decides how sockets are connected.
 *
 * @throws Failure `optionSyntax` for a `--resolve` that cannot be read.
 */
export function resolveNetwork(options: Options): NetworkPolicy {
  return {
    family: options.ipv4 ? 4 : options.ipv6 ? 6 : undefined,
    unixSocket: options['unix-socket'],
    resolutions: (options.resolve ?? []).map(parseResolution),
    attemptDelayMs: DEFAULT_ATTEMPT_DELAY_MS,
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
