import { AFTER_ELEMENT, AFTER_KEY, AFTER_MEMBER, AFTER_WORD, BETWEEN, BROKEN, CLOSE_ARRAY, CLOSE_EMPTY_ARRAY, CLOSE_EMPTY_OBJECT, CLOSE_OBJECT, COLON, DONE, ELEMENT_COMMA, FAULT, FIRST_ELEMENT, FIRST_KEY, GRAMMAR, KEY, LITERAL, MEMBER, MEMBER_COMMA, NEXT_ELEMENT, NEXT_KEY, NUMBER, OPEN_ARRAY, OPEN_OBJECT, RECORD, SPACE, START, STRING, TEXT, WORD, ZERO, } from './json-grammar.js';
import { inkOf, press } from './json-ink.js';
/** Output goes out in pieces of this size, give or take what belongs to one token. */
const PIECE_BYTES = 64 * 1024;
/** Without an end to it, 100 kB of brackets would be printed as 20 GB. */
const DEEPEST_INDENT = 64;
const LINE_FEED = 0x0a;
/** A printer that has read nothing. */
export function createPrinter(style) {
    const ink = inkOf(style);
    const output = new Uint8Array(PIECE_BYTES + DEEPEST_INDENT * (style.indent ?? 0) + ink.longestBytes + 64);
    return {
        ink,
        indent: style.indent,
        output,
        view: new DataView(output.buffer),
        length: 0,
        state: START,
        ending: ink.endings[0], // the first of four
        stateAfter: START,
        depth: 0,
        inObject: false,
        outerInObject: new Uint8Array(16),
        previous: 0,
    };
}
/**
 * Reads the bytes of `input` in `[from, to)` up to the first fault, or until there is a piece of output.
 *
 * @returns where it stopped.
 */
export function print(printer, input, from, to) {
    const { output, view, indent } = printer;
    const { marks, endings } = printer.ink;
    const grammar = GRAMMAR;
    const source = new DataView(input.buffer, input.byteOffset, input.byteLength);
    // One long loop over variables of its own: with functions for its parts and the state in the object, it took a fifth
    // longer. All that it writes in one turn, but for the bytes of a token, fits in behind `PIECE_BYTES`.
    let { length, state, ending, stateAfter, depth, inObject } = printer;
    let at = from;
    let faulty = false;
    scan: while (at < to && length < PIECE_BYTES) {
        if (state < STRING) {
            const byte = input[at]; // `at` is less than the length
            const action = grammar[state | byte]; // each row has 256 entries
            if (action === FAULT) {
                faulty = true;
                break;
            }
            if (action >= KEY && state >= AFTER_MEMBER && indent !== undefined) {
                length = breakLine(view, length, action >= CLOSE_OBJECT ? depth - 1 : depth, indent);
            }
            length = press(view, length, marks[action]); // one for each action
            switch (action) {
                case SPACE:
                    if (indent === undefined || state === START)
                        output[length++] = byte;
                    if (state === AFTER_WORD)
                        state = BETWEEN;
                    break;
                case RECORD:
                    state = BETWEEN;
                    break;
                case COLON:
                    state = MEMBER;
                    break;
                case MEMBER_COMMA:
                    state = NEXT_KEY;
                    break;
                case ELEMENT_COMMA:
                    state = NEXT_ELEMENT;
                    break;
                case KEY:
                case TEXT:
                    ending = endings[action - KEY]; // from `KEY` on there are four
                    stateAfter = action === KEY ? AFTER_KEY : afterValue(depth, inObject, BETWEEN);
                    state = STRING;
                    break;
                case NUMBER:
                case LITERAL:
                    ending = endings[action - KEY]; // from `KEY` on there are four
                    stateAfter = afterValue(depth, inObject, AFTER_WORD);
                    state = WORD;
                    continue;
                case OPEN_OBJECT:
                case OPEN_ARRAY:
                    remember(printer, depth++, inObject);
                    inObject = action === OPEN_OBJECT;
                    state = inObject ? FIRST_KEY : FIRST_ELEMENT;
                    break;
                case CLOSE_OBJECT:
                case CLOSE_ARRAY:
                case CLOSE_EMPTY_OBJECT:
                case CLOSE_EMPTY_ARRAY:
                    inObject = recall(printer, --depth);
                    state = afterValue(depth, inObject, BETWEEN);
                    if (indent !== undefined && depth === 0)
                        output[length++] = LINE_FEED;
                    break;
            }
            at++;
            continue;
        }
        const room = PIECE_BYTES - length;
        const stop = to - at < room ? to : at + room;
        if (state === STRING) {
            const run = copyPlain(source, at, stop, view, length);
            at += run;
            length += run;
        }
        do {
            if (at === stop)
                continue scan;
            const byte = input[at]; // `at` is less than the length
            const next = grammar[state | byte]; // each row has 256 entries
            if (next === 0) {
                if (state < ZERO) {
                    faulty = true;
                    break scan;
                }
                state = DONE;
            }
            else {
                output[length++] = byte;
                at++;
                state = next << 8;
            }
        } while (state > STRING && state < DONE);
        if (state === STRING)
            continue;
        if (at < to && input[at] === ending.companion && depth > 0) {
            length = press(view, length, ending.withCompanion);
            at++;
            state = stateAfter === AFTER_KEY ? MEMBER : inObject ? NEXT_KEY : NEXT_ELEMENT;
        }
        else {
            length = press(view, length, ending.alone);
            if (indent !== undefined && depth === 0)
                output[length++] = LINE_FEED;
            state = stateAfter;
        }
    }
    printer.length = length;
    printer.state = state;
    printer.ending = ending;
    printer.stateAfter = stateAfter;
    printer.depth = depth;
    printer.inObject = inObject;
    if (faulty)
        breakOff(printer, at > 0 ? input[at - 1] : printer.previous);
    printer.previous = input[to - 1] ?? 0;
    return at;
}
/** Ends the printing at the end of the input. @returns whether a document ended there too. */
export function finish(printer) {
    const { state, depth } = printer;
    if (state >= STRING)
        printer.length = press(printer.view, printer.length, printer.ending.alone);
    if (depth > 0)
        return false;
    if (state < ZERO)
        return state === BETWEEN || state === AFTER_WORD;
    if (printer.indent !== undefined)
        printer.output[printer.length++] = LINE_FEED;
    return true;
}
/** The output that is ready, as bytes that nobody else writes to: who gets them may keep them while printing goes on. */
export function takeOutput(printer) {
    const output = printer.output.slice(0, printer.length);
    printer.length = 0;
    return output;
}
/**
 * Makes the faulty byte, and all after it, fit for being put behind the output as it is: without colour, and not joined
 * to what came before it, since the `1 2` that is not JSON within an array must not become a `12`.
 */
