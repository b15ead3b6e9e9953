import { Failure } from '../failure.js';
/** @param onIdle is told once, unless the timer is stopped before. */
export function idleTimer(plan, onIdle) {
    const { idleMs } = plan.limits;
    if (idleMs === undefined)
        return { restart: () => { }, stop: () => { } };
    const timer = setTimeout(() => onIdle(new Failure('timeout', `${plan.url.host} sent nothing for ${idleMs / 1000} s`)), idleMs);
    return { restart: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}
//# sourceMappingURL=idle-timer.js.map