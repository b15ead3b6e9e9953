import { parseChallenges } from './challenge.js';
import { clientNonce, digestAuthorization, readDigestChallenge } from './digest.js';
import { usedScheme } from './show.js';
/**
 * How to go on after challenges: with the best scheme that is offered, wanted and can be served, in curl's order Bearer,
 * Digest, Basic; of several Digest challenges the first that can be answered, as the server lists its favourite first
 * (RFC 7616 §3.7). `undefined` makes the refusal final: nothing fits, or what was shown has been turned down.
 *
 * @param lines values of `WWW-Authenticate` or `Proxy-Authenticate`.
 * @param shown how the request before was made.
 */
export function answerChallenges(lines, schemes, { login, bearer }, shown, randomBytes) {
    const challenges = parseChallenges(lines);
    const isOffered = (scheme) => schemes.includes(scheme) && challenges.some((challenge) => challenge.scheme === scheme);
    const [digest] = challenges.flatMap((challenge) => readDigestChallenge(challenge) ?? []);
    const used = usedScheme(schemes, shown);
    if (used !== undefined && isOffered(used) && !(used === 'digest' && digest?.stale))
        return undefined;
    if (bearer !== undefined && isOffered('bearer'))
        return { chosen: 'bearer', digest: undefined };
    if (login !== undefined && digest !== undefined && schemes.includes('digest')) {
        return { chosen: 'digest', digest: sessionOf(digest, clientNonce(randomBytes)) };
    }
    return login !== undefined && isOffered('basic') ? { chosen: 'basic', digest: undefined } : undefined;
}
function sessionOf(challenge, cnonce) {
    return {
        useCount: 0,
        answer: (login, subject, nonceCount) => digestAuthorization(challenge, login, { ...subject, nonceCount, cnonce }),
    };
}
//# sourceMappingURL=answer.js.map