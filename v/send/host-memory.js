import { Failure } from '../failure.js';
import { openAlternatives, parseAltSvcFile, updatedAltSvcFile } from '../hosts/alt-svc.js';
import { openStrictHosts, parseHstsFile, updatedHstsFile } from '../hosts/hsts.js';
import { hasHeader } from '../request/headers.js';
import { writeWholeFile } from '../store/whole-file.js';
/** The strict hosts of a run, none yet. */
export function noStrictHosts() {
    return openStrictHosts();
}
/** Reads the files; one that is not there holds nothing, nor does one without a name, which is not written either. */
export async function openHostMemory({ strictHosts, options, dialect, host, console, }) {
    const nowSeconds = () => Math.floor(host.now() / 1000);
    const read = async (path) => {
        try {
            return path === '' ? '' : Buffer.from(await host.files.read(path)).toString('latin1');
        }
        catch (error) {
            const { code } = error; // files fail with system errors
            if (code !== 'ENOENT')
                await console.note(`${path} cannot be read, and tells nothing of hosts`);
            return '';
        }
    };
    const alternatives = openAlternatives();
    for (const path of options.hsts ?? [])
        strictHosts.load(parseHstsFile(await read(path), nowSeconds()));
    for (const path of options['alt-svc'] ?? [])
        alternatives.load(parseAltSvcFile(await read(path), nowSeconds()));
    const strict = {
        path: options.hsts?.at(-1),
        hasNews: false,
        updated: (text) => updatedHstsFile(text, strictHosts, nowSeconds()),
    };
    const alternative = {
        path: options['alt-svc']?.at(-1),
        hasNews: false,
        updated: (text) => updatedAltSvcFile(text, alternatives, nowSeconds()),
    };
    let saving = Promise.resolve();
    return {
        upgraded: (url) => (strict.path === undefined ? url : strictHosts.upgraded(url, nowSeconds())),
        detoured(plan) {
            const { url, via, connection } = plan;
            const isElsewhere = via !== undefined || connection.unixSocket !== undefined;
            if (alternative.path === undefined || url.scheme !== 'https' || isElsewhere)
                return plan;
            const protocols = PROTOCOLS[connection.http];
            const found = alternatives.find(url, protocols, nowSeconds());
            if (found === undefined || (found.to.host === url.host && found.to.port === url.port))
                return plan;
            const { host: toHost, port } = found.to;
            return { ...plan, via: { host: toHost, port }, headers: withAltUsed(plan, `${toHost}:${port}`) };
        },
        learn({ plan, head, peer }) {
            // What a server says counts only if it is the server (RFC 6797 §8.1); curl takes its word under -k too.
            if (plan.url.scheme !== 'https' || !(dialect === 'curl' || peer.verified))
                return;
            const values = (name) => head.headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => String(value));
            const [policy] = values('strict-transport-security');
            if (strict.path !== undefined && policy !== undefined) {
                strict.hasNews = strictHosts.learn(plan.url.host, policy, nowSeconds()) || strict.hasNews;
            }
            const services = values('alt-svc');
            if (alternative.path !== undefined && services.length > 0) {
                const from = {
                    protocol: head.version === '2' ? 'h2' : 'h1',
                    host: plan.url.host,
                    port: plan.url.port,
                };
                alternative.hasNews = alternatives.learn(from, services.join(', '), nowSeconds()) || alternative.hasNews;
            }
        },
        async save() {
            let exitStatus = 0;
            for (const cache of [strict, alternative]) {
                const { path, hasNews, updated } = cache;
                if (!path || !hasNews)
                    continue;
                cache.hasNews = false;
                // One after the other, where transfers run side by side.
                const write = saving.then(async () => await writeWholeFile(host, path, Buffer.from(updated(await read(path)), 'latin1')));
                saving = write.catch(() => { });
                try {
                    await write;
                }
                catch (error) {
                    if (dialect === 'slip' || !(error instanceof Failure))
                        exitStatus = await console.failure(error);
                    // curl says nothing, and its exit status tells nothing.
                    else
                        await console.note(`what hosts told was not saved: ${error.message}`);
                }
            }
            return exitStatus;
        },
    };
}
/** The protocols in which an alternative may be spoken to, best first; QUIC, which h3 needs, slip does not speak. */
const PROTOCOLS = {
    auto: ['h2', 'h1'],
    '1.1': ['h1'],
    '1.0': [],
    '2-prior-knowledge': [],
};
/** Fields that curl writes before this one. */
const BEFORE_ALT_USED = /^(?:host|proxy-authorization|authorization|range|user-agent|accept|te|accept-encoding|referer)$/i;
/** RFC 7838 §5: the other place is told by which name it was found. */
function withAltUsed({ headers, removed }, place) {
    if (hasHeader(headers, 'Alt-Used') || removed.includes('alt-used'))
        return headers;
    const index = headers.findIndex(([name]) => !BEFORE_ALT_USED.test(name));
    const at = index < 0 ? headers.length : index;
    return [...headers.slice(0, at), ['Alt-Used', place], ...headers.slice(at)];
}
//# sourceMappingURL=host-memory.js.map