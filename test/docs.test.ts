import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COMMAND_TABLES, linesOf, TABLED_NAMES } from '../src/cli/command-tables.ts';
import { readCommand } from '../src/cli/command-words.ts';
import { isTabled } from '../src/cli/commands.ts';
import type { CommandOptionRow } from '../src/cli/option-row.ts';
import { optionRow } from '../src/cli/option-rows.ts';
import { OPTION_TABLE } from '../src/cli/options.ts';
import { parseInvocation } from '../src/cli/parse.ts';
import { sortWords } from '../src/cli/words.ts';
import { serveDesk } from '../src/demo/serve.ts';
import { EXIT_STATUS } from '../src/failure.ts';
import type { Host, Sink } from '../src/host.ts';
import { realHost } from '../src/real-host.ts';
import { parseUrl } from '../src/request/url.ts';
import { run } from '../src/run.ts';
import { fakeKeychain } from './support/fake-keychain.ts';

/*
 * What the documents show is run. A `console` block is a terminal of 100 columns without colours: lines that begin with
 * `$ ` are typed, what follows each is all that appears, and what runs in a document runs in its order, in one folder,
 * against one library desk on port 4000. A block with a file name behind its language is that file. The commands of an
 * `sh` block are only read. Times, the boundaries of forms and the port are the run's own.
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DOCUMENTS = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)]
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8').replaceAll('\r\n', '\n') }));

/** The desk's clock stands still, so that the documents can show what it says. */
const DESK_NOW_MS = Date.UTC(2026, 3, 23, 9, 30);

/** Of a script: comments, space, operators, and the pieces of words. */
const SHELL_TOKEN =
  /(?<comment>(?<=^|\s)#[^\n]*)|(?<space>(?:[ \t]|\\\n)+)|(?<operator>&&|\|\||>>|\$\(|[|;&<>()\n])|(?<piece>'[^']*'|"(?:\\.|[^"\\])*"|\\.|\$(?!\()|[^\s'"\\|;&<>()$]+)/gs;

for (const { path, text } of DOCUMENTS) {
  const blocks = blocksOf(text);
  const examples = blocks.filter(({ language, fileName }) => language === 'console' || fileName !== undefined);
  if (examples.length > 0) test(`${path} shows what slip prints`, (context) => play(examples, context));

  for (const { line, text: script } of blocks.filter(({ language }) => language === 'sh')) {
    for (const command of commandsOf(script).filter(({ words }) => words[0] === 'slip')) {
      test(`${path}, block at line ${line}: ${command.words.join(' ')}`, () => {
        const [first = '', ...rest] = command.words.slice(1);
        if (isTabled(first)) {
          readCommand(first, COMMAND_TABLES[first], rest);
          return;
        }
        const invocation = parseInvocation(command.words.slice(1));
        if (invocation.command !== 'request') return;
        for (const url of sortWords(invocation.words, invocation.options.url ?? []).urls) {
          // What begins with a slash is below the base of a collection.
          if (!url.startsWith('/')) parseUrl(url, { webSockets: true });
        }
      });
    }
  }

  test(`${path} links to files and headings that are there`, () => {
    const dead = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)/g)].filter(([, target = '', anchor]) => {
      const linked = target === '' ? join(ROOT, path) : join(ROOT, dirname(path), target);
      if (!existsSync(linked)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(linked, 'utf8')).includes(anchor);
    });
    assert.deepEqual(
      dead.map(([link]) => link),
      [],
    );
  });
}

/** Documents for users, who are to find no option in them that slip does not have. */
const GUIDES = DOCUMENTS.filter(({ path }) =>
  ['README.md', 'docs/usage.md', 'docs/auth.md', 'docs/oauth.md', 'docs/collections.md'].includes(path),
);
const usage = GUIDES.find(({ path }) => path === 'docs/usage.md')?.text ?? '';
/** Headings of sections whose options are those of other programs. */
const FOREIGN = /^## Coming from /;
/** Begins a line of options that slip does not have, so that whoever adds one comes to this line. */
const ABSENT = /^slip does not have (.*)/gm;

