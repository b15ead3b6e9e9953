import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { SHELLS } from '../src/cli/commands/completion.ts';
import { COMMANDS } from '../src/cli/commands.ts';
import { COMPLETIONS, findShell } from '../src/cli/completions.ts';
import { curlHelp, curlManual, curlVersionText } from '../src/cli/curl-help.ts';
import { curlOptions } from '../src/cli/curl-options.ts';
import { findGroup, fullHelp, groupHelp, optionEntry, shortHelp } from '../src/cli/help.ts';
import { wrap } from '../src/cli/help-layout.ts';
import { manualPage, readmeOptions } from '../src/cli/manual.ts';
import { OPTION_GROUPS } from '../src/cli/option-row.ts';
import { optionRow, REFUSALS } from '../src/cli/option-rows.ts';
import { OPTION_TABLE } from '../src/cli/options.ts';
import { COMPLETING, missing } from './support/completing-shells.ts';

/** The tests run compiled, in `.build/test/`. */
const ROOT = new URL('../../', import.meta.url);

const FILES: [path: string, text: string][] = [
  ...Object.values(COMPLETIONS).map(({ fileName, script }): [string, string] => [`completions/${fileName}`, script()]),
  ['man/slip.1', manualPage()],
];
for (const [path, text] of FILES) {
  test(`${path} says what the tables say`, () => {
    assert.equal(readFileSync(new URL(path, ROOT), 'utf8'), text, 'run node scripts/generate.mjs');
  });
}

const SECTIONS: [path: string, options: string][] = [
  ['README.md', readmeOptions()],
  ['docs/curl.md', curlOptions()],
];
for (const [path, options] of SECTIONS) {
  test(`${path} says what the tables say`, () => {
    const section = `<!-- options:begin -->\n\n${options}\n\n<!-- options:end -->`;
    assert.ok(readFileSync(new URL(path, ROOT), 'utf8').includes(section), 'run node scripts/generate.mjs');
  });
}

/** A merge that keeps both sides of a line that was rewritten says the thing twice. */
test('CHANGELOG.md says each thing once, each in a group', () => {
  const [head = '', ...groups] = readFileSync(new URL('CHANGELOG.md', ROOT), 'utf8').split(/^### /m);
  assert.doesNotMatch(head, /^- /m, 'a line stands before the first group');
  const openings = groups.flatMap((group) => group.match(/^- .{30}/gm) ?? []);
  assert.ok(openings.length > 0);
  assert.deepEqual(
    openings.filter((opening, index) => openings.indexOf(opening) !== index),
    [],
  );
});

const PAGE = { columns: 80, colored: false };

for (const name of OPTION_TABLE.names) {
  const { literal, summary } = optionEntry(name);
  const { rare } = optionRow(name);
  test(`--${name} stands on ${rare ? 'no' : 'one'} line of -h`, () => {
    const lines = shortHelp(PAGE).split('\n');
    const own = lines.filter((line) => line.trimStart().startsWith(`${literal} `) && line.endsWith(`  ${summary}`));
    assert.equal(own.length, rare ? 0 : 1);
  });
  test(`--${name} stands in --help, in the help of its group and in the manual`, () => {
    for (const text of [fullHelp(PAGE), groupHelp(optionRow(name).group, PAGE)]) assert.ok(text.includes(literal));
    assert.ok(manualPage().includes(`\\fB${literal.replaceAll('-', '\\-')}\\fR`));
  });
}

test('docs/curl.md has a row for every option of curl, and none for those of slip', () => {
  const rows = curlOptions().split('\n').slice(2);
  const own = OPTION_TABLE.names.filter((name) => optionRow(name).own);
  assert.equal(rows.length, OPTION_TABLE.names.length - own.length + Object.keys(REFUSALS).length);
  for (const name of own) {
    assert.ok(!rows.some((row) => new RegExp(`^[|] \`[^\`]*--${name}[ \`]`).test(row)), name);
  }
});

/** What is asked of `slip curl --help`, and what must be told and not be told. */
const CURL_HELP: [subject: string | undefined, told: RegExp, untold: RegExp][] = [
  [undefined, /-o, --output FILE/, /--proxy-cacert|--print/],
  ['all', /--proxy-cacert FILE/, /--print|--ftp-port/],
  ['ALL', /--proxy-cacert FILE/, /--print/],
  ['category', /^CATEGORIES\n {2}auth, body, /, /--/],
  ['Tls', /-k, --insecure[\s\S]*--tls-max VERSION/, /--proxy/],
  ['auth', /--anyauth/, /--show-secrets|--location/],
  ['--insecure', /^ {2}-k, --insecure\n/, /--cacert/],
  ['-N', /^ {2}-N, --no-buffer\n/, /--cacert/],
  ['--no-clobber', /^ {6}--no-clobber\n/, /--cacert/],
  ['--ntlm', /^slip does not have `--ntlm`: NTLM/, /hint/],
  ['--pretty', /^There is no option --pretty\.\n$/, /colour/],
  ['toString', /^There is no category toString\.\n\nCATEGORIES/, /--/],
];
for (const [subject, told, untold] of CURL_HELP) {
  test(`slip curl --help ${subject ?? ''}`, () => {
    assert.match(curlHelp(subject, PAGE), told);
    assert.doesNotMatch(curlHelp(subject, PAGE), untold);
  });
}

test('slip curl --manual has every option of curl', () => {
  for (const name of OPTION_TABLE.names.filter((candidate) => !optionRow(candidate).own)) {
    assert.ok(curlManual(PAGE).includes(optionEntry(name).literal), name);
  }
});

test("slip curl --version has the lines of curl's that scripts look at", () => {
  const lines = curlVersionText({ version: '1.2.3', runtime: 'node v22.1.0, linux x64', decodesZstd: true }).split(
    '\n',
  );
  assert.match(lines[0] ?? '', /^curl \d+\.\d+\.\d+ \(slip 1\.2\.3, node v22\.1\.0, linux x64\)$/);
  assert.equal(lines[1], 'Protocols: http https');
  assert.match(lines[2] ?? '', /^Features: alt-svc .* UnixSockets zstd$/);
});

for (const columns of [20, 60, 72, 80, 100, 300]) {
  test(`help for ${columns} columns is never wider than its page`, () => {
    const width = Math.min(Math.max(columns, 60), 100);
    const page = { columns, colored: false };
    const texts = [
      shortHelp(page),
      fullHelp(page),
      ...OPTION_GROUPS.map((group) => groupHelp(group, page)),
      curlHelp('all', page),
    ];
    for (const line of texts.join('').split('\n')) assert.ok(line.length <= width && !line.endsWith(' '), line);
  });
}

test('colours take the place of backticks and change nothing else', () => {
  for (const help of [shortHelp, fullHelp]) {
    const colored = help({ ...PAGE, colored: true });
    assert.equal(colored.replace(/\x1b\[\d+m/g, ''), help(PAGE).replaceAll('`', ''));
  }
});

test('a group is found by its name in any case', () => {
  for (const group of OPTION_GROUPS) assert.equal(findGroup(group.toUpperCase()), group);
  assert.equal(findGroup('nothing'), undefined);
});

test('a shell is found by its name', () => {
  for (const shell of SHELLS) assert.equal(findShell(shell), shell);
  for (const word of ['tcsh', 'toString', '']) assert.equal(findShell(word), undefined);
});

test('wrapped text has all its words in order, and lines no wider than asked unless a word is', () => {
  const words = fc.array(fc.stringMatching(/^(?:[a-z]{1,12}|`[a-z ]{1,12}`[.,]?)$/), { minLength: 1 });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 40 }), (list, columns) => {
      const lines = wrap(list.join(' '), columns);
      assert.equal(lines.join(' '), list.join(' '));
      for (const line of lines) assert.ok(line.length <= columns || list.includes(line));
    }),
  );
});

