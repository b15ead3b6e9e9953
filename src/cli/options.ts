import type { OptionRow, RefusedRow } from './option-row.ts';
import { type FoundIn, type OccurrenceIn, type OptionsOf, type OptionTable, optionTable } from './option-table.ts';
import { BODY_OPTIONS } from './options/body.ts';
import { CONNECTION_OPTIONS } from './options/connection.ts';
import { CREDENTIAL_OPTIONS } from './options/credentials.ts';
import { DIFF_OPTIONS } from './options/diff.ts';
import { FILE_OPTIONS } from './options/files.ts';
import { GENERAL_OPTIONS } from './options/general.ts';
import { MANY_OPTIONS } from './options/many.ts';
import { OUTPUT_OPTIONS } from './options/output.ts';
import { PAGE_OPTIONS } from './options/pages.ts';
import { PICKING_OPTIONS } from './options/picking.ts';
import { PROXY_OPTIONS } from './options/proxy.ts';
import { REDIRECT_OPTIONS } from './options/redirects.ts';
import { REFUSED_OPTIONS } from './options/refused.ts';
import { REQUEST_OPTIONS } from './options/request.ts';
import { TLS_OPTIONS } from './options/tls.ts';

/**
 * THE option table, in the files of `options/`. The parser, the types of what it gives, `-h`, `--help`, four completion
 * scripts, the manual page, the README's section and docs/curl.md are all made from these rows. No row of slip's own takes
 * a name, long or short, that curl has; every option of curl 8.20 is here, or refused by name.
 */
const OPTIONS = {
  ...REQUEST_OPTIONS,
  ...BODY_OPTIONS,
  ...CREDENTIAL_OPTIONS,
  ...REDIRECT_OPTIONS,
  ...OUTPUT_OPTIONS,
  ...PICKING_OPTIONS,
  ...FILE_OPTIONS,
  ...MANY_OPTIONS,
  ...PAGE_OPTIONS,
  ...DIFF_OPTIONS,
  ...CONNECTION_OPTIONS,
  ...PROXY_OPTIONS,
  ...TLS_OPTIONS,
  ...GENERAL_OPTIONS,
} as const satisfies Record<string, OptionRow>;

/** The long name of an option. */
export type OptionName = keyof typeof OPTIONS;

/** The options as a list, in the order of the table. */
export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[]; // Object.keys forgets the keys' type

/** A row seen without its literal types. */
export function optionRow(name: OptionName): OptionRow {
  return OPTIONS[name];
}

/** The options of curl that slip refuses by name, in the order of the alphabet. */
export const REFUSALS: Readonly<Record<string, RefusedRow>> = REFUSED_OPTIONS;

/** What a word for an option means. */
export type FoundOption = FoundIn<OptionName>;

/** The table for looking words up in it. */
export const OPTION_TABLE: OptionTable<OptionName> = optionTable(OPTIONS, REFUSED_OPTIONS);

/**
 * Finds an option by a long name or alias without its dashes, or by its `no-` form, which gives `isOn: false`.
 */
export const findLongOption = OPTION_TABLE.findLong;

/** Finds an option by its letter; that of a row which is on from the start takes it back. */
export const findShortOption = OPTION_TABLE.findShort;

/** What was typed, by long name; absent means not typed. */
export type Options = OptionsOf<typeof OPTIONS>;

/** One option as typed, for those whose order among each other counts (the pieces of a body). */
export type Occurrence = OccurrenceIn<OptionName>;
