import { Failure } from '../failure.js';
import { isCredentialHeader } from '../secret.js';
/**
 * Reads a `-H` line by curl's rules: `Name: value` sends, `Name:` removes, `Name;` sends it empty.
 *
 * @throws Failure `usage` with the place underlined, without the value of a credential.
 */
export function parseHeaderLine(line) {
    const [, name, separator, rest = ''] = /^([^:;]*)([:;])?([\s\S]*)$/.exec(line) ?? [];
    if (name === undefined || separator === undefined || name.trim() === '') {
        throw new Failure('usage', 'a header is Name: value', {
            at: wholeLine(line),
            hint: 'Name: drops a header slip would send, Name; sends it empty',
        });
    }
    const notToken = /[^!#$%&'*+.^_`|~0-9A-Za-z-]/u.exec(name);
    if (notToken !== null) {
        throw new Failure('usage', 'a header name cannot hold this character', {
            at: { text: `${name}${separator}`, start: notToken.index, end: notToken.index + notToken[0].length },
        });
    }
    const value = rest.replace(/^[ \t]+|[ \t]+$/g, '');
    if (separator === ';') {
        if (value === '')
            return [{ kind: 'send', name, value: '', gap: '' }];
        throw new Failure('usage', 'behind Name; nothing may follow', {
            at: { text: isCredentialHeader(name) ? `${name};` : line, start: name.length, end: name.length + 1 },
            hint: `a value goes behind a colon: ${name}: …`,
        });
    }
    if (value === '')
        return [{ kind: 'remove', name }];
    const gap = /^[ \t]*/.exec(rest)?.[0] ?? '';
    const sendable = sendableValue(name, line, value);
    return [gap === ' ' ? { kind: 'send', name, value: sendable } : { kind: 'send', name, value: sendable, gap }];
}
/** A line that has no name by its form, but maybe one by its first word: `Authorization Bearer …`. */
function wholeLine(line) {
    const word = /^[^\s=]*/.exec(line)?.[0] ?? '';
    const text = isCredentialHeader(word) ? word : line;
    return { text, start: 0, end: Math.max(1, text.length) };
}
/**
 * The value as latin-1 text, whose code units are the bytes on the wire: text beyond latin-1 goes as UTF-8, which is
 * what servers take it for.
 *
 * @throws Failure `usage` for a control character, which could end the header line (RFC 9110 §5.5).
 */
function sendableValue(name, line, value) {
    const control = /[\0-\x08\x0a-\x1f\x7f]/.exec(value);
    if (control !== null) {
        const place = line.indexOf(value, name.length + 1) + control.index;
        const shown = isCredentialHeader(name)
            ? { text: `${name}:`, start: name.length, end: name.length + 1 }
            : { text: line, start: place, end: place + 1 };
        throw new Failure('usage', `the header ${name} holds a ${nameOfControl(control[0])} at character ${control.index + 1} of its value`, {
            at: shown,
            hint: 'a header is one line',
        });
    }
    return /[^\0-\x7f]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
}
function nameOfControl(character) {
    const names = { '\r': 'carriage return', '\n': 'line break', '\0': 'NUL' };
    return names[character] ?? 'control character';
}
//# sourceMappingURL=header-line.js.map