import type { Command, CommandTable } from './cli/command-row.ts';
import { readCommand } from './cli/command-words.ts';
import { hasVerbs, isTabled, type TabledName } from './cli/commands.ts';
import { readInvocations } from './cli/config-words.ts';
import { asExported, exportedWords } from './cli/export-words.ts';
import { inputsFrom } from './cli/inputs.ts';
import { NAMES_WORD } from './cli/name-kind.ts';
import { refuseForeign } from './cli/option-values.ts';
import type { Invocation } from './cli/parse.ts';
import { splitMethod } from './cli/words.ts';
import { findOptionsFile } from './config/options-file.ts';
import { Failure } from './failure.ts';
import type { Host } from './host.ts';
import { colorLevel } from './render/color-level.ts';
import { openTheme } from './render/paint.ts';
import { openConsole } from './send/console.ts';
import { paged } from './send/paged.ts';
import { sendRequests } from './send/requests.ts';
import type { StreamFile } from './store/stream-file.ts';

/** Reads the line, does what it says, and gives the exit status; failures are told on stderr. */
export async function dispatch(host: Host, argv: readonly string[]): Promise<number> {
  try {
    return await obey(host, argv);
  } catch (error) {
    return await tell(error, host, argv);
  }
}

/** The sub-commands that read their words by a table of their own; each is loaded when it is typed. */
const TABLED: Readonly<Record<TabledName, (host: Host, argv: readonly string[]) => Promise<number>>> = {
  // It takes a request's options beside its own.
  run: async (host, argv) => await (await import('./commands/run.ts')).runCommand(host, argv),
  auth: async (...line) => await act('auth', (await import('./commands/auth.ts')).AUTH_COMMAND, ...line),
  jwt: async (...line) => await act('jwt', (await import('./commands/jwt.ts')).JWT_COMMAND, ...line),
  save: async (host, argv) => await (await import('./commands/save.ts')).saveCommand(host, argv),
  session: async (...line) => await act('session', (await import('./commands/session.ts')).SESSION_COMMAND, ...line),
  collection: async (...line) =>
    await act('collection', (await import('./commands/collection.ts')).COLLECTION_COMMAND, ...line),
  doctor: async (...line) => await act('doctor', (await import('./commands/doctor.ts')).DOCTOR_COMMAND, ...line),
  demo: async (...line) => await act('demo', (await import('./commands/demo.ts')).DEMO_COMMAND, ...line),
  completion: async (...line) =>
    await act('completion', (await import('./commands/completion.ts')).COMPLETION_COMMAND, ...line),
};

async function act<Table extends CommandTable>(
  name: TabledName,
  { table, run }: Command<Table>,
  host: Host,
  argv: readonly string[],
): Promise<number> {
  return await run(host, readCommand(name, table, argv));
}

async function obey(host: Host, argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv;
  if (isTabled(first)) {
    if (rest.length > 0 || !hasVerbs(first)) return await TABLED[first](host, rest);
    const { showCommandUsage } = await import('./special.ts');
    return await showCommandUsage(first, host);
  }
  if (first === NAMES_WORD) return await (await import('./commands/names.ts')).namesCommand(host, rest);
  // Before options are read: `slip help --select` asks about one.
  if (first === 'help') {
    const { showHelpCommand } = await import('./special.ts');
    return await showHelpCommand(rest, host);
  }
  const inputs = inputsFrom(host);
  const notes: string[] = [];
  const isExport = argv[0] === 'export';
  const words = isExport ? exportedWords(argv.slice(1)) : argv;
  const note = (sentence: string): void => void notes.push(sentence);
  const typed =
    words[0] === 'curl'
      ? await (await import('./curl-line.ts')).readCurlLine(host, words.slice(1), inputs, note)
      : await readInvocations(words, await findOptionsFile(host), inputs, note);
  const invocations = isExport ? typed.map(asExported) : typed;
  // curl's notes and slip's: neither is for who wants silence.
  const isSilent = words[0] === 'curl' && invocations[0]?.options.silent === true;
  for (const note of isSilent ? [] : notes) await host.stderr.write(`slip: ${note}\n`);
  const [invocation] = invocations;
  for (const { options } of invocations) refuseForeign(options, invocation?.command);
  switch (invocation?.command) {
    case undefined:
      throw new Error('a line has at least one part');
    case 'request':
      return await paged(invocations, host, (paging, shown) =>
        withStderr(paging, invocation.options.stderr, async (told) => {
          try {
            return await sendRequests(await joinedToBase(shown, told), inputs, told);
          } catch (error) {
            return await tell(error, told, argv);
          }
        }),
      );
    case 'diff':
      return await paged(invocations, host, (paging, shown) =>
        withStderr(paging, invocation.options.stderr, async (told) => {
          const { diffCommand } = await import('./commands/diff.ts');
          const { TROUBLE } = await import('./send/compare.ts');
          try {
            return await diffCommand(told, argv, shown, inputs);
          } catch (error) {
            return Math.max(TROUBLE, await tell(error, told, argv));
          }
        }),
      );
    case 'curl':
      throw new Failure('usage', 'curl is the first word of a line: slip curl ARG…');
    case 'export':
      throw new Failure('usage', 'export is the first word of a line: slip export curl …');
    case 'help': {
      const { showHelpCommand } = await import('./special.ts');
      return await showHelpCommand(invocation.words, host);
    }
  }
}

/** Paths in the place of URLs are joined to the base of the nearest collection, which is looked for when there is one. */
async function joinedToBase(invocations: readonly Invocation[], host: Host): Promise<readonly Invocation[]> {
  if (!invocations.some(isTypedPath)) return invocations;
  const { withBase } = await import('./run/typed-path.ts');
  return await Promise.all(invocations.map((one) => (isTypedPath(one) ? withBase(host, one) : one)));
}

function isTypedPath({ dialect, words }: Invocation): boolean {
  const [url = ''] = splitMethod(words).rest;
  return dialect === 'slip' && /^\/(?!\/)/.test(url);
}

/** Acts with another stderr (`--stderr`): `-` is stdout; a file that cannot be written is told of and passed over, as in curl. */
async function withStderr(host: Host, path: string | undefined, act: (told: Host) => Promise<number>): Promise<number> {
  if (path === undefined) return await act(host);
  if (path === '-') return await act({ ...host, stderr: host.stdout });
  let file: StreamFile;
  try {
    const { streamFile } = await import('./store/stream-file.ts');
    file = await streamFile(host.files, path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await host.stderr.write(`slip: ${error.message}\n`);
    return await act(host);
  }
  try {
    return await act({ ...host, stderr: file });
  } finally {
    await file.close().catch(() => {});
  }
}

/** Tells of a failure that kept the whole line from being done. How loud to be is not known, so it is told. */
export async function tell(error: unknown, host: Host, argv: readonly string[]): Promise<number> {
  const { env, platform, stderr } = host;
  const theme = await openTheme('auto', colorLevel({ isTerminal: stderr.isTerminal, env, platform }));
  return await openConsole(host, theme, {
    notes: true,
    warnings: true,
    errors: true,
    debug: argv.includes('--debug'),
  }).failure(error);
}
