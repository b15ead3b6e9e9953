import type { Command, CommandLine } from '../cli/command-row.ts';
import { COLLECTION } from '../cli/commands/collection.ts';
import { loadCollection } from '../collection/collection.ts';
import { collectionSchema } from '../collection/json-schema.ts';
import { inOrder } from '../collection/order.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { FIRST_COLLECTION } from '../run/new-collection.ts';
import { collectionPath, readNamedText, replaceFile } from '../run/open-collection.ts';
import { openRun } from '../run/open-run.ts';
import { isGiven } from '../run/variables.ts';
import { formatted } from '../yaml/edit.ts';

/** `slip collection`: looks after collection files. */
export const COLLECTION_COMMAND: Command<typeof COLLECTION> = { table: COLLECTION, run };

async function run(host: Host, line: CommandLine<typeof COLLECTION>): Promise<number> {
  const [named] = line.words;
  switch (line.verb) {
    case 'init':
      return await init(host, named ?? 'slip.yaml');
    case 'check': {
      const collection = await loadCollection(await collectionPath(host, named), (path) => readNamedText(host, path));
      const { variables } = await openRun(host, { ...NO_SETTING, path: collection.main.file.path }, collection);
      // What needs itself is a mistake, too.
      inOrder(collection, [...collection.requests.values()], (name, request) => isGiven(name, request, variables));
      const { size } = collection.requests;
      await host.stdout.write(`${collection.main.file.path}: ${size === 1 ? '1 request' : `${size} requests`}\n`);
      return 0;
    }
    case 'fmt': {
      const path = await collectionPath(host, named);
      const text = await readNamedText(host, path);
      const laidOut = formatted({ path, text });
      if (laidOut === text) return 0;
      if (line.options.check) {
        await host.stderr.write(`slip: ${path} is laid out otherwise: slip collection fmt ${path}\n`);
        return 1;
      }
      await replaceFile(host, { path, text: laidOut });
      return 0;
    }
    case 'schema':
      await host.stdout.write(`${JSON.stringify(collectionSchema(), null, 2)}\n`);
      return 0;
  }
}

const NO_SETTING = {
  fileRoot: undefined,
  env: undefined,
  variables: new Map(),
  configured: [],
  updatesSnapshots: false,
};

async function init(host: Host, path: string): Promise<number> {
  if ((await host.files.facts(path).catch(() => undefined)) !== undefined) {
    throw new Failure('usage', `${path} is there already`, { hint: 'slip collection init OTHER.yaml' });
  }
  await replaceFile(host, { path, text: FIRST_COLLECTION });
  await host.stderr.write(`slip: ${path} is there: slip demo in another terminal, then slip run read-book\n`);
  return 0;
}
