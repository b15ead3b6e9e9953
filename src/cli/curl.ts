import { Failure } from '../failure.ts';
import { escapeGlob } from '../request/glob.ts';
import { splitExpand } from './argv.ts';
import { configWords, parseConfigFile } from './config-file.ts';
import { curlWarnings } from './curl-warnings.ts';
import type { Inputs } from './inputs.ts';
import { nearestOption } from './nearest.ts';
import { takesValue } from './option-table.ts';
import { occurrenceOf } from './option-values.ts';
import { type FoundOption, findLongOption, findShortOption, type Occurrence, OPTION_TABLE } from './options.ts';
import type { Invocation } from './parse.ts';
import { sharingRunOptions } from './run-options.ts';
import type { Variables } from './variables.ts';

/** A config file and what it holds. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
}

/** Config files that name each other go this deep in curl, too. */
const MAX_DEPTH = 10;

/**
 * Reads `slip curl ARG…` as curl reads its own arguments: `-sSLo FILE`, `-XPOST`, `--name=value`, config files at the
 * place where they are named, every word that is no option a URL.
 *
 * @param curlrc the user's `.curlrc`, passed over when the first word begins with `-q`. A fault in it ends the file, not
 * the run, as in curl.
 * @param note is told what a config file holds that is ignored.
 * @returns one invocation for each part between `--next`, each with the options that count for the whole run.
 * @throws Failure `usage`, `read` for a file that is named and cannot be read.
 */
export async function readCurlInvocations(
  argv: readonly string[],
  curlrc: ConfigFile | undefined,
  inputs: Inputs,
  note: (sentence: string) => void,
): Promise<readonly Invocation[]> {
  const reading: Reading = {
    parts: [{ occurrences: [], urls: [], listed: new Set() }],
    variables: new Map(),
    inputs,
    note,
  };
  const [first = ''] = argv;
  const isDisabled = first.startsWith('-q') || first === '--disable';
  if (curlrc !== undefined && !isDisabled) await readCurlrc(curlrc, reading);
  await readWords(argv, reading, 0);
  for (const part of reading.parts) for (const warning of curlWarnings(part)) note(warning);
  return sharingRunOptions(reading.parts, 'curl').map(({ urls, listed, occurrences, options }) => {
    const words = urls.map((url, index) => (listed.has(index) && !options.globoff ? escapeGlob(url) : url));
    return { dialect: 'curl', command: 'request', words, options, occurrences };
  });
}

/** What one part between `--next` says. */
interface Part {
  readonly occurrences: Occurrence[];
  readonly urls: string[];
  /** Those of a file of URLs, in which sets and ranges are text. */
  readonly listed: Set<number>;
}

/** What has been read so far: words of a config file come in the middle of others. */
interface Reading {
  /** The config file that is being read. */
  file?: string | undefined;
  readonly parts: Part[];
  /** Those that what follows may be filled in with. */
  variables: Variables;
  readonly inputs: Inputs;
  readonly note: (sentence: string) => void;
}

async function readCurlrc({ text, path }: ConfigFile, reading: Reading): Promise<void> {
  const words: string[] = [];
  try {
    try {
      for (const word of configWords(text, path, reading.note)) words.push(word);
    } finally {
      await within(path, reading, () => readWords(words, reading, 1));
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    reading.note(`${error.message.startsWith(path) ? '' : `${path}: `}${error.message}; the rest of it is passed over`);
  }
}

async function readWords(words: readonly string[], reading: Reading, depth: number): Promise<void> {
  let optionsEnded = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const next = words[index + 1];
    if (optionsEnded || !word.startsWith('-')) await takeUrl(word, reading);
    else if (word === '--') optionsEnded = true;
    else if (
      word.startsWith('--') ? await readLong(word, next, reading, depth) : await readCluster(word, next, reading, depth)
    )
      index++;
  }
}

/** `--name`, `--no-name`, `--name VALUE`, `--name=VALUE`, `--expand-name VALUE`. Whether the word after it was its value. */
async function readLong(word: string, next: string | undefined, reading: Reading, depth: number): Promise<boolean> {
  const [, typed = '', attached] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
  const { name, isExpanded } = splitExpand(typed);
  const found = findLongOption(name);
  if (found === undefined) throw unknownOption(word);
  if (!takesValue(found)) {
    if (isExpanded) throw new Failure('usage', `--${name} takes no value in which anything could be filled in`);
    await take(found, found.kind === 'refused' || found.isOn, reading, depth);
    return false;
  }
  const value = attached ?? next;
  if (value === undefined) throw missingValue(`--${typed}`);
  await take(found, isExpanded ? await filledIn(value, reading) : value, reading, depth);
  return attached === undefined;
}

