import { Failure } from '../failure.ts';
import type { RequestPlan } from '../request/plan.ts';

/** Fires when nothing has moved for as long as a plan allows. */
export interface IdleTimer {
  /** Something has moved. */
  restart(): void;
  stop(): void;
}

/** @param onIdle is told once, unless the timer is stopped before. */
export function idleTimer(plan: RequestPlan, onIdle: (reason: Failure) => void): IdleTimer {
  const { idleMs } = plan.limits;
  if (idleMs === undefined) return { restart: () => {}, stop: () => {} };
  const timer = setTimeout(
    () => onIdle(new Failure('timeout', `${plan.url.host} sent nothing for ${idleMs / 1000} s`)),
    idleMs,
  );
  return { restart: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}
