import type { Host } from '../host.ts';
import type { TransferFacts } from '../render/transfer-facts.ts';
import { withTypedParts } from '../render/url-parts.ts';
import type {
  Exchange,
  Peer,
  ReplyHead,
  RequestHead,
  Timings,
  TunnelReport,
  UnansweredRequest,
} from '../request/exchange.ts';
import { findHeader } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { hrefOf, maskUrlText, originOf } from '../request/url.ts';
import { Secret } from '../secret.ts';
import type { PlannedTransfer } from './desk.ts';

/**
 * Keeps what `--write-out` tells about a transfer while it goes on.
 *
 * No getters here, nor in what else is made for each request: V8 keeps what they know until it sweeps its old space. Of
 * 1,000 requests that was everything, which took a tenth of their CPU time and 17 MB.
 */
export interface TransferRecord {
  /** Another exchange has its reply. */
  add(exchange: Exchange): void;
  /** The last request has none, or the beginning of one. */
  addUnanswered(request: UnansweredRequest): void;
  /** Another page of a list is asked for: of the requests before, no more is kept than what they add up to. */
  turnPage(): void;
  pageCount(): number;
  /** Of the last reply. */
  lastHead(): ReplyHead | undefined;
  redirectUrl: string | undefined;
  /** The condition of `-z` is not met by a reply that did not say so itself: its status counts as 304, as in curl. */
  isUnchanged: boolean;
  fileName: string | undefined;
  downloadBytes: number;
  deliveredBytes: number;
  /** The facts as they stand; call it when the transfer is over. */
  facts(outcome: {
    readonly exitStatus: number;
    readonly errorMessage: string | undefined;
    /** With whom no TLS could be agreed on. */
    readonly unreachedPeer: Peer | undefined;
    /** What a proxy said that gives no tunnel. */
    readonly refusedTunnel: TunnelReport | undefined;
  }): TransferFacts;
}

/**
 * A record of one transfer.
 *
 * @param retryCount how often it has been begun before.
 */
export function startRecord(
  { plan, view, typedUrl, urlIndex, transferIndex }: PlannedTransfer,
  retryCount: number,
  clocks: Pick<Host, 'now' | 'uptimeMs' | 'version'>,
): TransferRecord {
  const startedAtMs = clocks.uptimeMs();
  /** The last of which may be unanswered. */
  const exchanges: UnansweredRequest[] = [];
  let earlier: Sums = { connectCount: 0, headerBytes: 0, requestBytes: 0, uploadBytes: 0 };
  let pageCount = 1;
  // Who prints the URL by curl's own rules is the one who typed the password in it.
  const isShown = view.showsSecrets || plan.dialect === 'curl';
  const wholeUrl = ({ url }: RequestPlan): string => {
    if (!isShown) return hrefOf(url);
    const whole = `${hrefOf(url)}${url.fragment ?? ''}`;
    return originOf(url) === originOf(plan.url) ? withTypedParts(whole, typedUrl) : whole;
  };
  let lastStartedAtMs = startedAtMs;
  let headAtMs = startedAtMs;
  const add = (exchange: UnansweredRequest): void => {
    if (exchanges.length > 0) lastStartedAtMs = headAtMs;
    headAtMs = clocks.uptimeMs();
    exchanges.push(exchange);
  };
  return {
    lastHead: () => exchanges.at(-1)?.head,
    turnPage() {
      earlier = sumsOf(exchanges, earlier);
      exchanges.length = 0;
      lastStartedAtMs = clocks.uptimeMs();
      pageCount++;
    },
    pageCount: () => pageCount,
    redirectUrl: undefined,
    isUnchanged: false,
    fileName: undefined,
    downloadBytes: 0,
    deliveredBytes: 0,
    add,
    addUnanswered: add,
    facts({ exitStatus, errorMessage, unreachedPeer, refusedTunnel }) {
      const last = exchanges.at(-1);
      const redirectMs = lastStartedAtMs - startedAtMs;
      const timings = shifted(last?.timings() ?? {}, redirectMs);
      const totalMs = clocks.uptimeMs() - startedAtMs;
      const tunnels = [...exchanges.map(({ tunnel }) => tunnel), refusedTunnel].filter((one) => one !== undefined);
      const sums = sumsOf(exchanges, earlier);
      return {
        exitStatus,
        errorMessage,
        typedUrl: isShown ? typedUrl : maskUrlText(typedUrl),
        firstUrl: wholeUrl(plan),
        lastUrl: wholeUrl(last?.plan ?? plan),
        hasUrlParts: true,
        scheme: (last?.plan ?? plan).url.scheme,
        urlIndex,
        transferIndex,
        connectionIndex: last?.connection.index ?? -1,
        method: (last?.plan ?? plan).method,
        referer: findHeader((last?.plan ?? plan).headers, 'Referer'),
        replies: repliesTo(exchanges).map((reply, index, replies) =>
          this.isUnchanged && index === replies.length - 1 ? { ...reply, status: 304 } : reply,
        ),
        redirectUrl: this.redirectUrl,
        redirectCount: Math.max(0, exchanges.length - 1),
        retryCount,
        ...sums,
        peer: unreachedPeer ?? (last === undefined ? {} : peerOf(last)),
        proxyUsed: (last?.plan ?? plan).proxy !== undefined || (last?.plan ?? plan).socks !== undefined,
        proxyConnectStatus: tunnels.at(-1)?.status,
        fileName: this.fileName,
        downloadBytes: this.downloadBytes,
        deliveredBytes: this.deliveredBytes,
        headerBytes: sums.headerBytes + tunnelBytes(refusedTunnel),
        timings: { ...timings, totalMs },
        redirectMs: exchanges.length > 1 ? redirectMs : 0,
        postTransferMs: timings.postTransferMs ?? timings.preTransferMs ?? 0,
        queueMs: 0,
        nowMs: clocks.now(),
        clientVersion: `slip ${clocks.version}`,
      };
    },
  };
}

