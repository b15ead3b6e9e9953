// What a terminal shows of a run of slip, as SVG text: the bytes are those that slip writes to a pseudo-terminal.
import { spawnSync } from 'node:child_process';

const COLUMNS = 86;
const LINE_PX = 22;
const COLUMN_PX = 9;
const MARGIN_PX = 24;

const SIXTEEN = {
  30: '#3b4048', 31: '#e06c75', 32: '#98c379', 33: '#e5c07b', 34: '#61afef', 35: '#c678dd', 36: '#56b6c2', 37: '#d7dae0',
  90: '#7f848e', 91: '#f07178', 92: '#a5d6a7', 93: '#ffd580', 94: '#7ab8ff', 95: '#d7a0ff', 96: '#7fdbca', 97: '#ffffff',
}; // biome-ignore format: a palette reads best in rows
const PAPER = '#1e222a';
const INK = '#d7dae0';

/** The lines that appear when slip is run in a folder; `script` of util-linux gives it a terminal to write to. */
export function screenOf(slip, folder, words, env = {}) {
  const quoted = [slip, ...words].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const line = `stty cols ${COLUMNS} rows 40; '${process.execPath}' ${quoted.join(' ')}`;
  const { stdout, error } = spawnSync('script', ['-qec', line, '/dev/null'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', ...env },
  });
  if (error) throw new Error('the pictures need script(1) of util-linux', { cause: error });
  return stdout.replaceAll('\r\n', '\n').trimEnd().split('\n');
}

/** A command as it is typed, over as many lines as are given. */
export function typed(first, ...rest) {
  return [`\x1b[32m$\x1b[0m \x1b[1m${first}\x1b[0m`, ...rest.map((line) => `\x1b[1m  ${line}\x1b[0m`)];
}

/** How large the window is, in pixels. */
export function sizeOf(lines) {
  return { width: COLUMNS * COLUMN_PX + 2 * MARGIN_PX, height: lines.length * LINE_PX + 70 };
}

/** The window. */
export function draw(lines, paper = PAPER, ink = INK) {
  const { width, height } = sizeOf(lines);
  const rows = lines.map((line, index) =>
    line.includes('▀')
      ? halfBlocks(line, 47 + index * LINE_PX)
      : `<text x="${MARGIN_PX}" y="${64 + index * LINE_PX}" xml:space="preserve">${spans(line)}</text>`,
  );
  const buttons = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, index) => `<circle cx="${22 + index * 20}" cy="20" r="6" fill="${fill}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="${width}" height="${height}" rx="10" fill="${paper}"/>
${buttons.join('')}
<g font-family="'DejaVu Sans Mono', 'SF Mono', Menlo, Consolas, monospace" font-size="15" fill="${ink}">
${rows.join('\n')}
</g>
</svg>
`;
}

/** A line of an image: each letter is two rectangles, of the colour of the letter and of that of its ground. */
function halfBlocks(line, y) {
  let colors = [];
  let x = MARGIN_PX;
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
  let style = {};
  let text = '';
  for (const [, codes, run] of line.matchAll(/(?:\x1b\[([\d;]*)m)?([^\x1b]*)/g)) {
    if (codes !== undefined) style = styled(style, codes === '' ? [0] : codes.split(';').map(Number));
    if (run === '') continue;
    const escaped = run.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
    const { fill = '', isBold, isDim, isUnderlined } = style;
    text += `<tspan${fill && ` fill="${fill}"`}${isBold ? ' font-weight="bold"' : ''}${isDim ? ' opacity="0.6"' : ''}${
      isUnderlined ? ' text-decoration="underline"' : ''
    }>${escaped}</tspan>`;
  }
  return text;
}

function styled(before, codes) {
  const style = { ...before };
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at];
    if (code === 0) for (const name of Object.keys(style)) delete style[name];
    else if (code === 1) style.isBold = true;
    else if (code === 2) style.isDim = true;
    else if (code === 4) style.isUnderlined = true;
    else if (code === 22) style.isBold = style.isDim = false;
    else if (code === 24) style.isUnderlined = false;
    else if (code === 38 && codes[at + 1] === 2) {
      style.fill = `rgb(${codes.slice(at + 2, at + 5).join(',')})`;
      at += 4;
    } else if (code === 38 && codes[at + 1] === 5) {
      style.fill = indexed(codes[at + 2]);
      at += 2;
    } else if (code === 39) style.fill = '';
    else style.fill = SIXTEEN[code] ?? style.fill;
  }
  return style;
}

/** xterm's 256 colours. */
function indexed(color) {
  if (color < 16) return SIXTEEN[color < 8 ? 30 + color : 82 + color];
  if (color >= 232)
    return `rgb(${Array(3)
      .fill(8 + 10 * (color - 232))
      .join(',')})`;
  const steps = [36, 6, 1].map((unit) => Math.floor((color - 16) / unit) % 6);
  return `rgb(${steps.map((step) => (step === 0 ? 0 : 55 + 40 * step)).join(',')})`;
}
