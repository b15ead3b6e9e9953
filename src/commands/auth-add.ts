import type { AuthKind, SettingRow } from '../auth/kind.ts';
import { findKind } from '../auth/kinds.ts';
import { isProfileName, type Profile } from '../auth/profile.ts';
import { readScope, type Scope, scopeText } from '../auth/scope.ts';
import type { CommandLine } from '../cli/command-row.ts';
import type { AUTH } from '../cli/commands/auth.ts';
import { type Inputs, inputsFrom } from '../cli/inputs.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { type AuthFile, withProfile } from '../profiles/auth-file.ts';
import { changeAuthFile, readAuthFile } from '../profiles/auth-yaml.ts';
import { kindOf } from '../profiles/engine.ts';
import { secretFault } from '../profiles/find-secret.ts';
import { countingVariables, forgetKept, remarkOn, secretHunt } from '../profiles/hunt.ts';
import { isLoopback } from '../request/url.ts';
import { Secret } from '../secret.ts';
import { backendName } from '../secrets/choice.ts';
import { secretVariable } from '../secrets/environment.ts';
import type { SecretStore } from '../secrets/secret-store.ts';

type AddOptions = (CommandLine<typeof AUTH> & { verb: 'add' })['options'];

/**
 * `slip auth add`: keeps the secret, then the profile. For a profile that is there and a line that says nothing of it, a
 * new secret.
 */
export async function addProfile(name: string, options: AddOptions, host: Host): Promise<number> {
  if (!isProfileName(name)) {
    throw new Failure('usage', `the name of a profile is letters, digits, dots, hyphens and underscores`, {
      at: { text: name, start: 0, end: Math.max(name.length, 1) },
    });
  }
  const file = await readAuthFile(host);
  const before = file.profiles.find((profile) => profile.name === name);
  const typed = typedProfile(name, options);
  if (before !== undefined && typed !== undefined && !options.replace) {
    throw new Failure('usage', `there is a profile ${name} already`, {
      hint: `--replace takes its place; slip auth add ${name} alone asks for a new secret`,
    });
  }
  const profile = typed ?? before;
  if (profile === undefined) throw kindNotSaid();
  if (typed === undefined && profile.exec !== undefined) {
    throw new Failure('usage', `profile ${name} keeps no secret: it runs a command`, {
      hint: 'slip auth show tells which',
    });
  }
  if (before === undefined) refuseSameVariable(name, file);
  const kept = profile.exec === undefined ? await keepSecret(profile, file, options, host) : undefined;
  // Where a command takes the place of a secret, nothing would lead to that any more.
  if (before !== undefined && before.exec === undefined && profile.exec !== undefined) {
    await forgetKept(name, file, host);
  }
  try {
    if (typed !== undefined) await changeAuthFile(host, (text, path) => withProfile({ text, path }, typed));
  } catch (error) {
    // No secret stays behind without a profile; the first failure is what is told.
    if (before === undefined) await kept?.store?.remove(name).catch(() => {});
    throw error;
  }
  const remark = remarkOn(host);
  const { exec } = profile;
  await remark(
    `profile ${name} ${exec === undefined ? `has its ${kindOf(profile).secretName} in ${kept?.place}` : 'runs its command for each request'}; it is for ${profile.scopes.map(scopeText).join(', ')}`,
  );
  for (const sentence of cautions(profile, file)) await remark(sentence);
  return 0;
}

/** What the options say of a profile; `undefined` where they say nothing. */
function typedProfile(name: string, options: AddOptions): Profile | undefined {
  const { for: urls = [], exec } = options;
  const said = saidKind(options);
  if (said === undefined && urls.length === 0) {
    const stray = ([...SETTING_OPTIONS, 'replace'] as const).find((option) => options[option] !== undefined);
    if (stray !== undefined) throw kindNotSaid();
    return undefined;
  }
  if (said === undefined) throw kindNotSaid();
  if (urls.length === 0) {
    throw new Failure('usage', 'a profile is for a URL, and none is named', {
      hint: 'such as --for https://api.example.com',
    });
  }
  const kind = findKind(said.kind);
  if (kind === undefined) throw new Error(`there is no kind ${said.kind}`);
  refuseOthers(kind, said, options);
  return { name, kind: kind.name, scopes: urls.map(typedScope), ...checkedSettings(kind, said), exec };
}

/** The options for settings, of whatever kind. */
const SETTING_OPTIONS = ['in', 'prefix', 'access-key', 'region', 'service'] as const;

/** A setting that this kind does not have would be lost. */
function refuseOthers({ name }: AuthKind, { settings }: SaidKind, options: AddOptions): void {
  const own = Object.values(settings).map(([option]) => option);
  const other = SETTING_OPTIONS.find((option) => options[option] !== undefined && !own.includes(option));
  if (other !== undefined) throw new Failure('usage', `a profile of the kind ${name} has no --${other}`);
}

