import { createHash, createHmac } from 'node:crypto';
import { Failure } from '../failure.js';
import { authorityOf } from '../request/url.js';
import { Secret } from '../secret.js';
/** curl's bound on each part. */
const MAX_PART_CHARACTERS = 64;
/**
 * The scope for a host. An empty text is `aws:amz`; what is not said of service and region, or comes after a part that is
 * empty, is read off the host name, `SERVICE.REGION.…`.
 *
 * @throws Failure `argument` without a provider; `url` where neither the text nor the host says it.
 */
export function readScope(text, host) {
    const [provider1 = '', ...rest] = (text === '' ? 'aws:amz' : text).split(':');
    if (!isPart(provider1)) {
        throw new Failure('argument', '--aws-sigv4 begins with the name of a provider', {
            at: { text, start: 0, end: Math.max(1, text.length) },
            hint: 'for example --aws-sigv4 aws:amz:us-east-1:s3',
        });
    }
    const end = rest.findIndex((part) => !isPart(part));
    const [provider2 = provider1, typedRegion, typedService] = end < 0 ? rest : rest.slice(0, end);
    const labels = host.split('.');
    const labelOf = (index, what) => {
        const label = labels[index] ?? '';
        // The last label is followed by nothing, so it is no answer.
        if (isPart(label) && index < labels.length - 1)
            return label;
        throw new Failure('url', `neither --aws-sigv4 nor the host ${host} names a ${what}`, {
            hint: 'for example --aws-sigv4 aws:amz:us-east-1:s3',
        });
    };
    const service = typedService ?? labelOf(0, 'service');
    return { provider1, provider2, service, region: typedRegion ?? labelOf(1, 'region') };
}
function isPart(text) {
    return text !== '' && text.length <= MAX_PART_CHARACTERS;
}
/** What signs requests for `--aws-sigv4 TEXT`. */
export function signer(text) {
    return (request, keys, nowMs) => {
        const scope = readScope(text, request.url.host);
        const hasTypedHash = request.typed.some(([name]) => /-content-sha256$/i.test(name));
        if (request.isStrict && request.body === undefined && !isS3(scope) && !hasTypedHash) {
            throw new Failure('usage', `a signature for ${scope.service} is about the body too, which is not in memory`, {
                hint: '--data-binary @FILE takes it there',
            });
        }
        return signatureFields(request, scope, keys, nowMs);
    };
}
/** Services whose paths are signed as they stand, not percent-encoded once more. */
const PLAIN_PATH_SERVICES = new Set(['s3', 's3-express', 's3-outposts']);
/**
 * The fields that sign a request (AWS Signature Version 4): `Authorization`, then the date and for S3 the body's hash
 * where they are not typed. A body that is not in memory is not signed for S3, and else as if it were empty, as curl does.
 *
 * @param nowMs milliseconds since the epoch; a typed date comes before it.
 */
