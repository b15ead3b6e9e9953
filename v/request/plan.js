import { Failure } from '../failure.js';
import { isCredentialHeader, Secret } from '../secret.js';
import { NOBODY } from './auth.js';
import { hasHeader } from './headers.js';
import { detourFor } from './network.js';
import { displayUrl, originOf, parseUrl, withQuery } from './url.js';
/** Servers answer differently to what does not begin like this, and people put slip before a curl that works. */
export const CURL_USER_AGENT = 'curl/8.20.0';
/** A connection straight to the server. */
export const NO_PROXIES = { socks: undefined, proxy: undefined };
/**
 * Decides the request: a typed header keeps its case and place, a default is added only where its name is absent. Who one
 * is for the server is not said yet: that is made for each request anew.
 *
 * @throws Failure `url`, or `usage` for a typed Content-Length that the body contradicts.
 */
export function planRequest(draft, settings) {
    const scheme = settings.defaultScheme ?? (settings.connection.unixSocket === undefined ? undefined : 'http');
    const upgraded = settings.upgraded ?? ((url) => url);
    const typedUrl = parseUrl(draft.url, {
        pathAsIs: draft.pathAsIs,
        forgivesSlashes: settings.dialect === 'curl',
        ...(scheme === undefined ? {} : { defaultScheme: scheme }),
    });
    if (settings.dialect === 'curl')
        refuseGuessedScheme(draft.url);
    const url = upgraded(withQuery(uploadTarget(typedUrl, draft.uploadName), draft.query));
    if (!settings.schemes.includes(url.scheme)) {
        throw new Failure('protocol', `--proto leaves ${url.scheme} out, which ${displayUrl(url)} asks for`);
    }
    if (settings.auth.refusesUrlUser && typedUrl.user !== undefined)
        throw refusedUrlUser(typedUrl);
    const proxiesFor = settings.connection.unixSocket === undefined ? settings.proxiesFor : () => NO_PROXIES;
    const plan = {
        dialect: settings.dialect,
        method: draft.method ?? draft.impliedMethod,
        impliedMethod: draft.impliedMethod,
        methodIsTyped: draft.method !== undefined,
        url: { ...url, user: undefined },
        requestTarget: draft.requestTarget,
        headers: planHeaders(draft, settings),
        typedNames: new Set(draft.headers.map(({ name }) => name.toLowerCase())),
        body: draft.body,
        bodyType: settings.dialect === 'curl' ? impliedType(draft) : undefined,
        removed: removedNames(draft.headers),
        decoded: !settings.http1.raw && (settings.decodesTyped || asksForCodings(draft, settings)),
        connection: settings.connection,
        http1: settings.http1,
        tunnel: {
            ...settings.tunnel,
            headers: sentEdits(draft.proxyHeaders).map((edit) => typedField(edit, settings.dialect)),
            removed: removedNames(draft.proxyHeaders),
            userAgent: (draft.userAgent ?? settings.userAgent) || undefined,
        },
        ...proxiesFor(url),
        via: detourFor(url, settings.connection.detours),
        proxiesFor,
        upgraded,
        auth: {
            ...NOBODY,
            policy: settings.auth,
            login: draft.user,
            origin: settings.redirects.trusted ? undefined : originOf(url),
            urlUser: url.user,
            typedNames: draft.headers.map(({ name }) => name.toLowerCase()),
        },
        limits: settings.limits,
        redirects: settings.redirects,
    };
    // curl sends what is typed, whatever it does to the connection.
    if (settings.dialect === 'slip')
        refuseWrongLength(plan);
    return plan;
}
/** Without a scheme, curl takes a host of such a name for a server of that protocol. */
function refuseGuessedScheme(typed) {
    const name = /^(?:[^/?#@]*@)?(ftp|dict|ldap|imap|smtp|pop3)\./i.exec(typed)?.[1];
    if (name === undefined || typed.includes('://'))
        return;
    throw new Failure('protocol', `curl takes ${typed} for ${name.toLowerCase()}, which slip does not speak`, {
        hint: `http://${typed} asks by HTTP`,
    });
}
/** What `--disallow-username-in-url` makes of a URL with user information. */
export function refusedUrlUser(url) {
    return new Failure('login', `the URL ${displayUrl(url)} has a user name, which --disallow-username-in-url forbids`);
}
/** `-T file http://host/folder/` goes to `/folder/file`, as in curl. */
function uploadTarget(url, uploadName) {
    if (uploadName === undefined || !url.path.endsWith('/'))
        return url;
    return { ...url, path: `${url.path}${encodeURIComponent(uploadName)}` };
}
function planHeaders(draft, settings) {
    const typed = [];
    const settled = new Set();
    for (const edit of draft.headers) {
        settled.add(edit.name.toLowerCase());
        if (edit.kind === 'send')
            typed.push(typedField(edit, settings.dialect));
    }
    const range = rangeField(draft);
    const others = [
        ['User-Agent', draft.userAgent ?? settings.userAgent],
        ['Accept', draft.accept],
        ['Accept-Encoding', asksForCodings(draft, settings) ? settings.acceptEncoding : undefined],
        ['Referer', draft.referer],
    ];
    const before = [
        ...(settings.dialect === 'curl' ? [range, ...others] : [...others, range]),
        ['Cookie', draft.cookies === undefined ? undefined : new Secret(draft.cookies)],
        [draft.timeCondition?.name ?? 'If-Modified-Since', draft.timeCondition?.value],
    ];
    const after = settings.dialect === 'curl' ? [] : [['Content-Type', draft.contentType]];
    const missing = (fields) => fields.flatMap(([name, value]) => value === undefined || value === '' || settled.has(name.toLowerCase()) ? [] : [[name, value]]);
    // The type of a multipart body is written with its boundary, where the body's fields are.
    const isOwn = ([name]) => settings.dialect === 'curl' && draft.body.kind === 'multipart' && name.toLowerCase() === 'content-type';
    return [...missing(before), ...typed.filter((field) => !isOwn(field)), ...missing(after)];
}
/** A value that is a credential by its name prints as `(secret)` from here on. */
function typedField({ name, value, gap }, dialect) {
    const guarded = isCredentialHeader(name) && value !== '' ? new Secret(value) : value;
    return dialect === 'slip' ? [name, guarded] : [name, guarded, gap ?? ' '];
}
function sentEdits(edits) {
    return edits.filter((edit) => edit.kind === 'send');
}
function removedNames(edits) {
    return edits.filter(({ kind }) => kind === 'remove').map(({ name }) => name.toLowerCase());
}
/** The type that the body asks for in curl's dialect: none beside a typed one, which a multipart body adds to. */
function impliedType({ body, contentType, headers }) {
    const typed = headers.find(({ name }) => name.toLowerCase() === 'content-type');
    if (typed === undefined)
        return contentType;
    if (typed.kind === 'remove' || body.kind !== 'multipart')
        return undefined;
    return `${typed.value}; boundary=${body.multipart.boundary}`;
}
/**
 * Whether slip asks for content codings by itself: not where they were typed, and not for a range, which means bytes of
 * the representation that a coding would make another one of (RFC 9110 §14.2).
 */
function asksForCodings(draft, settings) {
    if (settings.acceptEncoding === undefined || hasTyped(draft, 'Accept-Encoding'))
        return false;
    const isPart = hasTyped(draft, 'Range') || draft.range !== undefined || draft.continueAt !== undefined;
    return settings.decodesTyped || !isPart;
}
/** What part is asked for, or is sent: of an upload, curl says the range with the length of the whole. */
function rangeField({ range, contentRange, impliedMethod, body }) {
    if (contentRange !== undefined)
        return ['Content-Range', contentRange];
    if (range === undefined)
        return ['Range', undefined];
    if (impliedMethod === 'GET' || impliedMethod === 'HEAD')
        return ['Range', `bytes=${range}`];
    return ['Content-Range', body.kind === 'multipart' ? undefined : `bytes ${range}/${bodyByteLength(body) ?? '*'}`];
}
function hasTyped(draft, name) {
    return draft.headers.some((edit) => edit.name.toLowerCase() === name.toLowerCase());
}
/** A Content-Length that the body contradicts would leave the connection in disorder (RFC 9112 §6.3). */
function refuseWrongLength(plan) {
    const lengths = plan.headers
        .filter(([name]) => name.toLowerCase() === 'content-length')
        .map(([, value]) => String(value));
    const byteLength = bodyByteLength(plan.body);
    for (const typed of lengths) {
        if (!/^\d+$/.test(typed))
            throw new Failure('usage', `Content-Length is a number of bytes, not ${typed}`);
        if (lengths.length > 1 && lengths.some((other) => other !== typed))
            throw new Failure('usage', 'Content-Length is typed twice');
        if (byteLength !== undefined && Number(typed) !== byteLength) {
            throw new Failure('usage', `the body has ${byteLength} bytes, and the Content-Length typed says ${typed}`);
        }
        if (hasHeader(plan.headers, 'Transfer-Encoding')) {
            throw new Failure('usage', 'Content-Length and Transfer-Encoding exclude each other');
        }
    }
}
/** How many bytes the body has, or `undefined` if nobody can tell before sending it. */
export function bodyByteLength(body) {
    switch (body.kind) {
        case 'none':
            return 0;
        case 'bytes':
            return body.bytes.byteLength;
        case 'file':
            return body.byteLength;
        case 'stdin':
        case 'crlf':
            return undefined;
        case 'multipart':
            return body.multipart.byteLength;
    }
}
/** Whether the body can be sent again, for a redirect that keeps it. */
export function isRepeatable(body) {
    switch (body.kind) {
        case 'none':
        case 'bytes':
            return true;
        case 'file':
            return body.byteLength !== undefined;
        case 'stdin':
            return false;
        case 'crlf':
            return isRepeatable(body.of);
        case 'multipart':
            return body.multipart.parts.every(({ content }) => content.kind === 'bytes' || (content.kind === 'file' && content.byteLength !== undefined));
    }
}
//# sourceMappingURL=plan.js.map