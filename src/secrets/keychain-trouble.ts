import { Failure } from '../failure.ts';
import type { KeychainLook } from '../host.ts';

/** What keeps the system's keychain from being used. */
export type KeychainTrouble =
  | Exclude<KeychainLook, 'open' | 'unknown'>
  | 'unloadable'
  | 'denied'
  | 'crashed'
  | 'noLogon'
  | 'refused';

/** Where slip runs, as far as it decides what a user can do about a keychain. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * A failure of the keychain, with what to do about it here and the way around it.
 *
 * @param detail the system's own words, if it had any.
 */
export function keychainFailure(
  trouble: KeychainTrouble,
  surroundings: Surroundings,
  detail?: { readonly words?: string | undefined; readonly cause?: unknown },
): Failure {
  const words = detail?.words === undefined ? '' : `: ${detail.words.trim().replace(/\.$/, '')}`;
  const hasWords = trouble === 'unloadable' || trouble === 'refused' || trouble === 'crashed';
  return new Failure('keychain', `${SENTENCES[trouble]}${hasWords ? words : ''}`, {
    cause: detail?.cause,
    hint: keychainHint(trouble, surroundings),
  });
}

/** What to do about a trouble, here. */
export function keychainHint(trouble: KeychainTrouble, surroundings: Surroundings): string {
  const remedy = surroundings.env.CI
    ? 'in CI, SLIP_SECRET_<PROFILE> holds the secret of a profile'
    : remedyFor(trouble, surroundings);
  return `${remedy === undefined ? '' : `${remedy}, or `}SLIP_KEYCHAIN=vault keeps secrets in an encrypted file`;
}

/** What the system's own words mean; those of Windows are in the user's language, so that few can be known. */
export function troubleOf(error: unknown, platform: NodeJS.Platform): KeychainTrouble {
  const { message, code } = error as { message?: string; code?: string }; // errors of a SystemKeychain
  if (code === 'EUNLOADABLE') return 'unloadable';
  if (code === 'ECRASHED') return 'crashed';
  const [, trouble] = (WORDS[platform] ?? WORDS.linux ?? []).find(([words]) => words.test(message ?? '')) ?? [];
  return trouble ?? 'refused';
}

const SENTENCES: Readonly<Record<KeychainTrouble, string>> = {
  noBus: 'there is no way to a keychain: no D-Bus session is running',
  noService: 'there is no keychain: no program on the D-Bus session keeps secrets',
  noCollection: 'the keychain has no keyring for new secrets',
  locked: 'the keychain is locked',
  silent: 'the keychain gives no answer',
  unloadable: "the keychain's library cannot be loaded",
  denied: 'the keychain denied slip access to the secret',
  crashed: "the keychain's library fell down",
  noLogon: 'this logon has no Credential Manager',
  refused: 'the keychain refused',
};

const WORDS: Partial<Record<NodeJS.Platform, readonly [words: RegExp, trouble: KeychainTrouble][]>> = {
  linux: [
    [/autolaunch D-Bus|could not connect|connection (?:refused|is closed)/i, 'noBus'],
    [/not provided by any \.service|name has no owner|StartServiceByName/i, 'noService'],
    [/locked (?:collection|object)/i, 'locked'],
    [/dismissed|cancell?ed/i, 'denied'],
    [/object does not exist|no such secret collection/i, 'noCollection'],
    [/timeout was reached|did not receive a reply|disconnected from message bus/i, 'silent'],
  ],
  darwin: [
    [/user cancell?ed|not correct|not permitted|authorization/i, 'denied'],
    [/interaction is not allowed/i, 'locked'],
    [/keychain could not be found|no keychain is available/i, 'noCollection'],
  ],
  win32: [[/logon session does not exist/i, 'noLogon']],
};

function remedyFor(trouble: KeychainTrouble, { platform, env }: Surroundings): string | undefined {
  const isRemote = env.SSH_CONNECTION !== undefined;
  if (platform === 'win32') return trouble === 'noLogon' ? 'log on with a password or at the desktop' : undefined;
  if (platform === 'darwin') {
    switch (trouble) {
      case 'locked':
        return isRemote ? '`security unlock-keychain` opens it for this session' : 'unlock it with Keychain Access';
      case 'denied':
      case 'silent':
        return 'answer the question on the desktop with Allow';
      case 'noCollection':
        return 'make a default keychain with Keychain Access';
      default:
        return undefined;
    }
  }
  switch (trouble) {
    case 'noBus':
      return isRemote ? undefined : "start slip within the desktop's session";
    case 'noService':
      return 'install and start one, such as gnome-keyring, KWallet or KeePassXC';
    case 'noCollection':
      return 'make a default keyring with Passwords and Keys (seahorse) or KWallet';
    case 'locked':
      return isRemote ? '`gnome-keyring-daemon --unlock` reads its password' : 'unlock it when the desktop asks';
    case 'denied':
    case 'silent':
      return 'answer the question on the desktop';
    case 'unloadable':
      return 'install libsecret (on Debian libsecret-1-0)';
    default:
      return undefined;
  }
}
