import { credentialsFor, schemesFor } from '../auth/credentials.ts';
import type { AuthPolicy, AuthScheme, Netrc, PlannedAuth } from '../request/auth.ts';
import type { RequestUrl } from '../request/url.ts';
import { type CurlContext, nothingLeft, shownLogin, shownSecret, valued } from './curl-context.ts';
import { headerLine } from './curl-field.ts';

/** Who one is for the server, and how that may be said, in curl's options. What is in a netrc file stays there. */
export function authWords(auth: PlannedAuth, url: RequestUrl, context: CurlContext): readonly string[] {
  const {
    policy,
    login: _login,
    urlUser: _urlUser,
    attached,
    // What a conversation has come to, and what follows from the rest of the plan.
    origin: _origin,
    passedOver: _passedOver,
    server: _server,
    proxy: _proxy,
    fields: _fields,
    withheld: _withheld,
    roundCount: _roundCount,
    refused: _refused,
    ...rest
  } = auth;
  nothingLeft(rest);
  const said = credentialsFor({
    auth: { ...auth, policy: { ...policy, netrc: undefined } },
    url,
    typedNames: new Set(),
  });
  return [
    ...(said?.login === undefined ? [] : ['-u', shownLogin(said.login, context)]),
    ...policyWords(
      said?.login !== undefined || said?.bearer !== undefined
        ? { ...policy, ...schemesFor(auth), bearer: said.bearer }
        : policy,
      context,
    ),
    ...(attached?.fields ?? []).flatMap((field) => ['-H', headerLine(field, context)]),
  ];
}

function policyWords(policy: AuthPolicy, context: CurlContext): readonly string[] {
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
function schemeWords(schemes: readonly AuthScheme[], hasToken: boolean): readonly string[] {
  const has = (scheme: AuthScheme): boolean => schemes.includes(scheme);
  const isAny = schemes[0] === 'bearer' && (!hasToken || has('digest') || has('basic'));
  if (isAny) return ['--anyauth', ...(has('digest') ? [] : ['--no-digest']), ...(has('basic') ? [] : ['--no-basic'])];
  return [...(has('digest') ? ['--digest'] : []), ...(has('basic') && schemes.length > 1 ? ['--basic'] : [])];
}

function netrcWords({ comesFirst, path, find: _find, ...rest }: Netrc): readonly string[] {
  nothingLeft(rest);
  if (!comesFirst) return ['--netrc-optional', ...valued('netrc-file', path)];
  return path === undefined ? ['-n'] : ['--netrc-file', path];
}
