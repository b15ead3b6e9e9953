import type { Role, Theme } from '../render/paint.ts';
import { formatDuration } from '../render/summary.ts';
import { type Canvas, hopTitle } from './canvas.ts';
import { type Phase, type PhaseName, phasesOf } from './phases.ts';
import type { Hop, Report } from './report.ts';

const LABELS: Readonly<Record<PhaseName, string>> = {
  lookup: 'DNS',
  tcp: 'TCP',
  socks: 'SOCKS',
  proxyTls: 'proxy TLS',
  tunnel: 'CONNECT',
  tls: 'TLS',
  prepare: 'prepare',
  send: 'send',
  wait: 'wait',
  receive: 'receive',
};

const ROLES: Readonly<Record<PhaseName, Role>> = {
  lookup: 'information',
  tcp: 'success',
  socks: 'success',
  proxyTls: 'redirection',
  tunnel: 'success',
  tls: 'redirection',
  prepare: 'dim',
  send: 'number',
  wait: 'key',
  receive: 'number',
};

const LABEL_COLUMNS = 10;
const TIME_COLUMNS = 9;
/** A bar shorter than this shows nothing; one longer is no easier to read. */
const LEAST_BAR_COLUMNS = 10;
const MOST_BAR_COLUMNS = 72;

/** `--timing`: how long each phase of each request took; where there is room as bars, all on the scale of the longest. */
export function timingView({ hops, totalMs }: Report, canvas: Canvas): readonly string[] {
  const longestMs = Math.max(0, ...hops.map(durationOf));
  const columnsPerMs = longestMs === 0 ? 0 : barColumns(canvas) / longestMs;
  const lines = hops.flatMap((hop) => [
    hopTitle(hop, hops, canvas),
    ...connectionRow(hop, hops, canvas.theme),
    ...phasesOf(hop).map((phase) => phaseLine(phase, columnsPerMs, canvas.theme)),
    rowOf('total', durationOf(hop)).trimEnd(),
  ]);
  if (hops.length === 1) return lines;
  const what = hops.length === 0 ? 'nothing was sent' : `${hops.length} requests`;
  return [...lines, `${what}, ${timeText(totalMs)} in all`];
}

/** How long a request took, from its connection's beginning to the end of its reply. */
export function durationOf({ marks }: Hop): number {
  return Math.max(0, marks.ended - marks.begun);
}

/** In place of the steps of a connection that was there already, or why one of them was short. */
function connectionRow({ exchange }: Hop, hops: readonly Hop[], theme: Theme): readonly string[] {
  if (exchange === undefined) return [];
  if (exchange.connection.isNew) {
    return exchange.peer.tls?.resumed ? [theme.dim('  with the TLS session of an earlier connection')] : [];
  }
  const { index } = exchange.connection;
  const maker = hops.findIndex((other) => other.exchange?.connection.index === index);
  const made = hops[maker]?.exchange?.connection.isNew
    ? `the connection of request ${maker + 1}`
    : 'an open connection';
  return [theme.dim(`  over ${made}`)];
}

function barColumns({ columns = 0 }: Canvas): number {
  const room = Math.min(columns - rowOf('', 0).length - 1, MOST_BAR_COLUMNS);
  return room < LEAST_BAR_COLUMNS ? 0 : room;
}

function phaseLine({ name, startMs, durationMs, isBroken }: Phase, columnsPerMs: number, theme: Theme): string {
  const bar = barOf(startMs * columnsPerMs, durationMs * columnsPerMs);
  const painted = bar.replace(/\S+$/, (blocks) => theme[isBroken ? 'error' : ROLES[name]](blocks));
  const end = isBroken ? `  ${theme.error('broke off')}` : '';
  return `${rowOf(LABELS[name], durationMs)}${painted}${end}`.trimEnd();
}

function rowOf(label: string, durationMs: number): string {
  return `  ${label.padEnd(LABEL_COLUMNS)}${timeText(durationMs).padStart(TIME_COLUMNS)}  `;
}

/** Tenths where whole milliseconds would all be the same. */
function timeText(durationMs: number): string {
  return durationMs < 9.95 ? `${durationMs.toFixed(1)} ms` : formatDuration(durationMs);
}

/** Blocks of one to eight eighths: where a bar ends can be drawn finer than where it begins. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar on its line; what took any time at all can be seen. Lengths are columns. */
function barOf(start: number, length: number): string {
  if (length <= 0) return '';
  const before = Math.floor(start);
  const eighths = Math.max(1, Math.round((start + length - before) * 8));
  return `${' '.repeat(before)}${'█'.repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8]}`;
}