const home = mkdtempSync(join(tmpdir(), 'slip-completion-'));
const folder = join(home, 'folder');
mkdirSync(join(folder, 'sub'), { recursive: true });
for (const file of ['book.json', 'my file.txt', 'sub/inner.txt']) writeFileSync(join(folder, file), '');
after(() => rmSync(home, { recursive: true }));

const HELP_WORDS = [
  ...new Set([
    ...OPTION_GROUPS.map((group) => group.toLowerCase()),
    ...Object.keys(COMMANDS),
    'items',
    'exit',
    'environment',
  ]),
];

/** What is typed, and what is offered: by bash for the part after its last cut, by fish for the whole word. */
const TYPED: [line: string, bash: string[], fish?: string[]][] = [
  ['slip --pre', ['--preproxy', '--pretty']],
  ['slip --pretty ', ['all', 'colors', 'format', 'none']],
  ['slip --pretty=f', ['format'], ['--pretty=format']],
  ['slip -X P', ['PATCH', 'POST', 'PUT']],
  ['slip -o bo', ['book.json']],
  ['slip -sSo bo', ['book.json']],
  ['slip --output=su', ['sub'], ['--output=sub/']],
  ['slip --output-dir ', ['sub'], ['sub/']],
  ['slip -u x de', ['delete', 'demo']],
  ['slip --silent po', ['post']],
  ['slip completion ', [...SHELLS].sort()],
  ['slip help ', [...HELP_WORDS].sort()],
  ['slip help files ', []],
  ['slip -h out', ['output']],
  ['slip post :3000/x ', []],
  ['slip post :3000/x cover@bo', ['@book.json'], ['cover@book.json']],
  ['slip post :3000/x f:=@bo', ['@book.json'], ['f:=@book.json']],
  ['slip post :3000/x @sub/', ['@sub/inner.txt']],
  ['slip post :3000/x f=@my', ['@my\\ file.txt'], ['f=@my file.txt']],
  ['slip --data=@bo', ['@book.json'], ['--data=@book.json']],
  ['slip --loc', ['--local-port', '--location', '--location-trusted']],
  ['slip --no-loc', ['--no-location', '--no-location-trusted']],
  ['slip --no-prog', ['--no-progress-bar', '--no-progress-meter']],
];
for (const [line, bash, fish = bash] of TYPED) {
  test(`bash completes: ${line}`, { skip: missing('bash') }, () => {
    assert.deepEqual(COMPLETING.bash(line, { folder, env: { HOME: home } }), bash);
  });

  test(`fish completes: ${line}`, { skip: missing('fish') }, () => {
    assert.deepEqual(COMPLETING.fish(line, { folder, env: { HOME: home } }), fish);
  });
}

test('zsh reads its script', { skip: missing('zsh') }, () => {
  const { status, stderr } = spawnSync('zsh', ['-fn'], { input: COMPLETIONS.zsh.script(), encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
});

test('every option stands in every script', () => {
  for (const { fileName, script } of Object.values(COMPLETIONS)) {
    const text = script();
    for (const name of OPTION_TABLE.names) assert.ok(text.includes(name), `${name} is missing from ${fileName}`);
  }
});
