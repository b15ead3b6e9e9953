/**
 * The program: from the words of a command line to an exit status. Nothing is thrown.
 *
 * `special → parse → draft → plan → exchange → render → status`: the first arrow is here, and works whatever else stands
 * on the line; dispatch.ts has the next, send/requests.ts the rest. Each half is loaded when it is reached, as most of
 * the time between Enter and the answer goes into loading.
 */
export async function run(host, argv) {
    if (argv[0] === '--version' || argv[0] === '-V')
        return await showVersion(host);
    if (argv.length === 0 || argv.some(mayAskForHelp)) {
        const { findSpecial, showCurlVersion, showHelp, showUsage } = await import('./special.js');
        const special = findSpecial(argv);
        if (special?.kind === 'version')
            return await (special.dialect === 'curl' ? showCurlVersion : showVersion)(host);
        if (special?.kind === 'help')
            return await showHelp(special, host);
        if (argv.length === 0)
            return await showUsage(host);
    }
    const { dispatch } = await import('./dispatch.js');
    return await dispatch(host, argv);
}
/** A word that asks for help or the version, unless it is the value of an option, which only the table knows. */
function mayAskForHelp(word) {
    return /^--(?:help|version|manual)$/.test(word) || /^-[^-]*[hVM]/.test(word);
}
async function showVersion(host) {
    await host.stdout.write(`slip ${host.version} (${host.runtime})\n`);
    return 0;
}
//# sourceMappingURL=run.js.map