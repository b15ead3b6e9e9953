import type { Profile } from '../auth/profile.ts';
import { scopeText } from '../auth/scope.ts';
import type { CommandLine } from '../cli/command-row.ts';
import type { AUTH } from '../cli/commands/auth.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { writeJsonText } from '../json/write.ts';
import { isoText } from '../jwt/times.ts';
import { readToken } from '../jwt/token.ts';
import type { TokenRecord } from '../oauth/token-record.ts';
import { readAuthFile } from '../profiles/auth-yaml.ts';
import { findProfile, kindOf } from '../profiles/engine.ts';
import { remarkOn, secretHunt } from '../profiles/hunt.ts';
import { columnsOf } from '../render/columns.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { spanText } from '../request/date.ts';
import { printClaims, readableTokens, remoteView } from './auth-tokens.ts';
import { NOWHERE, type Whereabouts, whereaboutsOf } from './auth-whereabouts.ts';
import { printJson } from './jwt-token.ts';

type ShowOptions = (CommandLine<typeof AUTH> & { verb: 'show' })['options'];

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

/** `slip auth show`: one of them, on a line for each thing, and what its tokens say. */
export async function showProfile(name: string, options: ShowOptions, host: Host): Promise<number> {
  const file = await readAuthFile(host);
  const profile = findProfile(name, file.profiles);
  if (options.remote && !kindOf(profile).getsTokens) {
    throw new Failure('usage', `profile ${name} is of the kind ${profile.kind}, of which no server says anything`);
  }
  const [where = NOWHERE] = await whereaboutsOf(file, [profile], host);
  const { tokens } = where;
  const remote = options.remote ? await remoteView(profile, tokens, secretHunt(file, host)) : undefined;
  if (options.json) {
    await printJson(withClaims({ ...facts({ profile, where }), remote }, tokens), host);
    return 0;
  }
  const rows = [
    ['name', profile.name],
    ['kind', profile.kind],
    ...rowsOf('for', profile.scopes.map(scopeText)),
    ...Object.entries(profile.settings),
    ...Object.entries(profile.lists).flatMap(([key, texts]) => rowsOf(key, texts)),
    ...(profile.exec === undefined ? [] : [['exec', profile.exec]]),
    [kindOf(profile).getsTokens ? 'tokens in' : 'secret in', where.backend],
    ['state', stateText(where, host.now())],
    ...(where.endMs === undefined ? [] : [['expires at', isoText(where.endMs)]]),
    ...(tokens?.scope === undefined ? [] : [['granted', tokens.scope]]),
    ...(tokens === undefined ? [] : [['refresh token', tokens.refreshToken === undefined ? 'none' : 'there']]),
  ];
  await host.stdout.write(tableText(rows));
  for (const [token, secret] of tokens === undefined ? [] : readableTokens(tokens)) {
    await printClaims(token, secret, host);
  }
  if (remote !== undefined) {
    await host.stdout.write('\nits server says\n');
    await printJson(JSON.stringify(remote), host);
  }
  return 0;
}

/** A line for each of several, the first with their name. */
function rowsOf(name: string, texts: readonly string[]): readonly (readonly string[])[] {
  return texts.map((text, index) => [index === 0 ? name : '', text]);
}

function stateText({ state, endMs }: Whereabouts, nowMs: number): string {
  if (endMs === undefined || (state !== 'ok' && state !== 'expired')) return state;
  return state === 'ok' ? `expires in ${spanText(endMs - nowMs)}` : `expired ${spanText(nowMs - endMs)} ago`;
}

function facts({ profile, where }: { readonly profile: Profile; readonly where: Whereabouts }): object {
  const { name, kind, scopes, settings, lists, exec } = profile;
  const said = { ...settings, ...lists };
  const { endMs, tokens, ...seen } = where;
  const end = endMs === undefined ? {} : { expires_at: isoText(endMs) };
  return {
    name,
    kind,
    for: scopes.map(scopeText),
    ...said,
    ...(exec === undefined ? {} : { exec }),
    ...seen,
    ...end,
    ...tokenFacts(tokens),
  };
}

function tokenFacts(tokens: TokenRecord | undefined): object {
  return tokens === undefined ? {} : { granted: tokens.scope, refreshable: tokens.refreshToken !== undefined };
}

/** A JSON object with what tokens say, number by number as it is written. */
function withClaims(facts: object, tokens: TokenRecord | undefined): string {
  const said = tokens === undefined ? [] : readableTokens(tokens);
  const members = said.map(([name, secret]) => {
    const key = JSON.stringify(name.toLowerCase().replace(' ', '_'));
    return `,${key}:${writeJsonText(readToken(secret.reveal()).claims)}`;
  });
  return `${JSON.stringify(facts).slice(0, -1)}${members.join('')}}`;
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
