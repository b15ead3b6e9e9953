import { chmod, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { VERSION } from '../../src/version.ts';
import type { CaseExchange, CaseFile, CaseRequest, CaseSettings, CaseStep } from './case-file.ts';
import { type CaseServer, closedPort, type HeardRequest, startCaseServer } from './case-server.ts';
import { bytesOf, filled, readableLines, sideBySide } from './case-text.ts';
import { fakeKeychain } from './fake-keychain.ts';
import { type Outcome, slip, type World } from './slip.ts';

/**
 * Plays a case, with servers and a folder of its own. Gives what was not as it should be, in words; empty if all was.
 *
 * @param end is Ctrl-C for the command that runs by then.
 */
export async function runCase({ settings, steps }: CaseFile, end?: AbortSignal): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'slip-case-'));
  const interruption = new AbortController();
  end?.addEventListener('abort', () => interruption.abort('SIGINT'), { once: true });
  let uptimeMs = 0;
  const placeholders = new Map([
    ['dir', folder],
    ['socket', join(folder, 'slip.sock')],
    ['version', VERSION],
  ]);
  const stage = {
    bytesOf: (text: string) => bytesOf(text, placeholders),
    pass: (durationMs: number) => {
      uptimeMs += durationMs;
    },
    interrupt: () => interruption.abort('SIGINT'),
  };
  const first = await startCaseServer({ ...stage, socketPath: join(folder, 'slip.sock') });
  const second = await startCaseServer(stage);
  const servers = [first, second];
  placeholders.set('port', String(first.port)).set('host', `127.0.0.1:${first.port}`);
  placeholders.set('otherport', String(second.port)).set('other', `127.0.0.1:${second.port}`);
  placeholders.set('closed', `127.0.0.1:${await closedPort()}`);
  const play: Play = { folder, placeholders, servers };
  try {
    await furnish(settings, play);
    const world: World = {
      ...settings,
      folder,
      env: Object.fromEntries(settings.env.map(([name, value]) => [name, bytesOf(value, placeholders).toString()])),
      stdin: bytesOf(settings.stdin, placeholders),
      uptimeMs: () => uptimeMs,
      pass: stage.pass,
      interrupted: interruption.signal,
      keychain: fakeKeychain(),
    };
    const faults: string[] = [];
    for (const [index, step] of steps.entries()) {
      const found = await playStep(step, world, play);
      faults.push(...found.map((fault) => (steps.length === 1 ? fault : `command ${index + 1}: ${fault}`)));
    }
    return faults;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a case is played with. */
interface Play {
  readonly folder: string;
  /** `boundary` joins them when one is seen. */
  readonly placeholders: Map<string, string>;
  readonly servers: readonly CaseServer[];
}

async function furnish(settings: CaseSettings, { folder, placeholders }: Play): Promise<void> {
  for (const name of settings.folders) await mkdir(join(folder, name), { recursive: true });
  for (const { name, content, isBase64, mode, modifiedAtMs } of settings.files) {
    const path = join(folder, filled(name, placeholders));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, isBase64 ? Buffer.from(content, 'base64') : bytesOf(content, placeholders));
    if (mode !== undefined) await chmod(path, mode);
    if (modifiedAtMs !== undefined) await utimes(path, modifiedAtMs / 1000, modifiedAtMs / 1000);
  }
}

async function playStep(step: CaseStep, world: World, play: Play): Promise<readonly string[]> {
  const { placeholders, servers } = play;
  for (const [index, server] of servers.entries()) server.play(partOf(step, index));
  const outcome = await slip(
    step.argv.map((word) => filled(word, placeholders)),
    world,
  );
  const boundary = findBoundary(servers, outcome);
  if (boundary !== undefined && !placeholders.has('boundary')) placeholders.set('boundary', boundary);
  return [
    ...(outcome.status === step.status ? [] : [`the exit status is ${outcome.status}, not ${step.status}`]),
    ...servers.flatMap((server, index) => requestFaults(partOf(step, index), server.heard(), placeholders)),
    ...textFault('stdout', step.stdout, outcome.stdout, placeholders),
    ...textFault('stderr', step.stderr, outcome.stderr, placeholders),
    ...(step.leavesStdin && outcome.stdinWasRead ? ['stdin was read'] : []),
    ...(await fileFaults(step, play)),
    ...hintOfStderr(step, outcome),
  ];
}

function partOf({ exchanges }: CaseStep, serverIndex: number): readonly CaseExchange[] {
  return exchanges.filter(({ server }) => server === serverIndex + 1);
}

