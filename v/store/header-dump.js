import { parentOf, writeFailure } from './output.js';
/**
 * Opens nothing yet; `-` is stdout, `%` stderr.
 *
 * @param createFolders those that the path names (`--create-dirs`).
 * @throws Failure `write` from its functions.
 */
export function headerDump(host, path, createFolders) {
    const stream = path === '-' ? host.stdout : path === '%' ? host.stderr : undefined;
    let sink;
    const orFail = async (act) => {
        try {
            return await act();
        }
        catch (error) {
            throw writeFailure(error, path);
        }
    };
    const open = async () => {
        const folder = parentOf(path);
        if (sink === undefined && createFolders && folder !== undefined)
            await host.files.makeFolder(folder);
        sink ??= await host.files.open(path, 'replace');
        return sink;
    };
    return {
        async open() {
            if (stream === undefined)
                await orFail(open);
        },
        async write(head) {
            if (stream !== undefined)
                await stream.write(head);
            else
                await orFail(async () => await (await open()).write(head));
        },
        async close() {
            await orFail(async () => await sink?.close());
        },
    };
}
//# sourceMappingURL=header-dump.js.map