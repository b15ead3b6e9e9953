// `npm run picture`: runs slip against its demo, and draws what a terminal would show: docs/picture.svg and
// docs/output.svg, and with Chromium the same as PNG.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { draw, screenOf, sizeOf, typed } from './picture/terminal-picture.mjs';
import { setUp } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await setUp({ build: true });
const demo = spawn(process.execPath, ['bin/slip.js', 'demo', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const port = await new Promise((resolve) =>
    demo.stdout.once('data', (line) => resolve(/:(\d+)/.exec(String(line))?.[1])),
  );
  const screen = [
    ...typed(
      "slip post :4000/books title='The Left Hand of Darkness' year:=1969 \\",
      '     price:=9.50 tags[]=winter tags[]=envoys',
    ),
    ...run(
      port,
      'post',
      ':PORT/books',
      'title=The Left Hand of Darkness',
      'year:=1969',
      'price:=9.50',
      'tags[]=winter',
      'tags[]=envoys',
    ),
    '',
    ...typed('slip :4000/books/99'),
    ...runOnTerminal(port, ':PORT/books/99'),
  ];
  paint('picture', screen);
  paint('output', [
    ...typed('slip :4000/catalog.xml'),
    ...run(port, ':PORT/catalog.xml').slice(0, 10),
    '\x1b[90m…\x1b[0m',
    '',
    ...typed('slip :4000/books/99'),
    ...runOnTerminal(port, ':PORT/books/99'),
    '',
    ...typed('slip :4000/covers/3.png --images blocks'),
    ...runOnTerminal(port, ':PORT/covers/3.png', '--images', 'blocks'),
    '',
    ...typed('slip :4000/covers/3.png --hex'),
    ...run(port, ':PORT/covers/3.png', '--hex'),
  ]);
} finally {
  demo.kill();
}

function run(port, ...words) {
  const argv = ['bin/slip.js', '--print', 'mb', '--pretty', 'all', ...words.map((word) => word.replace('PORT', port))];
  const { stdout } = spawnSync(process.execPath, argv, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TERM: 'xterm', COLORTERM: '' },
  });
  return stdout.trimEnd().split('\n');
}

/** The same on a terminal, for what a pipe does not get. */
function runOnTerminal(port, ...words) {
  const filled = words.map((word) => word.replace('PORT', port));
  return screenOf(`${root}bin/slip.js`, tmpdir(), filled, { COLORTERM: 'truecolor' });
}

function paint(name, screen) {
  writeFileSync(`${root}docs/${name}.svg`, draw(screen));
  photograph(name, sizeOf(screen));
}

function photograph(name, { width, height }) {
  const profile = mkdtempSync(join(tmpdir(), 'slip-picture-'));
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--hide-scrollbars',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--default-background-color=00000000',
    '--force-device-scale-factor=1.5',
  ];
  const { error, status } = spawnSync(
    'chromium',
    [
      ...flags,
      `--window-size=${width},${height}`,
      `--user-data-dir=${profile}`,
      `--screenshot=${root}docs/${name}.png`,
      `file://${root}docs/${name}.svg`,
    ],
    { stdio: 'ignore' },
  );
  rmSync(profile, { recursive: true, force: true });
  console.log(
    error || status !== 0
      ? `docs/${name}.svg is drawn; docs/${name}.png needs chromium`
      : `docs/${name}.svg and docs/${name}.png are drawn`,
  );
}
