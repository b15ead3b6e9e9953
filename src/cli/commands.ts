import type { NameKind } from './name-kind.ts';

/** One sub-command: a reserved first word. */
export interface CommandRow {
  /** The words after the command's name, as the help shows them. */
  readonly words: string;
  readonly summary: string;
  /** The names that shells offer behind it. */
  readonly names?: NameKind;
  /**
   * It has a table of its own in `commands/`, and must be a line's first word: `verbs` if the next word is one of its
   * verbs, `options` if it has options only. Without, its options are those of a request.
   */
  readonly table?: 'verbs' | 'options';
}

/** THE command table. Sending a request is what slip does without any of these words. */
export const COMMANDS = {
  curl: { words: 'ARG…', summary: 'Take arguments as curl does, and do what it would' },
  export: { words: 'curl …', summary: 'Print a request as a curl line; send nothing' },
  run: { words: '[FILE] [NAME…] [ITEM…]', summary: 'Send saved requests; several run as a test', table: 'options' },
  auth: { words: 'VERB …', summary: 'Who you are, and where: secrets in the keychain', table: 'verbs' },
  jwt: { words: 'VERB …', summary: 'Look at tokens with claims', table: 'verbs' },
  save: { words: 'NAME [METHOD] URL [ITEM…]', summary: 'Write a request into the collection', table: 'options' },
  session: { words: 'list|show|clear', summary: 'Look at what --session keeps, and clear it', table: 'verbs' },
  collection: { words: 'init|check|fmt|schema', summary: 'Look after collection files', table: 'verbs' },
  doctor: { words: '', summary: 'Look at what slip depends on here, keychain first', table: 'options' },
  diff: { words: 'URL URL | NAME [NAME]', summary: 'Compare two answers; exit 1 if they differ', names: 'request' },
  demo: { words: '[PORT]', summary: 'Serve a small library-desk API to play with', table: 'options' },
  completion: { words: 'SHELL', summary: 'Completion script: bash, zsh, fish or powershell', table: 'options' },
  help: { words: '[WORD]', summary: 'Explain an option, a group, a command, items, exit' },
} as const satisfies Record<string, CommandRow>;

/** The name of a sub-command. */
export type CommandName = keyof typeof COMMANDS;

/** The name of a sub-command that has a table of its own. */
export type TabledName = {
  [Name in CommandName]: (typeof COMMANDS)[Name] extends { table: string } ? Name : never;
}[CommandName];

/** Whether a line's first word is a sub-command with a table of its own. */
export function isTabled(word: string): word is TabledName {
  return Object.hasOwn(COMMANDS, word) && 'table' in COMMANDS[word as CommandName]; // it is a key of COMMANDS
}

/** Whether the word behind a sub-command is one of its verbs. */
export function hasVerbs(name: TabledName): boolean {
  const row: CommandRow = COMMANDS[name];
  return row.table === 'verbs';
}

/**
 * First words kept free for commands to come, so that a line which works today does not change its meaning then.
 * A host of such a name is written `http://run/`.
 */
export const RESERVED_WORDS: readonly string[] = ['import', 'history', 'again', 'explain', 'config'];
