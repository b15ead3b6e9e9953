import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endWithUs } from './child-server.ts';
import { findProgram, programPath } from './programs.ts';
import { environmentIn, SLIP } from './spawned-slip.ts';

/** A run of slip whose stdin, stdout and stderr are one terminal of 80 columns. */
export interface TerminalRun {
  /** What the terminal has received so far; line ends are `\n` again. */
  readonly output: () => string;
  /** Presses keys. */
  type(keys: string): void;
  /** Resolves when the output has this in it; rejects when slip ends before. */
  seen(pattern: RegExp): Promise<void>;
  /** The exit status. */
  readonly ended: Promise<number>;
  /** Takes the terminal away, if slip has not ended. */
  stop(): void;
}

/** Ctrl-C, which the terminal turns into a signal. */
export const CTRL_C = '\x03';

/** Why tests that need a terminal are skipped; `false` when there is one to be had. */
export function missingTerminal(): string | false {
  // The BSDs have a program of this name too, with other options.
  const found = process.platform === 'linux' && findProgram('script') !== undefined;
  return found ? false : 'script (of util-linux) is not installed';
}

/** Runs slip on a terminal that takes 256 colours, unless `env` says otherwise. */
export function runOnTerminal(
  words: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): TerminalRun {
  const command = ['exec', process.execPath, SLIP, ...words].map(shellWord).join(' ');
  const child = spawn(programPath('script'), ['-qec', `stty cols 80 rows 24; ${command}`, '/dev/null'], {
    cwd: folder,
    env: environmentIn(folder, { TERM: 'xterm-256color', ...env }),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  endWithUs(child);
  let received = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  const output = (): string => received.replaceAll('\r\n', '\n');
  // Closing stdin means Ctrl-D to the terminal, so it stays open until the end.
  const ended = once(child, 'close').then(([code]) => Number(code));
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  return {
    output,
    type: (keys) => void child.stdin.write(keys),
    async seen(pattern) {
      while (!pattern.test(output())) {
        if (hasEnded) throw new Error(`slip ended without ${pattern} in: ${JSON.stringify(output())}`);
        await Promise.race([once(child.stdout, 'data'), ended]);
      }
    },
    ended,
    stop: () => void child.kill(),
  };
}

/** What the terminal shows after all of a text: escape sequences are obeyed as far as slip writes them (ECMA-48 §8.3). */
export function screenAfter(text: string): string {
  const lines: string[][] = [];
  let line: string[] = [];
  let column = 0;
  for (const [token, argument = '', action] of text.matchAll(/\x1b\[\??([\d;]*)([A-Za-z])|\x1b[78]|[\s\S]/gu)) {
    if (token === '\n') {
      lines.push(line);
      line = [];
    }
    if (token === '\n' || token === '\r') column = 0;
    else if (action === 'G') column = Number(argument || 1) - 1;
    else if (action === 'K') line = argument === '2' ? [] : line.slice(0, column);
    else if (!token.startsWith('\x1b')) line[column++] = token;
  }
  return [...lines, line]
    .map((characters) => Array.from(characters, (character) => character ?? ' ').join(''))
    .join('\n');
}

/** The colours and other styles that are still on at the end of a text, as the numbers of their SGR sequences. */
export function stylesLeftOn(text: string): readonly string[] {
  let on: string[] = [];
  for (const [, codes = ''] of text.matchAll(/\x1b\[([\d;]*)m/g)) {
    // 22 to 29, 39 and 49 take one kind of style away, 0 all; for a check at the end the kind does not matter.
    on = /^(?:0?|2[2-9]|39|49)$/.test(codes) ? [] : [...on, codes];
  }
  return on;
}

function shellWord(word: string): string {
  return word === 'exec' ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
