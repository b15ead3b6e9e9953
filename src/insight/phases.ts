import type { RequestPlan } from '../request/plan.ts';
import { isForwarded } from '../request/target.ts';
import { CONNECT_STEPS, type ConnectStep } from '../request/trace.ts';
import type { Hop } from './report.ts';

/** What the time of a request goes into. `prepare` is slip's own: what it loads between the connection and the request. */
export type PhaseName = ConnectStep | 'prepare' | 'send' | 'wait' | 'receive';

/** A stretch of time. */
export interface Phase {
  readonly name: PhaseName;
  /** Since the hop was begun. */
  readonly startMs: number;
  readonly durationMs: number;
  /** It was this that did not come to its end. */
  readonly isBroken: boolean;
}

/** Less than this is no time that slip took for itself, only the grain of the clock. */
const LEAST_PREPARATION_MS = 0.5;

/** The time of one hop, phase after phase; those that it had no need of are left out. */
export function phasesOf({ plan, marks, isBroken }: Hop): readonly Phase[] {
  const { begun, steps, written, sent, answered, ended } = marks;
  const phases: Phase[] = [];
  let at = begun;
  const add = (name: PhaseName, until: number, isBroken = false): void => {
    phases.push({ name, startMs: at - begun, durationMs: Math.max(0, until - at), isBroken });
    at = Math.max(at, until);
  };
  for (const step of CONNECT_STEPS) {
    const until = steps.get(step);
    if (until !== undefined) add(step, until);
  }
  if (written === undefined) {
    const broken = expectedSteps(plan).find((step) => !steps.has(step));
    if (isBroken) add(broken ?? 'prepare', ended, true);
    return phases;
  }
  if (written - at >= LEAST_PREPARATION_MS) add('prepare', written);
  at = Math.max(at, written);
  const isSent = sent !== undefined || plan.body.kind === 'none';
  if (answered === undefined) {
    add('send', isSent ? (sent ?? written) : ended, isBroken && !isSent);
    if (isSent) add('wait', ended, isBroken);
    return phases;
  }
  // A server may answer before it has read everything.
  add('send', Math.min(sent ?? written, answered));
  add('wait', answered);
  add('receive', ended, isBroken);
  return phases;
}

/** Steps that the plan's connection asks for, where it has to be made. */
function expectedSteps(plan: RequestPlan): readonly ConnectStep[] {
  const { connection, proxy, socks, url } = plan;
  const isToUnix = socks === undefined ? connection.unixSocket !== undefined : socks.at.kind === 'unix';
  const isTunnelled = proxy !== undefined && !isForwarded(plan);
  const asked: Readonly<Record<ConnectStep, boolean>> = {
    lookup: !isToUnix,
    tcp: true,
    socks: socks !== undefined,
    proxyTls: proxy?.url.scheme === 'https',
    tunnel: isTunnelled,
    tls: url.scheme === 'https' && (proxy === undefined || isTunnelled),
  };
  return CONNECT_STEPS.filter((step) => asked[step]);
}
