import type { AuthKind, SettingRow } from '../auth/kind.ts';
import { findKind } from '../auth/kinds.ts';
import { isProfileName, type Profile } from '../auth/profile.ts';
import { readScope, type Scope } from '../auth/scope.ts';
import type { CommandLine } from '../cli/command-row.ts';
import type { AUTH } from '../cli/commands/auth.ts';
import { Failure } from '../failure.ts';

/** The options of `slip auth add`. */
export type AddOptions = (CommandLine<typeof AUTH> & { verb: 'add' })['options'];

/** @throws Failure `usage` for a name that no profile may have. */
export function refuseName(name: string): void {
  if (isProfileName(name)) return;
  throw new Failure('usage', 'the name of a profile is letters, digits, dots, hyphens and underscores', {
    at: { text: name, start: 0, end: Math.max(name.length, 1) },
  });
}

/** What the options say of a profile; `undefined` where they say nothing. */
export function typedProfile(name: string, options: AddOptions): Profile | undefined {
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
const SETTING_OPTIONS = [
  ...(['in', 'prefix'] as const),
  ...(['key', 'alg', 'kid', 'claim', 'ttl'] as const),
  ...(['access-key', 'region', 'service'] as const),
];

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
  if (options.jwt) return saidJwt(options);
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

/** What says how a token is signed has no sense beside one that is kept. */
function saidJwt({ key, alg, kid, claim, ttl }: AddOptions): SaidKind {
  const more = Object.entries({ kid, claim, ttl }).find(([, value]) => value !== undefined);
  if (key === undefined && alg === undefined && more !== undefined) {
    throw new Failure('usage', `--${more[0]} is for tokens that are signed, and no key is named`, {
      hint: '--key FILE, or --alg ES256 for a key in the keychain',
    });
  }
  return {
    kind: 'jwt',
    settings: { key: ['key', key], alg: ['alg', alg], kid: ['kid', kid], claim: ['claim', claim], ttl: ['ttl', ttl] },
  };
}

/**
 * The settings that were typed, by their names in auth.yaml.
 *
 * @throws Failure `usage` for one that its kind cannot have.
 */
export function checkedSettings(kind: AuthKind, { settings: said }: SaidKind): Pick<Profile, 'settings' | 'lists'> {
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

/** @throws Failure `usage` for what is no URL that a profile could be for. */
export function typedScope(text: string): Scope {
  const scope = readScope(text);
  if ('scheme' in scope) return scope;
  const { message, at, hint } = scope;
  throw new Failure('usage', `--for: ${message}`, { at, ...(hint === undefined ? {} : { hint }) });
}

/** Nothing is asked for before it is known what. */
export function kindNotSaid(): Failure {
  return new Failure('usage', 'a profile has a kind, and none is said', {
    hint: '--api-key, --bearer, --basic USER, --digest USER, --jwt, --aws or --exec COMMAND',
  });
}

/**
 * A wildcard may not be for hosts of strangers.
 *
 * @throws Failure `usage`
 */
export async function refuseSuffixes({ kind, scopes }: Profile): Promise<void> {
  const wildcards = scopes.filter(({ isWildcard }) => isWildcard);
  // What AWS gets is a signature for one request, and its own hosts are under such suffixes.
  if (wildcards.length === 0 || kind === 'aws') return;
  const { isPublicSuffix } = await import('../cookies/jar.ts');
  const open = wildcards.find(({ host }) => isPublicSuffix(host));
  if (open === undefined) return;
  throw new Failure('usage', `--for: anybody can have a host under ${open.host}`, {
    hint: '--for may stand more than once, for one host each',
  });
}