for (const { path, text } of GUIDES) {
  test(`${path} names options that slip has`, () => {
    // The table of options is made from their rows, and has those that are being built.
    const written = text.replace(/<!-- options:begin -->[\s\S]*<!-- options:end -->/, '');
    const own = written.split(/^(?=## )/m).filter((section) => !FOREIGN.test(section));
    assert.deepEqual(
      optionsIn(own.join('\n')).filter((option) => !hasOption(option)),
      [],
    );
  });

  test(`${path} says of no option of slip that it is not there`, () => {
    const absent = [...text.matchAll(ABSENT)].flatMap(([, sentence = '']) => optionsIn(sentence));
    assert.deepEqual(absent.filter(hasOption), []);
  });
}

test('the usage names every option that is not rare', () => {
  const named = new Set(optionsIn(usage));
  const unnamed = OPTION_TABLE.names.filter((name) => {
    const { short, rare, pending } = optionRow(name);
    return !rare && !pending && ![`--${name}`, `--no-${name}`, `-${short}`].some((option) => named.has(option));
  });
  assert.deepEqual(unnamed, []);
});

test('the usage has every exit status in its table', () => {
  const section = /^## Exit codes\n[\s\S]*?(?=^## )/m.exec(usage)?.[0] ?? '';
  const listed = [...section.matchAll(/^\| (\d+) \|/gm)].map(([, status]) => Number(status));
  assert.deepEqual([...listed].sort(ascending), [0, ...Object.values(EXIT_STATUS), 70].sort(ascending));
});

function ascending(left: number, right: number): number {
  return left - right;
}

/** Types what the blocks show, in their order, and compares what appears. */
async function play(examples: readonly Block[], context: TestContext): Promise<void> {
  const desk = await serveDesk({ port: 0, now: () => DESK_NOW_MS });
  const folder = mkdtempSync(join(tmpdir(), 'slip-docs-'));
  const terminal = openTerminal(folder);
  const home = process.cwd();
  process.chdir(folder);
  try {
    for (const block of examples) {
      if (block.fileName !== undefined) {
        writeFileSync(block.fileName, onPort(block.text, desk.port));
        continue;
      }
      for (const { line, typed, shown } of stepsOf(block)) {
        await context.test(`line ${line}: ${typed}`, async () => {
          const appeared = await terminal.type(onPort(typed, desk.port));
          assert.equal(settled(appeared, desk.port), settled(shown, 4000));
        });
      }
    }
  } finally {
    terminal.close();
    process.chdir(home);
    rmSync(folder, { recursive: true });
    await desk.close();
  }
}

/** A fenced block of Markdown: what stands between its fences, with the line number of the first of these. */
interface Block {
  readonly language: string;
  readonly fileName: string | undefined;
  readonly text: string;
  readonly line: number;
}

function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w*)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language = '', 2: fileName, 3: text = '', index }) => ({
      ...{ language, fileName, text },
      line: markdown.slice(0, index).split('\n').length,
    }),
  );
}

/** One line typed in a console block, and everything that appears before the next one. */
interface Step {
  readonly line: number;
  readonly typed: string;
  readonly shown: string;
}

function stepsOf({ text, line }: Block): readonly Step[] {
  let next = line + 1;
  return text.split(/^(?=\$ )/m).map((part) => {
    const [typed = '', ...shown] = part.split('\n');
    const step = { line: next, typed: typed.slice(2), shown: shown.join('\n') };
    next += shown.length;
    return step;
  });
}

function onPort(text: string, port: number): string {
  return text.replaceAll(/:4000\b/g, `:${port}`);
}

/**
 * The text with what differs from run to run made the same, and with what a terminal does not show: carriage returns,
 * and that a line without an end has the next prompt behind it.
 */
function settled(text: string, port: number): string {
  return (
    text
      .replaceAll('\r\n', '\n')
      .replace(/(?<!^|\n)$/, '\n')
      .replaceAll(new RegExp(`(?<=localhost:|port )${port}\\b`, 'g'), 'PORT')
      .replaceAll(/(?<=· )\d+(?:\.\d+)? m?s(?= ·|$)/gm, 'TIME')
      // A port of another length moves what stands in the next column.
      .replaceAll(/PORT {2,}/g, 'PORT  ')
      // Rows of --timing: how long they are, and whether slip itself took long enough to have one.
      .replaceAll(/^ {2}prepare +[\d.]+ m?s.*\n/gm, '')
      .replaceAll(/^( {2}(?:DNS|TCP|send|wait|receive|total)) +[\d.]+ m?s.*$/gm, '$1 TIME')
      .replaceAll(/slip-[0-9a-f]{36}/g, 'BOUNDARY')
  );
}

/** The anchors that GitHub gives a document's headings. */
function anchorsOf(markdown: string): readonly string[] {
  return [...withoutBlocks(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
    return `#${heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')}`;
  });
}

function withoutBlocks(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');
}

