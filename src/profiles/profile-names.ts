import { isProfileName } from '../auth/profile.ts';
import type { Host } from '../host.ts';
import type { YamlNode } from '../yaml/node.ts';
import { readYamlFile } from '../yaml/read.ts';
import { authFilePath } from './auth-yaml.ts';

/** The names of the profiles in auth.yaml, whatever else is wrong there, and where each may go. */
export async function profileNames(
  host: Pick<Host, 'env' | 'platform' | 'files'>,
): Promise<readonly { readonly name: string; readonly about: string }[]> {
  const path = authFilePath(host);
  if (path === undefined) return [];
  const root = await readYamlFile({ path, text: Buffer.from(await host.files.read(path)).toString('utf8') });
  return entriesOf(memberOf(root, 'profiles'))
    .filter(({ key }) => isProfileName(key))
    .map(({ key, value }) => ({ name: key, about: textsOf(memberOf(value, 'for')).join(', ') }));
}

function entriesOf(node: YamlNode | undefined): readonly { readonly key: string; readonly value: YamlNode }[] {
  return node?.kind === 'map' ? node.entries : [];
}

function memberOf(node: YamlNode | undefined, name: string): YamlNode | undefined {
  return entriesOf(node).find(({ key }) => key === name)?.value;
}

function textsOf(node: YamlNode | undefined): readonly string[] {
  if (node?.kind === 'list') return node.items.flatMap(textsOf);
  return node?.kind === 'text' ? [node.text] : [];
}
