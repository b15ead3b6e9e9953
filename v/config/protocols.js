import { Failure } from '../failure.js';
const SPOKEN = ['http', 'https'];
/**
 * The schemes that `--proto` or `--proto-redir` leave: `=https` only these, `+http` these too, `-http` not these, names
 * after each other with commas, `all` for every one. Names that slip does not speak change nothing.
 */
export function allowedSchemes(text) {
    let allowed = SPOKEN;
    for (const entry of text?.split(',') ?? []) {
        const [, signs = '', name = ''] = /^([=+-]*)(.*)$/s.exec(entry.trim()) ?? [];
        const sign = signs.at(-1) ?? '+';
        const named = name.toLowerCase() === 'all' ? SPOKEN : SPOKEN.filter((scheme) => scheme === name.toLowerCase());
        if (sign === '=')
            allowed = named;
        else if (sign === '-')
            allowed = allowed.filter((scheme) => !named.includes(scheme));
        else
            allowed = SPOKEN.filter((scheme) => allowed.includes(scheme) || named.includes(scheme));
    }
    return allowed;
}
/**
 * The scheme of `--proto-default`.
 *
 * @throws Failure `protocol` for one that slip does not speak.
 */
export function defaultScheme(text) {
    if (text === undefined)
        return undefined;
    const scheme = SPOKEN.find((spoken) => spoken === text.toLowerCase());
    if (scheme !== undefined)
        return scheme;
    throw new Failure('protocol', `--proto-default names ${text}, which slip does not speak`, {
        hint: 'http and https are what it speaks',
    });
}
//# sourceMappingURL=protocols.js.map