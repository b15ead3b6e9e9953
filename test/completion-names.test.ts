import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COMPLETING, missing } from './support/completing-shells.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A file that would have whoever completes a line run something. */
const COLLECTION = `
base: http://localhost:4000
vars: { who: ada }
envs:
  dev: {}
  staging one: {}
  eu:west: {}
  $(touch pwned): {}
  'it''s "\`touch pwned\`': {}
  --help: {}
  "two\\nlines": {}
  "\\e[2Jclear": {}
requests:
  read-book: { request: "GET /books/{{id}}", description: "One book:\\tthe {{id}}th", tags: [read, "; touch pwned"] }
  add-book: { request: POST /books, save: { id: $.id } }
suites: { shelf: { requests: [read-book] } }
include: [{ file: other.yaml, prefix: other }]
`;

const home = mkdtempSync(join(tmpdir(), 'slip-names-'));
const folder = join(home, 'folder');
for (const one of ['bin', 'folder/more', 'config/sessions']) mkdirSync(join(home, one), { recursive: true });
symlinkSync(join(ROOT, 'bin/slip.js'), join(home, 'bin/slip'));
writeFileSync(join(folder, 'slip.yaml'), COLLECTION);
writeFileSync(join(folder, 'other.yaml'), 'requests: { ping: { request: GET http://localhost/ } }\n');
writeFileSync(join(folder, 'my own.yaml'), 'requests: { mine: { request: GET http://localhost/ } }\n');
writeFileSync(join(folder, 'broken.yaml'), 'requests: [');
writeFileSync(
  join(home, 'config/auth.yaml'),
  'profiles:\n  desk: { for: https://a.example }\n  no good: {}\n  work.2: 1\n',
);
writeFileSync(join(home, 'config/sessions/lib.json'), '{}');
after(() => {
  assert.ok(!existsSync(join(folder, 'pwned')), 'something was run');
  rmSync(home, { recursive: true });
});

const place = {
  folder,
  env: { HOME: home, SLIP_CONFIG_DIR: join(home, 'config'), PATH: `${join(home, 'bin')}:${process.env.PATH}` },
};

interface Offers {
  readonly bash: readonly string[];
  readonly fish: readonly string[];
  readonly zsh: readonly string[];
}

/** The same in all shells: words that need no quotes. */
function everywhere(...words: string[]): Offers {
  return { bash: words, fish: words, zsh: words };
}

const HOSTILE = ['$(touch pwned)', 'it\'s "`touch pwned`'];

const TYPED: [line: string, offers: Offers][] = [
  ['slip run re', everywhere('read-book')],
  ['slip run read-book a', everywhere('add-book')],
  ['slip run --test s', everywhere('shelf', 'slip.yaml')],
  ['slip run ot', everywhere('other.ping', 'other.yaml')],
  ['slip run other.yaml p', everywhere('ping')],
  ['slip run my\\ own.yaml m', { bash: ['mine'], fish: ['mine'], zsh: ['mine', 'more', 'my\\ own.yaml'] }],
  ['slip run broken.yaml r', everywhere()],
  ['slip diff r', everywhere('read-book')],
  ['slip diff read-book --env d', everywhere('dev')],
  ['slip run --env d', everywhere('dev')],
  ['slip run --env=d', { bash: ['dev'], fish: ['--env=dev'], zsh: ['--env=dev'] }],
  ['slip run --env s', { bash: ['staging\\ one'], fish: ['staging one'], zsh: ['staging\\ one'] }],
  ['slip run --env "st', { bash: ['staging one'], fish: ['staging one'], zsh: ['staging one'] }],
  ['slip run --env eu:', { bash: ['west'], fish: ['eu:west'], zsh: ['eu:west'] }],
  [
    'slip run --env ',
    {
      bash: ['\\$\\(touch\\ pwned\\)', 'dev', 'eu:west', 'it\\\'s\\ \\"\\`touch\\ pwned\\`', 'staging\\ one'],
      fish: [...HOSTILE, 'dev', 'eu:west', 'staging one'].sort(),
      zsh: ['\\$\\(touch\\ pwned\\)', 'dev', 'eu:west', 'it\\\'s\\ \\"\\`touch\\ pwned\\`', 'staging\\ one'],
    },
  ],
  ['slip run --env "it', { bash: [], fish: ['it\'s "`touch pwned`'], zsh: [`it's \\"\\\`touch pwned\\\``] }],
  [
    'slip run --tag ',
    { bash: ['\\;\\ touch\\ pwned', 'read'], fish: ['; touch pwned', 'read'], zsh: ['\\;\\ touch\\ pwned', 'read'] },
  ],
  ['slip run --var ', everywhere('id=', 'who=')],
  ['slip save more --tag re', everywhere('read')],
  ['slip --auth ', everywhere('desk', 'work.2')],
  ['slip auth token ', everywhere('desk', 'work.2')],
  ['slip auth show --json d', everywhere('desk')],
  ['slip auth login work --subject-profile d', everywhere('desk')],
  ['slip session show ', everywhere('lib')],
  ['slip --session l', everywhere('lib')],
  ['slip collection check b', everywhere('broken.yaml')],
  // A request's options behind what sends one.
  ['slip run read-book --prett', everywhere('--pretty')],
  ['slip run --va', everywhere('--var', '--variable')],
  ['slip run read-book --pretty f', everywhere('format')],
  ['slip run read-book --auth d', everywhere('desk')],
  [
    'slip save cover post :3000/x cover@ot',
    { bash: ['@other.yaml'], fish: ['cover@other.yaml'], zsh: ['cover@other.yaml'] },
  ],
  ['slip diff read-book --all-h', everywhere('--all-headers')],
  ['slip diff --as-js', everywhere('--as-json')],
  // Beside names, what is always there.
  ['slip --pretty f', everywhere('format')],
  ['slip auth t', everywhere('token')],
];
for (const [line, offers] of TYPED) {
  for (const shell of ['bash', 'fish', 'zsh'] as const) {
    test(`${shell} completes: ${line}`, { skip: missing(shell) }, () => {
      assert.deepEqual(COMPLETING[shell](line, place), offers[shell]);
    });
  }
}
