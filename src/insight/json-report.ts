import { isUtf8 } from 'node:buffer';
import { parseSetCookie } from '../cookies/set-cookie.ts';
import { Failure } from '../failure.ts';
import { type HeaderField, maskedValue, shownValue } from '../request/headers.ts';
import { bodyByteLength, type RequestPlan } from '../request/plan.ts';
import { displayUrl, hrefOf } from '../request/url.ts';
import { Secret } from '../secret.ts';
import { type CertificateFacts, readCertificate } from './certificate.ts';
import { changesAfter } from './changes.ts';
import { type PhaseName, phasesOf } from './phases.ts';
import type { Hop, Report, SecuredPeer } from './report.ts';
import { settingsOf } from './settings.ts';
import { fieldSources, type Origin } from './sources.ts';

/** The form of the objects, which changes its number when something in it gets another meaning or goes. */
export const REPORT_SCHEMA = 'slip-report/1';

/** What a report is about, beside what was sent. */
export interface Reported {
  /** `undefined` where no request could be planned. */
  readonly request:
    | (Origin & {
        readonly plan: RequestPlan;
        readonly fields: readonly HeaderField[];
        readonly env: Readonly<Record<string, string | undefined>>;
      })
    | undefined;
  readonly transferIndex: number | undefined;
  readonly exitStatus: number;
  readonly failure: unknown;
  readonly showsSecrets: boolean;
  readonly version: string;
}

/** `--json-report`: one transfer as one object, as docs/report.schema.json describes it. Times are milliseconds. */
export function reportObject({ hops, totalMs, nowMs }: Report, reported: Reported): unknown {
  const { request, transferIndex, exitStatus, failure, showsSecrets, version } = reported;
  const parts = { origin: request, showsSecrets, nowMs };
  const objects = hops.map((hop, index) => hopObject(hop, hops[index + 1], hops[0] ?? hop, parts));
  return {
    schema: REPORT_SCHEMA,
    slip: version,
    at: new Date(nowMs).toISOString(),
    transfer: transferIndex ?? null,
    request: request === undefined ? null : requestObject(request.plan, request.fields, parts),
    settings: request === undefined ? [] : settingsOf(request.plan, request, request.env),
    hops: objects,
    retries: hops.flatMap((hop, index) => retryObject(hop, hops[index + 1])),
    timings: { total: rounded(totalMs) },
    sizes: totalSizes(objects.map(({ sizes }) => sizes)),
    cookies: objects.flatMap(({ cookies }) => cookies),
    exitStatus,
    error: errorObject(failure),
  };
}

interface Parts {
  readonly origin: Origin | undefined;
  readonly showsSecrets: boolean;
  readonly nowMs: number;
}

function requestObject(plan: RequestPlan, fields: readonly HeaderField[], { origin, showsSecrets }: Parts) {
  const sources = origin === undefined ? [] : fieldSources(plan, fields, origin);
  return {
    method: plan.method,
    url: showsSecrets ? hrefOf(plan.url) : displayUrl(plan.url),
    headers: fields.map(([name, value], index) => ({
      name,
      value: textOf(shownValue(name, value, showsSecrets)),
      sources: sources[index] ?? [],
    })),
    bodyBytes: bodyByteLength(plan.body) ?? null,
  };
}

function hopObject(hop: Hop, following: Hop | undefined, first: Hop, parts: Parts) {
  const { plan, head, exchange, marks, failure, tryIndex, secured } = hop;
  const phases = phasesOf(hop);
  return {
    try: tryIndex + 1,
    request: requestObject(plan, head.fields, parts),
    reply: exchange === undefined ? null : replyObject(exchange.head, parts),
    connection: connectionObject(hop),
    timings: {
      start: rounded(marks.begun - first.marks.begun),
      ...Object.fromEntries(phases.map(({ name, durationMs }) => [TIMING_NAMES[name], rounded(durationMs)])),
      total: rounded(marks.ended - marks.begun),
    },
    brokeIn: phases.flatMap(({ name, isBroken }) => (isBroken ? [TIMING_NAMES[name]] : []))[0] ?? null,
    tls: tlsObject(secured.find(({ isProxy }) => !isProxy)),
    proxyTls: tlsObject(secured.find(({ isProxy }) => isProxy)),
    sizes: sizesOf(hop),
    cookies: cookiesOf(hop, parts),
    next: nextObject(hop, following, parts),
    error: errorObject(failure),
  };
}

const TIMING_NAMES: Readonly<Record<PhaseName, string>> = {
  lookup: 'dns',
  tcp: 'tcp',
  socks: 'socks',
  proxyTls: 'proxyTls',
  tunnel: 'connect',
  tls: 'tls',
  prepare: 'prepare',
  send: 'send',
  wait: 'wait',
  receive: 'receive',
};

function replyObject(
  { version, status, reason, headers }: NonNullable<Hop['exchange']>['head'],
  { showsSecrets }: Parts,
) {
  return {
    httpVersion: version,
    status,
    reason: textOf(reason),
    headers: headers.map(([name, value]) => ({
      name: textOf(name),
      value: textOf(showsSecrets ? clear(value) : maskedValue(name, clear(value))),
    })),
  };
}

