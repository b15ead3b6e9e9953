import { nothingLeft, valued } from './curl-context.js';
/** The bounds in curl's options. */
export function limitWords(limits) {
    const { totalMs, connectMs, idleMs, bodyBytes, bytesPerSecond, slow, ...rest } = limits;
    nothingLeft(rest);
    // Less than one byte a second, for so long, is the nearest that curl has to an idle time.
    const slowest = slow ?? (idleMs === undefined ? undefined : { bytesPerSecond: 1, patienceMs: idleMs });
    return [
        ...(totalMs === undefined ? [] : ['-m', String(totalMs / 1000)]),
        ...valued('connect-timeout', connectMs === undefined ? undefined : String(connectMs / 1000)),
        ...(slowest === undefined ? [] : slownessWords(slowest)),
        ...valued('max-filesize', bodyBytes?.toString()),
        ...valued('limit-rate', bytesPerSecond?.toString()),
    ];
}
/** curl counts whole seconds. */
function slownessWords({ bytesPerSecond, patienceMs, ...rest }) {
    nothingLeft(rest);
    return ['-Y', String(bytesPerSecond), '-y', String(Math.ceil(patienceMs / 1000))];
}
//# sourceMappingURL=curl-limits.js.map