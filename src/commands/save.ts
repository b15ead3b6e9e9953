import { SAVE } from '../cli/commands/save.ts';
import { readCurlInvocations } from '../cli/curl.ts';
import { inputsFrom } from '../cli/inputs.ts';
import { type OptionsOf, optionTable } from '../cli/option-table.ts';
import { collectValues } from '../cli/option-values.ts';
import { takeOwnOptions } from '../cli/own-options.ts';
import { parseInvocation } from '../cli/parse.ts';
import { readCollection } from '../collection/read.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { shellLine } from '../interchange/shell-line.ts';
import { type JsonMember, type JsonNode, jsonString } from '../json/tree.ts';
import { findCollection } from '../run/find.ts';
import { NEW_COLLECTION } from '../run/new-collection.ts';
import { readNamedText, replaceFile } from '../run/open-collection.ts';
import { type SavedForm, savedForm } from '../run/saved-form.ts';
import { secretsOf } from '../run/typed-secrets.ts';
import { withValueAt } from '../yaml/edit.ts';

const TABLE = optionTable(SAVE.options);

/** `slip save NAME …`: writes a request into the collection; gives the exit status. */
export async function saveCommand(host: Host, argv: readonly string[]): Promise<number> {
  const [name = '', ...line] = argv;
  if (!/^[A-Za-z_][\w-]*$/.test(name)) {
    throw new Failure('usage', 'slip save begins with a name: letters, digits, _ and -, a letter first', {
      hint: 'slip save NAME [METHOD] URL [ITEM…] [OPTIONS]',
    });
  }
  const { own, rest } = line[0] === 'curl' ? { own: [], rest: line } : takeOwnOptions(line, TABLE);
  const options = collectValues(own, TABLE) as OptionsOf<(typeof SAVE)['options']>; // each row put in its type
  const path = options.collection ?? (await findCollection(host.files)) ?? 'slip.yaml';
  const isThere = (await host.files.facts(path).catch(() => undefined)) !== undefined;
  const file = { path, text: isThere ? await readNamedText(host, path) : NEW_COLLECTION };
  const collection = await readCollection(file);
  if (options.replace !== true && collection.requests?.some((one) => one.name === name)) {
    throw new Failure('usage', `${path} has a request ${name} already`, { hint: 'write over it with --replace' });
  }
  const saved: SavedForm =
    rest[0] === 'curl' ? await savedCurl(rest, host) : savedForm(parseInvocation(rest), collection.base?.text);
  const text = withValueAt(file, ['requests', name], withAbout(saved.form, options));
  await readCollection({ path, text });
  await replaceFile(host, { path, text });
  await host.stderr.write(`slip: ${name} is in ${path}: slip run ${name}\n`);
  if (saved.leftOut.length > 0) {
    await host.stderr.write(`slip: not saved, as it is secret: ${saved.leftOut.join(', ')}\n`);
    await host.stderr.write('hint: slip auth add keeps it in the keychain, and attaches it\n');
  }
  return 0;
}

/** A curl line as it is. A secret in it could be left out of the words, but not of what they do. */
async function savedCurl(words: readonly string[], host: Host): Promise<SavedForm> {
  const invocations = await readCurlInvocations(words.slice(1), undefined, inputsFrom(host), () => {});
  if (invocations.some(({ words: urls }) => urls.length === 0)) {
    throw new Failure('usage', 'there is no URL to save', { hint: 'slip save NAME curl URL …' });
  }
  const secrets = invocations.flatMap(secretsOf);
  if (secrets.length > 0) {
    throw new Failure('usage', `secrets are not saved, and this line has one: ${secrets.join(', ')}`, {
      hint: 'take it off the line: slip auth add keeps it in the keychain, and attaches it',
    });
  }
  return { form: objectOf([['curl', jsonString(shellLine({ words, input: undefined }))]]), leftOut: [] };
}

function withAbout(form: JsonNode, { description, tag }: OptionsOf<(typeof SAVE)['options']>): JsonNode {
  if (form.kind !== 'object') return form;
  const [first, ...others] = form.members;
  const about: JsonMember[] = [];
  if (description !== undefined) about.push({ key: '"description"', value: jsonString(description) });
  if (tag !== undefined) about.push({ key: '"tags"', value: { kind: 'array', items: tag.map(jsonString) } });
  return { kind: 'object', members: [...(first === undefined ? [] : [first]), ...about, ...others] };
}

function objectOf(pairs: readonly (readonly [string, JsonNode])[]): JsonNode {
  return { kind: 'object', members: pairs.map(([name, value]) => ({ key: jsonString(name).text, value })) };
}
