import { createHash } from 'node:crypto';
/** The hashes of RFC 7616 §6.1, and of RFC 2069 before it, by their names in lower case and in node:crypto. */
const HASHES = new Map([
    ['md5', 'md5'],
    ['sha-256', 'sha256'],
    ['sha-512-256', 'sha512-256'],
]);
/**
 * What a challenge asks for, or `undefined` where no answer could please it: no nonce, an algorithm that nobody knows, or
 * `-sess` without the client nonce that it needs.
 */
export function readDigestChallenge({ scheme, parameters }) {
    const nonce = parameters.get('nonce');
    if (scheme !== 'digest' || nonce === undefined)
        return undefined;
    const algorithm = parameters.get('algorithm');
    const offered = (parameters.get('qop') ?? '')
        .toLowerCase()
        .split(',')
        .map((word) => word.trim());
    const qop = offered.includes('auth') ? 'auth' : offered.includes('auth-int') ? 'auth-int' : undefined;
    if (hashName(algorithm) === undefined || (isSession(algorithm) && qop === undefined))
        return undefined;
    return {
        realm: parameters.get('realm') ?? '',
        nonce,
        opaque: parameters.get('opaque'),
        algorithm,
        qop,
        stale: parameters.get('stale')?.toLowerCase() === 'true',
        userhash: parameters.get('userhash')?.toLowerCase() === 'true',
    };
}
/**
 * The value of `Authorization` or `Proxy-Authorization` that answers a challenge (RFC 7616 §3.4, RFC 2069 §2.1.2), its
 * fields in curl's order: some devices know no other.
 */
export function digestAuthorization(challenge, login, request) {
    const { realm, nonce, opaque, algorithm, qop, userhash } = challenge;
    const { method, uri, cnonce } = request;
    const name = hashName(algorithm) ?? 'md5';
    const hash = (...parts) => hashed(name, parts);
    const user = Buffer.from(login.name);
    const plainKey = hash(user, latin1(`:${realm}:`), login.password.reveal());
    const key = isSession(algorithm) ? hash(plainKey, latin1(`:${nonce}:`), cnonce) : plainKey;
    const about = qop === 'auth-int' ? hash(`${method}:${uri}:${hash(request.body)}`) : hash(`${method}:${uri}`);
    const count = request.nonceCount.toString(16).padStart(8, '0');
    const between = qop === undefined ? '' : `${count}:${cnonce}:${qop}:`;
    const fields = [
        `username="${quoted(userhash ? Buffer.from(hash(user, latin1(`:${realm}`))) : user)}"`,
        `realm="${quoted(latin1(realm))}"`,
        `nonce="${quoted(latin1(nonce))}"`,
        `uri="${quoted(Buffer.from(uri))}"`,
        ...(qop === undefined ? [] : [`cnonce="${cnonce}"`, `nc=${count}`, `qop=${qop}`]),
        `response="${hash(key, latin1(`:${nonce}:`), between, about)}"`,
        ...(opaque === undefined ? [] : [`opaque="${quoted(latin1(opaque))}"`]),
        ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
        ...(userhash ? ['userhash=true'] : []),
    ];
    return `Digest ${fields.join(', ')}`;
}
/** A client nonce: characters that need no quoting, of 12 random bytes. */
export function clientNonce(randomBytes) {
    return Buffer.from(randomBytes(12)).toString('base64');
}
function isSession(algorithm) {
    return algorithm?.toLowerCase().endsWith('-sess') === true;
}
function hashName(algorithm) {
    return HASHES.get((algorithm ?? 'MD5').toLowerCase().replace(/-sess$/, ''));
}
function hashed(name, parts) {
    const sum = createHash(name);
    for (const part of parts)
        sum.update(part);
    return sum.digest('hex');
}
function latin1(text) {
    return Buffer.from(text, 'latin1');
}
/** For between quotes: what a header field cannot hold as it is, percent-encoded. */
function quoted(bytes) {
    return Array.from(bytes, (byte) => {
        const character = String.fromCharCode(byte);
        if (character === '"' || character === '\\')
            return `\\${character}`;
        if (byte >= 0x20 && byte <= 0x7e)
            return character;
        return `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
    }).join('');
}
//# sourceMappingURL=digest.js.map