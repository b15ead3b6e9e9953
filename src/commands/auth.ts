import type { Command, CommandLine } from '../cli/command-row.ts';
import { AUTH } from '../cli/commands/auth.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { withoutProfile } from '../profiles/auth-file.ts';
import { changeAuthFile, readAuthFile } from '../profiles/auth-yaml.ts';
import { openCredential } from '../profiles/credential.ts';
import { findProfile, kindOf } from '../profiles/engine.ts';
import { forgetKept, remarkOn, secretHunt } from '../profiles/hunt.ts';
import { secretSource } from '../profiles/key-file.ts';
import { addProfile } from './auth-add.ts';
import { listProfiles, showProfile } from './auth-list.ts';
import { changePassphrase, moveAll } from './auth-places.ts';
import { freshToken, logOut, renewToken } from './auth-tokens.ts';

/** `slip auth`: who one is, and where. */
export const AUTH_COMMAND: Command<typeof AUTH> = { table: AUTH, run };

async function run(host: Host, line: CommandLine<typeof AUTH>): Promise<number> {
  const [name = ''] = line.words;
  switch (line.verb) {
    case 'add':
      return await addProfile(name, line.options, host);
    case 'login':
      return await (await import('./auth-login.ts')).logIn(name, line.options, host);
    case 'list':
      return await listProfiles(line.options.json === true, host);
    case 'show':
      return await showProfile(name, line.options, host);
    case 'token':
      return await printSecret(name, host);
    case 'refresh':
      return await refreshToken(name, host);
    case 'logout':
      return await forgetSecret(name, host);
    case 'remove':
      return await forgetProfile(name, host);
    case 'move':
      return await moveAll(line.options, host);
    case 'passphrase':
      return await changePassphrase(line.options['secret-stdin'] === true, host);
  }
}

async function printSecret(name: string, host: Host): Promise<number> {
  const file = await readAuthFile(host);
  const profile = findProfile(name, file.profiles);
  const hunt = secretHunt(file, host);
  const secret = kindOf(profile).getsTokens
    ? await freshToken(profile, hunt)
    : await (await openCredential(profile, kindOf(profile), hunt, host.interrupted))();
  await host.stdout.write(`${secret.reveal()}\n`);
  return 0;
}

async function refreshToken(name: string, host: Host): Promise<number> {
  const file = await readAuthFile(host);
  const profile = findProfile(name, file.profiles);
  if (!kindOf(profile).getsTokens) {
    throw new Failure('usage', `profile ${name} is of the kind ${profile.kind}, which has nothing to refresh`);
  }
  return await renewToken(profile, secretHunt(file, host));
}

async function forgetSecret(name: string, host: Host): Promise<number> {
  const file = await readAuthFile(host);
  const profile = findProfile(name, file.profiles);
  if (kindOf(profile).getsTokens) return await logOut(profile, secretHunt(file, host));
  const source = await secretSource(profile, host);
  if (source === 'command' || source === 'keyFile') {
    const place = source === 'command' ? 'it runs a command' : 'its key is in a file';
    throw new Failure('usage', `profile ${name} keeps no secret: ${place}`, {
      hint: `slip auth remove ${name} forgets the ${source === 'command' ? source : 'profile'}`,
    });
  }
  const store = await secretHunt(file, host).store();
  const wasThere = await store.remove(name);
  await remarkOn(host)(wasThere ? `the secret of profile ${name} is forgotten` : `profile ${name} had no secret`);
  return 0;
}

async function forgetProfile(name: string, host: Host): Promise<number> {
  const file = await readAuthFile(host);
  const source = await secretSource(findProfile(name, file.profiles), host);
  // First the secret: a profile without one can be seen, a secret without a profile cannot.
  if (source === 'store' || source === 'lost') await forgetKept(name, file, host);
  await changeAuthFile(host, (text, path) => withoutProfile({ text, path }, name));
  await remarkOn(host)(`profile ${name} is forgotten`);
  return 0;
}
