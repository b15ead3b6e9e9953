import { Unfillable } from '../collection/fill.ts';
import type { FunctionWorld } from '../collection/functions.ts';
import type { Host } from '../host.ts';

/** What the functions of templates may ask, of a real host. */
export function functionWorld(host: Host, readFile: (path: string) => Promise<Uint8Array>): FunctionWorld {
  const answers = new Map<string, string>();
  let finding: Promise<(profile: string) => Promise<string>> | undefined;
  return {
    env: host.env,
    now: () => host.now(),
    randomBytes: (count) => host.randomBytes(count),
    readText: async (path) => Buffer.from(await readFile(path)).toString('utf8'),
    async secret(profile) {
      finding ??= import('../send/profile-secret.ts').then(({ profileSecrets }) => profileSecrets(host));
      return await (await finding)(profile);
    },
    async ask(question) {
      const known = answers.get(question);
      if (known !== undefined) return known;
      const answer = await host.askSecret(`${question}: `);
      if (answer === undefined) throw new Unfillable('there is no terminal to ask on');
      answers.set(question, answer);
      return answer;
    },
  };
}
