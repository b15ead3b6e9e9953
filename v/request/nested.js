import { Failure } from '../failure.js';
import { namesCredential } from './items.js';
import { decodeJsonString, jsonString, writeJsonText, } from './json-text.js';
/** The highest index that may be typed: `a[999999999]=x` must not fill the memory with nulls. */
export const MAX_INDEX = 100_000;
/**
 * The JSON body that the fields describe, in the order they came; `{}` without any.
 *
 * Gaps in an array are null, and a null grows into whatever a later field needs of it. A key given twice keeps its first
 * place and its last value. A value given as JSON may be grown into as well: what is not touched stays as it was typed.
 *
 * @throws Failure `usage` with the part of the word underlined that is not a path, or that asks for a key of an array.
 */
export function jsonBodyFromFields(fields) {
    const [first] = fields;
    if (first === undefined)
        return '{}';
    const root = { kind: 'array', grown: true, madeBy: first, items: [] };
    for (const field of fields) {
        const start = { parent: root, index: 0 };
        const place = parsePath(field).reduce((reached, step) => enter(reached, step, field), start);
        putAt(place, given(field.value, field));
    }
    return root.items.map(writeJsonText).join('');
}
/**
 * The pairs of a form's body. A form has no nesting: brackets in a name are part of it, only backslash escapes are read.
 * A JSON string gives its characters, any other JSON value its text.
 */
