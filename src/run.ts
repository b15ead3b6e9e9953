import type { Host } from './host.ts';
import { versionLine } from './version.ts';

/**
 * The program: from the words of a command line to an exit status. Nothing is thrown.
 *
 * `special → parse → draft → plan → exchange → render → status`: the first arrow is here, and works whatever else stands
 * on the line; dispatch.ts has the next, send/requests.ts the rest. Each half is loaded when it is reached, as most of
 * the time between Enter and the answer goes into loading.
 */
export async function run(host: Host, argv: readonly string[]): Promise<number> {
  try {
    const status = await answerSpecial(host, argv);
    if (status !== undefined) return status;
  } catch (error) {
    const { tell } = await import('./dispatch.ts');
    return await tell(error, host, argv);
  }
  const { dispatch } = await import('./dispatch.ts');
  return await dispatch(host, argv);
}

/** Help and the version, if the line asks for them. */
async function answerSpecial(host: Host, argv: readonly string[]): Promise<number | undefined> {
  if (argv[0] === '--version' || argv[0] === '-V') return await showVersion(host);
  if (argv.length === 0 || argv.some(mayAskForHelp)) {
    const { findSpecial, showCommandHelp, showCurlVersion, showHelp, showUsage } = await import('./special.ts');
    const status = await showCommandHelp(argv, host);
    if (status !== undefined) return status;
    const special = findSpecial(argv);
    if (special?.kind === 'version') return await (special.dialect === 'curl' ? showCurlVersion : showVersion)(host);
    if (special?.kind === 'help') return await showHelp(special, host);
    if (argv.length === 0) return await showUsage(host);
  }
  return undefined;
}

/** A word that asks for help or the version, unless it is the value of an option, which only the table knows. */
function mayAskForHelp(word: string): boolean {
  return /^--(?:help|version|manual)$/.test(word) || /^-[^-]*[hVM]/.test(word);
}

async function showVersion(host: Host): Promise<number> {
  await host.stdout.write(versionLine(host.version, host.runtime));
  return 0;
}
