import { makeTerminalSafe } from '../render/safety.js';
import { isWritten } from '../store/output.js';
/**
 * The printer of a `--write-out` format; one that begins with `@` is read from a file, whose line ends do not count, as
 * in curl.
 */
export async function openWriteOut(format, inputs) {
    if (format === undefined)
        return undefined;
    // Loaded where it is asked for: it is a tenth of all that a plain request loads.
    const { parseWriteOut, renderWriteOut } = await import('../render/write-out.js');
    const pieces = parseWriteOut(format.startsWith('@') ? await readFormat(format.slice(1), inputs) : format);
    return async (facts, { host, console }) => {
        const terminals = { stdout: host.stdout.isTerminal, stderr: host.stderr.isTerminal };
        const { outputs, notes } = renderWriteOut(pieces, facts, (value, to) => typeof to === 'string' && terminals[to] ? makeTerminalSafe(value, { oneLine: false }) : value);
        let sink = host.stdout;
        for (const { to, text } of outputs) {
            if (to === 'stdout')
                sink = host.stdout;
            if (to === 'stderr')
                sink = host.stderr;
            const isFile = typeof to === 'object';
            // A file that cannot be opened leaves its text to the target before it, as in curl.
            if (isFile && (await isWritten(host.files, to.path, to.append, text)))
                continue;
            await sink.write(text);
        }
        for (const sentence of notes)
            await console.warning(sentence);
    };
}
async function readFormat(path, inputs) {
    const text = Buffer.from(await inputs.read(path, 'read')).toString('utf8');
    return text.replace(/[\r\n]/g, '');
}
//# sourceMappingURL=write-out.js.map