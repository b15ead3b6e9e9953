import { constants } from 'node:crypto';
import { Failure } from '../failure.js';
import { readTlsFiles } from './tls-files.js';
/**
 * What Node needs for handshakes by a policy.
 *
 * @throws Failure `cipher`, and those of `readTlsFiles`.
 */
export async function openTlsContext(policy, host) {
    const files = await readTlsFiles(policy, host);
    const { createSecureContext } = await import('node:tls');
    const parts = contextParts(policy, files);
    const { ca } = files;
    const { minVersion, maxVersion } = policy;
    const whole = {
        ...Object.assign({}, ...parts.map(({ options }) => options)),
        // As in curl, any certificate that is given is trusted by itself, but not where a list of revoked ones is to be asked.
        ...(ca === undefined ? {} : { ca, allowPartialTrustChain: files.crl === undefined }),
        ...(minVersion === undefined ? {} : { minVersion }),
        ...(maxVersion === undefined ? {} : { maxVersion }),
        ciphers: cipherList(policy),
        ...(policy.toleratesBeast ? { secureOptions: constants.SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS } : {}),
    };
    try {
        return { context: createSecureContext(whole), pins: files.pins };
    }
    catch (error) {
        // OpenSSL's errors do not say which part they are about.
        for (const { options, failure } of parts) {
            try {
                createSecureContext({ ca: [], ...options });
            }
            catch (cause) {
                throw failure(cause);
            }
        }
        throw new Failure('tls', 'TLS cannot be had as it is asked for', { cause: error });
    }
}
/** What a policy asks for, by what may be wrong with it. */
function contextParts(policy, { crl, identity }) {
    const { ciphers, tls13Ciphers, curves, signatureAlgorithms, minVersion, maxVersion, certificate, crlPath } = policy;
    const parts = [];
    const add = (options, kind, sentence) => parts.push({ options, failure: (cause) => new Failure(kind, sentence, { cause }) });
    if (crl !== undefined)
        add({ crl }, 'crlFile', `${crlPath} does not hold a PEM list of revoked certificates`);
    if (identity.pfx !== undefined) {
        add(identity, 'clientCertificate', `${certificate?.path} is no PKCS #12 file that its passphrase opens`);
    }
    else if (identity.cert !== undefined)
        add(identity, 'clientCertificate', `${certificate?.path} cannot be used`);
    if (ciphers !== undefined && minVersion !== 'TLSv1.3') {
        add({ ciphers: olderCiphers(ciphers) }, 'cipher', `--ciphers ${ciphers} names no cipher that there is`);
    }
    if (tls13Ciphers !== undefined && (maxVersion ?? 'TLSv1.3') === 'TLSv1.3') {
        add({ ciphers: suites(tls13Ciphers) }, 'cipher', `--tls13-ciphers ${tls13Ciphers} has a suite that there is not`);
    }
    if (curves !== undefined)
        add({ ecdhCurve: curves }, 'cipher', `--curves ${curves} has a group that there is not`);
    if (signatureAlgorithms !== undefined) {
        const sentence = `--sigalgs ${signatureAlgorithms} has an algorithm that there is not`;
        add({ sigalgs: signatureAlgorithms }, 'cipher', sentence);
    }
    return parts;
}
const DEFAULT_SUITES = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256';
/** Node tells the suites of TLS 1.3 from older ciphers by their names, and leaves a version out that has none. */
function cipherList({ ciphers, tls13Ciphers, minVersion, maxVersion }) {
    if (ciphers === undefined && tls13Ciphers === undefined)
        return undefined;
    const older = ciphers === undefined || minVersion === 'TLSv1.3' ? 'DEFAULT' : olderCiphers(ciphers);
    const newer = tls13Ciphers === undefined || (maxVersion ?? 'TLSv1.3') !== 'TLSv1.3' ? DEFAULT_SUITES : suites(tls13Ciphers);
    return `${older}:${newer}`;
}
/** OpenSSL takes colons, commas and spaces between ciphers, Node colons only; suites of TLS 1.3 mean nothing here. */
function olderCiphers(list) {
    const names = cipherNames(list).filter((name) => !name.startsWith('TLS_'));
    return names.length > 0 ? names.join(':') : 'NONE';
}
/** A name that is no suite of TLS 1.3 would be taken for an older cipher. */
function suites(list) {
    const names = cipherNames(list);
    return names.every((name) => name.startsWith('TLS_')) && names.length > 0 ? names.join(':') : 'TLS_NONE';
}
function cipherNames(list) {
    return list.split(/[:,; ]+/).filter((name) => name !== '');
}
//# sourceMappingURL=tls-context.js.map