import { Failure } from '../failure.js';
/**
 * The variables with one more, as `--variable` has it: `name=text`, `name@file`, `%NAME` from the environment, with `=` or
 * `@` a default for when it is not set there, `name[2-10]=…` some of the bytes.
 *
 * @param note is told of what is passed over, as curl passes over it.
 * @throws Failure `usage` for an environment variable that is not set and for a range that is none, `read` for a file.
 */
export async function setVariable(typed, variables, inputs, note) {
    const [, imported, name = '', rest = ''] = /^(%?)(\w*)([\s\S]*)$/.exec(typed) ?? [];
    if (name === '' || name.length > MAX_NAME_LENGTH) {
        note(`--variable ${nameOnly(typed)} has no name that a variable can have, and is passed over`);
        return variables;
    }
    const inherited = imported === '%' ? inputs.env[name] : undefined;
    if (imported === '%' && rest === '' && inherited === undefined) {
        throw new Failure('usage', `${name} is not set in the environment`, {
            hint: `--variable %${name}=TEXT gives what to take in its place`,
        });
    }
    const [range, source] = readRange(name, rest);
    const bytes = inherited !== undefined ? Buffer.from(inherited) : await readSource(source, range, inputs);
    if (bytes === undefined) {
        note(`--variable ${nameOnly(typed)} says nothing after the name, and is passed over`);
        return variables;
    }
    return new Map([...variables, [name, bytes]]);
}
/**
 * A text with each `{{name}}` and `{{name:function:function}}` replaced, as behind `--expand-` in curl: a name that is
 * not set is nothing, and `\{{` is `{{` where anything is replaced. The functions are `trim`, `json`, `url`, `b64` and
 * `64dec`, from left to right.
 *
 * @throws Failure `usage` for a function that there is none of, and for a NUL byte, which no argument can hold.
 */
export function expandVariables(text, variables, note) {
    let expanded = '';
    let isReplaced = false;
    let at = 0;
    for (;;) {
        const opening = text.indexOf('{{', at);
        if (opening < 0)
            break;
        if (text[opening - 1] === '\\' && opening > at) {
            expanded += `${text.slice(at, opening - 1)}{{`;
            at = opening + 2;
            continue;
        }
        const closing = text.indexOf('}}', opening);
        if (closing < 0) {
            note('a {{ without }} behind it is text');
            break;
        }
        const reference = text.slice(opening, closing + 2);
        const [name = '', ...functions] = reference.slice(2, -2).split(':');
        expanded += text.slice(at, opening);
        at = closing + 2;
        if (/^\w+$/.test(name) && name.length <= MAX_NAME_LENGTH) {
            expanded += textOf(functions.reduce(applyTo(reference), variables.get(name) ?? NOTHING), reference);
            isReplaced = true;
        }
        else {
            expanded += reference;
            note(`${reference} has no name that a variable can have, and is text`);
        }
    }
    return isReplaced ? expanded + text.slice(at) : text;
}
/** curl's number. */
const MAX_NAME_LENGTH = 127;
const NOTHING = new Uint8Array();
/** What may be shown of a variable that was typed: its content may be a credential. */
function nameOnly(typed) {
    return /^[^=@]*/.exec(typed)?.[0] ?? '';
}
/** `[start-end]`, offsets of the first and the last byte, and what stands behind. */
function readRange(name, rest) {
    if (!/^\[\d/.test(rest))
        return [undefined, rest];
    const [whole = '', start, end] = /^\[(\d+)-(\d*)\]/.exec(rest) ?? [];
    const range = [Number(start), end === '' || end === undefined ? undefined : Number(end)];
    if (whole !== '' && range[0] <= (range[1] ?? Number.POSITIVE_INFINITY))
        return [range, rest.slice(whole.length)];
    const text = `${name}${nameOnly(rest)}`;
    throw new Failure('usage', 'this is no range of bytes', {
        at: { text, start: name.length, end: text.length },
        hint: `for example ${name}[0-99], the first hundred bytes`,
    });
}
async function readSource(source, range, inputs) {
    const [start, end] = range ?? [0, undefined];
    const cut = (bytes) => bytes.subarray(start, end === undefined ? undefined : end + 1);
    if (source.startsWith('='))
        return cut(Buffer.from(source.slice(1)));
    if (source.startsWith('@'))
        return cut(await inputs.read(source.slice(1), 'read'));
    return undefined;
}
/** Applies the functions of a reference, one after the other. */
function applyTo(reference) {
    return (bytes, name) => {
        const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
        if (apply !== undefined)
            return bytes.byteLength === 0 ? NOTHING : apply(Buffer.from(bytes));
        const start = reference.indexOf(`:${name}`) + 1;
        throw new Failure('usage', `there is no function ${name === '' ? 'without a name' : name}`, {
            at: { text: reference, start, end: start + Math.max(name.length, 1) },
            hint: `the functions are ${Object.keys(FUNCTIONS).join(', ')}`,
        });
    };
}
const FUNCTIONS = {
    trim: trimmed,
    json: (bytes) => latin1(bytes.toString('latin1').replace(/["\\\0-\x1f]/g, jsonEscape)),
    url: (bytes) => latin1(bytes.toString('latin1').replace(/[^\w.~-]/g, percentEscape)),
    b64: (bytes) => latin1(bytes.toString('base64')),
    '64dec': (bytes) => {
        const text = bytes.toString('latin1');
        const isWhole = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
        return isWhole ? Buffer.from(text, 'base64') : latin1('[64dec-fail]');
    },
};
/** White space as C's isspace has it. */
function trimmed(bytes) {
    const isSpace = (byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
    const start = bytes.findIndex((byte) => !isSpace(byte));
    return start < 0 ? NOTHING : bytes.subarray(start, bytes.findLastIndex((byte) => !isSpace(byte)) + 1);
}
/** Bytes of a text whose characters are bytes. */
function latin1(text) {
    return Buffer.from(text, 'latin1');
}
/** JSON.stringify escapes the same characters in the same way (RFC 8259 §7). */
function jsonEscape(character) {
    return JSON.stringify(character).slice(1, -1);
}
function percentEscape(byte) {
    return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
function textOf(bytes, reference) {
    if (bytes.includes(0)) {
        throw new Failure('usage', 'this variable holds a NUL byte, which no argument can hold', {
            at: { text: reference, start: 0, end: reference.length },
            hint: 'the functions json, url and b64 make text of any bytes',
        });
    }
    return Buffer.from(bytes).toString('utf8');
}
//# sourceMappingURL=variables.js.map