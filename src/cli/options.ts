import { optionForms, refusedForms } from './option-forms.ts';
import type { OptionForm } from './option-row.ts';
import type { OPTION_ROWS } from './option-rows.ts';
import { type FoundIn, type OccurrenceIn, type OptionsOf, type OptionTable, optionTable } from './option-table.ts';

/** The long name of an option. */
export type OptionName = keyof typeof OPTION_ROWS;

/** What reading a line needs of a row. */
export function optionForm(name: OptionName): OptionForm {
  return optionForms()[name];
}

/** What a word for an option means. */
export type FoundOption = FoundIn<OptionName>;

/** The table for looking words up in it, made when a word is looked up. */
export const OPTION_TABLE: OptionTable<OptionName> = {
  get names() {
    return madeTable().names;
  },
  row: optionForm,
  findLong: (word) => madeTable().findLong(word),
  findShort: (letter) => madeTable().findShort(letter),
};

let made: OptionTable<OptionName> | undefined;

function madeTable(): OptionTable<OptionName> {
  made ??= optionTable(optionForms(), refusedForms());
  return made;
}

/**
 * Finds an option by a long name or alias without its dashes, or by its `no-` form, which gives `isOn: false`.
 */
export const { findLong: findLongOption, findShort: findShortOption } = OPTION_TABLE;

/** What was typed, by long name; absent means not typed. */
export type Options = OptionsOf<typeof OPTION_ROWS>;

/** One option as typed, for those whose order among each other counts (the pieces of a body). */
export type Occurrence = OccurrenceIn<OptionName>;
