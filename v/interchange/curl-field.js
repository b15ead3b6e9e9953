import { shownValue } from '../request/headers.js';
/** A field as -H takes it. */
export function headerLine(field, context) {
    const [name, , gap = ' '] = field;
    const value = typedValue(field, context);
    return value === '' ? `${name};` : `${name}:${gap}${value}`;
}
/** The value as it was typed: in the list, its code units are bytes. */
export function typedValue([name, value], { showsSecrets }) {
    return Buffer.from(shownValue(name, value, showsSecrets), 'latin1').toString('utf8');
}
/** A name in lower case as names are usually written. */
export function headerName(lowerName) {
    return lowerName.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
//# sourceMappingURL=curl-field.js.map