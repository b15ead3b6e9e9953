import { Failure } from '../failure.ts';
import { findValueOption, partsOf } from './argv.ts';
import { parseConfigFile } from './config-file.ts';
import type { ConfigFile } from './curl.ts';
import type { Inputs } from './inputs.ts';
import { type Invocation, parseInvocation } from './parse.ts';
import { sharingRunOptions } from './run-options.ts';
import type { Variables } from './variables.ts';

/** A file that names itself would never end. */
const MAX_DEPTH = 10;

/**
 * Reads a command line with the config files it names: their options count as if they stood before those typed, so that
 * what is typed wins. Variables are set and filled in on the way, in the order in which they stand. `--next` begins a line of its own, for which the user's config file counts again.
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
  const reading: Reading = { variables: new Map(), inputs, note };
  const invocations: Invocation[] = [];
  for (const part of partsOf(typed)) {
    const segments = [
      ...(await expand(defaults, defaultFile?.path, reading, 0)),
      ...(await expand(part, undefined, reading, 0)),
    ];
    const parsed = parseInvocation(segments.flatMap(({ words }) => words));
    const invocation = asksForSources(parsed) ? { ...parsed, occurrences: withFiles(parsed, segments) } : parsed;
    if (invocation.options.disable) throw new Failure('usage', '-q counts only as the first argument');
    invocations.push(invocation);
  }
  if (invocations.length === 1) return invocations;
  // slip diff is about two of them.
  const [first, ...others] = invocations.map(({ command }) => command);
  if (!(first === 'request' || first === 'diff') || others.some((command) => command !== 'request')) {
    throw new Failure('usage', '--next stands between requests');
  }
  return sharingRunOptions(invocations, 'slip');
}

/** Words that stand together, and the config file that they stand in. */
interface Segment {
  readonly words: readonly string[];
  readonly file: string | undefined;
}

function asksForSources({ options }: Invocation): boolean {
  return options.explain === true || options['json-report'] !== undefined;
}

/** The occurrences with the files that they stand in: each segment is read once more, to see how many are its own. */
function withFiles({ occurrences }: Invocation, segments: readonly Segment[]): Invocation['occurrences'] {
  const files = segments.flatMap(({ words, file }) => parseInvocation(words).occurrences.map(() => file));
  return occurrences.map((occurrence, index) => {
    const file = files[index];
    return file === undefined ? occurrence : { ...occurrence, file };
  });
}

/** What has been read so far, for what is read next. */
interface Reading {
  variables: Variables;
  readonly inputs: Inputs;
  readonly note: (sentence: string) => void;
}

/** The words as they count: those of config files before them, variables set and filled in. */
async function expand(
  words: readonly string[],
  file: string | undefined,
  reading: Reading,
  depth: number,
): Promise<readonly Segment[]> {
  const { inputs, note } = reading;
  const before: Segment[] = [];
  const own: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') {
      own.push(...words.slice(index));
      break;
    }
    const option = findValueOption(word);
    if (option === undefined) {
      own.push(word);
      continue;
    }
    const { found, isExpanded, switches, attached } = option;
    const typed = attached ?? words[++index];
    const value = isExpanded && typed !== undefined ? await filledIn(typed, reading) : typed;
    if (value !== undefined && found.name === 'variable') {
      const { setVariable } = await import('./variables.ts');
      reading.variables = await setVariable(value, reading.variables, inputs, note);
    } else if (value !== undefined && found.name === 'config') {
      before.push(...(await wordsOfFile(value, reading, depth)));
      if (switches !== '') own.push(switches);
    } else {
      own.push(isExpanded ? `--${found.name}` : word);
      if (value !== undefined && (isExpanded || attached === undefined)) own.push(value);
    }
  }
  return [...before, { words: own, file }];
}

async function filledIn(text: string, { variables, note }: Reading): Promise<string> {
  const { expandVariables } = await import('./variables.ts');
  return expandVariables(text, variables, note);
}

async function wordsOfFile(path: string, reading: Reading, depth: number): Promise<readonly Segment[]> {
  if (depth >= MAX_DEPTH) throw new Failure('usage', 'config files name each other without an end');
  const text = Buffer.from(await reading.inputs.read(path, 'read')).toString('utf8');
  const name = path === '-' ? 'stdin' : path;
  return await expand(parseConfigFile(text, name, reading.note), name, reading, depth + 1);
}