function findBoundary(servers: readonly CaseServer[], { stdout }: Outcome): string | undefined {
  const heads = servers.flatMap((server) => server.heard().map(({ head }) => head.join('\n')));
  return /boundary=(slip-\w+)/.exec([...heads, stdout.toString('latin1')].join('\n'))?.[1];
}

function requestFaults(
  exchanges: readonly CaseExchange[],
  heard: readonly HeardRequest[],
  placeholders: Play['placeholders'],
): readonly string[] {
  const wanted = exchanges.flatMap(({ request }) => (request === undefined ? [] : [request]));
  const faults: string[] = [];
  for (let index = 0; index < Math.max(wanted.length, heard.length); index++) {
    const [expected, actual] = [wanted[index], heard[index]];
    const expectedLines = expected === undefined ? [] : expectedRequest(expected, actual, placeholders);
    const actualLines = actual === undefined ? [] : [...readableHead(actual), ...bodyLines(actual.body)];
    if (expectedLines.join('\n') === actualLines.join('\n')) continue;
    const what =
      expected === undefined ? 'was not to be sent' : actual === undefined ? 'was not sent' : 'is another one';
    faults.push(`request ${index + 1} ${what}\n${sideBySide(expectedLines, actualLines)}`);
  }
  return faults;
}

/** The lines of a request as expected, the lines that `...` stands for taken over from the one that came. */
function expectedRequest(
  { head, body }: CaseRequest,
  actual: HeardRequest | undefined,
  placeholders: Play['placeholders'],
): readonly string[] {
  const lines = head.map((line) =>
    line === '...' ? line : readableLines(bytesOf(`${line}\\n`, placeholders)).join(''),
  );
  const given = actual === undefined ? [] : readableHead(actual);
  const expanded: string[] = [];
  let at = 0;
  for (const [index, line] of lines.entries()) {
    if (line !== '...') {
      expanded.push(line);
      at++;
      continue;
    }
    const next = lines[index + 1];
    const end = next === undefined ? given.length : given.indexOf(next, at);
    expanded.push(...given.slice(at, Math.max(at, end)));
    at = Math.max(at, end);
  }
  const isMultipart = expanded.some((line) => /^content-type: multipart\//i.test(line));
  const text = isMultipart ? body.map((line) => `${line}\\r\\n`).join('') : body.join('\\n');
  return [...expanded, ...bodyLines(bytesOf(text, placeholders))];
}

function readableHead({ head }: HeardRequest): readonly string[] {
  return head.map((line) => readableLines(Buffer.from(`${line}\n`, 'latin1')).join(''));
}

function bodyLines(body: Uint8Array): readonly string[] {
  return body.byteLength === 0 ? [] : ['', ...readableLines(body)];
}

function textFault(
  what: string,
  expected: string | undefined,
  actual: Uint8Array,
  placeholders: Play['placeholders'],
): readonly string[] {
  if (expected === undefined) return [];
  const [left, right] = [readableLines(bytesOf(expected, placeholders)), readableLines(actual)];
  return left.join('\n') === right.join('\n') ? [] : [`${what} is another one\n${sideBySide(left, right)}`];
}

async function fileFaults({ files, marks }: CaseStep, { folder, placeholders }: Play): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { name, content } of files) {
    const actual = await readFile(join(folder, filled(name, placeholders))).catch(() => undefined);
    if (content === undefined && actual !== undefined) faults.push(`the file ${name} is there`);
    else if (content !== undefined && actual === undefined) faults.push(`the file ${name} is not there`);
    else if (actual !== undefined) faults.push(...textFault(`the file ${name}`, content, actual, placeholders));
  }
  for (const { kind, name, value } of marks) {
    const facts = await stat(join(folder, filled(name, placeholders))).catch(() => undefined);
    const actual =
      kind === 'mode' ? (facts && facts.mode & 0o7777)?.toString(8) : facts?.mtime.toISOString().replace('.000Z', 'Z');
    if (actual !== value) faults.push(`the file ${name} is ${kind} ${actual}, not ${value}`);
  }
  return faults;
}

/** What slip itself says, where the case does not look at it and the status is not what it should be. */
function hintOfStderr(step: CaseStep, { status, stderr }: Outcome): readonly string[] {
  if (status === step.status || step.stderr !== undefined || stderr.length === 0) return [];
  return [
    `stderr says\n${readableLines(stderr)
      .map((line) => `    ${line}`)
      .join('\n')}`,
  ];
}
