import { findHeader, type HeaderList, shownValue } from '../../request/headers.ts';
import type { Masks } from '../masks.ts';
import type { Outcome, Recorded, RunResult } from '../outcome.ts';

/** HTTP Archive 1.2: the last exchange of each request, credentials masked. */
export function harReport(result: RunResult, masks: Masks): string {
  const [name = 'slip', version = ''] = result.client.split(' ');
  const entries = result.outcomes.flatMap((outcome) =>
    outcome.exchange === undefined ? [] : [entryOf(outcome, outcome.exchange, masks)],
  );
  return `${JSON.stringify({ log: { version: '1.2', creator: { name, version }, entries } }, null, 2)}\n`;
}

/** All bodies of a long run are more than a report, and the memory, can hold. */
const LEFT_OUT = 'left out: the bodies before it fill the report';

function entryOf(outcome: Outcome, exchange: Recorded, masks: Masks): object {
  const { url, requestHead, head, headBytes, timings } = exchange;
  const { nameLookupMs, connectMs, tlsMs, preTransferMs = 0, postTransferMs, firstByteMs, totalMs } = timings;
  const sent = postTransferMs ?? preTransferMs;
  const answered = firstByteMs ?? sent;
  return {
    startedDateTime: new Date(outcome.startedAtMs).toISOString(),
    time: outcome.durationMs,
    request: {
      method: requestHead.method,
      url: masks.mask(url),
      httpVersion: `HTTP/${requestHead.version}`,
      cookies: [],
      headers: pairsOf(shownFields(requestHead.fields), masks),
      queryString: pairsOf([...new URLSearchParams(url.replace(/^[^?]*/, ''))], masks),
      headersSize: -1,
      bodySize: exchange.sentBodyBytes,
    },
    response: {
      status: head.status,
      statusText: masks.mask(head.reason),
      httpVersion: `HTTP/${head.version}`,
      cookies: [],
      headers: pairsOf(shownFields(head.headers), masks),
      content: {
        size: outcome.bodyBytes,
        mimeType: masks.mask(findHeader(head.headers, 'Content-Type') ?? ''),
        ...(outcome.text === undefined ? { comment: LEFT_OUT } : { text: masks.mask(outcome.text) }),
      },
      redirectURL: '',
      headersSize: headBytes,
      bodySize: -1,
    },
    cache: {},
    timings: {
      dns: nameLookupMs ?? -1,
      connect: connectMs === undefined ? -1 : (tlsMs ?? connectMs) - (nameLookupMs ?? 0),
      ssl: tlsMs === undefined || connectMs === undefined ? -1 : tlsMs - connectMs,
      send: Math.max(0, sent - preTransferMs),
      wait: Math.max(0, answered - sent),
      receive: Math.max(0, (totalMs ?? answered) - answered),
    },
  };
}

type Pair = readonly [name: string, value: string];

function pairsOf(pairs: readonly Pair[], { mask }: Masks): readonly object[] {
  return pairs.map(([name, value]) => ({ name: mask(name), value: mask(value) }));
}

function shownFields(fields: HeaderList): readonly Pair[] {
  return fields.map(([name, value]) => [name, shownValue(name, value, false)]);
}
