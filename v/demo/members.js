import { Problem } from './reply.js';
const MAX_BODY_BYTES = 1024 * 1024;
/** The form that the JSON text of a known member has; every other member is kept as it comes. */
const FORMS = [
    { names: ['title', 'author', 'isbn'], form: /^"\s*[^"\s]/, must: 'must be text, and not empty' },
    { names: ['year', 'accession', 'book'], form: /^-?(?:0|[1-9]\d*)$/, must: 'must be a whole number' },
    { names: ['price'], form: /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i, must: 'must be a number' },
    { names: ['available'], form: /^(?:true|false)$/, must: 'must be true or false' },
];
/** A member as text: what a JSON string says, the token of anything else, nothing where there is no such member. */
export function textOf(members, name) {
    const text = members.get(name) ?? '';
    return text.startsWith('"') ? String(JSON.parse(text)) : text;
}
export function invalid(errors) {
    const detail = Object.entries(errors).map(([field, message]) => `${field} ${message}`);
    return new Problem(422, detail.join(', '), { errors });
}
/** The members without `id`, which is the desk's to give, once those it knows have their forms. */
export function withForms(members, required) {
    const errors = members.has(required) ? {} : { [required]: 'is missing' };
    for (const [name, text] of members) {
        const known = FORMS.find(({ names }) => names.includes(name));
        if (known && !known.form.test(text))
            errors[name] = known.must;
    }
    if (Object.keys(errors).length > 0)
        throw invalid(errors);
    return new Map([...members].filter(([name]) => name !== 'id'));
}
export async function readMembers(request) {
    const contentType = request.headers['content-type'] ?? '';
    switch (contentType.replace(/;.*/s, '').trim().toLowerCase()) {
        case 'application/json':
        case 'application/merge-patch+json':
            return jsonMembers(await readBody(request));
        case 'application/x-www-form-urlencoded':
        case 'multipart/form-data':
            return formMembers(await readBody(request), contentType);
        default: {
            const Accept = 'application/json, application/x-www-form-urlencoded, multipart/form-data';
            throw new Problem(415, `the desk reads ${Accept}`, { headers: { Accept } });
        }
    }
}
function readBody(request) {
    return new Promise((resolve, reject) => {
        const chunks = [];
        let bytes = 0;
        request.on('data', (chunk) => {
            bytes += chunk.byteLength;
            // The rest is read and dropped: a client in the middle of writing would otherwise be cut off before the answer.
            if (bytes > MAX_BODY_BYTES)
                reject(new Problem(413, `a body has at most ${MAX_BODY_BYTES} bytes`));
            else
                chunks.push(chunk);
        });
        request.on('end', () => resolve(Buffer.concat(chunks)));
        request.on('error', reject);
    });
}
function jsonMembers(bytes) {
    try {
        const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        JSON.parse(json);
        if (json.trimStart().startsWith('{'))
            return membersOf(json);
    }
    catch {
        throw new Problem(400, 'the body is not JSON', { errors: { body: 'must be JSON in UTF-8' } });
    }
    throw invalid({ body: 'must be an object' });
}
/** The members of the text of a JSON object, each value as it is written; the last of a repeated name counts. */
export function membersOf(json) {
    const members = new Map();
    let depth = 0;
    let name;
    let start = 0;
    for (const { 0: token, index } of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g)) {
        if (token === '{' || token === '[')
            depth += 1;
        else if (depth === 1 && name === undefined && token.startsWith('"'))
            name = String(JSON.parse(token));
        else if (depth === 1 && token === ':')
            start = index + 1;
        else if (depth === 1 && name !== undefined && (token === ',' || token === '}')) {
            members.set(name, json.slice(start, index).trim());
            name = undefined;
        }
        if (token === '}' || token === ']')
            depth -= 1;
    }
    return members;
}
async function formMembers(bytes, contentType) {
    try {
        const form = await new Response(bytes, { headers: { 'Content-Type': contentType } }).formData();
        return new Map([...form].map(([name, value]) => [name, formText(name, value)]));
    }
    catch {
        throw new Problem(400, 'the body is not the form that its type says', { errors: { body: 'must be a form' } });
    }
}
/** A form knows only text: what stands for a number or truth value in a known field becomes one. */
function formText(name, value) {
    if (typeof value !== 'string')
        return JSON.stringify({ name: value.name, type: value.type, bytes: value.size });
    const isToken = FORMS.some(({ names, form }) => names.includes(name) && form.test(value)) && !value.startsWith('"');
    return isToken ? value : JSON.stringify(value);
}
//# sourceMappingURL=members.js.map