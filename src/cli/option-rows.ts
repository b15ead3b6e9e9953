import type { OptionRow, RefusedRow } from './option-row.ts';
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
export const OPTION_ROWS = {
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

/** A row seen without its literal types, with what it says to people. */
export function optionRow(name: keyof typeof OPTION_ROWS): OptionRow {
  return OPTION_ROWS[name];
}

/** The options of curl that slip refuses by name, in the order of the alphabet. */
export const REFUSALS: Readonly<Record<string, RefusedRow>> = REFUSED_OPTIONS;
