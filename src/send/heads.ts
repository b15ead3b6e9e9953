import { roomOn } from '../render/columns.ts';
import { interimLines, replyLines, requestLines, summaryLine } from '../render/message.ts';
import type { View } from '../render/view.ts';
import type { Exchange, TunnelReport, UnansweredRequest } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { Receiver } from '../store/receiver.ts';
import type { Desk } from './desk.ts';
import { printRequest } from './preview.ts';

/**
 * What is printed of an exchange before its body: the request where that is asked for, `-v`, the heads, the summary.
 *
 * @param receiver takes the heads that stdout does not: with `-i -o FILE` they stand in the file, as in curl.
 * @param isAnswer whether no further exchange follows, as only the answer is summed up.
 */
export async function printHeads(
  exchange: Exchange,
  isAnswer: boolean,
  view: View,
  receiver: Receiver | undefined,
  desk: Desk,
): Promise<void> {
  const { host, theme, headTheme, console, headerDump } = desk;
  if (view.verbose) await printVerbose(exchange, view, desk);
  await printRequest(exchange.plan, exchange.requestHead, view, desk);
  if (exchange.tunnel !== undefined) await printTunnel(exchange.tunnel, exchange.plan, view, receiver, desk);
  const heads = [...exchange.interim, exchange.head.bytes];
  const isPrintedTwice = await printTwice(heads, exchange.plan, view, receiver, desk);
  if (!isPrintedTwice) for (const bytes of heads) await headerDump?.write(bytes);
  if (!isPrintedTwice && view.parts.head && !(await receiver?.writeHeads(heads))) {
    if (isForReader(view)) {
      const interim = exchange.interim.flatMap((bytes) => [...interimLines(bytes, headTheme), '']);
      const final = exchange.head.bytes.byteLength === 0 ? [] : [...replyLines(exchange.head, headTheme, true), ''];
      await host.stdout.write([...interim, ...final].map((line) => `${line}\n`).join(''));
    } else for (const bytes of heads) await host.stdout.write(bytes);
  }
  if (view.parts.summary && isAnswer) {
    await host.stdout.write(`${summaryLine(exchange, theme, roomOn(host.stdout))}\n`);
  }
  if (view.summaryOnStderr && isAnswer) {
    await console.lines([summaryLine(exchange, console.theme, roomOn(host.stderr))]);
  }
}

/** What a proxy said to CONNECT, where heads are printed, unless that is not wished for. */
export async function printTunnel(
  { heads }: TunnelReport,
  plan: RequestPlan,
  view: View,
  receiver: Receiver | undefined,
  desk: Desk,
): Promise<void> {
  if (plan.tunnel.headsShown) await printMore(heads, plan, view, receiver, desk);
}

/** What came of a reply that broke off, where heads are printed. */
export async function printBrokenHeads(
  { plan, tunnel, interim, head }: UnansweredRequest,
  view: View,
  receiver: Receiver | undefined,
  desk: Desk,
): Promise<void> {
  if (tunnel !== undefined) await printTunnel(tunnel, plan, view, receiver, desk);
  const heads = head === undefined ? interim : [...interim, head.bytes];
  if (heads.length > 0) await printMore(heads, plan, view, receiver, desk);
}

/** The field lines behind a chunked body, where heads are printed. */
export async function printTrailer(exchange: Exchange, view: View, receiver: Receiver, desk: Desk): Promise<void> {
  const trailer = exchange.trailer();
  if (trailer.byteLength > 0) await printMore([trailer], exchange.plan, view, receiver, desk);
}

async function printMore(
  pieces: readonly Uint8Array[],
  plan: RequestPlan,
  view: View,
  receiver: Receiver | undefined,
  desk: Desk,
): Promise<void> {
  const { host, headTheme, headerDump } = desk;
  if (await printTwice(pieces, plan, view, receiver, desk)) return;
  for (const bytes of pieces) await headerDump?.write(bytes);
  if (!view.parts.head || (await receiver?.writeHeads(pieces))) return;
  for (const bytes of pieces) {
    const lines = [...interimLines(bytes, headTheme), ''];
    await host.stdout.write(isForReader(view) ? lines.map((line) => `${line}\n`).join('') : bytes);
  }
}

/** `-i -D -` in curl's manner: each line twice, as it comes. Gives whether that is what was asked for. */
async function printTwice(
  heads: readonly Uint8Array[],
  { dialect }: RequestPlan,
  view: View,
  receiver: Receiver | undefined,
  { host, options }: Desk,
): Promise<boolean> {
  if (dialect !== 'curl' || options['dump-header'] !== '-' || !view.parts.head) return false;
  if (isForReader(view) || (await receiver?.writeHeads([]))) return false;
  for (const bytes of heads) {
    const lines =
      Buffer.from(bytes)
        .toString('latin1')
        .match(/[^\n]*\n|[^\n]+/g) ?? [];
    await host.stdout.write(Buffer.from(lines.map((line) => line + line).join(''), 'latin1'));
  }
  return true;
}

function isForReader(view: View): boolean {
  return view.onTerminal || view.colored;
}

/** Both sides of an exchange on stderr, as `curl -v` marks them. */
async function printVerbose(exchange: Exchange, view: View, { console }: Desk): Promise<void> {
  const { theme } = console;
  const mark = (sign: string, lines: readonly string[]): string[] =>
    [...lines, ''].map((line) => `${theme.dim(sign)} ${line}`.trimEnd());
  await console.lines([
    theme.dim(`* ${connectionText(exchange)}`),
    ...mark('>', requestLines(exchange.requestHead, theme, view.showsSecrets)),
    ...exchange.interim.flatMap((bytes) => mark('<', interimLines(bytes, theme))),
    ...mark('<', replyLines(exchange.head, theme, view.showsSecrets)),
  ]);
}

function connectionText({ peer, connection, plan }: Exchange): string {
  const where =
    peer.remoteAddress === undefined ? plan.connection.unixSocket : `${peer.remoteAddress} port ${peer.remotePort}`;
  const verdict = peer.verified ? '' : ', certificate not checked';
  const session = peer.tls?.resumed ? ' resumed' : '';
  const secured = peer.tls === undefined ? '' : `, ${peer.tls.protocol} ${peer.tls.cipher}${session}${verdict}`;
  return `${connection.isNew ? 'connected to' : 'still connected to'} ${where}${secured}`;
}
