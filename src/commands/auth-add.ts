import { isUtf8 } from 'node:buffer';
import type { AuthKind } from '../auth/kind.ts';
import type { Profile } from '../auth/profile.ts';
import { scopeText } from '../auth/scope.ts';
import { type Inputs, inputsFrom } from '../cli/inputs.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { type AuthFile, withProfile } from '../profiles/auth-file.ts';
import { changeAuthFile, readAuthFile } from '../profiles/auth-yaml.ts';
import { openCredential, sinceText } from '../profiles/credential.ts';
import { kindOf } from '../profiles/engine.ts';
import { secretFault } from '../profiles/find-secret.ts';
import { countingVariables, forgetKept, forgetTokens, remarkOn, secretHunt } from '../profiles/hunt.ts';
import { secretSource } from '../profiles/key-file.ts';
import { isLoopback } from '../request/url.ts';
import { Secret } from '../secret.ts';
import { backendName } from '../secrets/choice.ts';
import { secretVariable } from '../secrets/environment.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { type AddOptions, kindNotSaid, refuseName, refuseSuffixes, typedProfile } from './auth-typed.ts';

/**
 * `slip auth add`: keeps the secret, then the profile. For a profile that is there and a line that says nothing of it, a
 * new secret.
 */
export async function addProfile(name: string, options: AddOptions, host: Host): Promise<number> {
  refuseName(name);
  const file = await readAuthFile(host);
  const before = file.profiles.find((profile) => profile.name === name);
  const typed = await withWholePath(typedProfile(name, options), host);
  if (before !== undefined && typed !== undefined && !options.replace) {
    throw new Failure('usage', `there is a profile ${name} already`, {
      hint: `--replace takes its place; slip auth add ${name} alone asks for a new secret`,
    });
  }
  const profile = typed ?? before;
  if (profile === undefined) throw kindNotSaid();
  if (typed !== undefined) await refuseSuffixes(typed);
  const source = await secretSource(profile, host);
  const place = source === 'command' ? 'it runs a command' : source === 'store' ? undefined : 'its key is in a file';
  if (typed === undefined && place !== undefined) {
    throw new Failure('usage', `profile ${name} keeps no secret: ${place}`, { hint: 'slip auth show tells which' });
  }
  if (before === undefined) refuseSameVariable(name, file);
  if (source === 'keyFile') await refuseUnfit(profile, undefined, host);
  const kept = source === 'store' ? await keepSecret(profile, file, options, host) : undefined;
  // Where something else takes the place of a secret, nothing would lead to that any more.
  if (before !== undefined && kept === undefined && (await secretSource(before, host)) === 'store') {
    await forgetKept(name, file, host);
  }
  try {
    if (typed !== undefined) await changeAuthFile(host, (text, path) => withProfile({ text, path }, typed));
  } catch (error) {
    // No secret stays behind without a profile; the first failure is what is told.
    if (before === undefined) await kept?.store?.remove(name).catch(() => {});
    throw error;
  }
  // Tokens of the profile that was there are of no use to another kind.
  if (before !== undefined && typed !== undefined && kindOf(before).getsTokens) await forgetTokens(name, file, host);
  const remark = remarkOn(host);
  await remark(`profile ${name} ${sourceText(profile, kept)}; it is for ${profile.scopes.map(scopeText).join(', ')}`);
  for (const sentence of cautions(profile, file)) await remark(sentence);
  if (source === 'keyFile' && (await othersMayRead(profile.settings.key, host))) {
    await remark(`others may read ${profile.settings.key}: chmod 600 makes it yours alone`);
  }
  return 0;
}

/** The key's file may be asked for from any folder. */
async function withWholePath(profile: Profile | undefined, host: Host): Promise<Profile | undefined> {
  const key = profile?.settings.key;
  if (profile === undefined || key === undefined) return profile;
  await inputsFrom(host).read(key, 'usage');
  return { ...profile, settings: { ...profile.settings, key: host.files.absolute(key) } };
}

async function othersMayRead(path: string | undefined, { files, platform }: Host): Promise<boolean> {
  const facts = path === undefined || platform === 'win32' ? undefined : await files.facts(path);
  return facts !== undefined && (facts.mode & 0o077) !== 0;
}

function sourceText(profile: Profile, kept: Kept | undefined): string {
  const { settings, exec } = profile;
  if (kept !== undefined) return `has its ${kindOf(profile).secretName(settings)} in ${kept.place}`;
  return exec === undefined ? `signs each request with ${settings.key}` : 'runs its command for each request';
}

/**
 * Two names that are one variable would share their secret in CI.
 *
 * @throws Failure `usage`.
 */
