import type { Dialect } from '../request/plan.ts';
import { collectOptions } from './option-values.ts';
import { type Occurrence, type Options, optionForm } from './options.ts';

/** What was typed in one part between `--next`. */
interface Typed {
  readonly occurrences: readonly Occurrence[];
}

/** The parts of a line, each with the options that count for the whole run, in whichever part those stand. */
export function sharingRunOptions<Part extends Typed>(
  parts: readonly Part[],
  dialect: Dialect,
): readonly (Part & { readonly options: Options })[] {
  const countsForAll = ({ name }: Occurrence): boolean => optionForm(name).countsForAll === true;
  const shared = parts.flatMap(({ occurrences }) => occurrences.filter(countsForAll));
  return parts.map((part) => {
    const own = part.occurrences.filter((occurrence) => !countsForAll(occurrence));
    const occurrences = [...shared, ...own];
    return { ...part, occurrences, options: collectOptions(occurrences, dialect) };
  });
}
