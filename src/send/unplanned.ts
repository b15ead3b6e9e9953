import type { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { TransferFacts } from '../render/transfer-facts.ts';

/**
 * What `--write-out` tells about a transfer that came to nothing before there was a request: of a URL that is whole but
 * for its protocol the parts too.
 */
export function unplannedFacts(
  typedUrl: string,
  place: Pick<TransferFacts, 'urlIndex' | 'transferIndex' | 'method'>,
  { kind, exitStatus, message }: Failure,
  { now, version }: Pick<Host, 'now' | 'version'>,
): TransferFacts {
  return {
    ...place,
    exitStatus,
    errorMessage: message,
    typedUrl,
    firstUrl: typedUrl,
    lastUrl: typedUrl,
    hasUrlParts: kind === 'protocol',
    scheme: undefined,
    connectionIndex: -1,
    referer: undefined,
    replies: [],
    redirectUrl: undefined,
    redirectCount: 0,
    retryCount: 0,
    connectCount: 0,
    peer: {},
    proxyUsed: false,
    proxyConnectStatus: undefined,
    fileName: undefined,
    downloadBytes: 0,
    deliveredBytes: 0,
    headerBytes: 0,
    requestBytes: 0,
    uploadBytes: 0,
    timings: {},
    redirectMs: 0,
    postTransferMs: 0,
    queueMs: 0,
    nowMs: now(),
    clientVersion: `slip ${version}`,
  };
}
