/** A secret as the line has it. */
export function shownSecret(secret, { showsSecrets }) {
    return showsSecrets ? secret.reveal() : String(secret);
}
/** `NAME:PASSWORD` as the line has it. */
export function shownLogin({ name, password }, context) {
    return `${name}:${shownSecret(password, context)}`;
}
/** An option and its value, if there is one. */
export function valued(option, value) {
    return value === undefined ? [] : [`--${option}`, value];
}
/**
 * Takes what a destructuring left over, and compiles only if that is nothing: whoever adds a field to a plan is told here
 * to say what curl's word for it is.
 */
export function nothingLeft(_rest) { }
//# sourceMappingURL=curl-context.js.map