import { traceWriter } from '../render/trace.js';
import { streamFile } from '../store/stream-file.js';
/** Opens the trace; a file that cannot be written leaves it to stderr, as in curl. */
export async function openTrace(choice, desk) {
    const { host, console, options } = desk;
    const { sink, file } = await openTarget(choice.target, desk);
    const theme = sink === host.stdout ? desk.theme : console.theme;
    return {
        of(transferIndex, isSeen) {
            const text = traceWriter({
                form: choice.form,
                showsSecrets: options['show-secrets'] === true,
                terminal: sink.isTerminal ? theme : undefined,
                hidesBodies: isSeen && file === undefined,
            });
            return async (event, connectionIndex) => {
                const time = choice.time ? `${timeOfDay(host)} ` : '';
                const numbers = `[${transferIndex}-${connectionIndex ?? 'x'}] `;
                // A trace that cannot be written is no reason to give the transfer up.
                await sink.write(text(event, `${time}${choice.ids ? numbers : ''}`)).catch(() => { });
            };
        },
        close: async () => await file?.close(),
    };
}
async function openTarget(target, { host, console }) {
    if (target === '-')
        return { sink: host.stdout };
    if (target === '%')
        return { sink: host.stderr };
    try {
        const file = await streamFile(host.files, target);
        return { sink: file, file };
    }
    catch (error) {
        await console.warning(`${error instanceof Error ? error.message : String(error)}; the trace goes to stderr`);
        return { sink: host.stderr };
    }
}
/** `03:04:05.123000`, local time, as curl has it; the host's clock knows no microseconds. */
function timeOfDay(host) {
    const nowMs = host.now();
    return `${new Date(nowMs + host.offsetMinutes(nowMs) * 60_000).toISOString().slice(11, 23)}000`;
}
//# sourceMappingURL=trace.js.map