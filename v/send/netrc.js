import { findNetrcLogin } from '../auth/netrc.js';
import { netrcPaths } from '../config/paths.js';
import { Failure } from '../failure.js';
/**
 * The logins of the netrc file, for `-n`, `--netrc-file` and `--netrc-optional`. As in curl a file that cannot be read
 * matters only once a login is looked for in it, and to `--netrc-optional` not even then.
 *
 * @throws Failure `usage` for a `--netrc-file` that is not there.
 */
export async function readNetrc(options, { files, env, platform }) {
    const named = options['netrc-file'];
    const isOptional = options['netrc-optional'] === true;
    if (named !== undefined && (await files.facts(named)) === undefined) {
        throw new Failure('usage', `${named}, which --netrc-file names, is not there`);
    }
    const text = await readFirst(named === undefined ? netrcPaths(env, platform) : [named], files);
    const find = (host, name) => {
        if (text instanceof Failure)
            throw text;
        return findNetrcLogin(text, host, name);
    };
    return {
        ...(named === undefined ? {} : { path: named }),
        comesFirst: !isOptional,
        find: isOptional ? orNothing(find) : find,
    };
}
async function readFirst(paths, files) {
    let failure = new Failure('read', 'there is no home folder to find a netrc file in', {
        hint: '--netrc-file FILE names one',
    });
    for (const [index, path] of paths.entries()) {
        try {
            return Buffer.from(await files.read(path)).toString('utf8');
        }
        catch (cause) {
            if (index === 0)
                failure = new Failure('read', `the netrc file ${path} cannot be read`, { cause });
        }
    }
    return failure;
}
function orNothing(find) {
    return (host, name) => {
        try {
            return find(host, name);
        }
        catch (error) {
            if (error instanceof Failure)
                return undefined;
            throw error;
        }
    };
}
//# sourceMappingURL=netrc.js.map