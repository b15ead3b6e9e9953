import type { Command, CommandLine } from '../cli/command-row.ts';
import { AUTH } from '../cli/commands/auth.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { withoutProfile } from '../profiles/auth-file.ts';
import { changeAuthFile, readAuthFile } from '../profiles/auth-yaml.ts';
import { findProfile, kindOf } from '../profiles/engine.ts';
import { findSecret } from '../profiles/find-secret.ts';
import { forgetKept, remarkOn, secretHunt } from '../profiles/hunt.ts';
import { addProfile } from './auth-add.ts';
import { listProfiles, showProfile } from './auth-list.ts';
import { changePassphrase, moveAll } from './auth-places.ts';

/** `slip auth`: who one is, and where. */
export const AUTH_COMMAND: Command<typeof AUTH> = { table: AUTH, run };

async function run(host: Host, line: CommandLine<typeof AUTH>): Promise<number> {
  const [name = ''] = line.words;
  switch (line.verb) {
    case 'add':
      return await addProfile(name, line.options, host);
    case 'list':
      return await listProfiles(line.options.json === true, host);
    case 'show':
      return await showProfile(name, line.options.json === true, host);
    case 'token':
      return await printSecret(name, host);
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
  const secret = await findSecret(profile, kindOf(profile), secretHunt(file, host), host.interrupted);
  await host.stdout.write(`${secret.reveal()}\n`);
  return 0;
}

async function forgetSecret(name: string, host: Host): Promise<number> {
  const file = await readAuthFile(host);
  const { exec } = findProfile(name, file.profiles);
  if (exec !== undefined) {
    throw new Failure('usage', `profile ${name} keeps no secret: it runs a command`, {
      hint: `slip auth remove ${name} forgets the command`,
    });
  }
  const store = await secretHunt(file, host).store();
  const wasThere = await store.remove(name);
  await remarkOn(host)(wasThere ? `the secret of profile ${name} is forgotten` : `profile ${name} had no secret`);
  return 0;
}

async function forgetProfile(name: string, host: Host): Promise<number> {
  const file = await readAuthFile(host);
  const { exec } = findProfile(name, file.profiles);
  // First the secret: a profile without one can be seen, a secret without a profile cannot.
  if (exec === undefined) await forgetKept(name, file, host);
  await changeAuthFile(host, (text, path) => withoutProfile({ text, path }, name));
  await remarkOn(host)(`profile ${name} is forgotten`);
  return 0;
}
