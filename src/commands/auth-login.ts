import { flowOf, OAUTH, ON, secretRole } from '../auth/kinds/oauth.ts';
import { type Preparation, prepared, withPrepared } from '../auth/presets.ts';
import type { Profile } from '../auth/profile.ts';
import { scopeText } from '../auth/scope.ts';
import type { CommandLine } from '../cli/command-row.ts';
import type { AUTH } from '../cli/commands/auth.ts';
import { inputsFrom } from '../cli/inputs.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Attendance } from '../oauth/attendance.ts';
import { isUnattended, keepsSecret } from '../oauth/client.ts';
import type { TokenRecord } from '../oauth/token-record.ts';
import { openTokens } from '../oauth/tokens.ts';
import { type AuthFile, withProfile } from '../profiles/auth-file.ts';
import { changeAuthFile, readAuthFile } from '../profiles/auth-yaml.ts';
import { secretFault } from '../profiles/find-secret.ts';
import { remarkOn, secretHunt } from '../profiles/hunt.ts';
import type { Secret } from '../secret.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { askSecret, cautions, readSecret, refuseSameVariable, refuseUnusable } from './auth-add.ts';
import { withChannel } from './auth-channel.ts';
import { lifeText } from './auth-tokens.ts';
import { checkedSettings, refuseName, refuseSuffixes, typedScope } from './auth-typed.ts';

/** Settings that name files. */
const FILE_SETTINGS = ['key', 'cert', 'subject-file', 'actor-file'] as const;

type LoginOptions = (CommandLine<typeof AUTH> & { verb: 'login' })['options'];

/**
 * `slip auth login`: makes a profile of what is typed, or changes the one that is there, and gets a token for it. Nothing is
 * kept of a login that failed.
 */
export async function logIn(name: string, options: LoginOptions, host: Host): Promise<number> {
  refuseName(name);
  const file = await readAuthFile(host);
  const before = file.profiles.find((profile) => profile.name === name);
  if (before === undefined) refuseSameVariable(name, file);
  const profile = await withWholePaths(typedProfile(name, before, options), options, host);
  if (options.for !== undefined) await refuseSuffixes(profile);
  const typedSecret = await secretToKeep(profile, file, options, host);
  const remark = remarkOn(host);
  const hunt = secretHunt(file, host);
  const record = await withChannel(host, async (channel) => {
    const parts = { ...hunt, channel, typedSecret };
    const keep = async (got: TokenRecord): Promise<void> => {
      if (typedSecret !== undefined) await (await hunt.store()).put(name, typedSecret);
      await openTokens(parts).keep(profile, got);
      await changeAuthFile(host, (text, path) => withProfile({ text, path }, profile));
    };
    const signal = host.interrupted;
    if (!isUnattended(profile)) {
      await refuseHomeless(await hunt.store());
      const { attended } = await import('../oauth/attended.ts');
      return await attended({ profile, parts, attendance: attendanceFor(options, host, keep), signal });
    }
    const { granted } = await import('../oauth/grants.ts');
    const got = await granted(profile, parts, signal);
    await keep(got);
    return got;
  });
  await remark(`profile ${name} has a token${lifeText(record)}; ${purposeOf(profile)}`);
  for (const sentence of cautions(profile, file)) await remark(sentence);
  return 0;
}

/** Tokens that only the user can get again need a place. */
async function refuseHomeless(store: SecretStore): Promise<void> {
  if (store.backend === 'env') {
    throw new Failure('keychain', 'the tokens of a login cannot be kept: secrets are in the environment', {
      hint: 'SLIP_KEYCHAIN=vault keeps them in an encrypted file',
    });
  }
  await refuseUnusable(store);
}

/** The user is asked on the terminal, or else by lines of stdin, where that is not for the secret. */
function attendanceFor(options: LoginOptions, host: Host, keep: Attendance['keep']): Attendance {
  const lines = linesOf(host.stdin.chunks);
  const isAsked = host.stdin.isTerminal || options['secret-stdin'] === true;
  return {
    opensBrowser: options['no-browser'] !== true,
    limitMs: options['max-time'] ? options['max-time'] * 1000 : undefined,
    ask: async (question, signal) => (isAsked ? await host.askLine(question, signal) : (await lines.next()).value),
    keep,
  };
}

/** The lines of a text that comes in pieces, as soon as they are there. */
async function* linesOf(chunks: () => AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks()) {
    rest += decoder.decode(chunk, { stream: true });
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
  }
  if (rest.trim() !== '') yield rest;
  return undefined;
}

