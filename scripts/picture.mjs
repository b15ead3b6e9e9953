// `npm run picture`: runs slip against its demo, and draws what a terminal would show: docs/picture.svg and
// docs/output.svg, and with Chromium the same as PNG.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const LINE_PX = 22;
const COLUMN_PX = 9;
const COLORS = {
  30: '#3b4048', 31: '#e06c75', 32: '#98c379', 33: '#e5c07b', 34: '#61afef', 35: '#c678dd', 36: '#56b6c2', 37: '#d7dae0',
  90: '#7f848e', 91: '#f07178', 92: '#a5d6a7', 93: '#ffd580', 94: '#7ab8ff', 95: '#d7a0ff', 96: '#7fdbca', 97: '#ffffff',
}; // biome-ignore format: a palette reads best in rows

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
    ...run(port, ':PORT/books/99'),
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

function typed(first, ...rest) {
  return [`\x1b[92m$\x1b[0m \x1b[97m${first}\x1b[0m`, ...rest.map((line) => `\x1b[97m  ${line}\x1b[0m`)];
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

/** The same in a pseudo-terminal of util-linux, for what a pipe does not get. */
function runOnTerminal(port, ...words) {
  const command = [process.execPath, 'bin/slip.js', ...words.map((word) => word.replace('PORT', port))].join(' ');
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor' },
  });
  return stdout.replaceAll('\r', '').trimEnd().split('\n');
}

function paint(name, screen) {
  writeFileSync(`${root}docs/${name}.svg`, draw(screen));
  photograph(name, screen.length);
}

function draw(lines) {
  const width = 86 * COLUMN_PX;
  const height = lines.length * LINE_PX + 70;
  const rows = lines.map((line, index) =>
    line.includes('▀')
      ? halfBlocks(line, 47 + index * LINE_PX)
      : `<text x="24" y="${64 + index * LINE_PX}" xml:space="preserve">${spans(line)}</text>`,
  );
  const buttons = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, index) => `<circle cx="${22 + index * 20}" cy="20" r="6" fill="${fill}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="${width}" height="${height}" rx="10" fill="#1e222a"/>
${buttons.join('')}
<g font-family="'DejaVu Sans Mono', 'SF Mono', Menlo, Consolas, monospace" font-size="15" fill="#d7dae0">
${rows.join('\n')}
</g>
</svg>
`;
}

/** A line of an image: each letter is two rectangles, of the colour of the letter and of that of its ground. */
function halfBlocks(line, y) {
  let colors = [];
  let x = 24;
  let rectangles = '';
  for (const [, red, green, blue, groundRed, groundGreen, groundBlue, letters] of line.matchAll(
    /(?:\x1b\[38;2;(\d+);(\d+);(\d+);48;2;(\d+);(\d+);(\d+)m)?([^\x1b]*)(?:\x1b\[0m)?/g,
  )) {
    if (red !== undefined) colors = [`rgb(${red},${green},${blue})`, `rgb(${groundRed},${groundGreen},${groundBlue})`];
    const width = letters.length * COLUMN_PX;
    for (const [half, fill] of colors.entries()) {
      if (width === 0) continue;
      const place = `x="${x}" y="${y + (half * LINE_PX) / 2}" width="${width}" height="${LINE_PX / 2}"`;
      rectangles += `<rect ${place} fill="${fill}" shape-rendering="crispEdges"/>`;
    }
    x += width;
  }
  return rectangles;
}

/** A line with SGR sequences as SVG text. */
function spans(line) {
  let fill = '';
  let isBold = false;
  let isDim = false;
  let text = '';
  for (const [, codes, run] of line.matchAll(/(?:\x1b\[([\d;]*)m)?([^\x1b]*)/g)) {
    for (const code of (codes ?? '')
      .split(';')
      .filter((part) => part !== '')
      .map(Number)) {
      if (code === 0) [fill, isBold, isDim] = ['', false, false];
      else if (code === 1) isBold = true;
      else if (code === 2) isDim = true;
      else if (code === 22) [isBold, isDim] = [false, false];
      else if (code === 39) fill = '';
      else fill = COLORS[code] ?? fill;
    }
    if (run === '') continue;
    const escaped = run.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
    const style = `${fill && ` fill="${fill}"`}${isBold ? ' font-weight="bold"' : ''}${isDim ? ' opacity="0.6"' : ''}`;
    text += `<tspan${style}>${escaped}</tspan>`;
  }
  return text;
}

function photograph(name, lineCount) {
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
  const size = `--window-size=${86 * COLUMN_PX},${lineCount * LINE_PX + 70}`;
  const { error, status } = spawnSync(
    'chromium',
    [
      ...flags,
      size,
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
