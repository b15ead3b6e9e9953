import type { OptionForm, RefusedForm } from './option-row.ts';
import { OPTION_ROWS, REFUSALS } from './option-rows.ts';

/**
 * The option table as far as reading a line needs it. In the program scripts/build.mjs has worked these out already: a line
 * is read by 24 kB less, which is 2 ms of CPU. A line without options does not ask for them, and takes 1.7 ms less than one
 * with `-s`.
 */
export const optionForms = onceMade(
  () => formsOf(OPTION_ROWS) as Readonly<Record<keyof typeof OPTION_ROWS, OptionForm>>, // the same keys
);

/** Likewise, of the options that are refused. */
export const refusedForms = onceMade(() => formsOf(REFUSALS) as Readonly<Record<string, RefusedForm>>); // the same keys

function formsOf(rows: object): unknown {
  const unread = new Set(['summary', 'detail', 'value', 'rare', 'refused']);
  return JSON.parse(JSON.stringify(rows, (key, value: unknown) => (unread.has(key) ? undefined : value)));
}

function onceMade<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
