import { X509Certificate } from 'node:crypto';
import type { Peer } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { TraceEvent } from '../request/trace.ts';

/** Where a connection is about to be made to: the server, its proxy, or a Unix socket. */
export function connectingNote(plan: RequestPlan): TraceEvent {
  return { kind: 'note', text: `connecting to ${placeOf(plan)}` };
}

function placeOf({ connection, proxy, socks, url }: RequestPlan): string {
  if (connection.unixSocket !== undefined) return connection.unixSocket;
  if (socks?.at.kind === 'unix') return `the proxy ${socks.at.path}`;
  if (socks !== undefined) return `the proxy ${socks.at.host} port ${socks.at.port}`;
  return proxy === undefined ? `${url.host} port ${url.port}` : `the proxy ${proxy.url.host} port ${proxy.url.port}`;
}

/** That a connection stands, to whom, and how it is secured. */
export function connectedNotes(peer: Peer): readonly TraceEvent[] {
  const { remoteAddress, remotePort, tls, verified } = peer;
  const place = remoteAddress === undefined ? 'the Unix socket' : `${remoteAddress} port ${remotePort}`;
  const certificate = tls?.certificates[0];
  return [
    `connected to ${place}`,
    ...(tls === undefined
      ? []
      : [
          `secured with ${tls.protocol}, ${tls.cipher}${tls.resumed ? ', by the session of an earlier connection' : ''}`,
        ]),
    ...(certificate === undefined ? [] : [certificateText(certificate, verified === true)]),
  ].map((text) => ({ kind: 'note', text }));
}

function certificateText(der: Uint8Array, isVerified: boolean): string {
  const { subject, issuer, validTo } = new X509Certificate(der);
  const [holder, authority] = [subject, issuer].map((name) => name.split('\n').join(', '));
  const verdict = isVerified ? 'checked and good' : 'not checked';
  return `the certificate of ${holder}, from ${authority}, valid until ${validTo}: ${verdict}`;
}