export function signatureFields(request, scope, keys, nowMs) {
    const { provider1, provider2, region, service } = scope;
    const { method, url } = request;
    const typed = request.typed.map(([name, value]) => [name, clear(value)]);
    const dateName = `X-${provider2.charAt(0).toUpperCase()}${provider2.slice(1).toLowerCase()}-Date`;
    const hashName = `x-${provider2}-content-sha256`;
    const typedDate = findTyped(typed, dateName) ?? findTyped(typed, 'Date');
    const timestamp = typedDate === undefined ? timestampOf(nowMs) : (/^\w{16}(?!\w)/.exec(typedDate)?.[0] ?? '');
    const typedHash = findTyped(typed, hashName);
    const payloadHash = typedHash ??
        (isS3(scope) && request.body === undefined ? 'UNSIGNED-PAYLOAD' : sha256(request.body ?? new Uint8Array()));
    const dateFields = typedDate === undefined ? [[dateName, timestamp]] : [];
    const hashFields = isS3(scope) && typedHash === undefined ? [[hashName, payloadHash]] : [];
    const hostFields = findTyped(typed, 'Host') === undefined ? [['host', authorityOf(url)]] : [];
    const signed = canonicalFields([...hostFields, ...hashFields, ...typed, ...dateFields]);
    const names = signed.map(([name]) => name).join(';');
    const canonicalRequest = [
        method,
        canonicalPath(url.path, !PLAIN_PATH_SERVICES.has(service)),
        canonicalQuery(url.query ?? ''),
        ...signed.map(([name, value]) => `${name}:${value}`),
        '',
        names,
        payloadHash,
    ].join('\n');
    const date = timestamp.slice(0, 8);
    const kind = `${provider1.toLowerCase()}4_request`;
    const algorithm = `${provider1.toUpperCase()}4-HMAC-SHA256`;
    const place = `${date}/${region}/${service}/${kind}`;
    const key = [date, region, service, kind].reduce(hmac, `${provider1.toUpperCase()}4${keys.password.reveal()}`);
    const signature = hmac(key, [algorithm, timestamp, place, sha256(canonicalRequest)].join('\n')).toString('hex');
    const credential = `${percentEncoded(Buffer.from(keys.name), '')}/${place}`;
    return [
        [
            'Authorization',
            new Secret(`${algorithm} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`),
        ],
        ...dateFields,
        ...hashFields,
    ];
}
function isS3({ provider1, service }) {
    return provider1.toLowerCase() === 'aws' && service.toLowerCase() === 's3';
}
function findTyped(typed, name) {
    return typed.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1].trim();
}
function clear(value) {
    return value instanceof Secret ? value.reveal() : value;
}
/** `20260102T030405Z`. */
function timestampOf(nowMs) {
    return new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
}
/** Names in lower case and in order, one line for each: the values of a name joined with commas, blanks shrunk to one. */
function canonicalFields(fields) {
    const values = new Map();
    for (const [name, value] of fields) {
        const lowerName = name.toLowerCase();
        values.set(lowerName, [
            ...(values.get(lowerName) ?? []),
            clear(value)
                .trim()
                .replace(/[ \t]+/g, ' '),
        ]);
    }
    return [...values].map(([name, all]) => [name, all.join(',')]).sort(([left], [right]) => order(left, right));
}
/** The path as it is signed: for most services percent-encoded once more than it is sent. */
export function canonicalPath(path, encoded) {
    return (encoded ? percentEncoded(Buffer.from(path), '/') : path) || '/';
}
/** The query as it is signed: each name and value in one way of percent-encoding, in the order of those. */
export function canonicalQuery(query) {
    return query
        .split('&')
        .filter((pair) => pair !== '')
        .map((pair) => {
        const equals = pair.indexOf('=');
        const name = equals < 0 ? pair : pair.slice(0, equals);
        return [normalized(name), normalized(equals < 0 ? '' : pair.slice(equals + 1))];
    })
        .sort(([leftName, leftValue], [rightName, rightValue]) => order(leftName, rightName) || order(leftValue, rightValue))
        .map(([name, value]) => `${name}=${value}`)
        .join('&');
}
/** A plus means a space here, unless it is percent-encoded. */
function normalized(text) {
    const spaced = text.replaceAll('+', '%20');
    return spaced.replace(/(?:%[\da-f]{2})|[^%]+|%/gi, (piece) => {
        const bytes = /^%../.test(piece) ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece);
        return percentEncoded(bytes, '');
    });
}
/** Everything percent-encoded but RFC 3986's unreserved characters and those kept. */
function percentEncoded(bytes, kept) {
    return Array.from(bytes, (byte) => {
        const character = String.fromCharCode(byte);
        const stays = /[a-z\d._~-]/i.test(character) || kept.includes(character);
        return stays ? character : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
    }).join('');
}
function order(left, right) {
    return left < right ? -1 : left > right ? 1 : 0;
}
function sha256(data) {
    return createHash('sha256').update(data).digest('hex');
}
function hmac(key, data) {
    return createHmac('sha256', key).update(data).digest();
}
//# sourceMappingURL=sigv4.js.map