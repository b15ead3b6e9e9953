import { bodyFile } from './output.js';
import { nextNaming } from './server-name.js';
/**
 * Standard output.
 *
 * @param endsLine a terminal, where the prompt should not stand behind a body without a line end.
 */
export function stdoutReceiver(stdout, endsLine) {
    let lastByte;
    const endLine = async () => {
        if (endsLine && lastByte !== undefined && lastByte !== 0x0a)
            await stdout.write('\n');
        lastByte = undefined;
        return undefined;
    };
    return {
        name: undefined,
        meet() { },
        writeHeads: async () => false,
        async write(chunk) {
            lastByte = chunk.at(-1) ?? lastByte;
            await stdout.write(chunk);
        },
        finish: endLine,
        abandon: endLine,
        async restart() { },
    };
}
/** Nowhere, heads included (`--out-null`): the body is read and checked all the same. */
export function nullReceiver() {
    return {
        name: undefined,
        meet() { },
        writeHeads: async () => true,
        async write() { },
        finish: async () => undefined,
        abandon: async () => undefined,
        async restart() { },
    };
}
/** A file written directly, as `-o` and `-O` have it. */
export function fileReceiver(files, path, rules) {
    return receiverOf(bodyFile(files, path, rules));
}
/** Holds back the heads that stand before the body until the file has its name; heads are bounded. */
export function serverNamedReceiver(files, target) {
    let naming = { name: target.urlName, isServers: false, isSettled: false };
    const held = [];
    let opened;
    const open = async () => {
        opened ??= receiverOf(bodyFile(files, target.pathOf(naming.name), target.rulesFor(naming)));
        for (const head of held.splice(0))
            await opened.write(head);
        return opened;
    };
    return {
        get name() {
            return opened?.name ?? target.pathOf(naming.name);
        },
        meet(head) {
            naming = nextNaming(naming, head);
        },
        async writeHeads(heads) {
            held.push(...heads);
            return true;
        },
        write: async (chunk) => await (await open()).write(chunk),
        finish: async () => await (await open()).finish(),
        abandon: async (failure) => await opened?.abandon(failure),
        async restart() {
            held.length = 0;
            await opened?.restart();
        },
    };
}
function receiverOf(file) {
    let isOver = false;
    return {
        get name() {
            return file.path;
        },
        meet() { },
        async writeHeads(heads) {
            for (const bytes of heads)
                await file.write(bytes);
            return true;
        },
        write: (chunk) => file.write(chunk),
        async finish() {
            await file.finish();
            return undefined;
        },
        async abandon(failure) {
            if (isOver)
                return undefined;
            isOver = true;
            const kept = await file.abandon(failure);
            return kept ? `${file.path} holds the ${file.writtenBytes} bytes that came` : undefined;
        },
        async restart() {
            isOver = false;
            await file.restart();
        },
    };
}
/**
 * A download that gets its name when it is complete.
 *
 * @param path where it is to go; a number is added where that is taken.
 * @param takesBody `false` when all of it was there already, and the reply's body is about something else.
 */
export function downloadReceiver(part, path, takesBody) {
    let finalPath = path;
    return {
        get name() {
            return finalPath;
        },
        meet() { },
        writeHeads: async () => false,
        write: async (chunk) => {
            if (takesBody)
                await part.write(chunk);
        },
        async finish() {
            finalPath = await part.finish(path);
            return `saved as ${finalPath}`;
        },
        abandon: () => part.keep(),
        async restart() { },
    };
}
//# sourceMappingURL=receiver.js.map