import { RUN } from '../cli/commands/run.ts';
import { readInvocations } from '../cli/config-words.ts';
import { inputsFrom } from '../cli/inputs.ts';
import { type OptionsOf, optionTable } from '../cli/option-table.ts';
import { collectValues } from '../cli/option-values.ts';
import type { Occurrence } from '../cli/options.ts';
import { takeOwnOptions } from '../cli/own-options.ts';
import { runnerHint } from '../cli/runner-options.ts';
import { openValue, textValue, type Value } from '../collection/value.ts';
import { findOptionsFile } from '../config/options-file.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { parseJsonText } from '../json/parse.ts';
import type { JsonNode } from '../json/tree.ts';
import { type Extra, refuseOfWholeLine } from './line.ts';
import { collectionPath } from './open-collection.ts';
import { type Report, readReports } from './reports/write.ts';

/** A line of `slip run`, read. */
export interface RunLine {
  readonly options: OptionsOf<(typeof RUN)['options']>;
  /** Of the collection, and whether it was typed. */
  readonly path: string;
  readonly isPathTyped: boolean;
  /** Names of requests and suites, then items. */
  readonly words: readonly string[];
  /** A request's options, as typed. */
  readonly occurrences: readonly Occurrence[];
  /** Of the user's own options file. */
  readonly configured: readonly Occurrence[];
  readonly variables: ReadonlyMap<string, Value>;
  readonly reports: readonly Report[];
}

const TABLE = optionTable(RUN.options);

/**
 * Reads the words behind `slip run`: its own options, and those of a request, which the user's options file may hold, too.
 *
 * @throws Failure `usage`, `config`.
 */
export async function readRunLine(host: Host, argv: readonly string[]): Promise<RunLine> {
  const isAlone = argv[0] === '-q' || argv[0] === '--disable';
  const { own, rest } = takeOwnOptions(isAlone ? argv.slice(1) : argv, TABLE, runnerHint);
  const options = collectValues(own, TABLE) as RunLine['options']; // each row put in the type that it says
  for (const name of ['jobs', 'repeat'] as const) {
    if (options[name] === 0) throw new Failure('usage', `--${name} takes a number from 1 on`);
  }
  if (rest.some((word) => /^--variable(?:=|$)/.test(word)) && !rest.some((word) => word.startsWith('--expand-'))) {
    throw new Failure('usage', '--variable is for options that begin with --expand-', {
      hint: '--var NAME=VALUE sets a variable of the collection',
    });
  }
  const notes: string[] = [];
  const { words, occurrences, configured } = await readExtra(host, rest, isAlone, (note) => void notes.push(note));
  for (const sentence of notes) await host.stderr.write(`slip: ${sentence}\n`);
  const files = words.filter((word) => /\.ya?ml$/i.test(word));
  if (files.length > 1) throw new Failure('usage', 'slip run takes one collection at a time');
  return {
    options,
    path: await collectionPath(host, files[0]),
    isPathTyped: files.length > 0,
    words: words.filter((word) => word !== files[0]),
    occurrences,
    configured,
    variables: typedVariables(options.var ?? []),
    reports: readReports(options.report ?? []),
  };
}

/** What is typed beside the names of saved requests, and what the user's options file says. */
export interface TypedExtra extends Extra {
  readonly configured: readonly Occurrence[];
}

/**
 * Reads a request's options among words that are no URL.
 *
 * @param isAlone the user's options file does not count.
 * @throws Failure `usage`, also for options that are about a whole line.
 */
export async function readExtra(
  host: Host,
  argv: readonly string[],
  isAlone: boolean,
  note: (sentence: string) => void,
): Promise<TypedExtra> {
  const inputs = inputsFrom(host);
  // A method before the words, so that none of them is taken for a sub-command.
  const file = isAlone ? undefined : await findOptionsFile(host);
  const [configured] = await readInvocations(['GET'], file, inputs, note);
  const [typed, ...others] = await readInvocations(['GET', ...argv], undefined, inputs, note);
  if (others.length > 0) refuseOfWholeLine('next');
  const occurrences = typed?.occurrences ?? [];
  for (const { name } of occurrences) refuseOfWholeLine(name);
  return { words: typed?.words.slice(1) ?? [], occurrences, configured: configured?.occurrences ?? [] };
}

/**
 * The variables of `--var`.
 *
 * @throws Failure `usage` for what is no variable.
 */
export function typedVariables(pairs: readonly string[]): ReadonlyMap<string, Value> {
  const typed = new Map<string, Value>();
  for (const pair of pairs) {
    const { name, json, value = '' } = /^(?<name>[A-Za-z_][\w-]*)(?<json>:?)=(?<value>.*)$/s.exec(pair)?.groups ?? {};
    if (name === undefined) {
      throw new Failure('usage', '--var takes NAME=VALUE, or NAME:=JSON', {
        at: { text: `--var ${pair}`, start: 6, end: 6 + Math.max(1, pair.length) },
      });
    }
    typed.set(name, json === '' ? textValue(value) : openValue(jsonOf(pair, value)));
  }
  return typed;
}

function jsonOf(pair: string, value: string): JsonNode {
  try {
    return parseJsonText(value);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    const start = '--var '.length + pair.length - value.length;
    throw new Failure('usage', 'the value after := is not JSON', {
      at: { text: `--var ${pair}`, start, end: start + Math.max(1, value.length) },
      hint: 'a text is NAME=VALUE',
      cause,
    });
  }
}
