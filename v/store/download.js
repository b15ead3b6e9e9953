import { createHash } from 'node:crypto';
import { Failure } from '../failure.js';
import { findHeader } from '../request/headers.js';
import { maskUrlText } from '../request/url.js';
import { numberedName } from './download-name.js';
import { writeFailure } from './output.js';
/** Looks for what an earlier run left for this URL under this name. */
export async function findPartial(files, target, nowMs) {
    for (let count = 0; count < SEARCHED_PARTS; count++) {
        const path = partPath(target, count);
        const facts = await files.facts(path);
        if (facts?.kind !== 'file')
            continue;
        const label = await readLabel(files, idleLabel(path));
        const isStill = nowMs - facts.modifiedAtMs > ABANDONED_AFTER_MS;
        const abandoned = label === undefined && isStill ? await readLabel(files, busyLabel(path)) : undefined;
        const { url, validator } = label ?? abandoned ?? {};
        if (url !== fingerprint(target.url))
            continue;
        return { path, byteLength: facts.byteLength ?? 0, validator, isAbandoned: abandoned !== undefined };
    }
    return undefined;
}
/** The header fields that ask for the rest of a part only if the whole is still the same (RFC 9110 §13.1.5, §14.2). */
export function resumeHeaders(partial) {
    if (partial?.validator === undefined || partial.byteLength === 0)
        return [];
    return [
        ['Range', `bytes=${partial.byteLength}-`],
        ['If-Range', partial.validator],
    ];
}
/**
 * What a reply means for a download that sent `resumeHeaders`. A 206 is taken only if it goes on exactly where the part
 * ends, of the same content and not encoded; a server that answers 200 has ignored the range or has another version.
 */
export function acceptReply(partial, head) {
    if (head.status >= 200 && head.status < 300 && head.status !== 206)
        return { kind: 'fresh' };
    if (head.status !== 206 && head.status !== 416) {
        return refusal('httpStatus', `the server answered ${head.status}: nothing was saved`);
    }
    if (partial === undefined || resumeHeaders(partial).length === 0) {
        return refusal('range', `the server answered ${head.status} without being asked for a part: nothing was saved`);
    }
    const hint = `delete ${partial.path} to start over`;
    if (isOtherContent(partial, head)) {
        return refusal('range', 'the server sent a part of something else than what was begun', hint);
    }
    const range = findHeader(head.headers, 'content-range') ?? '';
    if (head.status === 416) {
        const totalBytes = /^bytes \*\/(\d+)$/i.exec(range)?.[1];
        if (Number(totalBytes) === partial.byteLength)
            return { kind: 'complete' };
        return refusal('range', `the server has nothing after byte ${partial.byteLength}`, hint);
    }
    const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(range) ?? [];
    const from = Number(first);
    const totalBytes = total === undefined || total === '*' ? undefined : Number(total);
    if (from !== partial.byteLength || Number(last) < from || Number(last) >= (totalBytes ?? Number.POSITIVE_INFINITY)) {
        return refusal('range', `the server did not go on at byte ${partial.byteLength}`, hint);
    }
    return { kind: 'append', from, totalBytes };
}
/**
 * Takes the part as its own and opens it. For `complete` there is nothing to write, only to finish.
 *
 * @throws Failure `write`, also when another run took up the same part first.
 */
