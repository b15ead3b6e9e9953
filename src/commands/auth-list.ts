import type { Profile } from '../auth/profile.ts';
import { scopeText } from '../auth/scope.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { AuthFile } from '../profiles/auth-file.ts';
import { readAuthFile } from '../profiles/auth-yaml.ts';
import { findProfile } from '../profiles/engine.ts';
import { countingVariables, remarkOn, secretHunt } from '../profiles/hunt.ts';
import { columnsOf } from '../render/columns.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { backendName } from '../secrets/choice.ts';

/** What is known of a profile's secret. */
interface Whereabouts {
  /** `keychain`, `vault`, `environment` or `command`. */
  readonly backend: string;
  readonly state: 'ok' | 'missing' | 'locked' | 'unknown';
}

/** `slip auth list`: a table, or JSON. */
export async function listProfiles(isJson: boolean, host: Host): Promise<number> {
  const file = await readAuthFile(host);
  const whereabouts = await whereaboutsOf(file, file.profiles, host);
  const known = file.profiles.map((profile, index) => ({ profile, where: whereabouts[index] ?? NOWHERE }));
  if (isJson) {
    await host.stdout.write(`${JSON.stringify(known.map(facts), undefined, 2)}\n`);
    return 0;
  }
  if (known.length === 0) {
    await remarkOn(host)('there are no profiles: slip auth add NAME --for URL makes one');
    return 0;
  }
  const rows = known.map(({ profile: { name, kind, scopes }, where: { backend, state } }) => [
    name,
    kind,
    scopes.map(scopeText).join(' '),
    backend,
    state,
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
    await host.stdout.write(`${JSON.stringify(facts({ profile, where }), undefined, 2)}\n`);
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
    ['state', where.state],
  ];
  await host.stdout.write(tableText(rows));
  return 0;
}

/** A line for each of several, the first with their name. */
function rowsOf(name: string, texts: readonly string[]): readonly (readonly string[])[] {
  return texts.map((text, index) => [index === 0 ? name : '', text]);
}

const NOWHERE: Whereabouts = { backend: 'nowhere', state: 'unknown' };

/** Looks without a question to the user; what cannot be seen is told once. */
async function whereaboutsOf(
  file: AuthFile,
  profiles: readonly Profile[],
  host: Host,
): Promise<readonly Whereabouts[]> {
  const environment = countingVariables(file, host);
  const keepers = profiles.filter(({ exec }) => exec === undefined);
  let kept: ((name: string) => Whereabouts) | undefined;
  if (keepers.length > 0) {
    const store = await secretHunt(file, host).store();
    const backend = backendName(store.backend);
    const look = await store.probe();
    if (look.state === 'ready') {
      try {
        const names = new Set(store.backend === 'env' ? [] : await store.list());
        kept = (name) => ({ backend, state: names.has(name) ? 'ok' : 'missing' });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        await remarkOn(host)(error.message);
      }
    } else {
      await remarkOn(host)(`${look.reason}: ${look.hint}`);
      if (look.state === 'locked') kept = () => ({ backend, state: 'locked' });
    }
    kept ??= () => ({ backend, state: 'unknown' });
  }
  return await Promise.all(
    profiles.map(async ({ name, exec }): Promise<Whereabouts> => {
      if (exec !== undefined) return { backend: 'command', state: 'unknown' };
      if ((await environment.find(name)) !== undefined) return { backend: backendName('env'), state: 'ok' };
      return kept?.(name) ?? NOWHERE;
    }),
  );
}

function facts({ profile, where }: { readonly profile: Profile; readonly where: Whereabouts }): object {
  const { name, kind, scopes, settings, lists, exec } = profile;
  const said = { ...settings, ...lists };
  return { name, kind, for: scopes.map(scopeText), ...said, ...(exec === undefined ? {} : { exec }), ...where };
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