function connectionObject({ exchange, plan, peer }: Hop) {
  const { remoteAddress, remotePort, localAddress, localPort } = peer;
  if (exchange === undefined && remoteAddress === undefined) return null;
  return {
    index: exchange?.connection.index ?? null,
    reused: exchange === undefined ? false : !exchange.connection.isNew,
    remoteAddress: remoteAddress ?? plan.connection.unixSocket ?? null,
    remotePort: remotePort ?? null,
    localAddress: localAddress ?? null,
    localPort: localPort ?? null,
  };
}

function tlsObject(peer: SecuredPeer | undefined) {
  if (peer === undefined) return null;
  const { facts, trouble, isChecked, trusted } = peer;
  return {
    protocol: facts.protocol,
    cipher: facts.cipher,
    resumed: facts.resumed,
    verified: facts.trouble === undefined,
    checked: isChecked,
    trouble: trouble ?? null,
    roots: trusted.map((source) => ('path' in source ? source.path : source.kind)),
    certificates: facts.certificates.map((der) => certificateObject(readCertificate(der))),
    root: facts.root === undefined ? null : certificateObject(readCertificate(facts.root)),
  };
}

/** One that cannot be read is `null`. */
function certificateObject(facts: CertificateFacts | undefined) {
  if (facts === undefined) return null;
  const { validFromMs, validToMs, ...others } = facts;
  return { ...others, validFrom: new Date(validFromMs).toISOString(), validTo: new Date(validToMs).toISOString() };
}

function sizesOf({ head, exchange, receivedBytes }: Hop) {
  const line = `${head.method} ${head.target} HTTP/${head.version}\r\n`;
  const fields = head.fields.reduce((sum, [name, value]) => sum + name.length + clear(value).length + 4, 0);
  return {
    requestHead: exchange === undefined ? 0 : line.length + fields + 2,
    requestBody: exchange?.sentBodyBytes() ?? 0,
    replyHead: [...(exchange?.interim ?? []), exchange?.head.bytes].reduce(
      (sum, bytes) => sum + (bytes?.byteLength ?? 0),
      0,
    ),
    replyBody: receivedBytes,
  };
}

function totalSizes(all: readonly ReturnType<typeof sizesOf>[]) {
  const sum = (key: keyof ReturnType<typeof sizesOf>): number => all.reduce((total, sizes) => total + sizes[key], 0);
  return {
    requestHead: sum('requestHead'),
    requestBody: sum('requestBody'),
    replyHead: sum('replyHead'),
    replyBody: sum('replyBody'),
  };
}

function cookiesOf({ exchange }: Hop, { showsSecrets, nowMs }: Parts) {
  const lines = (exchange?.head.headers ?? []).filter(([name]) => name.toLowerCase() === 'set-cookie');
  return lines.flatMap(([, line]) => {
    const cookie = parseSetCookie(clear(line), Math.floor(nowMs / 1000));
    if (cookie === undefined) return [];
    const { name, value, domain, path, expiresAtSeconds, isSecure, isHttpOnly } = cookie;
    return [
      {
        name: textOf(name),
        value: showsSecrets ? textOf(value) : '(secret)',
        domain: domain === undefined ? null : textOf(domain),
        path: path === undefined ? null : textOf(path),
        expires: expiresAtSeconds === undefined ? null : new Date(expiresAtSeconds * 1000).toISOString(),
        secure: isSecure,
        httpOnly: isHttpOnly,
      },
    ];
  });
}

function nextObject(hop: Hop, following: Hop | undefined, { showsSecrets }: Parts) {
  const changes = changesAfter(hop, following);
  if (changes === undefined || hop.next === undefined) return null;
  const { kind, method, body, dropped, added } = changes;
  const named = <T extends { readonly name: string }>(part: T): T => ({ ...part, name: textOf(part.name) });
  return {
    kind,
    url: showsSecrets ? hrefOf(hop.next.url) : displayUrl(hop.next.url),
    method: method ?? null,
    body: body ?? null,
    dropped: dropped.map(named),
    added: added.map(named),
  };
}

function retryObject(hop: Hop, following: Hop | undefined) {
  if (following === undefined || following.tryIndex === hop.tryIndex) return [];
  const waited = rounded(Math.max(0, following.marks.begun - hop.marks.ended));
  return [
    { afterTry: hop.tryIndex + 1, waited, status: hop.exchange?.head.status ?? null, error: errorObject(hop.failure) },
  ];
}

function errorObject(failure: unknown) {
  if (failure === undefined) return null;
  if (!(failure instanceof Failure)) return { kind: 'defect', message: String(failure), hint: null };
  return { kind: failure.kind, message: failure.message, hint: failure.hint ?? null };
}

/** Microseconds are as fine as the clock is. */
function rounded(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}

function clear(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value;
}

/** Head text was read as latin-1; what was UTF-8 before is that again. */
function textOf(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : latin1;
}
