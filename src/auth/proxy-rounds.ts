import { type AuthProgress, UNASKED } from '../request/auth.ts';
import type { HeaderList } from '../request/headers.ts';
import type { HttpProxy } from '../request/plan.ts';
import { answerChallenges } from './answer.ts';
import { show } from './show.ts';

/**
 * What CONNECT says of who one is, one request after another: each gives the fields to send, and `next` takes the values
 * of `Proxy-Authenticate` that came with a 407. It is done when there is nothing better to say.
 *
 * @param authority `host:port` of the tunnel's other end.
 */
export function* proxyRounds(
  { login, schemes }: HttpProxy,
  authority: string,
  randomBytes: (count: number) => Uint8Array,
): Generator<HeaderList, void, readonly string[]> {
  const credentials = { login, bearer: undefined };
  const subject = { method: 'CONNECT', uri: authority, body: new Uint8Array() };
  let before: AuthProgress = UNASKED;
  for (;;) {
    const { value, progress } = show(subject, schemes, before, credentials);
    const lines = yield value === undefined ? [] : [['Proxy-Authorization', value]];
    const next = answerChallenges(lines, schemes, credentials, progress, randomBytes);
    if (next === undefined) return;
    before = next;
  }
}
