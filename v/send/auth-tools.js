import { readLogin } from '../cli/login.js';
/**
 * What stands behind `-n` and its like, and behind `--aws-sigv4`; loaded where an option asks for it.
 *
 * @throws Failure `usage` for a `--netrc-file` that is not there.
 */
export async function openAuthTools(options, host) {
    const signing = options['aws-sigv4'];
    const usesNetrc = options.netrc || options['netrc-optional'] || options['netrc-file'] !== undefined;
    return {
        netrc: usesNetrc ? await (await import('./netrc.js')).readNetrc(options, host) : undefined,
        sign: signing === undefined ? undefined : (await import('../auth/sigv4.js')).signer(signing),
        ...(signing === undefined ? {} : { signing }),
    };
}
/**
 * The options with the password that `--proxy-user` lacks, asked for.
 *
 * @throws Failure `usage` without a terminal to ask on.
 */
export async function withProxyPassword(options, inputs) {
    const text = options['proxy-user'];
    if (text === undefined || text.includes(':'))
        return options;
    const { name, password } = await readLogin(text, 'proxy-user', inputs);
    return { ...options, 'proxy-user': `${name}:${password.reveal()}` };
}
//# sourceMappingURL=auth-tools.js.map