/** Options in inline code and in blocks for a shell, where they are not run and nobody else looks. */
function optionsIn(markdown: string): readonly string[] {
  const scripts = blocksOf(markdown).filter(({ language }) => language === 'sh');
  const slips = scripts.flatMap(({ text }) => commandsOf(text)).filter(({ words }) => words[0] === 'slip');
  const spans = [...withoutBlocks(markdown).matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code.split(/[\s|,]+/));
  return [...slips.flatMap(({ words }) => words), ...spans].flatMap(
    (word) => /^(?:--[a-z][\w.-]*|-[A-Za-z#46]$)/.exec(word)?.[0] ?? [],
  );
}

function hasOption(option: string): boolean {
  if (option.startsWith('--expand-')) return hasOption(option.replace('expand-', ''));
  const rows: [name: string, row: CommandOptionRow][] = [
    ...OPTION_TABLE.names.map((name): [string, CommandOptionRow] => [name, optionRow(name)]),
    ...TABLED_NAMES.flatMap(linesOf).flatMap(({ options }) => Object.entries(options)),
  ];
  return rows.some(([name, { short, aliases = [], pending }]) => {
    if (pending) return false;
    return option === `-${short}` || [name, ...aliases].some((long) => [`--${long}`, `--no-${long}`].includes(option));
  });
}

/** A terminal to type at. It knows `slip`, `echo`, `cat`, quotes, `|`, `;`, `>`, `$?` and comments. */
function openTerminal(folder: string): { type(line: string): Promise<string>; close(): void } {
  const real = realHost(process);
  let appeared = '';
  let status = 0;
  const screen: Sink = {
    isTerminal: true,
    columns: 100,
    async write(chunk) {
      appeared += Buffer.from(chunk).toString();
    },
  };
  const keychain = fakeKeychain();
  /** What is typed is the desk's key; it is not echoed. */
  const askSecret = async (question: string): Promise<string> => {
    await screen.write(`${question}: \n`);
    return 'open-sesame';
  };
  const execute = async ([program, ...words]: readonly string[], input: Uint8Array, output: Sink): Promise<number> => {
    switch (program) {
      case 'echo':
        await output.write(`${words.join(' ').replaceAll('$?', String(status))}\n`);
        return 0;
      case 'cat':
        for (const path of words) await output.write(readFileSync(path));
        if (words.length === 0) await output.write(input);
        return 0;
      case 'slip': {
        const env = { HOME: folder, TERM: 'xterm-256color', NO_COLOR: '1' };
        const stdin = { isTerminal: false, isFile: () => false, chunks: () => once(input) };
        const world = { env, platform: 'linux', decodesZstd: false, stdin, stdout: output, stderr: screen } as const;
        const host: Host = {
          ...real,
          ...world,
          accountHome: () => undefined,
          askSecret,
          keychain: async () => keychain,
        };
        return await run(host, words);
      }
    }
    throw new Error(`nothing here knows ${program}`);
  };
  return {
    async type(line) {
      appeared = '';
      let input: Uint8Array = new Uint8Array();
      for (const { words, then, outputPath } of commandsOf(line)) {
        const written: Uint8Array[] = [];
        const pipe: Sink = {
          isTerminal: false,
          columns: 80,
          write: async (chunk) => void written.push(Buffer.from(chunk)),
        };
        const isShown = then !== '|' && outputPath === undefined;
        status = await execute(words, input, isShown ? screen : pipe);
        if (outputPath !== undefined) writeFileSync(outputPath, Buffer.concat(written));
        input = then === '|' ? Buffer.concat(written) : new Uint8Array();
      }
      return appeared;
    },
    close: () => real.close(),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.byteLength > 0) yield bytes;
}

/** A command of a shell script. */
interface Command {
  readonly words: readonly string[];
  /** What stands behind it. */
  readonly then: string;
  /** Where `>` leads. */
  readonly outputPath: string | undefined;
}

/** The commands of a script, in a shell's syntax as far as the documents use it; `$(` begins a command like any other. */
function commandsOf(script: string): readonly Command[] {
  const commands: Command[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let redirection: string | undefined;
  let outputPath: string | undefined;
  const endWord = (): void => {
    if (word !== undefined && redirection === undefined) {
      const isAside = words.length === 0 && /^(?:\w+=.*|do|done|while|if|then|fi)$/.test(word);
      if (!isAside) words.push(word);
    }
    if (word !== undefined && redirection === '>') outputPath = word;
    if (word !== undefined) redirection = undefined;
    word = undefined;
  };
  const endCommand = (then: string): void => {
    endWord();
    if (words.length > 0) commands.push({ words, then, outputPath });
    words = [];
    outputPath = undefined;
  };
  for (const { groups } of script.matchAll(SHELL_TOKEN)) {
    const { operator, piece } = groups ?? {};
    if (piece !== undefined) word = (word ?? '') + unquoted(piece);
    else if (operator === undefined) endWord();
    else if (/^[<>]/.test(operator)) {
      endWord();
      redirection = operator;
    } else endCommand(operator);
  }
  endCommand('');
  return commands;
}

function unquoted(piece: string): string {
  if (piece.startsWith("'")) return piece.slice(1, -1);
  if (piece.startsWith('"')) return piece.slice(1, -1).replaceAll(/\\(["\\$`])/g, '$1');
  return piece.replace(/^\\(?=.)/s, '');
}
