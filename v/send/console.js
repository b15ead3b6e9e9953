import { Failure } from '../failure.js';
import { BrokenPipe } from '../host.js';
import { defectText, failureText } from '../render/failure-text.js';
import { makeTerminalSafe } from '../render/safety.js';
/** A console on the host's stderr. */
export function openConsole(host, theme, volume) {
    const say = async (text) => {
        // With nobody left to read stderr there is nothing to be done about it.
        await host.stderr.write(text).catch(() => { });
    };
    const remark = async (sentence) => {
        await say(`${theme.note(`slip: ${makeTerminalSafe(sentence)}`)}\n`);
    };
    return {
        theme,
        async note(sentence) {
            if (volume.notes)
                await remark(sentence);
        },
        async warning(sentence) {
            if (volume.warnings)
                await remark(sentence);
        },
        async lines(lines) {
            await say(lines.map((line) => `${line}\n`).join(''));
        },
        async failure(error) {
            if (error instanceof BrokenPipe)
                return 0;
            if (!(error instanceof Failure)) {
                await say(defectText(error, theme));
                return 70;
            }
            // Whoever pressed Ctrl-C knows what happened.
            if (volume.errors && error.kind !== 'interrupted')
                await say(failureText(error, theme));
            if (volume.debug)
                await say(`${makeTerminalSafe(stackOf(error), { oneLine: false })}\n`);
            return error.exitStatus;
        },
    };
}
function stackOf(error) {
    const { cause } = error;
    return `${error.stack ?? error.message}${cause instanceof Error ? `\ncaused by ${stackOf(cause)}` : ''}`;
}
//# sourceMappingURL=console.js.map