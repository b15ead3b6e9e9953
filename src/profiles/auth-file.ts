import type { AuthKind, SettingRow } from '../auth/kind.ts';
import { findKind, KIND_NAMES } from '../auth/kinds.ts';
import { isProfileName, type Profile } from '../auth/profile.ts';
import { readScope, type Scope, scopeText } from '../auth/scope.ts';
import { Failure } from '../failure.ts';
import { isCredentialParameter } from '../secret.ts';
import { isKeychainChoice, type KeychainChoice } from '../secrets/choice.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../yaml/node.ts';
import { failureAt, type YamlFile } from '../yaml/place.ts';
import { parseYamlDocument, readYaml } from '../yaml/tree.ts';

/** What auth.yaml says. */
export interface AuthFile {
  /** Where secrets are to be kept, if the file says it. */
  readonly keychain: KeychainChoice | undefined;
  /** In the order of the file. */
  readonly profiles: readonly Profile[];
}

/**
 * Reads auth.yaml.
 *
 * @throws Failure `config` with file, line and column for whatever is not as it should be; the line is not shown.
 */
export function parseAuthFile(file: YamlFile): AuthFile {
  return discreetly(() => readAuthYaml(file));
}

/** No line of auth.yaml is shown: where something is wrong, a secret may have been typed. */
function discreetly<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { kind, message, hint, cause } = error;
    throw new Failure(kind, message, { ...(hint === undefined ? {} : { hint }), cause });
  }
}

function readAuthYaml(file: YamlFile): AuthFile {
  const root = readYaml(file);
  if (root.kind === 'null') return { keychain: undefined, profiles: [] };
  const entries = entriesOf(root, file, 'auth.yaml is a mapping with keychain: and profiles:');
  refuseOthers(entries, ['keychain', 'profiles'], file);
  const keychain = entries.find(({ key }) => key === 'keychain')?.value;
  const profiles = entries.find(({ key }) => key === 'profiles')?.value;
  return {
    keychain: keychain && keychainOf(keychain, file),
    profiles:
      profiles === undefined || profiles.kind === 'null'
        ? []
        : entriesOf(profiles, file, 'profiles: is a mapping of names').map((entry) => profileOf(entry, file)),
  };
}

/** The text with a profile added, or changed where it stands; all else, comments too, stays as it is. */
export function withProfile(file: YamlFile, profile: Profile): string {
  const { name, scopes, kind, settings, lists, exec } = profile;
  const values: Readonly<Record<string, unknown>> = {
    ...(scopes.length === 0 ? {} : { for: oneOrMore(scopes.map(scopeText)) }),
    kind,
    ...Object.fromEntries(
      Object.entries(settings).map(([key, text]) => [key, findKind(kind)?.settings[key]?.isSwitch ? true : text]),
    ),
    ...Object.fromEntries(Object.entries(lists).map(([key, texts]) => [key, oneOrMore(texts)])),
    ...(exec === undefined ? {} : { exec }),
  };
  return changed(file, (document) => {
    const path = ['profiles', name];
    const before = document.getIn(path);
    if (!isMapping(before)) return document.setIn(path, document.createNode(values));
    // Key by key, so that comments between them stay.
    for (const { key } of [...before.items]) if (!(String(key) in values)) document.deleteIn([...path, String(key)]);
    for (const [key, value] of Object.entries(values)) document.setIn([...path, key], document.createNode(value));
  });
}

/** A list of one is written as that one. */
function oneOrMore(texts: readonly string[]): string | readonly string[] {
  const [text, ...others] = texts;
  return text === undefined || others.length > 0 ? texts : text;
}

/** The text without a profile. */
export function withoutProfile(file: YamlFile, name: string): string {
  return changed(file, (document) => document.deleteIn(['profiles', name]));
}

/** The text with another place for secrets. */
export function withKeychain(file: YamlFile, choice: KeychainChoice): string {
  return changed(file, (document) => document.set('keychain', choice));
}

type Document = ReturnType<typeof parseYamlDocument>;

/** What is put above the first profile. */
const HEADING = ' Who slip is, and where. Secrets are kept elsewhere; slip auth -h says how to change this.';

function changed(file: YamlFile, change: (document: Document) => unknown): string {
  const document = discreetly(() => parseYamlDocument(file));
  if (document.contents === null) document.commentBefore ??= HEADING;
  try {
    change(document);
  } catch (cause) {
    // Aliases, and what else the package cannot change.
    throw new Failure('config', `${file.path} has a form that slip cannot change`, {
      hint: 'change it in an editor',
      cause,
    });
  }
  return document.toString({ lineWidth: 0 });
}

