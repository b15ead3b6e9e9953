import { Failure } from '../failure.js';
import { placeIn } from './url.js';
/**
 * Reads curl's URL globbing: sets `{a,b,}`, ranges `[1-10]`, `[001-100]`, `[a-z]`, with a step `[1-10:2]`, with a name
 * `{<name>a,b}`. IPv6 addresses and `[]` are text. A backslash takes the meaning from a brace or bracket, and within
 * braces from any character.
 *
 * @throws Failure `url` with the place underlined.
 */
export function parseGlob(text, { strict }) {
    const parts = [];
    let literal = '';
    let at = 0;
    const endLiteral = () => {
        if (literal !== '')
            parts.push({ kind: 'text', text: literal });
        literal = '';
    };
    for (;;) {
        const special = nextSpecial(text, at);
        literal += text.slice(at, special);
        at = special;
        if (at === text.length)
            break;
        const plain = plainText(text, at);
        if (plain !== undefined) {
            literal += plain.text;
            at = plain.end;
            continue;
        }
        const read = readGroup(text, at, strict);
        if ('part' in read) {
            endLiteral();
            refuseTakenName(parts, read.part.name, text, at, read.end);
            parts.push(read.part);
            at = read.end;
        }
        else if (strict)
            throw globFailure(read.fault, text, read.start, read.end);
        else {
            literal += text.charAt(at);
            at += 1;
        }
    }
    endLiteral();
    if (parts.length > MAX_PARTS)
        throw globFailure('there are too many sets and ranges', text, 0, text.length);
    const count = parts.reduce((product, part) => product * sizeOf(part), 1n);
    if (count > MAX_NUMBER)
        throw globFailure('this is more than anybody can count', text, 0, text.length);
    return { parts, count };
}
/** A text that stands for itself alone. */
export function literalGlob(text) {
    return { parts: [{ kind: 'text', text }], count: 1n };
}
/** A text that `parseGlob` reads as itself alone. */
export function escapeGlob(text) {
    return text.replaceAll(/[{}[\]]/g, '\\$&');
}
/**
 * The text at a place: what stands further right changes faster.
 *
 * @param index from 0, below the glob's count.
 */
export function pickAt({ parts }, index) {
    let text = '';
    const values = [];
    const named = new Map();
    let rest = index;
    for (const part of [...parts].reverse()) {
        const size = sizeOf(part);
        const value = valueAt(part, rest % size);
        rest /= size;
        text = value + text;
        if (part.kind === 'text')
            continue;
        values.unshift(value);
        if (part.name !== undefined)
            named.set(part.name, value);
    }
    return { text, values, named };
}
/**
 * A file name with `#1`, `#2`… and `#<name>` replaced by what the sets and ranges are. A number that no set or range has
 * stays as it is; names are looked for in the first pick, then in the others.
 *
 * @throws Failure `argument` for a name that nothing has.
 */
