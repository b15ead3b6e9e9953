/**
 * The form of a case file, `test/cases/TOPIC/NAME.txt`: a behaviour of the program, without code.
 *
 *     One paragraph that says what slip does.
 *
 *     tty: stdout stderr         settings, all of them before the first command
 *
 *     $ slip {host}/a X-tRaCe:1  a command line, in words as a POSIX shell splits it; no shell runs
 *     > GET /a HTTP/1.1          the request that must be sent
 *     > ...                      any number of header lines
 *     < HTTP/1.1 200 OK          what the server answers
 *     < Content-Length: auto
 *     <
 *     < hello
 *     stdout: hello              what comes of it; `status: 0` need not be said
 *
 * More `$` lines run one after the other, each with its own requests and results. A `#` begins a comment line.
 *
 * Text: `NAME: text` has no line end; a block of lines below, indented by two spaces, has one after each, but for a last
 * line that ends in a backslash. Backslash escapes are `\e \r \n \t \0 \\ \xHH`, a `\xHH` being one byte. Everywhere
 * `{host}` is the server's `127.0.0.1:PORT`, `{port}` its port, `{other}` and `{otherport}` those of a second server,
 * `{closed}` an address where nobody listens, `{socket}` the path of a Unix socket of the first server, `{dir}` the
 * case's own folder, which is the working folder, `{version}` slip's version, `{boundary}` the boundary of the first
 * multipart body that is seen.
 *
 * Settings: `tty:` which of stdin, stdout and stderr are terminals, `columns:` their width; `env: NAME=value`, where the
 * environment is empty; `file: NAME` or, in Base64, `file: NAME base64` with a block, and behind that `mode 600` or
 * `dated 2020-01-31T12:00:00Z`; `folder: NAME`; `stdin:`, and `stdin file:` where it is one; `password:` what is typed when asked; `now:` the date, else
 * 2026-01-02T03:04:05Z; `reader: N`, who goes away after N bytes of stdout. The clock that times the exchange stands
 * still (`0 ms`) unless a server's `!later` moves it.
 *
 * Requests: `>` is a line of the head, after an empty `>` one of the body (joined by LF; of a multipart body each ends in
 * CRLF; a chunked body is shown without its chunks). `>2` and `<2` are the second server's. A server takes no request
 * but those listed, in this order; one that is answered without a `>` line is not looked at, but answered at its first
 * byte.
 *
 * Answers: `<` is a line of the head, after an empty `<` one of the body, joined by LF. A head that is 1xx may be
 * followed by another. `Content-Length: auto` is filled in; with `Transfer-Encoding: chunked` the body goes in chunks.
 * Lines that begin with `!` are actions: `!chunk` ends a chunk, or a write; `!base64 …` adds bytes to the body; `!raw …`
 * writes bytes as they are; `!later N` lets N ms pass; `!close`, `!reset` and `!wait` (for ever) leave the answer where
 * it is; `!interrupt` is Ctrl-C.
 *
 * Results: `stdout:` and `stderr:` (not looked at unless said), `status:`, `file NAME:`, `no file: NAME`,
 * `mode NAME: 600`, `dated NAME: 2020-01-31T12:00:00Z`, and `stdin: unread`.
 */

import { splitWords } from '../../src/interchange/shell-words.ts';
import { bytesOf } from './case-text.ts';

/** A case, parsed. Its texts are as they stand in the file, escapes, placeholders and all: see `bytesOf`. */
export interface CaseFile {
  readonly settings: CaseSettings;
  readonly steps: readonly CaseStep[];
}

/** The world that a case runs in. */
export interface CaseSettings {
  readonly terminals: readonly Stream[];
  readonly columns: number;
  readonly env: readonly (readonly [name: string, value: string])[];
  readonly files: readonly CaseInput[];
  readonly folders: readonly string[];
  readonly stdin: string;
  readonly stdinIsFile: boolean;
  readonly password: string | undefined;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly readerBytes: number | undefined;
}

