import { credentialsFor } from '../auth/credentials.js';
import { nothingLeft, shownLogin, shownSecret, valued } from './curl-context.js';
/** Who one is for the server, and how that may be said, in curl's options. What is in a netrc file stays there. */
export function authWords(auth, url, context) {
    const { policy, login: _login, urlUser: _urlUser, 
    // What a conversation has come to, and what follows from the rest of the plan.
    origin: _origin, typedNames: _typedNames, server: _server, proxy: _proxy, fields: _fields, withheld: _withheld, roundCount: _roundCount, ...rest } = auth;
    nothingLeft(rest);
    const said = credentialsFor({ ...auth, typedNames: [], policy: { ...policy, netrc: undefined } }, url);
    return [
        ...(said?.login === undefined ? [] : ['-u', shownLogin(said.login, context)]),
        ...policyWords(policy, context),
    ];
}
function policyWords(policy, context) {
    const { schemes, sign: _sign, signing, bearer, netrc, refusesUrlUser, ...rest } = policy;
    nothingLeft(rest);
    return [
        ...schemeWords(schemes, bearer !== undefined),
        ...valued('oauth2-bearer', bearer && shownSecret(bearer, context)),
        ...valued('aws-sigv4', signing),
        ...(netrc === undefined ? [] : netrcWords(netrc)),
        ...(refusesUrlUser ? ['--disallow-username-in-url'] : []),
    ];
}
/** A token and a signature bring their schemes along; Basic alone is what curl takes by itself. */
function schemeWords(schemes, hasToken) {
    const has = (scheme) => schemes.includes(scheme);
    const isAny = schemes[0] === 'bearer' && (!hasToken || has('digest') || has('basic'));
    if (isAny)
        return ['--anyauth', ...(has('digest') ? [] : ['--no-digest']), ...(has('basic') ? [] : ['--no-basic'])];
    return [...(has('digest') ? ['--digest'] : []), ...(has('basic') && schemes.length > 1 ? ['--basic'] : [])];
}
function netrcWords({ comesFirst, path, find: _find, ...rest }) {
    nothingLeft(rest);
    if (!comesFirst)
        return ['--netrc-optional', ...valued('netrc-file', path)];
    return path === undefined ? ['-n'] : ['--netrc-file', path];
}
//# sourceMappingURL=curl-auth.js.map