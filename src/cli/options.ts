import { OPTION_FORMS, REFUSED_FORMS } from './option-forms.ts';
import type { OptionForm } from './option-row.ts';
import type { OPTION_ROWS } from './option-rows.ts';
import { type FoundIn, type OccurrenceIn, type OptionsOf, type OptionTable, optionTable } from './option-table.ts';

/** The long name of an option. */
export type OptionName = keyof typeof OPTION_ROWS;

/** The options as a list, in the order of the table. */
export const OPTION_NAMES = Object.keys(OPTION_FORMS) as readonly OptionName[]; // Object.keys forgets the keys' type

/** What reading a line needs of a row. */
export function optionForm(name: OptionName): OptionForm {
  return OPTION_FORMS[name];
}

/** What a word for an option means. */
export type FoundOption = FoundIn<OptionName>;

/** The table for looking words up in it. */
export const OPTION_TABLE: OptionTable<OptionName> = optionTable(OPTION_FORMS, REFUSED_FORMS);

/**
 * Finds an option by a long name or alias without its dashes, or by its `no-` form, which gives `isOn: false`.
 */
export const findLongOption = OPTION_TABLE.findLong;

/** Finds an option by its letter; that of a row which is on from the start takes it back. */
export const findShortOption = OPTION_TABLE.findShort;

/** What was typed, by long name; absent means not typed. */
export type Options = OptionsOf<typeof OPTION_ROWS>;

/** One option as typed, for those whose order among each other counts (the pieces of a body). */
export type Occurrence = OccurrenceIn<OptionName>;
