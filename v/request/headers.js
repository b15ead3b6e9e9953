import { isCredentialHeader, maskCredential, Secret } from '../secret.js';
import { maskUrlText } from './url.js';
/** Whether a field is one that was typed, in curl's dialect. */
export function isTyped([, , gap]) {
    return gap !== undefined;
}
/** Whether a field of this name is in the list; names compare without case (RFC 9110 §5.1). */
export function hasHeader(headers, name) {
    const wanted = name.toLowerCase();
    return headers.some(([candidate]) => candidate.toLowerCase() === wanted);
}
/** The value of the first field of this name, or `undefined`. A `Secret` is given as it prints. */
export function findHeader(headers, name) {
    const wanted = name.toLowerCase();
    const field = headers.find(([candidate]) => candidate.toLowerCase() === wanted);
    return field === undefined ? undefined : String(field[1]);
}
/** The values of all fields of this name as one list (RFC 9110 §5.3), or `undefined`. */
export function fieldValue(headers, name) {
    const wanted = name.toLowerCase();
    const values = headers.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => String(value));
    return values.length === 0 ? undefined : values.join(', ');
}
/** The list without every field of these names. */
export function withoutHeaders(headers, names) {
    const dropped = new Set(names.map((name) => name.toLowerCase()));
    return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}
/** A field's value as it may be shown. */
export function shownValue(name, value, showsSecrets) {
    const clear = value instanceof Secret ? value.reveal() : value;
    if (showsSecrets)
        return clear;
    const masked = maskedValue(name, clear);
    // A secret in a field whose name says nothing of it.
    return value instanceof Secret && masked === clear ? maskCredential(name, clear) : masked;
}
/** A value without what is a credential in it: all of it, by its name, or part of a URL. */
export function maskedValue(name, value) {
    if (isCredentialHeader(name))
        return maskCredential(name, value);
    return /^(?:referer|location|content-location)$/i.test(name) ? maskUrlText(value) : value;
}
//# sourceMappingURL=headers.js.map