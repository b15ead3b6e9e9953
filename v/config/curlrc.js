/**
 * Where curl looks for its config file, in its order: the first that can be read counts (curl(1), `--config`). Two traits
 * of its search are kept: once a folder of the XDG base directories was looked at, none in a `.config` is, and on Windows
 * no `_curlrc` either.
 */
export function curlrcPaths(env, platform) {
    const isWindows = platform === 'win32';
    const separator = isWindows ? '\\' : '/';
    const paths = [];
    let seenPlain = false;
    for (const { variable, folder, plain } of isWindows ? WINDOWS_PLACES : PLACES) {
        const home = env[variable];
        if (!home || (plain && seenPlain))
            continue;
        const names = plain ? ['curlrc'] : isWindows && !seenPlain ? ['.curlrc', '_curlrc'] : ['.curlrc'];
        paths.push(...names.map((name) => `${home}${folder}${separator}${name}`));
        seenPlain ||= plain;
    }
    return paths;
}
const DOTTED = [
    { variable: 'CURL_HOME', folder: '', plain: false },
    { variable: 'XDG_CONFIG_HOME', folder: '', plain: true },
    { variable: 'HOME', folder: '', plain: false },
];
const IN_CONFIG_FOLDERS = [
    { variable: 'CURL_HOME', folder: '/.config', plain: true },
    { variable: 'HOME', folder: '/.config', plain: true },
];
const PLACES = [...DOTTED, ...IN_CONFIG_FOLDERS];
const WINDOWS_PLACES = [
    ...DOTTED,
    { variable: 'USERPROFILE', folder: '', plain: false },
    { variable: 'APPDATA', folder: '', plain: false },
    { variable: 'USERPROFILE', folder: '\\Application Data', plain: false },
    ...IN_CONFIG_FOLDERS,
];
//# sourceMappingURL=curlrc.js.map