export function fillReferences(template, picks) {
    return template.replace(/#(?:(\d+)|<([^>]{1,64})>)/g, (reference, number, name, offset) => {
        if (number !== undefined)
            return picks[0]?.values[Number(number) - 1] ?? reference;
        const value = picks.map(({ named }) => named.get(name)).find((found) => found !== undefined);
        if (value !== undefined)
            return value;
        throw new Failure('argument', `no set or range of the URL has the name ${name}`, {
            at: { text: template, start: offset, end: offset + reference.length },
            hint: `{<${name}>a,b} has it`,
        });
    });
}
/** curl's bounds: numbers and the count fit a signed 64-bit integer, a set has at most so many values, a text so many parts. */
const MAX_NUMBER = 2n ** 63n - 1n;
const MAX_SET_SIZE = 100_000;
const MAX_PARTS = 255;
function nextSpecial(text, from) {
    const found = text.slice(from).search(/[{}[\]]|\\[{}[\]]/);
    return found < 0 ? text.length : from + found;
}
/** The escape, address or `[]` that begins here, as the text it is; `undefined` where a group begins, or should not end. */
function plainText(text, at) {
    if (text[at] === '\\')
        return { text: text.charAt(at + 1), end: at + 2 };
    if (text.startsWith('[]', at))
        return { text: '[]', end: at + 2 };
    const [whole, address] = /^\[([\da-f:.]*:[\da-f:.]*:[\da-f:.]*)(?:%[^\]]+)?\]/i.exec(text.slice(at, at + 128)) ?? [];
    if (whole === undefined || !URL.canParse(`http://[${address}]/`))
        return undefined;
    return { text: whole, end: at + whole.length };
}
function readGroup(text, at, strict) {
    const opening = text.charAt(at);
    if (opening === '}')
        return { fault: 'this } has no {', start: at, end: at + 1 };
    if (opening === ']')
        return { fault: 'this ] has no [', start: at, end: at + 1 };
    const named = /^<([^>]{1,64})>/.exec(text.slice(at + 1, at + 67));
    const start = at + 1 + (named?.[0].length ?? 0);
    return opening === '{' ? readSet(text, at, start, named?.[1], strict) : readRange(text, at, start, named?.[1]);
}
function readSet(text, opening, start, name, strict) {
    const values = [];
    let value = '';
    for (let at = start; at < text.length; at += 1) {
        const character = text.charAt(at);
        switch (character) {
            case '{':
            case '[':
                return { fault: 'a set holds no other set or range', start: at, end: at + 1 };
            case ']':
                return { fault: 'this ] has no [', start: at, end: at + 1 };
            case ',':
            case '}':
                if (character === '}' && at === start)
                    return { fault: 'this set is empty', start: opening, end: at + 1 };
                values.push(value);
                value = '';
                if (values.length > MAX_SET_SIZE)
                    return { fault: 'this set is too large', start: opening, end: at };
                if (character === ',')
                    break;
                if (!strict && name === undefined && (values.length === 1 || text.slice(start, at).includes('"'))) {
                    return { fault: 'this is text', start: opening, end: at };
                }
                return { part: { kind: 'set', name, values }, end: at + 1 };
            case '\\':
                if (at + 1 < text.length)
                    at += 1;
                value += text.charAt(at);
                break;
            default:
                value += character;
        }
    }
    return { fault: 'this { has no }', start: opening, end: opening + 1 };
}
function readRange(text, opening, start, name) {
    const closing = text.indexOf(']', start);
    if (closing < 0)
        return { fault: 'this [ has no ]', start: opening, end: opening + 1 };
    const range = text.slice(start, closing);
    const part = letterRange(range, name) ?? numberRange(range, name);
    if (part !== undefined)
        return { part, end: closing + 1 };
    return { fault: 'this is no range', start: opening, end: closing + 1 };
}
function letterRange(range, name) {
    const [, from, to, typedStep] = /^([a-z])-([\0-\x7f])(?::(\d+))?$/i.exec(range) ?? [];
    const [first, last, step] = [from?.charCodeAt(0) ?? 0, to?.charCodeAt(0) ?? 0, Number(typedStep ?? 1)];
    if (from === undefined || !isSound(BigInt(first), BigInt(last), BigInt(step)) || last - first > 25)
        return undefined;
    const values = [];
    for (let letter = first; letter <= last; letter += step)
        values.push(String.fromCharCode(letter));
    return { kind: 'set', name, values };
}
function numberRange(range, name) {
    const [, from, to, typedStep] = /^(\d+)-[ \t]*(\d+)(?::(\d+))?$/.exec(range) ?? [];
    if (from === undefined || to === undefined)
        return undefined;
    const [first, last, step] = [BigInt(from), BigInt(to), BigInt(typedStep ?? 1)];
    if (!isSound(first, last, step) || last + step > MAX_NUMBER)
        return undefined;
    const width = from.startsWith('0') ? from.length : 0;
    return { kind: 'numbers', name, first, step, size: (last - first) / step + 1n, width };
}
/** Upwards, by a step that is taken at least once where there is anywhere to go. */
function isSound(first, last, step) {
    return first === last ? step === 1n : step > 0n && first + step <= last;
}
function sizeOf(part) {
    switch (part.kind) {
        case 'text':
            return 1n;
        case 'set':
            return BigInt(part.values.length);
        case 'numbers':
            return part.size;
    }
}
function valueAt(part, index) {
    switch (part.kind) {
        case 'text':
            return part.text;
        case 'set':
            return part.values[Number(index)] ?? '';
        case 'numbers':
            return String(part.first + index * part.step).padStart(part.width, '0');
    }
}
function refuseTakenName(parts, name, text, start, end) {
    if (name === undefined || !parts.some((part) => part.kind !== 'text' && part.name === name))
        return;
    throw globFailure(`the name ${name} is given twice`, text, start, end);
}
function globFailure(message, text, start, end) {
    return new Failure('url', message, {
        at: placeIn(text, start, end),
        hint: '-g takes braces and brackets as they are; a backslash does so for one of them',
    });
}
//# sourceMappingURL=glob.js.map