import type { Peer } from '../request/exchange.ts';
import { tlsIdentity } from '../request/tls.ts';
import type { SecureRoute } from './secure.ts';

/** A session that a connection may go on with. */
interface TlsSession {
  /** What the server gave for it: a ticket, or its number. */
  readonly ticket: Buffer;
  /** Who was found at the other end when it was begun. */
  readonly peer: Peer;
}

/** What one connection may take of the sessions before, and leaves to those after it. */
export interface SessionSeat {
  readonly known: TlsSession | undefined;
  /** The server has given a ticket; counts for nothing before its peer is trusted. */
  take(ticket: Buffer): void;
  /** The peer is the right one: it was judged, or goes on with the session that is known. */
  trust(peer: Peer): void;
}

/** A range of hosts in a URL may be very long. */
const MAX_SESSIONS = 256;

/**
 * The TLS sessions of a run, in memory alone. They are shared by connections of one key to one host, as an end or as a
 * proxy, which offer the same protocols by the same policy; none where `--no-sessionid` says so, nor where each handshake
 * has to bring word of the certificate.
 */
export function tlsSessions(): { of(route: SecureRoute): SessionSeat } {
  const sessions = new Map<string, TlsSession>();
  return {
    of(route) {
      const { tls } = route;
      if (!tls.resumesSessions || tls.needsStatus) return NO_SEAT;
      const key = keyOf(route);
      const known = sessions.get(key);
      let peer: Peer | undefined;
      let ticket: Buffer | undefined;
      const keep = (): void => {
        if (ticket === undefined || peer === undefined) return;
        // The last one is the best one, and stands last.
        sessions.delete(key);
        sessions.set(key, { ticket, peer });
        for (const oldest of sessions.keys()) {
          if (sessions.size <= MAX_SESSIONS) break;
          sessions.delete(oldest);
        }
      };
      return {
        known,
        take(given) {
          ticket = given;
          keep();
        },
        trust(found) {
          peer = found;
          keep();
        },
      };
    },
  };
}

const NO_SEAT: SessionSeat = { known: undefined, take: () => {}, trust: () => {} };

function keyOf({ sessionKey, host, isProxy, protocols, tls }: SecureRoute): string {
  return JSON.stringify([sessionKey, host, isProxy, protocols, tlsIdentity(tls)]);
}
