import type { Host } from '../host.ts';
import type { Entry } from './help-layout.ts';
import type { NameKind } from './name-kind.ts';
import type { CommandOptionRow } from './option-row.ts';
import type { OptionsOf } from './option-table.ts';

/** What is said of a line: of a verb of a sub-command, or of a sub-command that has none. */
export interface LineRow {
  /** Its own options. */
  readonly options: Readonly<Record<string, CommandOptionRow>>;
  /** Paragraphs for its help: Markdown with backticks only. */
  readonly about?: readonly string[];
  /** Those of a request are known on it, too. */
  readonly takesRequest?: true;
  /** What the shells offer as its first word: these, or files of collections. */
  readonly offers?: readonly string[] | 'collections';
  /** The names that they offer besides: as the first word, or where any number of words may stand as each. */
  readonly names?: NameKind;
  readonly examples?: readonly Entry[];
}

/** What can be done with a sub-command: its second word. */
export interface VerbRow extends LineRow {
  /** The words behind it, as the help shows them: `NAME` must be there, `[NAME]` may, `NAME…` is one or more. */
  readonly words: string;
  /** One line: at most 60 columns, a capital first, no full stop. */
  readonly summary: string;
}

/** A sub-command with verbs; its one-line summary stands in commands.ts. */
export interface VerbTable {
  readonly verbs: Readonly<Record<string, VerbRow>>;
  readonly about?: readonly string[];
  readonly examples?: readonly Entry[];
}

/** A sub-command's own table, of a file in `commands/`: read, like it, only when the command is typed. */
export type CommandTable = VerbTable | LineRow;

/** A line of a sub-command as typed: which verb, what words, which of the verb's own options. */
export type CommandLine<Table extends CommandTable> = Table extends VerbTable
  ? {
      readonly [Verb in keyof Table['verbs']]: {
        readonly verb: Verb;
        readonly words: readonly string[];
        readonly options: OptionsOf<Table['verbs'][Verb]['options']>;
      };
    }[keyof Table['verbs']]
  : Table extends LineRow
    ? { readonly words: readonly string[]; readonly options: OptionsOf<Table['options']> }
    : never;

/** A sub-command: what its words mean, and what it does. */
export interface Command<Table extends CommandTable> {
  readonly table: Table;
  /** Gives the exit status. */
  readonly run: (host: Host, line: CommandLine<Table>) => Promise<number>;
}
