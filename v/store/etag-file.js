import { Failure } from '../failure.js';
import { parentOf, writeFailure } from './output.js';
/**
 * Opens nothing yet; `-` is stdout.
 *
 * @throws Failure `write` from its functions; in curl's dialect a file that cannot be made is 26, as it is there.
 */
export function etagFile(files, path, createsFolders, dialect) {
    return {
        async open() {
            if (path === '-')
                return;
            try {
                const folder = parentOf(path);
                if (createsFolders && folder !== undefined)
                    await files.makeFolder(folder);
                await (await files.open(path, 'append')).close();
            }
            catch (error) {
                const failure = writeFailure(error, path);
                throw dialect === 'slip' ? failure : new Failure('read', failure.message, { cause: error });
            }
        },
        async write({ status, headers }, stdout) {
            if (status < 200 || status > 399)
                return;
            for (const [name, value] of headers) {
                const tag = String(value);
                if (name.toLowerCase() !== 'etag' || tag === '')
                    continue;
                const line = Buffer.from(`${tag}\n`, 'latin1');
                if (path === '-')
                    await stdout.write(line);
                else {
                    try {
                        const sink = await files.open(path, 'replace');
                        await sink.write(line);
                        await sink.close();
                    }
                    catch (error) {
                        throw writeFailure(error, path);
                    }
                }
            }
        },
    };
}
//# sourceMappingURL=etag-file.js.map