/** What a kind's options say: its name, and its settings with the options that they were typed as. */
interface SaidKind {
  readonly kind: string;
  readonly settings: Readonly<Record<string, readonly [option: string, value: string | readonly string[] | undefined]>>;
}

/** Which kind is typed. One more kind is a line here. */
function saidKind(options: AddOptions): SaidKind | undefined {
  const { basic, digest, prefix, region, service } = options;
  if (options['api-key']) return { kind: 'api-key', settings: { in: ['in', options.in], prefix: ['prefix', prefix] } };
  if (basic !== undefined) return { kind: 'basic', settings: { user: ['basic', basic] } };
  if (digest !== undefined) return { kind: 'digest', settings: { user: ['digest', digest] } };
  if (options.aws) {
    if (service !== undefined && region === undefined) {
      throw new Failure('usage', '--service needs --region beside it');
    }
    return {
      kind: 'aws',
      settings: {
        'access-key': ['access-key', options['access-key']],
        region: ['region', region],
        service: ['service', service],
      },
    };
  }
  if (options.bearer || options.exec !== undefined) return { kind: 'bearer', settings: {} };
  return undefined;
}

function checkedSettings(kind: AuthKind, { settings: said }: SaidKind): Pick<Profile, 'settings' | 'lists'> {
  const settings: Record<string, string> = {};
  const lists: Record<string, readonly string[]> = {};
  for (const [key, [option, value]] of Object.entries(said)) {
    if (value === undefined) continue;
    const row = kind.settings[key];
    for (const text of [value].flat()) refuseFault(option, text, row);
    if (typeof value === 'string') settings[key] = value;
    else lists[key] = value;
  }
  return { settings, lists };
}

function refuseFault(option: string, value: string, row: SettingRow | undefined): void {
  const fault = value === '' ? 'is empty' : row?.fault?.(value);
  if (fault === undefined) return;
  const start = option.length + 3;
  const at = { text: `--${option} ${value}`, start, end: start + Math.max(value.length, 1) };
  throw new Failure('usage', `--${option} ${fault}`, row?.mayBeSecret ? {} : { at });
}

function typedScope(text: string): Scope {
  const scope = readScope(text);
  if ('scheme' in scope) return scope;
  const { message, at, hint } = scope;
  throw new Failure('usage', `--for: ${message}`, { at, ...(hint === undefined ? {} : { hint }) });
}

function kindNotSaid(): Failure {
  return new Failure('usage', 'a profile has a kind, and none is said', {
    hint: '--api-key, --bearer, --basic USER, --digest USER, --aws or --exec COMMAND',
  });
}

/** Two names that are one variable would share their secret in CI. */
function refuseSameVariable(name: string, { profiles }: AuthFile): void {
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
  // Nobody types a secret to be told that there is no place for it.
  const look = await store.probe();
  if (look.state === 'missing' || look.state === 'broken') {
    throw new Failure('keychain', look.reason, { hint: look.hint });
  }
  const inputs = inputsFrom(host);
  const secret = options['secret-stdin'] ? await readSecret(inputs) : await askSecret(profile, kind, inputs);
  await refuseUnfit(secret, profile, kind);
  await store.put(name, secret);
  return { store, place: `the ${backendName(store.backend)}` };
}

/** The end of the last line is no part of it: `echo` and files have one. */
async function readSecret(inputs: Inputs): Promise<Secret> {
  const text = Buffer.from(await inputs.read('-', 'read')).toString('utf8');
  return new Secret(text.replace(/\r?\n$/, ''));
}

async function askSecret({ name }: Profile, kind: AuthKind, inputs: Inputs): Promise<Secret> {
  const text = await inputs.askSecret(`${kind.secretName} of profile ${name}`);
  if (text !== undefined) return new Secret(text);
  throw new Failure('usage', `there is no terminal to ask for the ${kind.secretName} on`, {
    hint: '--secret-stdin reads it from stdin',
  });
}

/** A secret that could not be sent is refused now, not when it is needed. */
async function refuseUnfit(secret: Secret, profile: Profile, kind: AuthKind): Promise<void> {
  const fault = secretFault(secret);
  if (fault !== undefined) throw new Failure('usage', `the ${kind.secretName} ${fault}`);
  try {
    await kind.attach(profile, secret);
  } catch (error) {
    if (error instanceof Failure)
      throw new Failure('usage', error.message, error.hint === undefined ? {} : { hint: error.hint });
    throw error;
  }
}

/** What one should know of a new profile. */
function cautions(profile: Profile, { profiles }: AuthFile): readonly string[] {
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
