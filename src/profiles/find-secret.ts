import { isUtf8 } from 'node:buffer';
import type { AuthKind } from '../auth/kind.ts';
import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { Secret } from '../secret.ts';
import { secretVariable } from '../secrets/environment.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { showCommandOnce } from './shown-commands.ts';

/** What looking for secrets needs. */
export interface SecretHunt {
  readonly host: Host;
  /** The place that was chosen, opened when it is first asked. */
  readonly store: () => Promise<Pick<SecretStore, 'find'>>;
}

/** How long a command may think. */
const COMMAND_LIMIT_MS = 30_000;

/** More than any token has. */
const MAX_BYTES = 64 * 1024;

/**
 * The secret of a profile: what its command prints, or what is kept for it.
 *
 * @param signal gives up on a command.
 * @throws Failure `credential` where there is none, `keychain` where nobody can tell.
 */
export async function findSecret(
  profile: Profile,
  kind: AuthKind,
  { host, store }: SecretHunt,
  signal: AbortSignal,
): Promise<Secret> {
  const { name, exec, settings } = profile;
  const mayHaveLines = kind.signs?.(settings) === true;
  if (exec !== undefined) return await printedSecret(profile, exec, mayHaveLines, host, signal);
  const secret = await (await store()).find(name);
  if (secret === undefined) {
    throw new Failure('credential', `the ${kind.secretName(settings)} of profile ${name} is not there`, {
      hint: `slip auth ${kind.getsTokens ? 'login' : 'add'} ${name} asks for it; in CI it may be in ${secretVariable(name)}`,
    });
  }
  const fault = secretFault(secret, mayHaveLines);
  if (fault !== undefined)
    throw new Failure('credential', `the ${kind.secretName(settings)} of profile ${name} ${fault}`);
  return secret;
}

/**
 * What keeps a text from being a secret.
 *
 * @param mayHaveLines keys have.
 */
export function secretFault(secret: Secret, mayHaveLines: boolean): string | undefined {
  const clear = secret.reveal();
  if (clear === '') return 'is empty';
  if (/[\r\n]/.test(clear) && !mayHaveLines) return 'has a line break in it';
  return /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(clear) ? 'has a control character in it' : undefined;
}

async function printedSecret(
  { name }: Profile,
  command: string,
  mayHaveLines: boolean,
  host: Host,
  signal: AbortSignal,
): Promise<Secret> {
  await showCommandOnce(name, command, host);
  const limit = AbortSignal.timeout(COMMAND_LIMIT_MS);
  const told = `the command of profile ${name}`;
  let result: Awaited<ReturnType<Host['runCommand']>>;
  try {
    result = await host.runCommand(command, AbortSignal.any([signal, limit]), MAX_BYTES);
  } catch (cause) {
    // Of Ctrl-C the reason is the signal's name.
    if (typeof cause === 'string') throw new Failure('interrupted', 'interrupted');
    if (!limit.aborted || signal.aborted) throw cause;
    throw new Failure('credential', `${told} gave nothing within ${COMMAND_LIMIT_MS / 1000} s`, { cause });
  }
  if (result.exitStatus !== 0) {
    const how = result.exitStatus === undefined ? 'was ended by a signal' : `ended with status ${result.exitStatus}`;
    throw new Failure('credential', `${told} ${how}`, { hint: 'what it has to say stands above' });
  }
  if (!isUtf8(result.stdout)) throw new Failure('credential', `what ${told} printed is not UTF-8`);
  const secret = new Secret(Buffer.from(result.stdout).toString('utf8').trim());
  const fault = secretFault(secret, mayHaveLines);
  if (fault !== undefined) throw new Failure('credential', `what ${told} printed ${fault}`);
  return secret;
}
