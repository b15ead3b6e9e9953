import { Failure } from '../failure.js';
/**
 * Reads one JSON value (RFC 8259, strictly: no comments, no trailing comma, no byte order mark). Any depth will do.
 *
 * @throws Failure `usage` with the offending place underlined.
 */
export function parseJsonText(text) {
    const read = readJson(text);
    if ('kind' in read)
        return read;
    throw new Failure('usage', `this is not JSON: ${read.message}`, { at: { text, start: read.offset, end: read.end } });
}
/** Why the text is not one JSON value (RFC 8259), or `undefined` if it is. */
export function findJsonFault(text) {
    const read = readJson(text);
    return 'kind' in read ? undefined : read;
}
/** The value as text: what was parsed and not changed exactly as it was typed, everything else without white space. */
export function writeJsonText(node) {
    const written = [];
    const unfinished = [piecesOf(node)];
    for (let pieces = unfinished.at(-1); pieces !== undefined; pieces = unfinished.at(-1)) {
        const { done, value: piece } = pieces.next();
        if (done === true)
            unfinished.pop();
        else if (typeof piece === 'string')
            written.push(piece);
        else if (piece.text !== undefined)
            written.push(piece.text);
        else
            unfinished.push(piecesOf(piece));
    }
    return written.join('');
}
/** A string value that holds this text. */
export function jsonString(text) {
    return { kind: 'string', text: JSON.stringify(text) };
}
/** The characters a string token stands for. */
export function decodeJsonString(token) {
    return JSON.parse(token);
}
/** What a value is written as, in order: text, and the values inside it. */
function* piecesOf(node) {
    if (node.text !== undefined) {
        yield node.text;
    }
    else if (node.kind === 'array') {
        yield '[';
        for (const [index, item] of node.items.entries()) {
            if (index > 0)
                yield ',';
            yield item;
        }
        yield ']';
    }
    else if (node.kind === 'object') {
        yield '{';
        for (const [index, { key, value }] of node.members.entries()) {
            yield index > 0 ? `,${key}:` : `${key}:`;
            yield value;
        }
        yield '}';
    }
}
/** Reads with a stack of its own, because a call per level would overflow on a text of nothing but brackets. */
function readJson(text) {
    const unclosed = [];
    let at = skipSpace(text, 0);
    for (;;) {
        const begun = beginValue(text, at);
        if ('message' in begun)
            return begun;
        at = begun.next;
        if ('container' in begun) {
            unclosed.push(begun.container);
            continue;
        }
        let { value } = begun;
        for (;;) {
            at = skipSpace(text, at);
            const around = unclosed.at(-1);
            if (around === undefined)
                return at === text.length ? value : faultAt(text, at, 'something follows the value');
            if (around.kind === 'array')
                around.items.push(value);
            else
                around.members.push({ key: around.key, value });
            if (text[at] === ',') {
                const next = beginEntry(text, at + 1, around);
                if (typeof next !== 'number')
                    return next;
                at = next;
                break;
            }
            if (text[at] !== CLOSING[around.kind])
                return faultAt(text, at, `expected , or ${CLOSING[around.kind]}`);
            at += 1;
            unclosed.pop();
            value = closed(around, text, at);
        }
    }
}
const CLOSING = { array: ']', object: '}' };
function beginValue(text, start) {
    if (text[start] !== '[' && text[start] !== '{') {
        const [kind, end] = scanScalar(text, start);
        return typeof end === 'number' ? { value: { kind, text: text.slice(start, end) }, next: end } : end;
    }
    const container = text[start] === '[' ? { kind: 'array', start, items: [] } : { kind: 'object', start, members: [], key: '' };
    const inside = skipSpace(text, start + 1);
    if (text[inside] === CLOSING[container.kind])
        return { value: closed(container, text, inside + 1), next: inside + 1 };
    const next = beginEntry(text, inside, container);
    return typeof next === 'number' ? { container, next } : next;
}
/** Where the value of a container's next entry begins; of an object, its name is read first. */
function beginEntry(text, start, container) {
    const at = skipSpace(text, start);
    if (container.kind === 'array')
        return at;
    if (text[at] !== '"')
        return faultAt(text, at, 'expected a name in double quotes');
    const end = scanString(text, at);
    if (typeof end !== 'number')
        return end;
    const colon = skipSpace(text, end);
    if (text[colon] !== ':')
        return faultAt(text, colon, 'expected :');
    container.key = text.slice(at, end);
    return skipSpace(text, colon + 1);
}
function closed(container, text, end) {
    const source = text.slice(container.start, end);
    return container.kind === 'array'
        ? { kind: 'array', items: container.items, text: source }
        : { kind: 'object', members: container.members, text: source };
}
function scanScalar(text, start) {
    const first = text[start] ?? '';
    if (first === '"')
        return ['string', scanString(text, start)];
    if (first === '-' || isDigit(text, start))
        return ['number', scanNumber(text, start)];
    for (const word of ['true', 'false', 'null']) {
        if (text.startsWith(word, start))
            return [word === 'null' ? 'null' : 'boolean', start + word.length];
    }
    return ['null', faultAt(text, start, 'expected a value')];
}
const ESCAPE = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/;
/** The offset after a string's closing quote (RFC 8259 §7). By hand: on megabytes a pattern runs out of stack. */
function scanString(text, start) {
    for (let at = start + 1; at < text.length; at += 1) {
        const unit = text.charCodeAt(at);
        if (unit === 0x22)
            return at + 1;
        if (unit < 0x20)
            return faultAt(text, at, 'a control character in a string has to be escaped');
        if (unit !== 0x5c)
            continue;
        const escaped = ESCAPE.exec(text.slice(at, at + 6))?.[0];
        if (escaped === undefined)
            return { offset: at, end: Math.min(at + 2, text.length), message: 'no such escape' };
        at += escaped.length - 1;
    }
    return { offset: start, end: text.length, message: 'the string is not closed' };
}
/** The offset after a number (RFC 8259 §6). */
function scanNumber(text, start) {
    const first = text[start] === '-' ? start + 1 : start;
    let at = skipDigits(text, first);
    if (at === first)
        return faultAt(text, at, 'expected a digit');
    if (text[first] === '0' && at > first + 1)
        return faultAt(text, first, 'a number cannot begin with 0');
    if (text[at] === '.') {
        const fraction = at + 1;
        at = skipDigits(text, fraction);
        if (at === fraction)
            return faultAt(text, at, 'expected a digit');
    }
    if (text[at] === 'e' || text[at] === 'E') {
        const exponent = text[at + 1] === '-' || text[at + 1] === '+' ? at + 2 : at + 1;
        at = skipDigits(text, exponent);
        if (at === exponent)
            return faultAt(text, at, 'expected a digit');
    }
    return at;
}
function skipDigits(text, start) {
    let at = start;
    while (isDigit(text, at))
        at += 1;
    return at;
}
function isDigit(text, at) {
    const unit = text.charCodeAt(at);
    return unit >= 0x30 && unit <= 0x39;
}
function skipSpace(text, start) {
    let at = start;
    while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t')
        at += 1;
    return at;
}
/** A fault at this offset, as wide as the word or character there. */
function faultAt(text, offset, message) {
    if (offset >= text.length)
        return { offset: text.length, end: text.length, message: 'it ends too early' };
    const place = /[\w.+-]{1,64}|./suy;
    place.lastIndex = offset;
    return { offset, end: offset + (place.exec(text)?.[0].length ?? 1), message };
}
//# sourceMappingURL=json-text.js.map