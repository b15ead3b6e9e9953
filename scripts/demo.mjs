// `npm run demo`: a tour of slip against the library desk that it serves itself, from a bare clone with Node and npm.
// Each line after a `$` is run (without a shell, so on Windows too), and what follows it is what slip printed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

await setUp({ build: true });

const SLIP = fileURLToPath(new URL('../bin/slip.js', import.meta.url));
const onTerminal = process.stdout.isTTY === true;
const styled = onTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
const folder = mkdtempSync(join(tmpdir(), 'slip-demo-'));
// The visitor's own settings and proxy stay out of the tour, so that it looks the same everywhere.
// The keychain is left alone, too: the one secret is that of the desk, which is none.
const env = {
  ...process.env,
  ...{ SLIP_CONFIG_DIR: folder, SLIP_KEYCHAIN: 'env', SLIP_SECRET_DESK: 'open-sesame', NO_PROXY: '*', no_proxy: '*' },
};

const desk = spawn(process.execPath, [SLIP, 'demo', '0'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
process.once('exit', () => {
  desk.kill();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

try {
  const port = await portOf(desk);
  if (!onTerminal) await say('(standard output is no terminal, so where slip prints, --pretty format is added)\n\n');
  for (const step of stepsFor(port)) await play(step);
} catch (cause) {
  console.error(`demo: ${cause.message}`);
  process.exitCode = 1;
} finally {
  desk.kill();
}

/** `exits` is the status the step has to end with, 0 unless given; `pipe` is a program for `node -pe`; `plain` prints no body. */
function stepsFor(port) {
  const at = (path) => `:${port}${path}`;
  return [
    { says: 'what is on the shelves: == is a query parameter', slip: [at('/books'), 'limit==3'] },
    {
      says: 'a new book: = is text, := is JSON, [] is one more of a list',
      slip: [
        ...['post', at('/books'), 'title=The Left Hand of Darkness', 'author=Ursula K. Le Guin'],
        ...['year:=1970', 'price:=9.50', 'tags[]=winter', 'tags[]=envoys'],
      ],
    },
    { says: 'read it back: 9.50 is still 9.50', slip: [at('/books/11')] },
    { says: 'put the year right', slip: ['patch', at('/books/11'), 'year:=1969'] },
    { says: 'take it off the shelf; -i shows the head of the answer', slip: ['delete', at('/books/11'), '-i'] },
    { says: 'it is gone: a 404 is an answer, so the exit status is 0', slip: [at('/books/11')] },
    { says: 'in a script, -f makes it a failure', slip: ['-f', at('/books/11')], exits: 22 },
    { says: 'loans are not for everyone', slip: [at('/loans')] },
    { says: 'with a user and password', slip: ['-u', 'reader:shelf', at('/loans')] },
    { says: 'or with an API key: : is a header', slip: [at('/loans'), 'X-API-Key:open-sesame'] },
    {
      says: 'better: a profile. Its key is asked for once and kept in the keychain; here it is in SLIP_SECRET_DESK, as in CI',
      slip: ['auth', 'add', 'desk', '--for', at('/loans'), '--api-key'],
      plain: true,
    },
    { says: 'it goes along by itself, and nowhere else', slip: [at('/loans')] },
    {
      says: 'into a pipe goes the body, and nothing else',
      slip: [at('/books')],
      pipe: String.raw`JSON.parse(require('fs').readFileSync(0)).filter(b => b.year > 1900).map(b => b.title).join('\n')`,
    },
    { says: 'into a file', slip: ['-o', 'books.json', at('/books')], saves: 'books.json' },
    { says: 'as a table', slip: [at('/books'), 'limit==3', '--table', '--columns', 'id,title,year'], plain: true },
    { says: 'keep a request, in slip.yaml', slip: ['save', 'dune', at('/books'), 'q==dune'], plain: true },
    {
      says: 'send it again, and pipe it on',
      slip: ['run', 'dune'],
      pipe: "JSON.parse(require('fs').readFileSync(0))[0].title",
    },
    { says: 'all that is kept is a test, too', slip: ['run', '--test'], plain: true },
    { says: 'where two answers differ', slip: ['diff', at('/books/1'), at('/books/2')], exits: 1, plain: true },
    { says: 'past two redirects', slip: ['-L', at('/redirect/2'), 'author==woolf'] },
  ];
}

async function play({ says, slip, pipe, saves, plain, exits = 0 }) {
  const line = `slip ${slip.map(shellWord).join(' ')}${pipe ? ` | node -pe "${pipe}"` : ''}`;
  await say(`${styledAs(2, `# ${says}`)}\n${styledAs(1, `$ ${line}`)}\n`);
  const format = onTerminal || pipe || saves || plain ? [] : ['--pretty', 'format'];
  const commands = [[SLIP, ...slip, ...format], ...(pipe ? [['-pe', pipe]] : [])];
  const { output, statuses } = await runPiped(commands);
  if (output !== '') await say(output.endsWith('\n') ? output : `${output}\n`);
  if (saves) await say(`${saves}: ${statSync(join(folder, saves)).size} bytes\n`);
  if (exits !== 0) await say(`${styledAs(2, `# exit status ${statuses[0]}`)}\n`);
  await say('\n');
  const wanted = commands.map((_, index) => (index === 0 ? exits : 0));
  if (statuses.join() !== wanted.join()) throw new Error(`${line}: exit status ${statuses}, not ${wanted}`);
}

/** Each command's output is the next one's input. The last one writes to the terminal itself, so that it sees one. */
async function runPiped(commands) {
  const children = [];
  for (const [index, words] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const stdio = [index === 0 ? 'ignore' : 'pipe', isLast && onTerminal ? 'inherit' : 'pipe', 'inherit'];
    const child = spawn(process.execPath, words, { cwd: folder, env, stdio });
    // A reader that ends early breaks the pipe; its exit status tells.
    child.stdin?.on('error', () => {});
    children.at(-1)?.stdout.pipe(child.stdin);
    children.push(child);
  }
  const closed = children.map((child) => once(child, 'close'));
  const stdout = children.at(-1).stdout;
  const output = stdout === null ? '' : await text(stdout);
  const statuses = (await Promise.all(closed)).map(([status, signal]) => status ?? signal);
  return { output, statuses };
}

async function portOf(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const port = /^library desk on http:\/\/localhost:(\d+)/.exec(line)?.[1];
    if (port === undefined) throw new Error(`slip demo said: ${line}`);
    server.stdout.resume();
    return port;
  }
  throw new Error('slip demo ended before it served anything');
}

/** The word as one would type it in a POSIX shell, with quotes only around what needs them. */
function shellWord(word) {
  if (/^[\w/:.,=@%+-]+$/.test(word)) return word;
  const [, name, value] = /^([\w-]+[:=]?=)?(.*)$/s.exec(word);
  return `${name ?? ''}'${value.replaceAll("'", "'\\''")}'`;
}

function styledAs(code, line) {
  return styled ? `\x1b[${code}m${line}\x1b[0m` : line;
}

/** Resolves when it is written, so that what a child writes next comes after it. */
function say(words) {
  return new Promise((resolve) => process.stdout.write(words, () => resolve()));
}
