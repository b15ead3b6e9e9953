import { NAME_KINDS, type NameKind } from '../cli/name-kind.ts';
import type { Host } from '../host.ts';
import { profileNames } from '../profiles/profile-names.ts';
import type { Name } from '../run/collection-names.ts';
import { sessionNames } from '../sessions/session-store.ts';

/**
 * `slip __complete KIND WORD…`: the names that a completion script offers on a line with these words, one a line, what
 * they are about behind a tab. It looks at no secret, and asks and says nothing, whatever is wrong.
 */
export async function namesCommand(host: Host, [kind, ...words]: readonly string[]): Promise<number> {
  const known = NAME_KINDS.find((one) => one === kind);
  const names = known === undefined ? [] : await namesOf(known, words, host).catch(() => []);
  const lines = names
    .filter(({ name }) => isOffered(name))
    .map(({ name, about }) => (about === '' ? name : `${name}\t${plain(about)}`));
  await host.stdout.write([...new Set(lines)].map((line) => `${line}\n`).join(''));
  return 0;
}

async function namesOf(kind: NameKind, words: readonly string[], host: Host): Promise<readonly Name[]> {
  if (kind === 'profile') return await profileNames(host);
  if (kind === 'session') return (await sessionNames(host)).map((name) => ({ name, about: '' }));
  const { collectionNames } = await import('../run/collection-names.ts');
  return await collectionNames(kind, words, host);
}

/** A name goes onto a command line: one that would be an option there, or drive a terminal, is passed over. */
function isOffered(name: string): boolean {
  return name !== '' && !/^-|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name);
}

const LONGEST_ABOUT = 80;

function plain(about: string): string {
  const text = about.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return text.length <= LONGEST_ABOUT ? text : `${text.slice(0, LONGEST_ABOUT)}…`;
}