/** `-sSo FILE` and `-XPOST`: letters until one takes a value, which is the rest of the word or the next word. */
async function readCluster(word: string, next: string | undefined, reading: Reading, depth: number): Promise<boolean> {
  for (let index = 1; index < Math.max(word.length, 2); index++) {
    const letter = word[index] ?? '';
    const found = findShortOption(letter);
    if (found === undefined) throw unknownOption(word.length <= 2 ? word : `-${letter} (in ${word})`);
    if (!takesValue(found)) {
      await take(found, found.kind === 'refused' || found.isOn, reading, depth);
      continue;
    }
    const attached = word.slice(index + 1);
    const value = attached === '' ? next : attached;
    if (value === undefined) throw missingValue(`-${letter}`);
    await take(found, value, reading, depth);
    return attached === '';
  }
  return false;
}

async function take(found: FoundOption, value: string | boolean, reading: Reading, depth: number): Promise<void> {
  const occurrence = occurrenceOf(found, value, 'curl');
  switch (occurrence.name) {
    case 'next':
      if (lastPart(reading).urls.length === 0) {
        // In a file it says nothing there, as in curl.
        if (depth > 0) return;
        throw new Failure('usage', 'there is no URL before --next');
      }
      reading.parts.push({ occurrences: [], urls: [], listed: new Set() });
      return;
    case 'config':
      return await readConfig(String(value), reading, depth);
    case 'variable':
      return await takeVariable(String(value), reading);
    case 'url':
      return await takeUrl(String(value), reading);
  }
  const { file } = reading;
  lastPart(reading).occurrences.push(file === undefined ? occurrence : { ...occurrence, file });
}

async function takeVariable(value: string, reading: Reading): Promise<void> {
  const { setVariable } = await import('./variables.ts');
  reading.variables = await setVariable(value, reading.variables, reading.inputs, reading.note);
}

async function filledIn(text: string, { variables, note }: Reading): Promise<string> {
  const { expandVariables } = await import('./variables.ts');
  return expandVariables(text, variables, note);
}

/** A URL, or with `@FILE` those of a file's lines, which are saved under their own names. */
async function takeUrl(value: string, reading: Reading): Promise<void> {
  const { urls, listed, occurrences } = lastPart(reading);
  if (!value.startsWith('@')) {
    urls.push(value);
    return;
  }
  for (const url of await listedUrls(value.slice(1), reading.inputs)) {
    listed.add(urls.length);
    urls.push(url);
    occurrences.push({ name: 'remote-name', value: true });
  }
}

function lastPart({ parts }: Reading): Part {
  const part = parts.at(-1);
  if (part === undefined) throw new Error('there is always a part');
  return part;
}

async function readConfig(path: string, reading: Reading, depth: number): Promise<void> {
  if (depth >= MAX_DEPTH) throw new Failure('usage', 'config files name each other without an end');
  const text = Buffer.from(await reading.inputs.read(path, 'read')).toString('utf8');
  const name = path === '-' ? 'stdin' : path;
  await within(name, reading, () => readWords(parseConfigFile(text, name, reading.note), reading, depth + 1));
}

/** Reads what stands in a file. */
async function within(file: string, reading: Reading, read: () => Promise<void>): Promise<void> {
  const outer = reading.file;
  reading.file = file;
  try {
    await read();
  } finally {
    reading.file = outer;
  }
}

async function listedUrls(path: string, inputs: Inputs): Promise<readonly string[]> {
  const text = Buffer.from(await inputs.read(path, 'read')).toString('utf8');
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function unknownOption(word: string): Failure {
  const nearest = nearestOption(word, OPTION_TABLE);
  return new Failure('usage', `curl has no option ${word}`, {
    hint: nearest === undefined ? 'slip curl -h lists the options' : `did you mean ${nearest}?`,
  });
}

function missingValue(flag: string): Failure {
  return new Failure('usage', `${flag} needs a value`);
}