export function formPairsFromFields(fields) {
    return fields.map(({ name, value }) => {
        const text = value.kind === 'string' ? decodeJsonString(value.text) : writeJsonText(value);
        return [
            tokenize(name)
                .map((token) => token.text)
                .join(''),
            text,
        ];
    });
}
function given(node, madeBy) {
    return { ...node, grown: false, madeBy };
}
function gapOf(madeBy) {
    return given({ kind: 'null', text: 'null' }, madeBy);
}
/** One step down from the value at this place; where there is nothing yet, what the step needs is made. */
function enter(place, step, field) {
    if (step.kind === 'key') {
        const parent = objectAt(place, step, field);
        const index = parent.indexOf.get(step.key) ?? parent.members.length;
        if (index === parent.members.length) {
            parent.members.push({ key: jsonString(step.key).text, value: gapOf(field) });
            parent.indexOf.set(step.key, index);
        }
        return { parent, index };
    }
    const parent = arrayAt(place, step, field);
    const index = step.kind === 'append' ? parent.items.length : step.index;
    const gap = gapOf(field);
    while (parent.items.length <= index)
        parent.items.push(gap);
    return { parent, index };
}
function objectAt(place, step, field) {
    const found = branchAt(place);
    if (found === undefined || found.kind === 'null')
        return putAt(place, grownObject([], field));
    if (found.kind !== 'object')
        throw clashFailure(found, step, field);
    return found.grown ? found : putAt(place, grownObject(found.members, found.madeBy));
}
function arrayAt(place, step, field) {
    const found = branchAt(place);
    if (found === undefined || found.kind === 'null')
        return putAt(place, grownArray([], field));
    if (found.kind !== 'array')
        throw clashFailure(found, step, field);
    return found.grown ? found : putAt(place, grownArray(found.items, found.madeBy));
}
function grownObject(members, madeBy) {
    return {
        kind: 'object',
        grown: true,
        madeBy,
        members: members.map(({ key, value }) => ({ key, value: given(value, madeBy) })),
        indexOf: new Map(members.map(({ key }, index) => [decodeJsonString(key), index])),
    };
}
function grownArray(items, madeBy) {
    return { kind: 'array', grown: true, madeBy, items: items.map((item) => given(item, madeBy)) };
}
function branchAt({ parent, index }) {
    return parent.kind === 'array' ? parent.items[index] : parent.members[index]?.value;
}
function putAt({ parent, index }, branch) {
    const member = parent.kind === 'array' ? undefined : parent.members[index];
    if (member !== undefined)
        member.value = branch;
    else if (parent.kind === 'array')
        parent.items[index] = branch;
    return branch;
}
function clashFailure(found, step, field) {
    const use = { key: 'use a key on', index: 'use an index on', append: 'append to' }[step.kind];
    const article = /^[ao]/.test(found.kind) ? 'an' : 'a';
    const maker = spanIn(found.madeBy, 0, 0).text;
    return new Failure('usage', `cannot ${use} ${article} ${found.kind}`, {
        at: spanIn(field, step.start, step.end),
        hint: `${maker.length > 60 ? `${maker.slice(0, 59)}…` : maker} made it ${article} ${found.kind}`,
    });
}
/** The first step may stand without brackets; then it is a key, even if it is all digits. */
function parsePath(field) {
    const tokens = tokenize(field.name);
    const [first] = tokens;
    if (first === undefined)
        return [{ kind: 'key', key: '', start: 0, end: 0 }];
    const steps = [];
    if (first.kind === 'text')
        steps.push({ kind: 'key', key: first.text, start: first.start, end: first.end });
    let at = steps.length;
    for (let opening = tokens[at]; opening !== undefined; opening = tokens[at]) {
        if (opening.kind === ']')
            throw pathFailure(field, opening, 'there is no [ for this ]');
        if (opening.kind === 'text')
            throw pathFailure(field, opening, 'only [ can come after ]');
        const { start } = opening;
        const [inner, closing] = tokens.slice(at + 1, at + 3);
        if (inner?.kind === ']') {
            steps.push({ kind: 'append', start, end: inner.end });
            at += 2;
            continue;
        }
        const second = [inner, closing].find((token) => token?.kind === '[');
        if (second !== undefined)
            throw pathFailure(field, second, 'this [ stands inside brackets');
        if (inner === undefined || closing === undefined) {
            throw pathFailure(field, { start, end: field.name.length }, 'there is no ] for this [');
        }
        steps.push(inner.digits
            ? indexStep(field, inner, start, closing.end)
            : { kind: 'key', key: inner.text, start, end: closing.end });
        at += 3;
    }
    return steps;
}
function indexStep(field, digits, start, end) {
    const index = Number(digits.text);
    if (index >= 0 && index <= MAX_INDEX)
        return { kind: 'index', index, start, end };
    const message = index < 0 ? 'an index cannot be negative' : `the index is above ${MAX_INDEX}`;
    throw new Failure('usage', message, {
        at: spanIn(field, digits.start, digits.end),
        hint: `[] appends; for a key of digits type [\\${digits.text.slice(0, 20)}]`,
    });
}
function tokenize(name) {
    return [...name.matchAll(/[[\]]|(?:\\[[\]\\]|[^[\]])+/g)].map(({ 0: source, index: start }) => {
        const end = start + source.length;
        if (source === '[' || source === ']')
            return { kind: source, text: source, digits: false, start, end };
        const text = /^\\-?\d+$/.test(source) ? source.slice(1) : source.replaceAll(/\\([[\]\\])/g, '$1');
        return { kind: 'text', text, digits: /^-?\d+$/.test(source), start, end };
    });
}
function pathFailure(field, { start, end }, message) {
    return new Failure('usage', message, {
        at: spanIn(field, start, end),
        hint: 'a path is a[key][0][]; for a bracket in a key type \\[ or \\]',
    });
}
/** The span of an offset range of the name within what was typed; without the value if that is a credential. */
function spanIn({ name, word }, start, end) {
    const offsets = offsetsIn(word, name);
    if (offsets === undefined)
        return { text: name, start, end };
    const [from = 0, to = from, valueStart] = [offsets[start], offsets[end], offsets[name.length]];
    return { text: namesCredential(name) ? `${word.slice(0, valueStart)}=(secret)` : word, start: from, end: to };
}
/** Where in the word each offset of the name stands: the item grammar has taken backslashes out of the name. */
function offsetsIn(word, name) {
    const offsets = [];
    let at = 0;
    for (const character of name.split('')) {
        if (word[at] === '\\' && character !== '\\')
            at += 1;
        if (word[at] !== character)
            return undefined;
        offsets.push(at);
        at += 1;
    }
    return [...offsets, at];
}
//# sourceMappingURL=nested.js.map