import { VERSION } from './version.js';
/** The outside world as Node gives it. Made once, by main.ts. */
export function realHost(world) {
    let interruption;
    let isStdinRead = false;
    const onSignal = (signal) => {
        // A second Ctrl-C means it: the run that should have ended at the first one is not asked again.
        if (interruption?.signal.aborted)
            world.exit(130);
        interruption?.abort(signal);
    };
    return {
        env: world.env,
        platform: world.platform,
        version: VERSION,
        runtime: `node ${world.version}, ${world.platform} ${world.arch}`,
        decodesZstd: 'zstd' in world.versions,
        stdin: {
            get isTerminal() {
                return world.stdin.isTTY === true;
            },
            chunks: () => {
                isStdinRead = true;
                return world.stdin;
            },
        },
        stdout: streamSink('stdout', () => world.stdout),
        stderr: streamSink('stderr', () => world.stderr),
        files: realFiles(world.getBuiltinModule('node:fs')),
        now: () => Date.now(),
        offsetMinutes: (atMs) => -new Date(atMs).getTimezoneOffset(),
        uptimeMs: () => Number(world.hrtime.bigint()) / 1e6,
        sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs).unref()),
        wait,
        randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
        askSecret: (question) => askOnTerminal(world, question),
        get interrupted() {
            // Watched from the first look on: until then there is nothing that a signal could leave half done.
            if (interruption === undefined) {
                interruption = new AbortController();
                world.on('SIGINT', onSignal).on('SIGTERM', onSignal);
            }
            return interruption.signal;
        },
        close: () => {
            world.off('SIGINT', onSignal).off('SIGTERM', onSignal);
            // A stdin that was given up on would keep the process waiting for its end.
            if (isStdinRead)
                world.stdin.destroy();
        },
    };
}
function wait(durationMs, signal) {
    return new Promise((resolve, reject) => {
        if (signal?.aborted)
            return reject(signal.reason);
        const onAbort = () => {
            clearTimeout(timer);
            reject(signal?.reason);
        };
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
        }, durationMs);
        signal?.addEventListener('abort', onAbort, { once: true });
    });
}
/** A sink over a standard stream, which Node opens only when it is first touched. */
function streamSink(name, open) {
    let failure;
    let isWatched = false;
    const stream = () => {
        const opened = open();
        if (!isWatched) {
            isWatched = true;
            // Without a listener a reader that went away would end the process with a stack trace.
            opened.on('error', (error) => {
                failure ??= import('./store/output.js').then(({ sinkFailure }) => sinkFailure(error, name));
            });
        }
        return opened;
    };
    return {
        get isTerminal() {
            return open().isTTY === true;
        },
        get columns() {
            return open().columns ?? 80;
        },
        async write(chunk) {
            if (failure !== undefined)
                throw await failure;
            if (chunk.length === 0)
                return;
            const opened = stream();
            if (opened.write(chunk))
                return;
            await new Promise((resolve) => {
                const settle = () => {
                    opened.off('drain', settle).off('error', settle).off('close', settle);
                    resolve();
                };
                opened.on('drain', settle).on('error', settle).on('close', settle);
            });
            if (failure !== undefined)
                throw await failure;
        },
    };
}
const READ_CHUNK_BYTES = 64 * 1024;
/** For the owner and the group, as in curl. */
const FOLDER_MODE = 0o750;
/** An import of node:fs would load `fs.promises` and all it needs, 3 ms that most runs never use. */
function realFiles(fs) {
    return {
        read: (path) => new Promise((resolve, reject) => {
            fs.readFile(path, (error, bytes) => (error === null ? resolve(bytes) : reject(error)));
        }),
        // Said only where it counts: with a position Node reads at positions, which a pipe does not have.
        stream: (path, startByte) => fs.createReadStream(path, { highWaterMark: READ_CHUNK_BYTES, ...(startByte && { start: startByte }) }),
        list: (path) => fs.promises.readdir(path),
        async facts(path) {
            try {
                const facts = await fs.promises.stat(path);
                const kind = facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : 'other';
                const { size, mtimeMs: modifiedAtMs, mode } = facts;
                return { kind, byteLength: kind === 'file' ? size : undefined, modifiedAtMs, mode: mode & 0o7777 };
            }
            catch (error) {
                if (error.code === 'ENOENT')
                    return undefined; // stat fails with a system error
                throw error;
            }
        },
        async open(path, how, mode = 0o666) {
            const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_TRUNC } = fs.constants;
            const flags = { create: O_EXCL, append: O_APPEND, replace: O_TRUNC }[how];
            return fileSink(await fs.promises.open(path, O_WRONLY | O_CREAT | flags, mode));
        },
        setModified: (path, atMs) => fs.promises.utimes(path, atMs / 1000, atMs / 1000),
        async makeFolder(path) {
            await fs.promises.mkdir(path, { recursive: true, mode: FOLDER_MODE });
        },
        rename: (from, to) => fs.promises.rename(from, to),
        link: (from, to) => fs.promises.link(from, to),
        remove: (path) => fs.promises.rm(path),
    };
}
function fileSink(handle) {
    return {
        async write(chunk) {
            let written = 0;
            while (written < chunk.byteLength)
                written += (await handle.write(chunk, written)).bytesWritten;
        },
        close: () => handle.close(),
    };
}
/** Asks on the terminal, not on stdin, which may be a pipe with the body in it. */
async function askOnTerminal(world, question) {
    const { askOnTerminal: ask } = await import('./terminal.js');
    return await ask(world, question);
}
//# sourceMappingURL=real-host.js.map