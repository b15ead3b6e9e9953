import { Failure } from '../failure.js';
/** Inputs read through the host. */
export function inputsFrom(host) {
    let isStdinTaken = false;
    const claimStdin = () => {
        if (isStdinTaken)
            throw new Failure('usage', 'stdin is named twice, and can be read once');
        isStdinTaken = true;
    };
    return {
        env: host.env,
        claimStdin,
        askSecret: async (question) => await unlessInterrupted(host.askSecret(question), host.interrupted),
        async read(path, kind) {
            if (path !== '-')
                return await readOr(kind, path, () => host.files.read(path));
            claimStdin();
            return await unlessInterrupted(readAll(host.stdin.chunks()), host.interrupted);
        },
        async byteLength(path, kind) {
            const facts = await readOr(kind, path, () => host.files.facts(path));
            if (facts === undefined)
                throw new Failure(kind, `${path} is not there`);
            if (facts.kind === 'folder')
                throw new Failure(kind, `${path} is a folder`);
            return facts.byteLength;
        },
        async modifiedAtSeconds(path) {
            const facts = await host.files.facts(path).catch(() => undefined);
            return facts === undefined ? undefined : Math.floor(facts.modifiedAtMs / 1000);
        },
    };
}
async function readAll(chunks) {
    const read = [];
    for await (const chunk of chunks)
        read.push(chunk);
    return Buffer.concat(read);
}
/** What a person or a pipe may keep us waiting for, given up on Ctrl-C. */
async function unlessInterrupted(waiting, interrupted) {
    let giveUp = () => { };
    const interruption = new Promise((_resolve, reject) => {
        giveUp = () => reject(new Failure('interrupted', 'interrupted'));
        if (interrupted.aborted)
            giveUp();
        interrupted.addEventListener('abort', giveUp);
    });
    try {
        return await Promise.race([waiting, interruption]);
    }
    finally {
        interrupted.removeEventListener('abort', giveUp);
    }
}
async function readOr(kind, path, read) {
    try {
        return await read();
    }
    catch (cause) {
        const { code } = cause; // a system error
        const sentences = {
            ENOENT: 'is not there',
            EISDIR: 'is a folder',
            EACCES: 'may not be read',
        };
        throw new Failure(kind, `${path} ${sentences[code ?? ''] ?? 'cannot be read'}`, { cause });
    }
}
//# sourceMappingURL=inputs.js.map