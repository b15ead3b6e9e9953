import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { Secret } from '../secret.ts';

/** What a passphrase is had from. */
export type PassphraseHost = Pick<Host, 'env' | 'files' | 'askSecret'>;

/** How the passphrase of a vault that is there is had; `isTyped` means that it may be asked for once more. */
export interface Passphrase {
  readonly secret: Secret;
  readonly isTyped: boolean;
}

/**
 * The passphrase of the vault: from the descriptor that `SLIP_VAULT_PASSPHRASE_FD` names, from `SLIP_VAULT_PASSPHRASE`, or
 * asked for.
 *
 * @param question the words before the colon.
 * @throws Failure `keychain` where there is none and no terminal to ask on; `usage` for a descriptor that cannot be read.
 */
export async function passphrase(host: PassphraseHost, question: string): Promise<Passphrase> {
  const given = await givenPassphrase(host);
  return given === undefined
    ? { secret: await typed(host, question), isTyped: true }
    : { secret: given, isTyped: false };
}

/** A passphrase that is to be: likewise, but asked for twice. */
export async function newPassphrase(host: PassphraseHost): Promise<Secret> {
  return (await givenPassphrase(host)) ?? (await typedTwice(host));
}

/**
 * Asks for a new passphrase until it was typed the same twice.
 *
 * @throws Failure `keychain` without a terminal.
 */
export async function typedTwice(host: PassphraseHost): Promise<Secret> {
  for (let prefix = ''; ; prefix = 'the two differ; ') {
    const first = await typed(host, `${prefix}new passphrase of the vault`);
    const second = await typed(host, 'the same once more');
    if (first.reveal() === second.reveal()) return first;
  }
}

async function typed({ askSecret }: PassphraseHost, question: string): Promise<Secret> {
  const text = await askSecret(question);
  if (text === undefined) {
    throw new Failure('keychain', 'the vault needs its passphrase, and there is no terminal to ask on', {
      hint: 'set SLIP_VAULT_PASSPHRASE, or SLIP_VAULT_PASSPHRASE_FD to the number of an open descriptor',
    });
  }
  return checked(text, 'the passphrase is empty');
}

async function givenPassphrase({ env, files }: PassphraseHost): Promise<Secret | undefined> {
  const { SLIP_VAULT_PASSPHRASE_FD: descriptor, SLIP_VAULT_PASSPHRASE: text } = env;
  if (!descriptor) return text ? new Secret(text) : undefined;
  if (!/^\d+$/.test(descriptor)) {
    throw new Failure('usage', 'SLIP_VAULT_PASSPHRASE_FD is no number of a descriptor', { hint: 'it may be 3' });
  }
  const bytes = await files.read(`/dev/fd/${descriptor}`).catch((cause: unknown) => {
    throw new Failure('usage', `no passphrase can be read from descriptor ${descriptor}`, {
      cause,
      hint: `open it: slip … ${descriptor}<passphrase-file`,
    });
  });
  const firstLine = Buffer.from(bytes).toString().split(/\r?\n/)[0] ?? '';
  return checked(firstLine, `descriptor ${descriptor} gives an empty passphrase`);
}

function checked(text: string, complaint: string): Secret {
  if (text === '') throw new Failure('keychain', complaint);
  return new Secret(text);
}
