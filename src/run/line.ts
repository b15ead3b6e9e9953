import type { Inputs } from '../cli/inputs.ts';
import { hasNegation } from '../cli/option-table.ts';
import { collectOptions, occurrenceOf, refuseExcluded } from '../cli/option-values.ts';
import { type Occurrence, OPTION_TABLE, type Options, optionForm } from '../cli/options.ts';
import { type Invocation, parseInvocation } from '../cli/parse.ts';
import { type MarkedText, unmarked } from '../collection/answered-words.ts';
import type { SavedRequest } from '../collection/collection.ts';
import { type Composed, IN_TEXT } from '../collection/compose.ts';
import { Unfillable } from '../collection/fill.ts';
import type { ComposedOption } from '../collection/filling.ts';
import { Failure } from '../failure.ts';
import { nearestWord } from '../nearest.ts';
import { failureAt } from '../yaml/place.ts';
import type { FileRoot } from './tools.ts';

/** What is typed beside a saved request: it counts before what is saved. */
export interface Extra {
  readonly words: readonly string[];
  readonly occurrences: readonly Occurrence[];
}

/** Nothing is. */
export const NO_EXTRA: Extra = { words: [], occurrences: [] };

/** What lines of a run have in common. */
export interface LineSetting {
  readonly inputs: Inputs;
  /** Of the user's own options file: they count before all others. */
  readonly configured: readonly Occurrence[];
  readonly root: FileRoot;
  /** Texts that may not be shown. */
  readonly secrets: readonly string[];
  /** Profiles whose secrets are in the request. */
  readonly carries: readonly string[];
}

/**
 * A composed request as the invocation that sends it.
 *
 * @throws Failure `config` with the place for an option that there is not, or that cannot have this value; `usage` for what
 * `items`, `curl` or the typed words say.
 */
export async function invocationsOf(
  composed: Composed,
  request: SavedRequest,
  extra: Extra,
  { inputs, configured, root, secrets, carries }: LineSetting,
): Promise<readonly Invocation[]> {
  const own = collectOptions([...configured, ...extra.occurrences], 'slip');
  if (composed.kind === 'curl') {
    const { readCurlInvocations } = await import('../cli/curl.ts');
    const { splitWords } = await import('../interchange/shell-words.ts');
    const [first, ...argv] = splitWords(composed.line.text).map((word) => answeredWord(word, composed.line, request));
    const typed = first === 'curl' ? argv : [first ?? '', ...argv];
    const invocations = await readCurlInvocations(typed, undefined, inputs, () => {});
    if (extra.words.length > 0) throw new Failure('usage', `${request.name} is a curl line, which takes no items`);
    return invocations.map((invocation): Invocation => {
      admitFiles(invocation.occurrences, request, root);
      const occurrences = [...invocation.occurrences, ...extra.occurrences];
      return { ...invocation, occurrences, options: collectOptions(occurrences, 'curl'), secrets, carries, own };
    });
  }
  const saved = composed.options.map((option) => readOption(option, request));
  const typed = composed.typed.length === 0 ? NOTHING_TYPED : parseInvocation(composed.typed);
  for (const { name } of typed.occurrences) refuseOfWholeLine(name);
  admitFiles([...saved, ...typed.occurrences], request, root);
  const occurrences = [...configured, ...saved, ...typed.occurrences, ...extra.occurrences];
  const options = withoutRepeats(occurrences, extra.occurrences);
  refuseExcluded(options, OPTION_TABLE);
  const words = [...typed.words, ...composed.words, ...extra.words];
  return [{ dialect: 'slip', command: 'request', words, options, occurrences, secrets, carries, own }];
}

/** A word of a curl line, in which what a server has said stays text. */
function answeredWord(word: string, line: MarkedText, { home, form, namePlace }: SavedRequest): string {
  try {
    return unmarked(word, line, false);
  } catch (error) {
    throw error instanceof Unfillable ? failureAt(home.file, form.curl ?? namePlace, error.message, IN_TEXT) : error;
  }
}

const NOTHING_TYPED: Extra = { words: [], occurrences: [] };

/** Options that are about a command line with all its requests, and mean nothing for one that is saved. */
const OF_WHOLE_LINES: ReadonlySet<string> = new Set([
  'config',
  'disable',
  'fail-early',
  'next',
  'parallel',
  'parallel-immediate',
  'parallel-max',
  'rate',
  'stderr',
  'variable',
]);

/** @throws Failure `usage` for an option that `slip run` and a saved request would take and ignore. */
export function refuseOfWholeLine(name: string): void {
  if (OF_WHOLE_LINES.has(name))
    throw new Failure('usage', `--${name} is about a whole command line, not a saved request`);
}

/** Options of these groups name files that a request is sent by, wherever the user keeps them. */
const SENDING_GROUPS: ReadonlySet<string> = new Set(['Connection', 'Proxy', 'TLS']);

/**
 * A collection reads and writes in its own folder only, whichever option names the file.
 *
 * @throws Failure `config`.
 */
function admitFiles(saved: readonly Occurrence[], { home, namePlace }: SavedRequest, root: FileRoot): void {
  for (const { name, value } of saved) {
    const { takes, group } = optionForm(name);
    const isFile = takes === 'file' || takes === 'folder' || (name === 'cookie' && !String(value).includes('='));
    if (!isFile || SENDING_GROUPS.has(group) || /^[-%.]?$/.test(String(value))) continue;
    try {
      root.admit(String(value));
    } catch (error) {
      throw error instanceof Unfillable ? failureAt(home.file, namePlace, error.message) : error;
    }
  }
}

function readOption({ name, value, place }: ComposedOption, { home }: SavedRequest): Occurrence {
  if (OF_WHOLE_LINES.has(name))
    throw failureAt(home.file, place, `${name} is about a whole command line, not a saved request`);
  const found = OPTION_TABLE.findLong(name);
  if (found === undefined) {
    const nearest = nearestWord(name, OPTION_TABLE.names);
    throw failureAt(home.file, place, `slip has no option ${name}`, nearest && `did you mean ${nearest}?`);
  }
  const takesNothing = found.kind === 'option' && found.row.takes === 'nothing';
  const isNone = value === false && found.kind === 'option' && hasNegation(found.row);
  if (!isNone && takesNothing !== (typeof value === 'boolean')) {
    throw failureAt(home.file, place, takesNothing ? `${name} is true or false` : `${name} takes a value`);
  }
  try {
    return occurrenceOf(
      found,
      typeof value === 'boolean' ? value === ('isOn' in found ? found.isOn : true) : value,
      'slip',
    );
  } catch (error) {
    throw error instanceof Failure ? failureAt(home.file, place, error.message) : error;
  }
}

/** A request method that is typed wins over the saved one, so that -X on the line is no contradiction. */
function withoutRepeats(occurrences: readonly Occurrence[], extra: readonly Occurrence[]): Options {
  const typesMethod = extra.some(({ name }) => name === 'request');
  const counted = typesMethod
    ? occurrences.filter((one) => one.name !== 'request' || extra.includes(one))
    : occurrences;
  return collectOptions(counted, 'slip');
}