/** A file that is there before the first command. */
export interface CaseInput {
  readonly name: string;
  readonly content: string;
  readonly isBase64: boolean;
  /** Permission bits. */
  readonly mode: number | undefined;
  /** Time of change, in milliseconds since the epoch. */
  readonly modifiedAtMs: number | undefined;
}

/** A standard stream. */
export type Stream = 'stdin' | 'stdout' | 'stderr';

/** One command line and all that it is to do. What is `undefined` is not looked at. */
export interface CaseStep {
  /** Without `slip` itself. */
  readonly argv: readonly string[];
  readonly exchanges: readonly CaseExchange[];
  readonly status: number;
  readonly stdout: string | undefined;
  readonly stderr: string | undefined;
  /** `content` is `undefined` for a file that must not be there. */
  readonly files: readonly { readonly name: string; readonly content: string | undefined }[];
  readonly marks: readonly CaseMark[];
  readonly leavesStdin: boolean;
}

/** What is known of a file beside its content: in octal, or as an ISO date. */
export interface CaseMark {
  readonly kind: 'mode' | 'dated';
  readonly name: string;
  readonly value: string;
}

/** A request and its answer. */
export interface CaseExchange {
  readonly server: 1 | 2;
  readonly request: CaseRequest | undefined;
  readonly answer: readonly AnswerAct[];
}

/** What must be sent: a line `...` of the head stands for any number of lines. */
export interface CaseRequest {
  readonly head: readonly string[];
  readonly body: readonly string[];
}

/** One thing that a server does. */
export type AnswerAct =
  | { readonly kind: 'head'; readonly lines: readonly string[] }
  | { readonly kind: 'body' | 'base64' | 'raw'; readonly text: string }
  | { readonly kind: 'later'; readonly durationMs: number }
  | { readonly kind: 'chunk' | 'close' | 'reset' | 'wait' | 'interrupt' };

/**
 * Reads a case file.
 *
 * @throws Error that names the line which is not as it should be.
 */
export function parseCase(text: string): CaseFile {
  const lines = text.split('\n');
  const descriptionEnd = lines.indexOf('');
  if (descriptionEnd < 1 || firstSentence(text) === undefined) {
    throw new Error('a case begins with a sentence and an empty line');
  }
  const settings = emptySettings();
  const steps: OpenStep[] = [];
  for (let at = descriptionEnd; at < lines.length; ) {
    const line = lines[at] ?? '';
    try {
      at = readLine(lines, at, settings, steps);
    } catch (error) {
      throw new Error(`line ${at + 1}: ${error instanceof Error ? error.message : error}\n  ${line}`);
    }
  }
  if (steps.length === 0) throw new Error('there is no command line');
  return { settings, steps: steps.map(closedStep) };
}