function breakOff(printer, previous) {
    const { state, indent, depth } = printer;
    if (state >= STRING)
        printer.length = press(printer.view, printer.length, printer.ending.alone);
    else if (indent !== undefined && depth > 0 && previous !== undefined && GRAMMAR[BETWEEN | previous] === SPACE) {
        printer.output[printer.length++] = previous;
    }
    printer.state = BROKEN;
}
function afterValue(depth, inObject, atTop) {
    if (depth === 0)
        return atTop;
    return inObject ? AFTER_MEMBER : AFTER_ELEMENT;
}
/** Copies the bytes of a string that stand for themselves, up to one that does not. @returns how many they are. */
function copyPlain(source, from, to, target, targetFrom) {
    const shift = targetFrom - from;
    let at = from;
    // Four at a time: a byte below 0x20, a quotation mark or a backslash sets the high bit of one of the four.
    for (; at < to - 3; at += 4) {
        const word = source.getInt32(at, true);
        const below = (word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101);
        if ((below & ~word & 0x80808080) !== 0)
            break;
        target.setInt32(at + shift, word, true);
    }
    for (; at < to; at++) {
        const byte = source.getUint8(at);
        if (byte < 0x20 || byte === 0x22 || byte === 0x5c)
            break;
        target.setUint8(at + shift, byte);
    }
    return at - from;
}
function breakLine(view, at, depth, indent) {
    const columns = Math.min(depth, DEEPEST_INDENT) * indent;
    view.setUint8(at, LINE_FEED);
    for (let column = 0; column < columns; column += 4)
        view.setInt32(at + 1 + column, 0x20202020, true);
    return at + 1 + columns;
}
function remember(printer, depth, inObject) {
    const at = depth >> 3;
    if (at === printer.outerInObject.length) {
        const longer = new Uint8Array(2 * at);
        longer.set(printer.outerInObject);
        printer.outerInObject = longer;
    }
    const bits = printer.outerInObject[at]; // grown above
    const bit = 1 << (depth & 7);
    printer.outerInObject[at] = inObject ? bits | bit : bits & ~bit;
}
function recall(printer, depth) {
    const bits = printer.outerInObject[depth >> 3]; // written by `remember`
    return (bits & (1 << (depth & 7))) !== 0;
}
//# sourceMappingURL=json-print.js.map