/** What adds up over requests. */
type Sums = Pick<TransferFacts, 'connectCount' | 'headerBytes' | 'requestBytes' | 'uploadBytes'>;

function sumsOf(exchanges: readonly UnansweredRequest[], earlier: Sums): Sums {
  const uploadBytes = sum(exchanges, (exchange) => exchange.sentBodyBytes());
  const replyBytes = ({ head, interim, tunnel }: UnansweredRequest): number =>
    (head?.bytes.byteLength ?? 0) + sum(interim, (bytes) => bytes.byteLength) + tunnelBytes(tunnel);
  return {
    connectCount: earlier.connectCount + exchanges.filter(({ connection }) => connection.isNew).length,
    headerBytes: earlier.headerBytes + sum(exchanges, replyBytes),
    requestBytes: earlier.requestBytes + sum(exchanges, ({ requestHead }) => headByteLength(requestHead)) + uploadBytes,
    uploadBytes: earlier.uploadBytes + uploadBytes,
  };
}

function tunnelBytes(tunnel: TunnelReport | undefined): number {
  return sum(tunnel?.heads ?? [], (bytes) => bytes.byteLength);
}

/** The replies; an interim one stands for that which did not come behind it. */
function repliesTo(requests: readonly UnansweredRequest[]): readonly ReplyHead[] {
  return requests.flatMap(({ head, interim }) => {
    if (head !== undefined) return [head];
    const bytes = interim.at(-1);
    const [, status] = /^HTTP\/\S+ (\d{3})/.exec(Buffer.from(bytes ?? []).toString('latin1', 0, 20)) ?? [];
    if (bytes === undefined || status === undefined) return [];
    return [{ version: '1.1', status: Number(status), reason: '', headers: [], bytes }];
  });
}

/** Who answered; a Unix socket is told by its path, as in curl. */
function peerOf({ peer, plan }: UnansweredRequest): Peer {
  const { unixSocket } = plan.connection;
  return unixSocket === undefined ? peer : { ...peer, remoteAddress: unixSocket };
}

/** Times of the last exchange, counted from the start of the first. */
function shifted(timings: Timings, byMs: number): Timings {
  return Object.fromEntries(Object.entries(timings).map(([phase, atMs]) => [phase, atMs + byMs]));
}

function headByteLength(head: RequestHead): number {
  const first = `${head.method} ${head.target} HTTP/${head.version}\r\n`;
  const clear = (value: string | Secret): string => (value instanceof Secret ? value.reveal() : value);
  return (
    first.length +
    sum(head.fields, ([name, value, gap = ' ']) => name.length + gap.length + clear(value).length + 3) +
    2
  );
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