/** What slip does, in the words of the description. */
export function firstSentence(text: string): string | undefined {
  const description = text.split('\n\n', 1)[0] ?? '';
  return /^[^$<>#\s].*?\.(?=\s|$)/s.exec(description)?.[0].replaceAll('\n', ' ');
}

type OpenSettings = { -readonly [Name in keyof CaseSettings]: Mutable<CaseSettings[Name]> };
type Mutable<T> = T extends readonly (infer Item)[] ? Item[] : T;

/** A step that is still being read. */
interface OpenStep {
  readonly line: number;
  readonly argv: readonly string[];
  readonly exchanges: { server: 1 | 2; sent: string[]; answered: string[] }[];
  readonly files: { name: string; content: string | undefined }[];
  readonly marks: CaseMark[];
  status?: number;
  stdout?: string;
  stderr?: string;
  leavesStdin?: true;
}

function emptySettings(): OpenSettings {
  return {
    terminals: [],
    columns: 80,
    env: [],
    files: [],
    folders: [],
    stdin: '',
    stdinIsFile: false,
    password: undefined,
    nowMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    readerBytes: undefined,
  };
}

/** Takes what begins at a line; gives the index of the next. */
function readLine(lines: readonly string[], at: number, settings: OpenSettings, steps: OpenStep[]): number {
  const line = lines[at] ?? '';
  if (line === '' || line.startsWith('#')) return at + 1;
  const step = steps.at(-1);
  if (line.startsWith('$ ')) {
    const [program, ...argv] = splitWords(line.slice(2));
    if (program !== 'slip') throw new Error('a command line begins with slip');
    steps.push({ line: at + 1, argv, exchanges: [], files: [], marks: [] });
    return at + 1;
  }
  const [, sign, digit, , traffic = ''] = /^([<>])([12])?( (.*))?$/.exec(line) ?? [];
  if (sign !== undefined) {
    if (step === undefined) throw new Error('there is no command line before this');
    addTraffic(step, sign, digit === '2' ? 2 : 1, checked(traffic));
    return at + 1;
  }
  const [, name, inline] = /^([a-z][^:]*):(?: (.*))?$/.exec(line) ?? [];
  if (name === undefined) throw new Error('what is this line?');
  const block = readBlock(lines, at + 1);
  if (step === undefined) setSetting(settings, name, inline, block.text);
  else setResult(step, name, inline, block.text);
  return block.next;
}

/** The indented lines from here on, empty ones among them included. */
function readBlock(lines: readonly string[], start: number): { readonly text: string; readonly next: number } {
  let next = start;
  for (let at = start; at < lines.length && /^(?: {2}|$)/.test(lines[at] ?? ''); at++) {
    if (lines[at] !== '') next = at + 1;
  }
  const block = lines.slice(start, next).map((line) => line.slice(2));
  // An odd number of backslashes: the last of them is no half of an escaped one.
  const text = block.map((line) => (/(?<!\\)(?:\\\\)*\\$/.test(line) ? line.slice(0, -1) : `${line}\n`)).join('');
  return { text: checked(text), next };
}

function setSetting(settings: OpenSettings, name: string, inline: string | undefined, block: string): void {
  const value = inline ?? '';
  if (name === 'file') {
    const [, path = '', base64, mode, date] = /^(.+?)( base64)?(?: mode ([0-7]+))?(?: dated (\S+))?$/.exec(value) ?? [];
    if (path === '') throw new Error('a file is: file: NAME [base64] [mode OCTAL] [dated DATE]');
    settings.files.push({
      name: path,
      content: block,
      isBase64: base64 !== undefined,
      mode: mode === undefined ? undefined : Number.parseInt(mode, 8),
      modifiedAtMs: date === undefined ? undefined : Date.parse(date),
    });
    return;
  }
  if (name === 'stdin' || name === 'stdin file') {
    settings.stdin = oneText(inline, block);
    settings.stdinIsFile = name === 'stdin file';
    return;
  }
  if (block !== '' || value === '') throw new Error('this setting is one line');
  switch (name) {
    case 'tty':
      settings.terminals = value.split(' ').map(streamNamed);
      return;
    case 'columns':
      settings.columns = wholeNumber(value);
      return;
    case 'env': {
      const [, variable = '', text = ''] = /^([^=]+)=(.*)$/.exec(value) ?? [];
      if (variable === '') throw new Error('a variable is NAME=value');
      settings.env.push([variable, checked(text)]);
      return;
    }
    case 'folder':
      settings.folders.push(value);
      return;
    case 'password':
      settings.password = checked(value);
      return;
    case 'now':
      settings.nowMs = Date.parse(value);
      if (Number.isNaN(settings.nowMs)) throw new Error('this is no date');
      return;
    case 'reader':
      settings.readerBytes = wholeNumber(value);
      return;
  }
  throw new Error(`there is no setting ${name}`);
}

function setResult(step: OpenStep, name: string, inline: string | undefined, block: string): void {
  if (name === 'stdout' || name === 'stderr') {
    if (step[name] !== undefined) throw new Error(`${name} is said twice`);
    step[name] = oneText(inline, block);
    return;
  }
  if (name.startsWith('file ')) {
    step.files.push({ name: name.slice(5), content: oneText(inline, block) });
    return;
  }
  if (block !== '' || inline === undefined) throw new Error('this result is one line');
  const [, kind, marked = ''] = /^(mode|dated) (.+)$/.exec(name) ?? [];
  if (kind === 'mode' || kind === 'dated') step.marks.push({ kind, name: marked, value: inline });
  else if (name === 'status') step.status = wholeNumber(inline);
  else if (name === 'no file') step.files.push({ name: inline, content: undefined });
  else if (name === 'stdin' && inline === 'unread') step.leavesStdin = true;
  else throw new Error(`there is no result ${name}`);
}

function addTraffic(step: OpenStep, sign: string, server: 1 | 2, text: string): void {
  const last = step.exchanges.at(-1);
  if (sign === '>') {
    if (last !== undefined && last.answered.length === 0 && last.server === server) last.sent.push(text);
    else step.exchanges.push({ server, sent: [text], answered: [] });
    return;
  }
  if (last === undefined) step.exchanges.push({ server, sent: [], answered: [text] });
  else if (last.server === server) last.answered.push(text);
  else throw new Error('this server was not asked');
}

function closedStep(step: OpenStep): CaseStep {
  const { line, argv, exchanges, files, marks, status, stdout, stderr, leavesStdin } = step;
  const results = [
    status,
    stdout,
    stderr,
    leavesStdin,
    exchanges.find(({ sent }) => sent.length > 0),
    files[0],
    marks[0],
  ];
  if (results.every((result) => result === undefined))
    throw new Error(`line ${line}: nothing is said of what comes of this`);
  return {
    argv,
    exchanges: exchanges.map(({ server, sent, answered }): CaseExchange => {
      if (answered.length === 0) throw new Error(`line ${line}: the request ${sent[0]} has no answer`);
      return { server, request: sent.length === 0 ? undefined : requestOf(sent), answer: actsOf(answered) };
    }),
    status: status ?? 0,
    stdout,
    stderr,
    files,
    marks,
    leavesStdin: leavesStdin ?? false,
  };
}

function requestOf(lines: readonly string[]): CaseRequest {
  const end = lines.indexOf('');
  return end < 0 ? { head: lines, body: [] } : { head: lines.slice(0, end), body: lines.slice(end + 1) };
}

/** The lines of an answer as what there is to do. */
function actsOf(lines: readonly string[]): readonly AnswerAct[] {
  const acts: AnswerAct[] = [];
  let head: string[] | undefined;
  let place: 'start' | 'head' | 'body' = 'start';
  let body: string[] = [];
  const endText = (): void => {
    if (body.length > 0) acts.push({ kind: 'body', text: body.join('\n') });
    body = [];
  };
  for (const line of lines) {
    const isInterim = /^HTTP\/\S+ 1/.test(head?.[0] ?? '');
    if (line.startsWith('!')) {
      endText();
      acts.push(actOf(line));
    } else if (place === 'start' || (place === 'body' && isInterim && line.startsWith('HTTP/'))) {
      head = [line];
      acts.push({ kind: 'head', lines: head });
      place = 'head';
    } else if (place === 'body') body.push(line);
    else if (line === '') place = 'body';
    else head?.push(line);
  }
  endText();
  return acts;
}

function actOf(line: string): AnswerAct {
  const [, kind = '', text = ''] = /^!(\S+)(?: (.*))?$/.exec(line) ?? [];
  switch (kind) {
    case 'chunk':
    case 'close':
    case 'reset':
    case 'wait':
    case 'interrupt':
      return { kind };
    case 'base64':
    case 'raw':
      return { kind, text };
    case 'later':
      return { kind, durationMs: wholeNumber(text) };
  }
  throw new Error(`a server cannot !${kind}`);
}

function oneText(inline: string | undefined, block: string): string {
  if (inline !== undefined && block !== '') throw new Error('a text is on the line or below it, not both');
  return inline === undefined ? block : checked(inline);
}

/** The text, whose escapes are known to be right. */
function checked(text: string): string {
  bytesOf(text);
  return text;
}

function streamNamed(name: string): Stream {
  if (name === 'stdin' || name === 'stdout' || name === 'stderr') return name;
  throw new Error(`there is no stream ${name}`);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${text} is no whole number`);
  return Number(text);
}
