import { acceptedCodings } from '../request/codings.js';
import { hasHeader } from '../request/headers.js';
import { Secret } from '../secret.js';
import { headerLine, headerName, typedValue } from './curl-field.js';
/**
 * The plan's header fields in curl's options. What curl sends by itself is not said, or is taken back where the plan lacks
 * it; what has an option of its own is said by that, unless it was typed as a header; the rest by -H.
 */
export function headerWords(plan, implied, context) {
    const words = plan.decoded ? ['--compressed'] : [];
    const byHeader = [];
    for (const field of withoutImplied(plan.headers, implied, plan.dialect)) {
        const isTyped = plan.typedNames.has(field[0].toLowerCase());
        const own = isTyped ? undefined : ownWords(field, plan, implied, context);
        if (own === undefined)
            byHeader.push('-H', headerLine(field, context));
        else
            words.push(...own);
    }
    const { userAgent } = plan.tunnel;
    const isOwn = !plan.typedNames.has('user-agent');
    if (!isOwn && tellsProxy(plan) && userAgent !== context.userAgent)
        words.push('-A', userAgent ?? '');
    if (plan.redirects.refersBack && !words.includes('-e'))
        words.push('-e', ';auto');
    return [...words, ...takenBack(plan, implied), ...byHeader];
}
/** Whether a proxy may be told what is sent besides: the -A that is told beside a typed header. */
function tellsProxy({ dialect, proxy }) {
    return dialect === 'curl' || proxy !== undefined;
}
/** How curl says a field that was not typed; none at all where it sends it by itself, `undefined` where only -H can. */
function ownWords(field, plan, implied, context) {
    const value = clearValue(field);
    switch (field[0]) {
        case 'User-Agent':
            return value === context.userAgent ? [] : ['-A', typedValue(field, context)];
        case 'Accept':
            return value === implied.accept ? [] : undefined;
        case 'Accept-Encoding':
            // curl asks for the codings that it can decode itself.
            return plan.decoded && isDefaultCodings(value) ? [] : undefined;
        case 'Referer':
            if (plan.redirects.refersBack)
                return ['-e', `${typedValue(field, context)};auto`];
            return value.endsWith(';auto') ? undefined : ['-e', typedValue(field, context)];
        case 'Range':
            return value.startsWith('bytes=') ? ['-r', value.slice('bytes='.length)] : undefined;
        case 'Content-Range':
            // -C brings it along.
            return plan.body.kind === 'file' && plan.body.startByte !== undefined ? [] : undefined;
        case 'Cookie':
            return value.includes('=') ? ['-b', typedValue(field, context)] : undefined;
    }
    return undefined;
}
function isDefaultCodings(value) {
    return ['slip', 'curl'].some((dialect) => [true, false].some((withZstd) => acceptedCodings(withZstd, dialect) === value));
}
/** The fields without those that the body's options bring along: in curl's manner only --json does, behind all others. */
function withoutImplied(headers, { contentType, accept }, dialect) {
    if (contentType === undefined)
        return headers;
    if (dialect === 'slip')
        return headers.filter((field) => !isField(field, 'Content-Type', contentType));
    return accept === CURL_ACCEPT ? headers : headers.slice(0, bringsBoth(headers) ? -2 : -1);
}
/** Whether --json would add what is at the end of the list, and nothing else. */
function bringsBoth(headers) {
    const [type, wished] = headers.slice(-2);
    return isField(type, 'Content-Type', JSON_TYPE) && isField(wished, 'Accept', JSON_TYPE);
}
/** What curl accepts unless it is told otherwise. */
export const CURL_ACCEPT = '*/*';
/** The media type that --json is for. */
export const JSON_TYPE = 'application/json';
/** Whether the fields are such that --json can stand in their place. */
export function fitsJson(headers, dialect) {
    const types = headers.filter(([name]) => name.toLowerCase() === 'content-type');
    const wishes = headers.filter(([name]) => name.toLowerCase() === 'accept');
    if (types.length !== 1 || wishes.length > 1)
        return false;
    if (dialect === 'slip')
        return isField(types[0], 'Content-Type', JSON_TYPE);
    if (bringsBoth(headers))
        return true;
    return isField(headers.at(-1), 'Content-Type', JSON_TYPE) && !isField(wishes[0], 'Accept', CURL_ACCEPT);
}
/** Takes back what curl would send by itself and the plan has not. */
function takenBack(plan, implied) {
    const { headers, removed, decoded, dialect } = plan;
    if (dialect === 'curl')
        return [...new Set(removed)].flatMap((name) => ['-H', `${headerName(name)}:`]);
    return [
        ...(hasHeader(headers, 'User-Agent') ? [] : tellsProxy(plan) ? ['-H', 'User-Agent:'] : ['-A', '']),
        ...(hasHeader(headers, 'Accept') ? [] : ['-H', 'Accept:']),
        ...(!decoded || hasHeader(headers, 'Accept-Encoding') ? [] : ['-H', 'Accept-Encoding:']),
        ...(implied.contentType === undefined || hasHeader(headers, 'Content-Type') ? [] : ['-H', 'Content-Type:']),
        ...(!implied.asksFirst || hasHeader(headers, 'Expect') ? [] : ['-H', 'Expect:']),
    ];
}
function clearValue([, value]) {
    return value instanceof Secret ? value.reveal() : value;
}
function isField(field, name, value) {
    return (field !== undefined &&
        field[0].toLowerCase() === name.toLowerCase() &&
        clearValue(field) === value &&
        field[2] === undefined);
}
//# sourceMappingURL=curl-headers.js.map