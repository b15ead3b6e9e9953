import type { OptionForm, RefusedForm } from './option-row.ts';
import { OPTION_ROWS, REFUSALS } from './option-rows.ts';

const UNREAD = new Set(['summary', 'detail', 'value', 'rare', 'refused']);

/**
 * The option table as far as reading a line needs it. In the program scripts/build.mjs has worked these out already: a line
 * is read by 24 kB less, which is 2 ms of CPU.
 */
export const OPTION_FORMS = formsOf(OPTION_ROWS) as Readonly<Record<keyof typeof OPTION_ROWS, OptionForm>>; // same keys

/** Likewise, of the options that are refused. */
export const REFUSED_FORMS = formsOf(REFUSALS) as Readonly<Record<string, RefusedForm>>; // same keys

function formsOf(rows: object): unknown {
  return JSON.parse(JSON.stringify(rows, (key, value: unknown) => (UNREAD.has(key) ? undefined : value)));
}
