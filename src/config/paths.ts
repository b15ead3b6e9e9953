/**
 * slip's config folder: `SLIP_CONFIG_DIR`, else `slip` in the platform's place for such folders (XDG base directories,
 * where a relative path does not count; `%APPDATA%` on Windows). `undefined` when there is no home.
 */
export function configFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | undefined {
  if (env.SLIP_CONFIG_DIR) return env.SLIP_CONFIG_DIR;
  if (platform === 'win32') return env.APPDATA ? `${env.APPDATA}\\slip` : undefined;
  if (env.XDG_CONFIG_HOME?.startsWith('/')) return `${env.XDG_CONFIG_HOME}/slip`;
  return env.HOME ? `${env.HOME}/.config/slip` : undefined;
}

/**
 * Where slip keeps what it can make anew: `slip` in the platform's place for such folders (`XDG_CACHE_HOME`, where a
 * relative path does not count, else `~/.cache`; `%LOCALAPPDATA%` on Windows). `undefined` when there is no home.
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | undefined {
  if (platform === 'win32') return env.LOCALAPPDATA ? `${env.LOCALAPPDATA}\\slip\\cache` : undefined;
  if (env.XDG_CACHE_HOME?.startsWith('/')) return `${env.XDG_CACHE_HOME}/slip`;
  return env.HOME ? `${env.HOME}/.cache/slip` : undefined;
}

/**
 * Where a netrc file may be: `NETRC`, else in the home folder; on Windows also under the name that older programs gave it.
 * The first that is there counts.
 */
export function netrcPaths(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): readonly string[] {
  if (env.NETRC) return [env.NETRC];
  if (platform !== 'win32') return env.HOME ? [`${env.HOME}/.netrc`] : [];
  const home = env.HOME || env.USERPROFILE;
  return home ? [`${home}\\.netrc`, `${home}\\_netrc`] : [];
}
