import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { AuthPolicy, AuthScheme } from '../request/auth.ts';
import { Secret } from '../secret.ts';

/** What the options lead to outside the line: a file's logins, and what signs. */
export type AuthTools = Pick<AuthPolicy, 'netrc' | 'sign' | 'signing'>;

/** What `--anyauth` may come to. */
const ANY: readonly AuthScheme[] = ['bearer', 'digest', 'basic'];

/**
 * What may be shown to servers, and how. As in curl the options add up: with more than one scheme the server is asked
 * first, so `--basic --digest` is a choice.
 *
 * @throws Failure `usage` for a token that cannot stand in a header field.
 */
export function authPolicy(options: Options, tools: AuthTools): AuthPolicy {
  const token = options['oauth2-bearer'];
  if (token !== undefined && !/^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/.test(token)) {
    throw new Failure(
      'usage',
      '--oauth2-bearer takes a token, which has no control characters or letters beyond ASCII',
    );
  }
  const wanted: readonly AuthScheme[] = [
    ...(options.anyauth ? ANY.filter((scheme) => scheme === 'bearer' || options[scheme] !== false) : []),
    ...(options.digest ? (['digest'] as const) : []),
    ...(options.basic ? (['basic'] as const) : []),
    ...(token === undefined ? [] : (['bearer'] as const)),
    ...(options['aws-sigv4'] === undefined ? [] : (['aws-sigv4'] as const)),
  ];
  return {
    schemes: wanted.length === 0 ? ['basic'] : [...new Set(wanted)],
    ...tools,
    bearer: token === undefined ? undefined : new Secret(token),
    refusesUrlUser: options['disallow-username-in-url'] === true,
  };
}

/** The same for an HTTP proxy, where as in curl one option wins. */
export function proxySchemes(options: Options): readonly AuthScheme[] {
  if (options['proxy-anyauth']) return ['digest', 'basic'];
  return options['proxy-digest'] ? ['digest'] : ['basic'];
}
