import { makeTerminalSafe } from '../render/safety.ts';
import { spanText } from '../request/date.ts';
import type { TrustSource } from '../request/tls.ts';
import { originOf } from '../request/url.ts';
import type { Canvas } from './canvas.ts';
import { type CertificateFacts, readCertificate } from './certificate.ts';
import type { Report, SecuredPeer } from './report.ts';

/** `--certs`: what TLS came to with each peer, and the chain that it showed, be it refused. */
export function certsView({ hops, nowMs }: Report, canvas: Canvas): readonly string[] {
  const peers = hops.flatMap(({ secured }) => secured);
  const news = peers.filter((peer, index) => !peers.slice(0, index).some((earlier) => isSame(earlier, peer)));
  if (news.length > 0) return news.flatMap((peer) => peerLines(peer, nowMs, canvas));
  const places = [...new Set(hops.map(({ plan }) => originOf(plan.url)))];
  return [`no certificate was seen: ${places.length === 0 ? 'nothing was sent' : places.join(', ')}`];
}

/** The same peer with the same certificate, be it over another connection. */
function isSame(one: SecuredPeer, other: SecuredPeer): boolean {
  const [left, right] = [one.facts.certificates[0], other.facts.certificates[0]];
  const hasSame = left === right || (left !== undefined && right !== undefined && Buffer.compare(left, right) === 0);
  return hasSame && one.origin === other.origin && one.isProxy === other.isProxy;
}

function peerLines(peer: SecuredPeer, nowMs: number, canvas: Canvas): readonly string[] {
  const { theme } = canvas;
  const { certificates, root, protocol, cipher } = peer.facts;
  const chain = certificates.map((der, index) => ({ label: `${index + 1}`, der }));
  const links = root === undefined ? chain : [...chain, { label: 'root', der: root }];
  return [
    `${peer.isProxy ? 'the proxy ' : ''}${makeTerminalSafe(peer.origin)}  ${theme.dim(`${protocol}, ${cipher}`)}`,
    `  ${verdictText(peer, canvas)}`,
    ...links.flatMap(({ label, der }) => linkLines(label, readCertificate(der), nowMs, canvas)),
  ];
}

function verdictText({ trouble, isChecked, isProxy, trusted }: SecuredPeer, { theme }: Canvas): string {
  const roots = trusted.map(sourceText).join(' and ');
  if (trouble === undefined) return `${theme.success('verified')} by ${roots}`;
  const sentence = makeTerminalSafe(trouble);
  if (isChecked) return `${theme.error('refused')}: ${sentence} (by ${roots})`;
  return `${theme.error('not verified')}, as ${isProxy ? '--proxy-insecure' : '-k'} has it: ${sentence}`;
}

function sourceText(source: TrustSource): string {
  switch (source.kind) {
    case 'bundled':
      return "Node's own roots";
    case 'system':
      return 'the roots of the system';
    case 'file':
    case 'folder':
      return `the roots in ${makeTerminalSafe(source.path)}`;
  }
}

/** More names than these are counted. */
const SHOWN_NAMES = 8;

function linkLines(
  label: string,
  facts: CertificateFacts | undefined,
  nowMs: number,
  { theme }: Canvas,
): readonly string[] {
  const left = `  ${label.padEnd(4)}  `;
  if (facts === undefined) return [`${left}${theme.error('cannot be read')}`];
  const row = (name: string, value: string): string => `${' '.repeat(8)}${theme.dim(name.padEnd(9))}${value}`;
  const { subject, issuer, names, key, signature, fingerprint } = facts;
  const others = names.length > SHOWN_NAMES ? [`and ${names.length - SHOWN_NAMES} more`] : [];
  return [
    `${left}${theme.headerName(makeTerminalSafe(subject) || '(no name)')}`,
    row('from', issuer === subject ? 'itself' : makeTerminalSafe(issuer)),
    ...(names.length === 0
      ? []
      : [row('for', makeTerminalSafe([...names.slice(0, SHOWN_NAMES), ...others].join(', ')))]),
    row('valid', validityText(facts, nowMs, theme)),
    row('key', key),
    row('signed', signature),
    row('SHA-256', fingerprint),
  ];
}

/** From here on somebody should see to it. */
const SOON_MS = 21 * 86_400_000;

function validityText({ validFromMs, validToMs }: CertificateFacts, nowMs: number, theme: Canvas['theme']): string {
  const dates = `${dateText(validFromMs)} to ${dateText(validToMs)}`;
  if (nowMs < validFromMs) return `${dates}, ${theme.error(`not before ${spanText(validFromMs - nowMs)} from now`)}`;
  const leftMs = validToMs - nowMs;
  if (leftMs < 0) return `${dates}, ${theme.error(`expired ${spanText(-leftMs)} ago`)}`;
  const paint = leftMs < SOON_MS ? theme.clientError : theme.success;
  return `${dates}, ${paint(`expires in ${spanText(leftMs)}`)}`;
}

function dateText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
