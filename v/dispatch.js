import { readInvocations } from './cli/config-words.js';
import { readCurlInvocations } from './cli/curl.js';
import { asExported, exportedWords } from './cli/export-words.js';
import { inputsFrom } from './cli/inputs.js';
import { curlrcPaths } from './config/curlrc.js';
import { configFolder } from './config/paths.js';
import { Failure } from './failure.js';
import { colorLevel } from './render/color-level.js';
import { openTheme } from './render/paint.js';
import { openConsole } from './send/console.js';
import { sendRequests } from './send/requests.js';
/** Reads the line, does what it says, and gives the exit status; failures are told on stderr. */
export async function dispatch(host, argv) {
    try {
        return await obey(host, argv);
    }
    catch (error) {
        return await tell(error, host, argv);
    }
}
async function obey(host, argv) {
    const inputs = inputsFrom(host);
    const notes = [];
    const isExport = argv[0] === 'export';
    const words = isExport ? exportedWords(argv.slice(1)) : argv;
    const typed = words[0] === 'curl'
        ? await readCurlInvocations(words.slice(1), await findCurlrc(host), inputs, (sentence) => notes.push(sentence))
        : await readInvocations(words, await findConfig(host), inputs, (sentence) => notes.push(sentence));
    const invocations = isExport ? typed.map(asExported) : typed;
    for (const note of notes)
        await host.stderr.write(`slip: ${note}\n`);
    const [invocation] = invocations;
    switch (invocation?.command) {
        case undefined:
            throw new Error('a line has at least one part');
        case 'request':
            return await withStderr(host, invocation.options.stderr, async (told) => {
                try {
                    return await sendRequests(invocations, inputs, told);
                }
                catch (error) {
                    return await tell(error, told, argv);
                }
            });
        case 'curl':
            throw new Failure('usage', 'curl is the first word of a line: slip curl ARG…');
        case 'export':
            throw new Failure('usage', 'export is the first word of a line: slip export curl …');
        case 'demo': {
            const { runDemo } = await import('./demo/command.js');
            return await runDemo(host, invocation.words);
        }
        case 'completion': {
            const { printCompletion } = await import('./cli/completion-command.js');
            return await printCompletion(host.stdout, invocation.words);
        }
        case 'help': {
            const { showHelpCommand } = await import('./special.js');
            return await showHelpCommand(invocation.words, host);
        }
    }
}
/** Acts with another stderr (`--stderr`): `-` is stdout; a file that cannot be written is told of and passed over, as in curl. */
async function withStderr(host, path, act) {
    if (path === undefined)
        return await act(host);
    if (path === '-')
        return await act({ ...host, stderr: host.stdout });
    let file;
    try {
        const { streamFile } = await import('./store/stream-file.js');
        file = await streamFile(host.files, path);
    }
    catch (error) {
        if (!(error instanceof Failure))
            throw error;
        await host.stderr.write(`slip: ${error.message}\n`);
        return await act(host);
    }
    try {
        return await act({ ...host, stderr: file });
    }
    finally {
        await file.close().catch(() => { });
    }
}
/** Tells of a failure that kept the whole line from being done. How loud to be is not known, so it is told. */
async function tell(error, host, argv) {
    const { env, platform, stderr } = host;
    const theme = await openTheme('auto', colorLevel({ isTerminal: stderr.isTerminal, env, platform }));
    return await openConsole(host, theme, {
        notes: true,
        warnings: true,
        errors: true,
        debug: argv.includes('--debug'),
    }).failure(error);
}
/** The user's own config file, if it is there. */
async function findConfig(host) {
    const folder = configFolder(host.env, host.platform);
    if (folder === undefined)
        return undefined;
    const path = `${folder}/config`;
    try {
        return { path, text: Buffer.from(await host.files.read(path)).toString('utf8') };
    }
    catch (cause) {
        const { code } = cause; // a system error
        if (code === 'ENOENT' || code === 'ENOTDIR')
            return undefined;
        throw new Failure('config', `${path} cannot be read`, {
            cause,
            hint: '-q as the first argument goes on without it',
        });
    }
}
/** curl's config file: the first that can be read. */
async function findCurlrc(host) {
    for (const path of curlrcPaths(host.env, host.platform)) {
        const text = await host.files.read(path).then((bytes) => Buffer.from(bytes).toString('utf8'), () => undefined);
        if (text !== undefined)
            return { path, text };
    }
    return undefined;
}
//# sourceMappingURL=dispatch.js.map