import { Failure } from '../failure.js';
import { Secret } from '../secret.js';
/** What `--anyauth` may come to. */
const ANY = ['bearer', 'digest', 'basic'];
/**
 * What may be shown to servers, and how. As in curl the options add up: with more than one scheme the server is asked
 * first, so `--basic --digest` is a choice.
 *
 * @throws Failure `usage` for a token that cannot stand in a header field.
 */
export function authPolicy(options, tools) {
    const token = options['oauth2-bearer'];
    if (token !== undefined && !/^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/.test(token)) {
        throw new Failure('usage', '--oauth2-bearer takes a token, which has no control characters or letters beyond ASCII');
    }
    const wanted = [
        ...(options.anyauth ? ANY.filter((scheme) => scheme === 'bearer' || options[scheme] !== false) : []),
        ...(options.digest ? ['digest'] : []),
        ...(options.basic ? ['basic'] : []),
        ...(token === undefined ? [] : ['bearer']),
        ...(options['aws-sigv4'] === undefined ? [] : ['aws-sigv4']),
    ];
    return {
        schemes: wanted.length === 0 ? ['basic'] : [...new Set(wanted)],
        ...tools,
        bearer: token === undefined ? undefined : new Secret(token),
        refusesUrlUser: options['disallow-username-in-url'] === true,
    };
}
/** The same for an HTTP proxy, where as in curl one option wins. */
export function proxySchemes(options) {
    if (options['proxy-anyauth'])
        return ['digest', 'basic'];
    return options['proxy-digest'] ? ['digest'] : ['basic'];
}
//# sourceMappingURL=auth.js.map