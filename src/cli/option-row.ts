import type { NameKind } from './name-kind.ts';

/** The headings under which options stand in the help, the manual and the README, in this order. */
export const OPTION_GROUPS = [
  'Request',
  'Body',
  'Cookies',
  'Credentials',
  'Redirects',
  'Output',
  'Picking',
  'Files',
  'Failing',
  'Many',
  'Pages',
  'Diff',
  'Connection',
  'Proxy',
  'TLS',
  'General',
] as const;

/** A heading of the help. */
export type OptionGroup = (typeof OPTION_GROUPS)[number];

/** What every row says, whatever it takes and whose it is. */
interface RowBase {
  readonly short?: string;
  /** Other long names with the same meaning; they work but are not shown. */
  readonly aliases?: readonly string[];
  /** One line for `-h`: at most 60 columns, a capital first, no full stop. */
  readonly summary: string;
  /** More for `--help` and the manual: Markdown with backticks only. */
  readonly detail?: string;
  /** Long names of options that cannot stand beside this one; in curl's dialect the last one typed counts. */
  readonly excludes?: readonly string[];
  /** slip's own: curl has no such option. */
  readonly own?: true;
  /** Left out of `-h` and the README, so that these stay readable. */
  readonly rare?: true;
  /** Taken, and it changes nothing, for this reason: the end of a sentence that begins with "without effect:". */
  readonly inert?: string;
  /** Means something to this sub-command alone, which takes the options of a request besides. */
  readonly only?: 'diff';
  /** Counts for the whole run, in every part between `--next`. */
  readonly countsForAll?: true;
  /** Not built yet: typing it fails. */
  readonly pending?: true;
}

/** One option of a request line. */
export type OptionRow = CommandOptionRow & { readonly group: OptionGroup };

/**
 * One option, be it of a request or of a sub-command. `takes` is the form of its value, which is all that parsing checks: nothing is opened or looked up here.
 *
 * - `nothing`: a switch; `--no-NAME` takes it back.
 * - `seconds`: a decimal number, at least 0; in curl's dialect what stands behind it is passed over. `count`: an integer,
 *   at least 0 unless `least` says otherwise; `most` is what larger ones mean. `octal`: a file mode up to 777. `bytes`: a number with an optional B, K, M, G, T or P (powers of 1024), and with a decimal
 *   fraction where one of K to P follows, as in curl.
 * - `repeats`: every occurrence counts, in order; otherwise the last one does, as in curl.
 */
export type CommandOptionRow =
  | (RowBase & {
      readonly takes: 'nothing';
      /** On unless taken back: shown as `--no-NAME`, which is also what the short letter means. */
      readonly initially?: 'on';
      /** In curl there is no `--no-NAME` for it. */
      readonly oneWay?: true;
    })
  | (RowBase & {
      readonly takes: 'text' | 'url' | 'file' | 'folder';
      readonly value: string;
      /** The names that shells offer for it. */
      readonly names?: NameKind;
      readonly repeats?: true;
      /** An empty value has a meaning, of a file mostly none, or a refusal of its own. */
      readonly mayBeEmpty?: true;
      /** `--no-NAME` says that there is to be none, and gives `false`. */
      readonly mayBeNone?: true;
    })
  | (RowBase & { readonly takes: 'count'; readonly value: string; readonly least?: -1; readonly most?: number })
  | (RowBase & { readonly takes: 'seconds' | 'bytes' | 'octal'; readonly value: string })
  | (RowBase & { readonly takes: 'choice'; readonly value: string; readonly choices: readonly string[] });

/** An option of curl that slip knows by name only, so that it can say why it does not have it. */
export interface RefusedRow {
  readonly short?: string;
  readonly aliases?: readonly string[];
  readonly takes: 'nothing' | 'text';
  /** The reason, as it ends the sentence "slip does not have --NAME: …". */
  readonly refused: string;
}

/** A row as far as reading a line needs it: without what is said to people alone. */
export type CommandOptionForm = FormOf<CommandOptionRow>;
export type OptionForm = CommandOptionForm & { readonly group: OptionGroup };
export type RefusedForm = Omit<RefusedRow, 'refused'>;

type FormOf<Row> = Row extends unknown ? Omit<Row, 'summary' | 'detail' | 'value' | 'rare'> : never;