function isMapping(node: unknown): node is { readonly items: readonly { readonly key: unknown }[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);
}

function keychainOf(node: YamlNode, file: YamlFile): KeychainChoice {
  if (node.kind === 'text' && isKeychainChoice(node.text)) return node.text;
  throw failureAt(file, node, 'keychain: is auto, system, vault or env');
}

function profileOf({ key: name, keyPlace, value }: YamlEntry, file: YamlFile): Profile {
  if (!isProfileName(name)) {
    throw failureAt(file, keyPlace, 'the name of a profile is letters, digits, dots, hyphens and underscores');
  }
  const entries = entriesOf(value, file, `profile ${name} is a mapping with for: and kind:`);
  const find = (key: string): YamlNode | undefined => entries.find((entry) => entry.key === key)?.value;
  const kindNode = find('kind');
  if (kindNode === undefined) throw failureAt(file, keyPlace, `profile ${name} has no kind:`);
  const kind = findKind(textOf(kindNode, file, 'kind'));
  if (kind === undefined) throw failureAt(file, kindNode, `a kind is one of ${KIND_NAMES.join(', ')}`);
  refuseOthers(entries, ['for', 'kind', 'exec', ...Object.keys(kind.settings)], file);
  const scopes = find('for');
  // Tokens may be for other programs alone.
  if (scopes === undefined && !kind.getsTokens) {
    throw failureAt(file, keyPlace, `profile ${name} has no for:, the URLs that it is for`);
  }
  const exec = find('exec');
  return {
    name,
    kind: kind.name,
    scopes: scopes === undefined ? [] : scopesOf(scopes, file),
    ...settingsOf(kind, find, keyPlace, file),
    exec: exec && textOf(exec, file, 'exec'),
  };
}

function scopesOf(node: YamlNode, file: YamlFile): readonly Scope[] {
  const items = itemsOf(node);
  if (items.length === 0) throw failureAt(file, node, 'for: names no URL');
  return items.map((item) => {
    const scope = readScope(textOf(item, file, 'for'));
    if ('scheme' in scope) return scope;
    // What is wrong with it can often be said only in its own words.
    throw failureAt(file, item, 'for: names no place for a credential', 'such as https://api.example.com/v1');
  });
}

/** One text may stand in the place of a list. */
function itemsOf(node: YamlNode): readonly YamlNode[] {
  return node.kind === 'list' ? node.items : [node];
}

function settingsOf(
  kind: AuthKind,
  find: (key: string) => YamlNode | undefined,
  place: YamlEntry['keyPlace'],
  file: YamlFile,
): Pick<Profile, 'settings' | 'lists'> {
  const settings: Record<string, string> = {};
  const lists: Record<string, readonly string[]> = {};
  for (const [key, row] of Object.entries(kind.settings)) {
    const node = find(key);
    if (node === undefined) {
      if (row.required) throw failureAt(file, place, `kind ${kind.name} needs ${key}:`);
      continue;
    }
    if (row.repeats) lists[key] = itemsOf(node).map((item) => settingOf(item, key, row, file));
    else settings[key] = settingOf(node, key, row, file);
  }
  return { settings, lists };
}

function settingOf(node: YamlNode, key: string, row: SettingRow, file: YamlFile): string {
  const text = textOf(node, file, key);
  const fault = row.fault?.(text);
  if (fault === undefined) return text;
  throw failureAt(file, node, `${key} ${fault}`);
}

function entriesOf(node: YamlNode, file: YamlFile, sentence: string): readonly YamlEntry[] {
  if (node.kind === 'map') return node.entries;
  throw failureAt(file, node, sentence);
}

function textOf(node: YamlNode, file: YamlFile, key: string): YamlScalar['text'] {
  if (node.kind === 'text' || node.kind === 'number' || node.kind === 'boolean') {
    if (node.text !== '') return node.text;
  }
  throw failureAt(file, node, `${key}: is a text`);
}

function refuseOthers(entries: readonly YamlEntry[], known: readonly string[], file: YamlFile): void {
  const other = entries.find(({ key }) => !known.includes(key));
  if (other === undefined) return;
  const [message, hint] = isCredentialParameter(other.key)
    ? [`no ${other.key} may stand in this file`, 'slip auth add asks for it and puts it into the keychain']
    : [`there is no ${other.key} here`, `there are ${known.join(', ')}`];
  throw failureAt(file, other.keyPlace, message, hint);
}
