import type { CommandTable, VerbRow } from './command-row.ts';
import { AUTH } from './commands/auth.ts';
import { COLLECTION } from './commands/collection.ts';
import { COMPLETION } from './commands/completion.ts';
import { DEMO } from './commands/demo.ts';
import { DOCTOR } from './commands/doctor.ts';
import { JWT } from './commands/jwt.ts';
import { RUN } from './commands/run.ts';
import { SAVE } from './commands/save.ts';
import { SESSION } from './commands/session.ts';
import { COMMANDS, type TabledName } from './commands.ts';

/**
 * The tables of all sub-commands that have one, for what shows them: help, completions, the manual, the README. A
 * command itself imports its own alone.
 */
export const COMMAND_TABLES: Readonly<Record<TabledName, CommandTable>> = {
  run: RUN,
  auth: AUTH,
  jwt: JWT,
  save: SAVE,
  session: SESSION,
  collection: COLLECTION,
  doctor: DOCTOR,
  demo: DEMO,
  completion: COMPLETION,
};

/** The sub-commands with a table, in the order of commands.ts. */
export const TABLED_NAMES = Object.keys(COMMAND_TABLES) as readonly TabledName[]; // Object.keys forgets the keys' type

/** The lines that a sub-command has: one for each verb, or one for itself. */
export function linesOf(name: TabledName): readonly CommandLineRow[] {
  const table = COMMAND_TABLES[name];
  if (!('verbs' in table)) return [{ ...table, ...COMMANDS[name], verb: undefined, literal: `slip ${name}` }];
  return Object.entries(table.verbs).map(([verb, row]) => ({ ...row, verb, literal: `slip ${name} ${verb}` }));
}

/** A line with what it is typed as: `slip auth add`. */
export interface CommandLineRow extends VerbRow {
  readonly verb: string | undefined;
  readonly literal: string;
}
