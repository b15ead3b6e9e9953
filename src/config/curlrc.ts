/**
 * Where curl looks for its config file, in its order: the first that can be read counts (curl(1), `--config`). Two traits
 * of its search are kept: once a folder of the XDG base directories was looked at, none in a `.config` is, and on Windows
 * no `_curlrc` either.
 *
 * @param accountHome what the system has on record, whatever the environment says: the last place, but on Windows.
 */
export function curlrcPaths(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  accountHome: string | undefined,
): readonly string[] {
  const isWindows = platform === 'win32';
  const separator = isWindows ? '\\' : '/';
  const paths: string[] = [];
  let seenPlain = false;
  for (const { variable, folder, plain } of isWindows ? WINDOWS_PLACES : PLACES) {
    const home = env[variable];
    if (!home || (plain && seenPlain)) continue;
    const names = plain ? ['curlrc'] : isWindows && !seenPlain ? ['.curlrc', '_curlrc'] : ['.curlrc'];
    paths.push(...names.map((name) => `${home}${folder}${separator}${name}`));
    seenPlain ||= plain;
  }
  const last = `${accountHome}/.curlrc`;
  if (!isWindows && accountHome !== undefined && !paths.includes(last)) paths.push(last);
  return paths;
}

interface Place {
  /** The variable that holds the folder. */
  readonly variable: string;
  /** What stands behind it. */
  readonly folder: string;
  /** The name has no dot here. */
  readonly plain: boolean;
}

const DOTTED: readonly Place[] = [
  { variable: 'CURL_HOME', folder: '', plain: false },
  { variable: 'XDG_CONFIG_HOME', folder: '', plain: true },
  { variable: 'HOME', folder: '', plain: false },
];

const IN_CONFIG_FOLDERS: readonly Place[] = [
  { variable: 'CURL_HOME', folder: '/.config', plain: true },
  { variable: 'HOME', folder: '/.config', plain: true },
];

const PLACES: readonly Place[] = [...DOTTED, ...IN_CONFIG_FOLDERS];

const WINDOWS_PLACES: readonly Place[] = [
  ...DOTTED,
  { variable: 'USERPROFILE', folder: '', plain: false },
  { variable: 'APPDATA', folder: '', plain: false },
  { variable: 'USERPROFILE', folder: '\\Application Data', plain: false },
  ...IN_CONFIG_FOLDERS,
];
