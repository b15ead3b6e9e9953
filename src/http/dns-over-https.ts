import { decode, encode, RECURSION_DESIRED } from 'dns-packet';
import { Failure } from '../failure.ts';
import { NOBODY } from '../request/auth.ts';
import type { Exchange } from '../request/exchange.ts';
import { PLAIN_HTTP1, type TunnelPolicy } from '../request/http1.ts';
import type { NameSource } from '../request/network.ts';
import { type ConnectionPolicy, NO_PROXIES, type RequestPlan } from '../request/plan.ts';
import { parseUrl } from '../request/url.ts';
import { wholeBody } from '../request/whole-body.ts';
import { lookupError, type NameService } from './resolve.ts';

/** A DNS message has at most so many bytes (RFC 8484 §6). */
const MAX_MESSAGE_BYTES = 65535;

/**
 * Asks a DNS server over HTTPS (RFC 8484): a question for each family, IPv6 addresses first. The server's own name is
 * looked up by the system or by `--resolve`; no proxy stands between, and it sees no client certificate.
 */
export function dnsOverHttps(
  source: NameSource & { readonly kind: 'https' },
  policy: ConnectionPolicy,
  send: (question: RequestPlan, signal: AbortSignal) => Promise<Exchange>,
): NameService {
  const ask = async (name: string, type: 'A' | 'AAAA', signal: AbortSignal): Promise<readonly string[]> => {
    const exchange = await send(questionPlan(name, type, source, policy), signal);
    try {
      if (exchange.head.status !== 200) throw new Error(`the answer has status ${exchange.head.status}`);
      const tooLong = (): Error => new Error(`the answer has more than ${MAX_MESSAGE_BYTES} bytes`);
      return addressesIn(await wholeBody(exchange.body, MAX_MESSAGE_BYTES, tooLong), type);
    } finally {
      exchange.close();
    }
  };
  return async (name, family, signal) => {
    const found: string[] = [];
    let failure: unknown;
    // One after the other, over one connection.
    for (const type of ['AAAA', 'A'] as const) {
      if (family === (type === 'A' ? 6 : 4)) continue;
      try {
        found.push(...(await ask(name, type, signal)));
      } catch (error) {
        failure = error;
      }
    }
    signal.throwIfAborted();
    if (found.length > 0) return found;
    if (failure === undefined) throw lookupError('ENOTFOUND');
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new Failure('hostName', `${source.url} did not say which address ${name} has: ${reason}`, { cause: failure });
  };
}

const NO_TUNNEL: TunnelPolicy = {
  forced: false,
  version: '1.1',
  headsShown: false,
  headers: [],
  removed: [],
  userAgent: undefined,
};

function questionPlan(
  name: string,
  type: 'A' | 'AAAA',
  { url, verified }: NameSource & { readonly kind: 'https' },
  policy: ConnectionPolicy,
): RequestPlan {
  // The ID is 0, so that a cache on the way knows the question again (RFC 8484 §4.1).
  const message = encode({ type: 'query', id: 0, flags: RECURSION_DESIRED, questions: [{ type, name, class: 'IN' }] });
  return {
    dialect: 'slip',
    method: 'POST',
    impliedMethod: 'POST',
    methodIsTyped: false,
    bodyType: undefined,
    removed: [],
    url: parseUrl(url),
    requestTarget: undefined,
    secrets: [],
    typedNames: new Set(),
    auth: NOBODY,
    headers: [
      ['Accept', 'application/dns-message'],
      ['Content-Type', 'application/dns-message'],
    ],
    body: { kind: 'bytes', bytes: message },
    messages: undefined,
    decoded: false,
    ...NO_PROXIES,
    via: undefined,
    http1: PLAIN_HTTP1,
    tunnel: NO_TUNNEL,
    connection: {
      ...policy,
      http: 'auto',
      family: undefined,
      names: { kind: 'system' },
      unixSocket: undefined,
      detours: [],
      proxyLine: undefined,
      tls: { ...policy.tls, verified, certificate: undefined, pinnedKeys: undefined, needsStatus: false },
    },
    proxiesFor: () => NO_PROXIES,
    upgraded: (other) => other,
    limits: {
      totalMs: undefined,
      connectMs: undefined,
      idleMs: undefined,
      bodyBytes: undefined,
      bytesPerSecond: undefined,
      slow: undefined,
    },
    redirects: {
      followed: false,
      limit: 0,
      trusted: false,
      keepsPost: [],
      obeysStatus: false,
      schemes: ['https'],
      refersBack: false,
      pathAsIs: false,
    },
  };
}

/** The addresses of an answer, aliases followed by the server; none when it says that there are none. */
function addressesIn(message: Buffer, type: 'A' | 'AAAA'): readonly string[] {
  const { answers } = decode(message);
  return (answers ?? []).flatMap((answer) => (answer.type === type && 'data' in answer ? [String(answer.data)] : []));
}
