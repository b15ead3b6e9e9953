import { Failure } from '../failure.ts';
import { partsOf } from './argv.ts';
import { parseConfigFile } from './config-file.ts';
import type { ConfigFile } from './curl.ts';
import type { Inputs } from './inputs.ts';
import { type Invocation, parseInvocation } from './parse.ts';
import { sharingRunOptions } from './run-options.ts';

/** A file that names itself would never end. */
const MAX_DEPTH = 10;

/**
 * Reads a command line with the config files it names: their options count as if they stood before those typed, so that
 * what is typed wins. `--next` begins a line of its own, for which the user's config file counts again.
 *
 * @param defaultFile the user's own config file, if there is one; passed over when `-q` is the first argument.
 * @param note is told what a config file holds that is ignored.
 * @returns one invocation for each part between `--next`.
 * @throws Failure `usage`, or `read` for a file that `-K` names and that cannot be read.
 */
export async function readInvocations(
  argv: readonly string[],
  defaultFile: ConfigFile | undefined,
  inputs: Inputs,
  note: (sentence: string) => void,
): Promise<readonly Invocation[]> {
  const isDisabled = argv[0] === '-q' || argv[0] === '--disable';
  const typed = isDisabled ? argv.slice(1) : argv;
  const defaults =
    isDisabled || defaultFile === undefined ? [] : parseConfigFile(defaultFile.text, defaultFile.path, note);
  const invocations: Invocation[] = [];
  for (const part of partsOf(typed)) {
    const words = [...(await expand(defaults, inputs, note, 0)), ...(await expand(part, inputs, note, 0))];
    const invocation = parseInvocation(words);
    if (invocation.options.disable) throw new Failure('usage', '-q counts only as the first argument');
    invocations.push(invocation);
  }
  if (invocations.length === 1) return invocations;
  if (invocations.some(({ command }) => command !== 'request')) {
    throw new Failure('usage', '--next stands between requests');
  }
  return sharingRunOptions(invocations, 'slip');
}

/** The words with those of their config files before them. */
async function expand(
  words: readonly string[],
  inputs: Inputs,
  note: (sentence: string) => void,
  depth: number,
): Promise<readonly string[]> {
  const { config } = parseInvocation(words).options;
  if (config === undefined) return words;
  if (depth >= MAX_DEPTH) throw new Failure('usage', 'config files name each other without an end');
  const before: string[] = [];
  for (const path of config) {
    const text = Buffer.from(await inputs.read(path, 'read')).toString('utf8');
    before.push(...(await expand(parseConfigFile(text, path === '-' ? 'stdin' : path, note), inputs, note, depth + 1)));
  }
  return [...before, ...words];
}
