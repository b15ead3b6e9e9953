/** slip's version; a test holds it to package.json's. */
export const VERSION = '0.1.0';

/** What slip runs on: `node v24.0.0, linux x64`. */
export function runtimeOf({ version, platform, arch }: Pick<NodeJS.Process, 'version' | 'platform' | 'arch'>): string {
  return `node ${version}, ${platform} ${arch}`;
}

/** The line that `--version` prints. */
export function versionLine(version: string, runtime: string): string {
  return `slip ${version} (${runtime})\n`;
}
