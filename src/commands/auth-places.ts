import type { CommandLine } from '../cli/command-row.ts';
import type { AUTH } from '../cli/commands/auth.ts';
import { inputsFrom } from '../cli/inputs.ts';
import { configFolder } from '../config/paths.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { withKeychain } from '../profiles/auth-file.ts';
import { changeAuthFile, readAuthFile } from '../profiles/auth-yaml.ts';
import { remarkOn } from '../profiles/hunt.ts';
import { Secret } from '../secret.ts';
import { backendName } from '../secrets/choice.ts';
import { type MovingPlace, moveSecrets } from '../secrets/move.ts';
import { openKeychain, openVaultStore, type StoreParts } from '../secrets/open-store.ts';
import { typedTwice } from '../secrets/passphrase.ts';

type MoveOptions = (CommandLine<typeof AUTH> & { verb: 'move' })['options'];

/** `slip auth move`: all secrets into the other place, which is the one in force from then on. */
export async function moveAll({ to, replace }: MoveOptions, host: Host): Promise<number> {
  if (to === undefined) {
    throw new Failure('usage', 'it is not said where the secrets are to go', {
      hint: 'slip auth move --to vault, or --to keychain',
    });
  }
  const remark = remarkOn(host);
  // A file that cannot be changed is found out before anything is moved.
  await readAuthFile(host);
  const parts = partsOf(host);
  const [keychain, vault] = [await openKeychain(parts), await openVaultStore(parts)];
  const [from, target] = to === 'vault' ? [keychain, vault] : [vault, keychain];
  const choice = target.backend;
  const enforce = async (): Promise<void> => {
    await changeAuthFile(host, (text, path) => withKeychain({ text, path }, choice));
  };
  const names = await moved(from, target, { replaces: replace === true, enforce });
  const count = names.length === 1 ? 'one secret' : `${names.length === 0 ? 'no' : names.length} secrets`;
  await remark(`${count} moved; secrets are in the ${backendName(choice)} from now on, as auth.yaml says`);
  const word = host.env.SLIP_KEYCHAIN;
  if (word && word !== choice) await remark(`SLIP_KEYCHAIN is ${word}, which counts before auth.yaml`);
  return 0;
}

/** Where there is no keychain, nothing is in it. */
async function moved(
  from: MovingPlace,
  to: MovingPlace,
  rules: Parameters<typeof moveSecrets>[2],
): Promise<readonly string[]> {
  if (from.backend === 'system' && (await from.probe()).state === 'missing') {
    await rules.enforce();
    return [];
  }
  return await moveSecrets(from, to, rules);
}

/** `slip auth passphrase`: another passphrase for the vault. */
export async function changePassphrase(readsStdin: boolean, host: Host): Promise<number> {
  const vault = await openVaultStore(partsOf(host));
  await vault.changePassphrase(() => (readsStdin ? readPassphrase(host) : typedTwice(host)));
  await remarkOn(host)(`${vault.path} has another passphrase`);
  return 0;
}

async function readPassphrase(host: Host): Promise<Secret> {
  const [line = ''] = Buffer.from(await inputsFrom(host).read('-', 'read'))
    .toString('utf8')
    .split(/\r?\n/);
  if (line === '') throw new Failure('usage', 'the new passphrase is empty');
  return new Secret(line);
}

function partsOf(host: Host): StoreParts {
  return { host, folder: configFolder(host.env, host.platform), remark: remarkOn(host) };
}