/** The profile that is there, with what is typed in place of what it says. */
function typedProfile(name: string, before: Profile | undefined, options: LoginOptions): Profile {
  if (before !== undefined && before.kind !== OAUTH.name) {
    throw new Failure('usage', `profile ${name} is of the kind ${before.kind}, which has no login`, {
      hint: `slip auth remove ${name} makes room`,
    });
  }
  const keys = Object.keys(OAUTH.settings) as (keyof typeof options & string)[]; // each setting is an option
  const said = Object.fromEntries(keys.map((key) => [key, [key, saidText(options[key])] as const]));
  const typed = checkedSettings(OAUTH, { kind: OAUTH.name, settings: said });
  // Of another provider no endpoint stays.
  const isKept = (key: string): boolean =>
    options[key as keyof typeof options] !== false && !(options.preset && /^issuer$|-endpoint$|^jwks-uri$/.test(key));
  const kept = Object.fromEntries(Object.entries(before?.settings ?? {}).filter(([key]) => isKept(key)));
  const preset = presetFor(options, flowOf({ ...kept, ...typed.settings }));
  const profile: Profile = {
    name,
    kind: OAUTH.name,
    scopes: options.for?.map(typedScope) ?? before?.scopes ?? [],
    settings: { ...kept, ...preset.settings, ...typed.settings },
    lists: withPrepared({ ...before?.lists, ...typed.lists }, preset.lists),
    exec: before?.exec,
  };
  if (profile.settings['client-id'] === undefined) {
    throw new Failure('usage', `it is not said which client profile ${name} is`, {
      hint: '--client-id ID; the server gave it when the client was registered there',
    });
  }
  if (profile.settings.issuer === undefined && profile.settings['token-endpoint'] === undefined) {
    throw new Failure('usage', `it is not said where the tokens of profile ${name} come from`, {
      hint: '--issuer URL, --token-endpoint URL, or --preset NAME for a provider that slip knows',
    });
  }
  // A secret that is given is meant to be shown.
  if (!options['secret-stdin'] || secretRole(profile.settings) !== undefined) return profile;
  return { ...profile, settings: { ...profile.settings, 'client-auth': 'basic' } };
}

/** What an option says as a setting: a switch that is on has a word for it, and one that is off says nothing. */
function saidText(value: LoginOptions[keyof LoginOptions]): string | readonly string[] | undefined {
  if (typeof value === 'boolean') return value ? ON : undefined;
  return typeof value === 'number' ? String(value) : value;
}

/** What the preset that is typed says, if one is. */
function presetFor({ preset, domain, tenant }: LoginOptions, flow: string): Preparation {
  if (preset === undefined) {
    const part = domain === undefined ? (tenant === undefined ? undefined : '--tenant') : '--domain';
    if (part === undefined) return { settings: {}, lists: {} };
    throw new Failure('usage', `${part} is a part of a preset, and none is named`, { hint: '--preset NAME' });
  }
  const ready = prepared({ preset, domain, tenant }, flow);
  if (typeof ready === 'string') throw new Failure('usage', ready, { hint: 'slip auth login -h tells of presets' });
  for (const [key, text] of Object.entries(ready.settings)) {
    const fault = OAUTH.settings[key]?.fault?.(text);
    if (fault !== undefined) throw new Failure('usage', `with this --domain, ${text} ${fault}`);
  }
  return ready;
}

/** Files may be asked for from any folder. */
async function withWholePaths(profile: Profile, options: LoginOptions, host: Host): Promise<Profile> {
  const inputs = inputsFrom(host);
  const paths = FILE_SETTINGS.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]] as const]));
  for (const [, path] of paths) await inputs.read(path, 'usage');
  const whole = Object.fromEntries(paths.map(([key, path]) => [key, host.files.absolute(path)]));
  return { ...profile, settings: { ...profile.settings, ...whole } };
}

/** The client's secret, where it is typed now: for a new login of a profile that has one it is not. */
async function secretToKeep(
  profile: Profile,
  file: AuthFile,
  options: LoginOptions,
  host: Host,
): Promise<Secret | undefined> {
  if (!(await keepsSecret(profile, host))) return undefined;
  const store = await secretHunt(file, host).store();
  if (!options['secret-stdin'] && (store.backend === 'env' || (await store.find(profile.name)) !== undefined)) {
    return undefined;
  }
  const inputs = inputsFrom(host);
  const secret = await (options['secret-stdin'] ? readSecret(inputs) : askSecret(profile, OAUTH, inputs));
  const fault = secretFault(secret, OAUTH.signs?.(profile.settings) === true);
  if (fault !== undefined) throw new Failure('usage', `the ${OAUTH.secretName(profile.settings)} ${fault}`);
  return secret;
}

function purposeOf({ name, scopes }: Profile): string {
  if (scopes.length > 0) return `it goes to ${scopes.map(scopeText).join(', ')}`;
  return `slip auth token ${name} prints it, and --for URL says where it is to go by itself`;
}
