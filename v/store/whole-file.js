import { writeFailure } from './output.js';
/** Permission bits of what is for its owner's eyes. */
const PRIVATE_MODE = 0o600;
/**
 * Puts a file there as a whole: written beside its place and renamed, so that nobody ever sees a part of it. A new one is
 * for its owner only; one that is there keeps its permissions, and never gets more (CVE-2022-32207). A device or pipe is
 * written to as it is.
 *
 * @throws Failure `write`.
 */
export async function writeWholeFile({ files, randomBytes }, path, content) {
    try {
        const facts = await files.facts(path);
        if (facts !== undefined) {
            // Whoever made a file read-only, or a folder, does not want another one there; what is no file has no place beside it.
            const there = await files.open(path, 'append');
            if (facts.kind !== 'file')
                return await filled(there, content);
            await there.close();
        }
        const beside = `${path}.${Buffer.from(randomBytes(8)).toString('hex')}.tmp`;
        const sink = await files.open(beside, 'create', facts?.mode ?? PRIVATE_MODE);
        try {
            await filled(sink, content);
            await files.rename(beside, path);
        }
        catch (error) {
            await dropped(files, beside);
            throw error;
        }
    }
    catch (error) {
        throw writeFailure(error, path);
    }
}
async function filled(sink, content) {
    try {
        await sink.write(content);
    }
    finally {
        await sink.close();
    }
}
async function dropped(files, path) {
    // The first failure is what is told.
    await files.remove(path).catch(() => { });
}
//# sourceMappingURL=whole-file.js.map