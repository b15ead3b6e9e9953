import type { Peer, ReplyHead, Timings } from '../request/exchange.ts';

/** What `--write-out` tells about one transfer: from the first request through all redirects and retries to the end. */
export interface TransferFacts {
  /** The exit status that this transfer alone would have; 0 when it went well. */
  readonly exitStatus: number;
  /** The failure's sentence; `undefined` when it went well. */
  readonly errorMessage: string | undefined;
  /** As typed, scheme or not. Whoever fills this in decides whether the passwords in these URLs are masked. */
  readonly typedUrl: string;
  /** Absolute URL of the first request: what `url.host` and the like are parts of. */
  readonly firstUrl: string;
  /** Absolute URL of the last request. */
  readonly lastUrl: string;
  /** Whether these can be taken apart. */
  readonly hasUrlParts: boolean;
  /** What the last request was made with; `undefined` where there was none. */
  readonly scheme: string | undefined;
  /** Which of the typed URLs this is, from 0. */
  readonly urlIndex: number;
  /** Which transfer of this run this is, from 0. */
  readonly transferIndex: number;
  /** Which connection of this run the last request went over, from 0; -1 when there was none. */
  readonly connectionIndex: number;
  /** Method of the last request. */
  readonly method: string;
  /** The Referer of the last request. */
  readonly referer: string | undefined;
  /** The reply of each hop in order, interim ones left out; empty when nothing came back. */
  readonly replies: readonly ReplyHead[];
  /** Where a redirect that was not followed leads: absolute. */
  readonly redirectUrl: string | undefined;
  readonly redirectCount: number;
  readonly retryCount: number;
  /** Connections that were opened for this transfer. */
  readonly connectCount: number;
  /** Of the last connection. */
  readonly peer: Peer;
  readonly proxyUsed: boolean;
  /** Status of the proxy's last reply to CONNECT; `undefined` without one. */
  readonly proxyConnectStatus: number | undefined;
  /** File the body was written to, as named to the user. */
  readonly fileName: string | undefined;
  /** Body as it came off the wire, of the last reply. */
  readonly downloadBytes: number;
  /** Body as it was handed on, content coding removed. */
  readonly deliveredBytes: number;
  /** All response heads, interim ones and those of redirects included. */
  readonly headerBytes: number;
  /** All request heads and bodies. */
  readonly requestBytes: number;
  /** Request bodies. */
  readonly uploadBytes: number;
  /** Of the last hop, counted from the start of the first: milliseconds. */
  readonly timings: Timings;
  /** From the start of the first request to the start of the last; 0 without a redirect. */
  readonly redirectMs: number;
  /** From the start of the first request until its last hop's body had been sent. */
  readonly postTransferMs: number;
  /** Time the transfer waited for others before it. */
  readonly queueMs: number;
  /** Now, since the epoch, for `%time{}`. */
  readonly nowMs: number;
  /** Name and version of this program, which stands under curl's key `curl_version` in `%{json}`. */
  readonly clientVersion: string;
}
