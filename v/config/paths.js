/**
 * slip's config folder: `SLIP_CONFIG_DIR`, else `slip` in the platform's place for such folders (XDG base directories,
 * where a relative path does not count; `%APPDATA%` on Windows). `undefined` when there is no home.
 */
export function configFolder(env, platform) {
    if (env.SLIP_CONFIG_DIR)
        return env.SLIP_CONFIG_DIR;
    if (platform === 'win32')
        return env.APPDATA ? `${env.APPDATA}\\slip` : undefined;
    if (env.XDG_CONFIG_HOME?.startsWith('/'))
        return `${env.XDG_CONFIG_HOME}/slip`;
    return env.HOME ? `${env.HOME}/.config/slip` : undefined;
}
/**
 * Where a netrc file may be: `NETRC`, else in the home folder; on Windows also under the name that older programs gave it.
 * The first that is there counts.
 */
export function netrcPaths(env, platform) {
    if (env.NETRC)
        return [env.NETRC];
    if (platform !== 'win32')
        return env.HOME ? [`${env.HOME}/.netrc`] : [];
    const home = env.HOME || env.USERPROFILE;
    return home ? [`${home}\\.netrc`, `${home}\\_netrc`] : [];
}
//# sourceMappingURL=paths.js.map