import type { Exchange } from '../../request/exchange.ts';
import { type HeaderList, shownValue } from '../../request/headers.ts';
import { displayUrl } from '../../request/url.ts';
import type { Masks } from '../masks.ts';
import type { Outcome, RunResult } from '../outcome.ts';

/** HTTP Archive 1.2: the last exchange of each request, credentials masked. */
export function harReport(result: RunResult, masks: Masks): string {
  const [name = 'slip', version = ''] = result.client.split(' ');
  const entries = result.outcomes.flatMap((outcome) =>
    outcome.exchange === undefined ? [] : [entryOf(outcome, outcome.exchange, masks)],
  );
  return `${JSON.stringify({ log: { version: '1.2', creator: { name, version }, entries } }, null, 2)}\n`;
}

function entryOf(outcome: Outcome, exchange: Exchange, masks: Masks): object {
  const { requestHead, head, plan } = exchange;
  const url = masks.mask(displayUrl(plan.url));
  const {
    nameLookupMs,
    connectMs,
    tlsMs,
    preTransferMs = 0,
    postTransferMs,
    firstByteMs,
    totalMs,
  } = exchange.timings();
  const sent = postTransferMs ?? preTransferMs;
  const answered = firstByteMs ?? sent;
  return {
    startedDateTime: new Date(outcome.startedAtMs).toISOString(),
    time: outcome.durationMs,
    request: {
      method: requestHead.method,
      url,
      httpVersion: `HTTP/${requestHead.version}`,
      cookies: [],
      headers: fieldsOf(requestHead.fields, masks),
      queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: exchange.sentBodyBytes(),
    },
    response: {
      status: head.status,
      statusText: head.reason,
      httpVersion: `HTTP/${head.version}`,
      cookies: [],
      headers: fieldsOf(head.headers, masks),
      content: {
        size: outcome.bodyBytes,
        mimeType: head.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '',
        text: masks.mask(outcome.text ?? ''),
      },
      redirectURL: '',
      headersSize: head.bytes.byteLength,
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

function fieldsOf(fields: HeaderList, masks: Masks): readonly object[] {
  return fields.map(([name, value]) => ({ name, value: masks.mask(shownValue(name, value, false)) }));
}
