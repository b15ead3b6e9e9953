import type { Profile } from '../auth/profile.ts';
import { scopeText } from '../auth/scope.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { isoText } from '../jwt/times.ts';
import type { AuthFile } from '../profiles/auth-file.ts';
import { readAuthFile } from '../profiles/auth-yaml.ts';
import { findProfile, kindOf } from '../profiles/engine.ts';
import { countingVariables, remarkOn, secretHunt } from '../profiles/hunt.ts';
import { type SecretSource, secretSource } from '../profiles/key-file.ts';
import { columnsOf } from '../render/columns.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { spanText } from '../request/date.ts';
import { backendName } from '../secrets/choice.ts';

/** What is known of a profile's secret. */
interface Whereabouts {
  /** `keychain`, `vault`, `environment`, `command` or `file`. */
  readonly backend: string;
  readonly state: 'ok' | 'expired' | 'missing' | 'locked' | 'unknown';
  /** Milliseconds since the epoch, of a secret that has an end. */
  readonly endMs?: number | undefined;
}

/** `slip auth list`: a table, or JSON. */
export async function listProfiles(isJson: boolean, host: Host): Promise<number> {
  const file = await readAuthFile(host);
  const whereabouts = await whereaboutsOf(file, file.profiles, host);
  const known = file.profiles.map((profile, index) => ({ profile, where: whereabouts[index] ?? NOWHERE }));
  if (isJson) {
    await host.stdout.write(jsonText(known.map(facts)));
    return 0;
  }
  if (known.length === 0) {
    await remarkOn(host)('there are no profiles: slip auth add NAME --for URL makes one');
    return 0;
  }
  const rows = known.map(({ profile: { name, kind, scopes }, where }) => [
    name,
    kind,
    scopes.map(scopeText).join(' '),
    where.backend,
    stateText(where, host.now()),
  ]);
  await host.stdout.write(tableText([['NAME', 'KIND', 'FOR', 'SECRET IN', 'STATE'], ...rows]));
  return 0;
}

/** `slip auth show`: one of them, on a line for each thing. */
export async function showProfile(name: string, isJson: boolean, host: Host): Promise<number> {
  const file = await readAuthFile(host);
  const profile = findProfile(name, file.profiles);
  const [where = NOWHERE] = await whereaboutsOf(file, [profile], host);
  if (isJson) {
    await host.stdout.write(jsonText(facts({ profile, where })));
    return 0;
  }
  const rows = [
    ['name', profile.name],
    ['kind', profile.kind],
    ...rowsOf('for', profile.scopes.map(scopeText)),
    ...Object.entries(profile.settings),
    ...Object.entries(profile.lists).flatMap(([key, texts]) => rowsOf(key, texts)),
    ...(profile.exec === undefined ? [] : [['exec', profile.exec]]),
    ['secret in', where.backend],
    ['state', stateText(where, host.now())],
    ...(where.endMs === undefined ? [] : [['expires at', isoText(where.endMs)]]),
  ];
  await host.stdout.write(tableText(rows));
  return 0;
}

/** A line for each of several, the first with their name. */
function rowsOf(name: string, texts: readonly string[]): readonly (readonly string[])[] {
  return texts.map((text, index) => [index === 0 ? name : '', text]);
}

const NOWHERE: Whereabouts = { backend: 'nowhere', state: 'unknown' };

function stateText({ state, endMs }: Whereabouts, nowMs: number): string {
  if (endMs === undefined || (state !== 'ok' && state !== 'expired')) return state;
  return state === 'ok' ? `expires in ${spanText(endMs - nowMs)}` : `expired ${spanText(nowMs - endMs)} ago`;
}

/** Looks without a question to the user; what cannot be seen is told once. */
async function whereaboutsOf(
  file: AuthFile,
  profiles: readonly Profile[],
  host: Host,
): Promise<readonly Whereabouts[]> {
  const environment = countingVariables(file, host);
  const sources = await Promise.all(profiles.map((profile) => secretSource(profile, host)));
  const kept = sources.includes('store') ? await lookIntoStore(file, host) : undefined;
  const known: Whereabouts[] = [];
  for (const [index, profile] of profiles.entries()) {
    const source = sources[index] ?? 'store';
    if (source !== 'store') known.push(SOURCES[source]);
    else {
      const secret = await environment.find(profile.name);
      known.push(
        secret === undefined
          ? ((await kept?.(profile)) ?? NOWHERE)
          : inForce(backendName('env'), kindOf(profile).endMs?.(secret), host.now()),
      );
    }
  }
  return known;
}

const SOURCES: Readonly<Record<Exclude<SecretSource, 'store'>, Whereabouts>> = {
  command: { backend: 'command', state: 'unknown' },
  keyFile: { backend: 'file', state: 'ok' },
  lost: { backend: 'file', state: 'missing' },
};

function inForce(backend: string, endMs: number | undefined, nowMs: number): Whereabouts {
  return { backend, state: endMs !== undefined && nowMs >= endMs ? 'expired' : 'ok', endMs };
}

/** What the place in force says of a profile; it is read only for secrets that may have an end. */
async function lookIntoStore(file: AuthFile, host: Host): Promise<(profile: Profile) => Promise<Whereabouts>> {
  const store = await secretHunt(file, host).store();
  const backend = backendName(store.backend);
  const look = await store.probe();
  if (look.state !== 'ready') {
    await remarkOn(host)(`${look.reason}: ${look.hint}`);
    return async () => ({ backend, state: look.state === 'locked' ? 'locked' : 'unknown' });
  }
  try {
    const names = new Set(store.backend === 'env' ? [] : await store.list());
    return async (profile) => {
      if (!names.has(profile.name)) return { backend, state: 'missing' };
      const { endMs } = kindOf(profile);
      const secret = endMs && (await store.find(profile.name));
      return inForce(backend, secret && endMs?.(secret), host.now());
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await remarkOn(host)(error.message);
    return async () => ({ backend, state: 'unknown' });
  }
}

function facts({ profile, where }: { readonly profile: Profile; readonly where: Whereabouts }): object {
  const { name, kind, scopes, settings, lists, exec } = profile;
  const said = { ...settings, ...lists };
  const { endMs, ...seen } = where;
  const end = endMs === undefined ? {} : { expires_at: isoText(endMs) };
  return { name, kind, for: scopes.map(scopeText), ...said, ...(exec === undefined ? {} : { exec }), ...seen, ...end };
}

/** JSON has an escape for all that could drive a terminal. */
function jsonText(value: unknown): string {
  return `${makeTerminalSafe(JSON.stringify(value, undefined, 2), { oneLine: false })}\n`;
}

/** Columns side by side, safe for a terminal: somebody else may have written auth.yaml. */
function tableText(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => makeTerminalSafe(cell)));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => columnsOf(row[column] ?? ''))));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - columnsOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
