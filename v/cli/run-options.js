import { collectOptions } from './option-values.js';
import { optionRow } from './options.js';
/** The parts of a line, each with the options that count for the whole run, in whichever part those stand. */
export function sharingRunOptions(parts, dialect) {
    const countsForAll = ({ name }) => optionRow(name).countsForAll === true;
    const shared = parts.flatMap(({ occurrences }) => occurrences.filter(countsForAll));
    return parts.map((part) => {
        const own = part.occurrences.filter((occurrence) => !countsForAll(occurrence));
        const occurrences = [...shared, ...own];
        return { ...part, occurrences, options: collectOptions(occurrences, dialect) };
    });
}
//# sourceMappingURL=run-options.js.map