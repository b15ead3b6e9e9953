import { environmentNamesProxy } from '../config/proxy.js';
import { curlCommand } from '../interchange/curl-command.js';
import { shellLine } from '../interchange/shell-line.js';
import { CURL_USER_AGENT } from '../request/plan.js';
/** `--as-curl`: on stdout the line that makes curl send this request, and nothing is sent. */
export async function printAsCurl(plan, { showsSecrets }, { host, console }) {
    const isDirect = plan.socks === undefined && plan.proxy === undefined;
    const line = shellLine(curlCommand(plan, {
        showsSecrets,
        userAgent: CURL_USER_AGENT,
        avoidsProxy: isDirect && environmentNamesProxy(plan.url, host.env),
    }));
    await host.stdout.write(`${line}\n`);
    if (!showsSecrets && line.includes('(secret)'))
        await console.note('secrets are masked: --show-secrets prints them');
}
//# sourceMappingURL=as-curl.js.map