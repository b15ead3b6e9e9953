import { Failure } from '../failure.js';
import { Secret } from '../secret.js';
/**
 * `NAME:PASSWORD`, parted at the first colon; without one the password is asked for.
 *
 * @throws Failure `usage` without a terminal to ask on.
 */
export async function readLogin(text, option, inputs) {
    const colon = text.indexOf(':');
    if (colon >= 0)
        return { name: text.slice(0, colon), password: new Secret(text.slice(colon + 1)) };
    const who = option === 'user' ? text : `${text} for the proxy`;
    const password = await inputs.askSecret(`password of ${who}`);
    if (password === undefined) {
        throw new Failure('usage', `there is no password for ${text} and no terminal to ask on`, {
            hint: `${option === 'user' ? '-u' : '-U'} ${text}: sends an empty one`,
        });
    }
    return { name: text, password: new Secret(password) };
}
//# sourceMappingURL=login.js.map