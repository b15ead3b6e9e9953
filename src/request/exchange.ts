import type { HeaderList } from './headers.ts';
import type { RequestPlan } from './plan.ts';

/** `1.0` and `1.1` as the reply's status line has it (RFC 9112 §4), `0.9` where there is none, `2` for HTTP/2. */
export type HttpVersion = '0.9' | '1.0' | '1.1' | '2';

/** Milliseconds since the exchange was begun; `undefined` where the phase did not happen (a reused connection). */
export interface Timings {
  readonly nameLookupMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
  /** Just before the request was written. */
  readonly preTransferMs?: number;
  /** The request's last byte was written. */
  readonly postTransferMs?: number;
  /** The reply's head was complete. */
  readonly firstByteMs?: number;
  /** The body's last byte; known once the body has been read. */
  readonly totalMs?: number;
}

/** What TLS with one peer agreed on, and whom that showed. Certificates are DER. */
export interface TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
  /** It goes on with the session of a connection before, which the rest is from. */
  readonly resumed: boolean;
  /** Node's code for what is wrong with the certificate; `undefined` for nothing. */
  readonly trouble: string | undefined;
  /** Those that were sent, the peer's own first. */
  readonly certificates: readonly Uint8Array[];
  /** The trusted one that they lead to, where that was not sent. */
  readonly root: Uint8Array | undefined;
}

/** Who answered, and over what. */
export interface Peer {
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  readonly localAddress?: string;
  readonly localPort?: number;
  readonly tls?: TlsFacts;
  /** The same for the https proxy on the way. */
  readonly proxyTls?: TlsFacts;
  /** The peer's certificate was checked and is good; `undefined` without TLS. */
  readonly verified?: boolean;
  /** OpenSSL's number for what is wrong with the certificate (`X509_V_ERR_…`), 0 for nothing. */
  readonly verifyResult?: number;
  /** The same for the https proxy on the way. */
  readonly proxyVerifyResult?: number;
}

/** A reply's head, with the bytes it came in where the protocol has such bytes (HTTP/1). */
export interface ReplyHead {
  readonly version: HttpVersion;
  readonly status: number;
  /** The server's own words; empty in HTTP/2. */
  readonly reason: string;
  /** Names and values as they came, decoded as latin-1 (RFC 9110 §5.5), never made safe for a terminal. */
  readonly headers: HeaderList;
  /** From the status line to the empty line, byte for byte; for HTTP/2 written out in the same form, as curl does. */
  readonly bytes: Uint8Array;
}

/** The conversation with a proxy before a tunnel stood. */
export interface TunnelReport {
  /** The heads of its replies, byte for byte. */
  readonly heads: readonly Uint8Array[];
  /** The last status: that which opened the tunnel, or refused it. */
  readonly status: number;
}

/** One request and its reply. The body may be read once; not reading it to its end means `close()`. */
export interface Exchange {
  readonly plan: RequestPlan;
  /** What was written before the body, as fields in wire order. */
  readonly requestHead: RequestHead;
  /** What the proxy said when it was asked for the tunnel that was made for this exchange. */
  readonly tunnel: TunnelReport | undefined;
  /** Heads of interim replies (1xx) that came before, byte for byte. */
  readonly interim: readonly Uint8Array[];
  readonly head: ReplyHead;
  /** The body as it came off the wire, still in its content coding, transfer coding removed. */
  readonly body: AsyncIterable<Uint8Array>;
  /** From now on a chunk of the body may be overwritten by the next one, as soon as that is asked for. */
  readonly lend: (() => void) | undefined;
  readonly peer: Peer;
  /** Which connection of this run it was, from 0, and whether it was opened for this exchange. */
  readonly connection: { readonly index: number; readonly isNew: boolean };
  /** After a 101: sends bytes in the protocol that was switched to; resolves when they are on their way. */
  readonly write?: (bytes: Uint8Array) => Promise<void>;
  /** The field lines behind a chunked body (RFC 9112 §7.1.2), byte for byte; complete once the body has ended. */
  trailer(): Uint8Array;
  /** Bytes of the request's body that have been sent. */
  sentBodyBytes(): number;
  /** Complete once the body has ended. */
  timings(): Timings;
  /** Give up on what is left of the body. */
  close(): void;
}

/** A request that went out and has no reply, or no more than the beginning of one. */
export interface UnansweredRequest extends Omit<Exchange, 'head' | 'body' | 'lend' | 'write' | 'trailer' | 'close'> {
  /** What came of a head that broke off, or is none, in whole lines: in curl's dialect alone. */
  readonly head: ReplyHead | undefined;
}

/** A request's head as it is written to the wire. */
export interface RequestHead {
  readonly method: string;
  /** RFC 9112 §3.2: origin-form, absolute-form through a plain proxy, or what `--request-target` says. */
  readonly target: string;
  /** The same as it may be shown, with what is a credential in it masked. */
  readonly shownTarget: string;
  readonly version: HttpVersion;
  readonly fields: HeaderList;
}
