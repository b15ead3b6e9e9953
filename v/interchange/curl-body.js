import { findHeader, hasHeader } from '../request/headers.js';
import { bodyByteLength } from '../request/plan.js';
import { requestHead } from '../request/wire.js';
import { formWords, writtenForm } from './curl-form.js';
import { CURL_ACCEPT, fitsJson, JSON_TYPE } from './curl-headers.js';
import { isReadable, wordText } from './shell-line.js';
/**
 * How curl is given the body.
 *
 * @throws Failure `usage` for a form that no curl line can describe.
 */
export function curlBody(plan) {
    const { body } = plan;
    switch (body.kind) {
        case 'none':
            if (!announcesNothing(plan))
                return NO_BODY;
            // -I and -d exclude each other.
            if (plan.impliedMethod === 'HEAD')
                return { ...NO_BODY, words: ['-H', 'Content-Length: 0'] };
            return dataBody(plan, new Uint8Array());
        case 'bytes':
            return body.bytes.byteLength === 0 ? emptyBody(plan) : dataBody(plan, body.bytes);
        case 'file':
            if (body.startByte !== undefined) {
                const upload = uploadBody(plan, pathWord(body.path));
                return { ...upload, words: [...upload.words, '-C', String(body.startByte)] };
            }
            return isUpload(plan) ? uploadBody(plan, pathWord(body.path)) : fileBody(plan, pathWord(body.path));
        case 'crlf': {
            const upload = uploadBody(plan, body.of.kind === 'file' ? pathWord(body.of.path) : '-');
            return { ...upload, words: [...upload.words, '--crlf'] };
        }
        case 'stdin':
            return isUpload(plan) || !plan.redirects.followed ? uploadBody(plan, '-') : streamedBody(plan);
        case 'multipart':
            return multipartBody(plan, body);
    }
}
const NO_BODY = {
    words: [],
    impliedMethod: 'GET',
    contentType: undefined,
    accept: CURL_ACCEPT,
    asksFirst: false,
    input: undefined,
};
/** Of a GET with an empty body slip does not say that it is empty. */
function emptyBody(plan) {
    const body = dataBody(plan, new Uint8Array());
    return plan.dialect === 'curl' || announcesNothing(plan)
        ? body
        : { ...body, words: [...body.words, '-H', 'Content-Length:'] };
}
/** slip says of a POST without a body that it has none; curl does where it is given an empty one. */
function announcesNothing(plan) {
    return plan.dialect === 'slip' && hasHeader(requestHead(plan, '1.1').fields, 'Content-Length');
}
/** curl would add the file's name to a URL that ends in a slash. */
function isUpload({ method, impliedMethod, dialect, body, url }) {
    const isPut = (dialect === 'slip' ? method : impliedMethod) === 'PUT';
    return isPut && (body.kind === 'stdin' || !url.path.endsWith('/'));
}
function dataBody(plan, bytes) {
    const text = isReadable(bytes) ? wordText(bytes) : undefined;
    if (text === undefined)
        return { ...fileBody(plan, '-'), input: [{ kind: 'bytes', bytes }] };
    const isFileWord = text.startsWith('@');
    return givenBody(plan, isFileWord ? '--data-raw' : '-d', isFileWord ? undefined : '--json', text);
}
/** To curl, `-` is stdin. */
function pathWord(path) {
    return path === '-' ? './-' : path;
}
/** A file, or what is piped in, read whole before it is sent. */
function fileBody(plan, path) {
    return givenBody(plan, '--data-binary', '--json', `@${path}`);
}
function givenBody(plan, option, jsonOption, value) {
    const isJson = jsonOption !== undefined && fitsJson(plan.headers, plan.dialect);
    return {
        words: [isJson ? jsonOption : option, value],
        impliedMethod: 'POST',
        contentType: isJson ? JSON_TYPE : 'application/x-www-form-urlencoded',
        accept: isJson ? JSON_TYPE : CURL_ACCEPT,
        asksFirst: mayBeLong(plan.body),
        input: undefined,
    };
}
/** Sent while it is read. */
function uploadBody(plan, path) {
    return { ...NO_BODY, words: ['-T', path], impliedMethod: 'PUT', asksFirst: mayBeLong(plan.body) };
}
/** A POST from a pipe that a redirect may make a GET, which curl would not do with an upload; chunked all the same. */
function streamedBody(plan) {
    const { words, ...body } = givenBody(plan, '--data-binary', '--json', '@-');
    return {
        ...body,
        words: [
            ...words,
            ...(findHeader(plan.headers, 'Transfer-Encoding') === undefined ? ['-H', 'Transfer-Encoding: chunked'] : []),
        ],
    };
}
function multipartBody(plan, body) {
    const { multipart } = body;
    const contentType = `multipart/form-data; boundary=${multipart.boundary}`;
    // curl makes a boundary of its own, so that a field which holds it cannot be typed.
    const isTold = plan.dialect === 'curl' || findHeader(plan.headers, 'Content-Type') === contentType;
    const form = isTold ? formWords(multipart) : undefined;
    const words = plan.bodyType === undefined ? [] : typeWords(plan.bodyType, multipart.boundary, form === undefined);
    if (form === undefined) {
        const piped = fileBody(plan, '-');
        return { ...piped, words: [...words, ...piped.words], input: writtenForm(multipart) };
    }
    return {
        ...NO_BODY,
        words: [...words, ...form.words],
        input: form.input,
        impliedMethod: 'POST',
        contentType,
        asksFirst: mayBeLong(body),
    };
}
/** The media type of a form in curl's manner, which adds the boundary to what is typed, unless the form is piped in. */
function typeWords(bodyType, boundary, isPiped) {
    if (isPiped)
        return ['-H', `Content-Type: ${bodyType}`];
    const typed = bodyType.slice(0, -`; boundary=${boundary}`.length);
    if (typed === 'multipart/form-data')
        return [];
    return ['-H', typed === '' ? 'Content-Type;' : `Content-Type: ${Buffer.from(typed, 'latin1').toString('utf8')}`];
}
/** What curl announces before it is sent (`Expect`): more than this, or nobody knows how much. */
const ASKED_FOR_BYTES = 1024 * 1024;
function mayBeLong(body) {
    const byteLength = bodyByteLength(body);
    return byteLength === undefined || byteLength > ASKED_FOR_BYTES;
}
//# sourceMappingURL=curl-body.js.map