export async function openPart(files, target, partial, accepted, head) {
    const url = fingerprint(target.url);
    if (partial === undefined) {
        const { path, sink } = await createPart(files, target);
        await writeLabel(files, path, { url, validator: validatorOf(head) });
        return partFile(files, { path, sink, validator: validatorOf(head), from: 0, totalBytes: undefined });
    }
    const { path } = partial;
    await claim(files, partial);
    if (accepted.kind === 'fresh') {
        await writeLabel(files, path, { url, validator: validatorOf(head) });
        // Not emptied but made anew: a run that was killed while it finished may have left its file under both names.
        await orFail(path, files.remove(path));
        const sink = await orFail(path, files.open(path, 'create'));
        return partFile(files, { path, sink, validator: validatorOf(head), from: 0, totalBytes: undefined });
    }
    const { byteLength: from, validator } = partial;
    const totalBytes = accepted.kind === 'append' ? accepted.totalBytes : from;
    return partFile(files, { path, sink: await orFail(path, files.open(path, 'append')), validator, from, totalBytes });
}
/** Long enough for a slow connection to say something, short enough to type the command again after a crash. */
const ABANDONED_AFTER_MS = 60_000;
/** A bound for looking; more downloads of one name that broke off are not expected. */
const SEARCHED_PARTS = 10;
/** The URL in a form that tells it from others but gives nothing away; a signature in its query may be a new one. */
function fingerprint(url) {
    return createHash('sha256')
        .update(maskUrlText(url.replace(/#.*$/s, '')))
        .digest('hex');
}
function partPath(target, count) {
    return `${numberedPath(target.path, count)}.part`;
}
function idleLabel(partPath) {
    return `${partPath}.json`;
}
function busyLabel(partPath) {
    return `${partPath}.lock`;
}
function numberedPath(path, count) {
    const nameStart = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
    return path.slice(0, nameStart) + numberedName(path.slice(nameStart), count);
}
async function readLabel(files, path) {
    try {
        const { url, validator } = JSON.parse(Buffer.from(await files.read(path)).toString());
        if (typeof url !== 'string')
            return undefined;
        return { url, validator: typeof validator === 'string' && isValidator(validator) ? validator : undefined };
    }
    catch {
        // Not there or not ours: either way there is nothing to go on from.
        return undefined;
    }
}
async function writeLabel(files, partPath, label) {
    const path = busyLabel(partPath);
    const sink = await orFail(path, files.open(path, 'replace'));
    await orFail(path, sink.write(Buffer.from(`${JSON.stringify(label)}\n`)));
    await orFail(path, sink.close());
}
/**
 * What tells this content from every other (RFC 9110 §8.8): a strong entity tag, or the date of change if there is no
 * tag at all and the date is a second older than the reply (§8.8.2.2). An encoded body has none, for a part of it as it
 * is stored cannot be gone on with.
 */
function validatorOf(head) {
    if (isEncoded(head))
        return undefined;
    const tag = findHeader(head.headers, 'etag');
    if (tag !== undefined)
        return isStrongTag(tag) ? tag : undefined;
    const changed = findHeader(head.headers, 'last-modified') ?? '';
    const ageMs = Date.parse(findHeader(head.headers, 'date') ?? '') - Date.parse(changed);
    return isHttpDate(changed) && ageMs >= 1000 ? changed : undefined;
}
function isValidator(text) {
    return isStrongTag(text) || isHttpDate(text);
}
function isStrongTag(text) {
    return /^"[\x21\x23-\x7e]*"$/.test(text);
}
function isHttpDate(text) {
    return /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text);
}
function isEncoded(head) {
    return !/^(?:identity)?$/i.test(findHeader(head.headers, 'content-encoding') ?? '');
}
/** Whether a reply to our range is about other bytes, which a server that does not know If-Range lets happen. */
function isOtherContent({ validator }, head) {
    if (isEncoded(head))
        return true;
    const tag = findHeader(head.headers, 'etag');
    const changed = findHeader(head.headers, 'last-modified');
    return isHttpDate(validator ?? '')
        ? changed !== undefined && changed !== validator
        : tag !== undefined && tag !== validator;
}
function refusal(kind, message, hint) {
    return { kind: 'refused', failure: new Failure(kind, message, hint === undefined ? {} : { hint }) };
}
/** A new part under the first number that is free. */
async function createPart(files, target) {
    for (let count = 0;; count++) {
        const path = partPath(target, count);
        try {
            return { path, sink: await files.open(path, 'create') };
        }
        catch (error) {
            if (codeOf(error) !== 'EEXIST')
                throw writeFailure(error, path);
        }
    }
}
async function claim(files, { path, isAbandoned }) {
    try {
        if (isAbandoned)
            await files.rename(busyLabel(path), idleLabel(path));
        await files.rename(idleLabel(path), busyLabel(path));
    }
    catch (error) {
        if (codeOf(error) !== 'ENOENT')
            throw writeFailure(error, path);
        throw new Failure('write', `another slip has just gone on with ${path}`, { cause: error });
    }
}
function partFile(files, { path, sink, validator, from, totalBytes }) {
    let byteLength = from;
    let isOpen = true;
    const close = async () => {
        if (isOpen)
            await sink.close();
        isOpen = false;
    };
    return {
        path,
        get byteLength() {
            return byteLength;
        },
        async write(chunk) {
            await orFail(path, sink.write(chunk));
            byteLength += chunk.byteLength;
        },
        async finish(wanted) {
            await orFail(path, close());
            if (byteLength !== (totalBytes ?? byteLength)) {
                throw new Failure('partial', `${byteLength} of ${totalBytes} bytes came`);
            }
            if ((await files.facts(path))?.byteLength !== byteLength) {
                // Nobody is to go on with it.
                await files.remove(busyLabel(path)).catch(() => { });
                throw new Failure('write', `${path} was changed by another program meanwhile`, { hint: `delete ${path}` });
            }
            const given = await publish(files, path, wanted);
            // What cannot be cleared away does no harm: it is found to be nobody's part.
            await files.remove(busyLabel(path)).catch(() => { });
            return given;
        },
        async keep() {
            await close().catch(() => { });
            const keptBytes = (await files.facts(path))?.byteLength ?? 0;
            if (keptBytes === 0) {
                await files.remove(path).catch(() => { });
                await files.remove(busyLabel(path)).catch(() => { });
                return 'nothing was saved';
            }
            const isLabelled = await files.rename(busyLabel(path), idleLabel(path)).then(() => true, () => false);
            const next = isLabelled && validator !== undefined ? 'goes on from there' : 'starts over';
            return `${path} has the first ${keptBytes} bytes: the same command ${next}`;
        },
    };
}
/** Gives a part its name without ever taking it from another file, however many race for it. */
async function publish(files, part, wanted) {
    for (let count = 0;; count++) {
        const path = numberedPath(wanted, count);
        try {
            await moveToFreeName(files, part, path);
            return path;
        }
        catch (error) {
            if (codeOf(error) !== 'EEXIST')
                throw writeFailure(error, path);
        }
    }
}
/** @throws Node's EEXIST when the name is taken. */
async function moveToFreeName(files, part, path) {
    try {
        await files.link(part, path);
    }
    catch (error) {
        if (codeOf(error) === 'EEXIST')
            throw error;
        // FAT and some network file systems have no second names: an empty file holds the place, and it is ours to replace.
        await (await files.open(path, 'create')).close();
        await files.rename(part, path);
        return;
    }
    await files.remove(part).catch(() => { });
}
async function orFail(path, act) {
    try {
        return await act;
    }
    catch (error) {
        throw writeFailure(error, path);
    }
}
function codeOf(error) {
    return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
//# sourceMappingURL=download.js.map