export function refuseSameVariable(name: string, { profiles }: AuthFile): void {
  const other = profiles.find((profile) => secretVariable(profile.name) === secretVariable(name));
  if (other === undefined) return;
  throw new Failure('usage', `profile ${other.name} has the same variable, ${secretVariable(name)}`, {
    hint: 'names have to differ in letters or digits',
  });
}

/** Where a secret is from now on. */
interface Kept {
  /** The keychain or vault that it was put into, if it was. */
  readonly store: SecretStore | undefined;
  /** In words: `the keychain`. */
  readonly place: string;
}

async function keepSecret(profile: Profile, file: AuthFile, options: AddOptions, host: Host): Promise<Kept> {
  const { name } = profile;
  const kind = kindOf(profile);
  const store = await secretHunt(file, host).store();
  const isSet = (await countingVariables(file, host).find(name)) !== undefined;
  if (store.backend === 'env' || (isSet && options['secret-stdin'] !== true)) {
    return { store: undefined, place: `the variable ${secretVariable(name)}` };
  }
  await refuseUnusable(store);
  const inputs = inputsFrom(host);
  const secret = options['secret-stdin'] ? await readSecret(inputs) : await askSecret(profile, kind, inputs);
  await refuseUnfit(profile, secret, host);
  await store.put(name, secret);
  return { store, place: `the ${backendName(store.backend)}` };
}

/** Nobody types a secret, or logs in, to be told that there is no place for it. */
export async function refuseUnusable(store: SecretStore): Promise<void> {
  const look = await store.probe();
  if (look.state === 'missing' || look.state === 'broken') {
    throw new Failure('keychain', look.reason, { hint: look.hint });
  }
}

/** A secret from stdin. The end of the last line is no part of it: `echo` and files have one. */
export async function readSecret(inputs: Inputs): Promise<Secret> {
  const bytes = await inputs.read('-', 'read');
  // Places for secrets keep text: other bytes would come back as others.
  if (!isUtf8(bytes)) throw new Failure('usage', 'what stdin says is not UTF-8, and no secret');
  return new Secret(
    Buffer.from(bytes)
      .toString('utf8')
      .replace(/\r?\n$/, ''),
  );
}

/** @throws Failure `usage` without a terminal to ask on. */
export async function askSecret({ name, settings }: Profile, kind: AuthKind, inputs: Inputs): Promise<Secret> {
  const what = kind.secretName(settings);
  if (kind.signs?.(settings) && settings.key === undefined && !settings.alg?.startsWith('HS')) {
    // Of what is pasted, the shell would have all lines but the first.
    throw new Failure('usage', 'a key has several lines, which cannot be typed', {
      hint: '--secret-stdin reads it from stdin, --key FILE leaves it in its file',
    });
  }
  const text = await inputs.askSecret(`${what} of profile ${name}`);
  if (text !== undefined) return new Secret(text);
  throw new Failure('usage', `there is no terminal to ask for the ${what} on`, {
    hint: '--secret-stdin reads it from stdin',
  });
}

/** A secret that could not be sent, or not sign, is refused now, not when it is needed. */
async function refuseUnfit(profile: Profile, secret: Secret | undefined, host: Host): Promise<void> {
  const kind = kindOf(profile);
  const { settings } = profile;
  const fault = secret && secretFault(secret, kind.signs?.(settings) === true);
  if (fault !== undefined) throw new Failure('usage', `the ${kind.secretName(settings)} ${fault}`);
  const endMs = secret && kind.endMs?.(secret);
  if (endMs !== undefined && endMs <= host.now()) {
    throw new Failure('usage', `the ${kind.secretName(settings)} expired ${sinceText(endMs, host.now())}`);
  }
  try {
    const hunt = { host, store: async () => ({ find: async () => secret }) };
    const credential = await openCredential({ ...profile, exec: undefined }, kind, hunt, host.interrupted);
    await kind.attach(profile, await credential());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('usage', error.message, error.hint === undefined ? {} : { hint: error.hint });
  }
}

/** What one should know of a new profile. */
export function cautions(profile: Profile, { profiles }: AuthFile): readonly string[] {
  const texts = profile.scopes.map(scopeText);
  const twins = profiles.filter(
    ({ name, scopes }) => name !== profile.name && scopes.some((scope) => texts.includes(scopeText(scope))),
  );
  const open = profile.scopes.filter(
    ({ scheme, host, isWildcard }) => scheme === 'http' && (isWildcard || !isLoopback(host)),
  );
  return [
    ...twins.map(({ name }) => `profile ${name} is for the same URL: --auth says which one is meant`),
    ...open.map((scope) => `${scopeText(scope)} is not encrypted: nothing goes there without --allow-insecure-auth`),
  ];
}
