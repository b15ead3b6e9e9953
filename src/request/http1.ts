import type { HeaderList } from './headers.ts';

/** How HTTP/1 is spoken, and what is taken for a reply. */
export interface Http1Policy {
  /** What does not begin with a status line is a body (HTTP/0.9). */
  readonly allowsHttp09: boolean;
  /** A body that is large, or may be, is announced with `Expect: 100-continue` in curl's dialect. */
  readonly expects: boolean;
  /** How long a body that is announced waits for `100 Continue`. */
  readonly continueMs: number;
  /** `TE: gzip` is sent, and transfer codings are taken off. */
  readonly asksTransferCodings: boolean;
  /** The body is given as it comes, in its codings and with its chunk framing. */
  readonly raw: boolean;
  /** Whatever length is announced, the body ends where the connection does. */
  readonly ignoresLength: boolean;
}

/** HTTP/1.1 as it is written down, for requests of slip's own. */
export const PLAIN_HTTP1: Http1Policy = {
  allowsHttp09: false,
  expects: false,
  continueMs: 0,
  asksTransferCodings: false,
  raw: false,
  ignoresLength: false,
};

/** How an HTTP proxy is asked for a tunnel, and what it is told besides. */
export interface TunnelPolicy {
  /** Plain HTTP goes through one too. */
  readonly forced: boolean;
  /** In which version it is asked. */
  readonly version: '1.0' | '1.1';
  /** Whether its replies are printed with the other heads. */
  readonly headsShown: boolean;
  /** Fields for the proxy alone. */
  readonly headers: HeaderList;
  /** Names, in lower case, of fields that it is not to be told. */
  readonly removed: readonly string[];
  readonly userAgent: string | undefined;
}
