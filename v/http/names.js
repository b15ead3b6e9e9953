import { systemNames } from './resolve.js';
/**
 * Who looks names up for a plan; what it takes to ask others than the system is loaded when they are named.
 *
 * @param send carries the questions of DNS over HTTPS.
 */
export async function nameServiceFor(plan, send) {
    const { names } = plan.connection;
    switch (names.kind) {
        case 'system':
            return systemNames;
        case 'dns':
            return (await import('./name-servers.js')).nameServers(names);
        case 'https':
            return (await import('./dns-over-https.js')).dnsOverHttps(names, plan.connection, send);
    }
}
//# sourceMappingURL=names.js.map