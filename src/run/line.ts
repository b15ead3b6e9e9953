import { readCurlInvocations } from '../cli/curl.ts';
import type { Inputs } from '../cli/inputs.ts';
import { collectOptions, occurrenceOf, refuseExcluded } from '../cli/option-values.ts';
import { type Occurrence, OPTION_TABLE, type Options } from '../cli/options.ts';
import { type Invocation, parseInvocation } from '../cli/parse.ts';
import type { SavedRequest } from '../collection/collection.ts';
import type { Composed } from '../collection/compose.ts';
import type { ComposedOption } from '../collection/filling.ts';
import { Failure } from '../failure.ts';
import { splitWords } from '../interchange/shell-words.ts';
import { nearestWord } from '../nearest.ts';
import { failureAt } from '../yaml/place.ts';

/** What is typed beside a saved request: it counts before what is saved. */
export interface Extra {
  readonly words: readonly string[];
  readonly occurrences: readonly Occurrence[];
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
  inputs: Inputs,
): Promise<readonly Invocation[]> {
  if (composed.kind === 'curl') {
    const [first, ...argv] = splitWords(composed.line);
    const typed = first === 'curl' ? argv : [first ?? '', ...argv];
    const [invocation, ...others] = await readCurlInvocations(typed, undefined, inputs, () => {});
    if (invocation === undefined || (extra.words.length === 0 && extra.occurrences.length === 0)) {
      return invocation === undefined ? [] : [invocation, ...others];
    }
    if (extra.words.length > 0) throw new Failure('usage', `${request.name} is a curl line, which takes no items`);
    const occurrences = [...invocation.occurrences, ...extra.occurrences];
    return [{ ...invocation, occurrences, options: collectOptions(occurrences, 'curl') }, ...others];
  }
  const saved = composed.options.map((option) => readOption(option, request));
  const typed = parseInvocation(composed.typed);
  const occurrences = [...saved, ...typed.occurrences, ...extra.occurrences];
  const options = withoutRepeats(occurrences, extra.occurrences);
  refuseExcluded(options, OPTION_TABLE);
  const words = [...typed.words, ...composed.words, ...extra.words];
  return [{ dialect: 'slip', command: 'request', words, options, occurrences }];
}

function readOption({ name, value, place }: ComposedOption, { home }: SavedRequest): Occurrence {
  const found = OPTION_TABLE.findLong(name);
  if (found === undefined) {
    const nearest = nearestWord(name, OPTION_TABLE.names);
    throw failureAt(home.file, place, `slip has no option ${name}`, nearest && `did you mean ${nearest}?`);
  }
  const takesNothing = found.kind === 'option' && found.row.takes === 'nothing';
  if (takesNothing !== (typeof value === 'boolean')) {
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
