import { UNASKED } from '../request/auth.js';
import { answerChallenges } from './answer.js';
import { show } from './show.js';
/**
 * What CONNECT says of who one is, one request after another: each gives the fields to send, and `next` takes the values
 * of `Proxy-Authenticate` that came with a 407. It is done when there is nothing better to say.
 *
 * @param authority `host:port` of the tunnel's other end.
 */
export function* proxyRounds({ login, schemes }, authority, randomBytes) {
    const credentials = { login, bearer: undefined };
    const subject = { method: 'CONNECT', uri: authority, body: new Uint8Array() };
    let before = UNASKED;
    for (;;) {
        const { value, progress } = show(subject, schemes, before, credentials);
        const lines = yield value === undefined ? [] : [['Proxy-Authorization', value]];
        const next = answerChallenges(lines, schemes, credentials, progress, randomBytes);
        if (next === undefined)
            return;
        before = next;
    }
}
//# sourceMappingURL=proxy-rounds.js.map