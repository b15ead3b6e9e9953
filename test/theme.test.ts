import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backgroundOf, type ColorLevel, colorLevel } from '../src/render/color-level.ts';
import { jsonColors, STYLE_NAMES, statusPaint } from '../src/render/paint.ts';
import { themeFor } from '../src/render/theme.ts';

type Env = Record<string, string>;

const ON_TERMINAL: [env: Env, level: ColorLevel][] = [
  [{}, 0],
  [{ TERM: 'dumb' }, 0],
  [{ TERM: 'vt220' }, 1],
  [{ TERM: 'xterm' }, 1],
  [{ TERM: 'xterm-256color' }, 2],
  [{ TERM: 'tmux-256color' }, 2],
  [{ TERM: 'xterm-direct' }, 3],
  [{ TERM: 'xterm-kitty' }, 3],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 3],
  [{ TERM: 'xterm', COLORTERM: '24bit' }, 3],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal' }, 2],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 3],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'vscode' }, 3],
  [{ TERM: 'xterm', NO_COLOR: '1' }, 0],
  [{ TERM: 'xterm', NO_COLOR: '' }, 1],
  [{ TERM: 'xterm', CLICOLOR: '0' }, 0],
  [{ TERM: 'xterm', CLICOLOR: '1' }, 1],
  [{ TERM: 'xterm', CLICOLOR: '0', CLICOLOR_FORCE: '1' }, 1],
  [{ TERM: 'xterm-256color', FORCE_COLOR: '0' }, 0],
  [{ TERM: 'xterm-256color', FORCE_COLOR: 'false' }, 0],
  [{ TERM: 'xterm-256color', FORCE_COLOR: '1' }, 1],
];
for (const [env, level] of ON_TERMINAL) {
  test(`level ${level} on a terminal with ${JSON.stringify(env)}`, () => {
    assert.equal(colorLevel({ isTerminal: true, env, platform: 'linux' }), level);
  });
}

const IN_PIPE: [env: Env, level: ColorLevel][] = [
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 0],
  [{ FORCE_COLOR: '' }, 1],
  [{ FORCE_COLOR: 'true' }, 1],
  [{ FORCE_COLOR: '1' }, 1],
  [{ FORCE_COLOR: '2' }, 2],
  [{ FORCE_COLOR: '3' }, 3],
  [{ FORCE_COLOR: '9' }, 3],
  [{ FORCE_COLOR: 'yes' }, 1],
  [{ FORCE_COLOR: '3', TERM: 'dumb' }, 0],
  [{ FORCE_COLOR: '3', NO_COLOR: '1' }, 0],
  [{ CLICOLOR_FORCE: '1' }, 1],
  [{ CLICOLOR_FORCE: '1', TERM: 'xterm-256color' }, 2],
  [{ CLICOLOR_FORCE: '0', TERM: 'xterm-256color' }, 0],
  [{ CLICOLOR_FORCE: '', TERM: 'xterm-256color' }, 0],
];
for (const [env, level] of IN_PIPE) {
  test(`level ${level} in a pipe with ${JSON.stringify(env)}`, () => {
    assert.equal(colorLevel({ isTerminal: false, env, platform: 'linux' }), level);
  });
}

const ASKED: [env: Env, level: ColorLevel][] = [
  [{}, 1],
  [{ TERM: 'xterm-256color' }, 2],
  [{ TERM: 'xterm', CLICOLOR: '0' }, 1],
  [{ TERM: 'xterm', NO_COLOR: '1' }, 0],
  [{ TERM: 'dumb' }, 0],
];
for (const [env, level] of ASKED) {
  test(`level ${level} in a pipe that was asked to have colours with ${JSON.stringify(env)}`, () => {
    assert.equal(colorLevel({ isTerminal: false, env, platform: 'linux', asked: true }), level);
  });
}

test('a Windows console has 256 colours, Windows Terminal all', () => {
  assert.equal(colorLevel({ isTerminal: true, env: {}, platform: 'win32' }), 2);
  assert.equal(colorLevel({ isTerminal: true, env: { WT_SESSION: '1' }, platform: 'win32' }), 3);
});

for (const style of STYLE_NAMES) {
  test(`${style} writes no escape sequence at level 0`, () => {
    const { level, ...paints } = themeFor(style, 0);
    assert.equal(level, 0);
    for (const paint of Object.values(paints)) assert.equal(paint('a\nb'), 'a\nb');
    assert.deepEqual(new Set(Object.values(jsonColors(themeFor(style, 0)))), new Set(['']));
  });

  test(`${style} writes only SGR sequences, and the text unchanged`, () => {
    for (const level of [1, 2, 3] as const) {
      const { level: _, ...paints } = themeFor(style, level);
      for (const paint of Object.values(paints)) {
        assert.equal(paint('a\nb').replace(/\x1b\[[\d;]*m/g, ''), 'a\nb');
      }
    }
  });

  test(`${style} tells keys, strings and errors apart at every level`, () => {
    for (const level of [1, 2, 3] as const) {
      const { key, string, error } = themeFor(style, level);
      assert.equal(new Set([key('x'), string('x'), error('x')]).size, 3);
    }
  });
}

test('styles of more than sixteen colours use their own from 256 on', () => {
  assert.equal(themeFor('solarized', 3).key('x'), '\x1b[38;2;38;139;210mx\x1b[39m');
  assert.match(themeFor('solarized', 2).key('x'), /^\x1b\[38;5;\d+mx/);
  assert.equal(themeFor('solarized', 1).key('x'), themeFor('ansi-16', 1).key('x'));
});

test('the JSON colours are the opening sequences of the theme', () => {
  assert.deepEqual(jsonColors(themeFor('ansi-16', 1)), {
    key: '\x1b[94m\x1b[1m',
    string: '\x1b[32m',
    number: '\x1b[33m',
    literal: '\x1b[35m',
    punctuation: '\x1b[37m',
    dim: '\x1b[90m',
    reset: '\x1b[0m',
  });
});

const CLASSES: [status: number, role: 'information' | 'success' | 'redirection' | 'clientError' | 'serverError'][] = [
  [103, 'information'],
  [200, 'success'],
  [308, 'redirection'],
  [418, 'clientError'],
  [503, 'serverError'],
  [999, 'serverError'],
];
for (const [status, role] of CLASSES) {
  test(`status ${status} is painted as ${role}`, () => {
    const theme = themeFor('auto', 3);
    assert.equal(statusPaint(theme, status), theme[role]);
  });
}

// What the colours that `auto` uses are in common terminals: 32 green, 35 magenta, 91 bright red, 94 bright blue.
const PALETTES: [terminal: string, rgb: Record<number, number>][] = [
  ['xterm', { 32: 0x00cd00, 35: 0xcd00cd, 91: 0xff0000, 94: 0x5c5cff }],
  ['the VGA text mode', { 32: 0x00aa00, 35: 0xaa00aa, 91: 0xff5555, 94: 0x5555ff }],
  ['Windows Terminal (Campbell)', { 32: 0x13a10e, 35: 0x881798, 91: 0xe74856, 94: 0x3b78ff }],
  ['Tango', { 32: 0x4e9a06, 35: 0x75507b, 91: 0xef2929, 94: 0x729fcf }],
];
for (const [terminal, rgb] of PALETTES) {
  test(`every colour of auto can be read on black and on white in ${terminal}`, () => {
    const { level: _, ...paints } = themeFor('auto', 3);
    for (const [role, paint] of Object.entries(paints)) {
      for (const [, code] of paint('x').matchAll(/\x1b\[(3[0-8]|9[0-7])m(?=.*x)/g)) {
        const color = rgb[Number(code)];
        assert.ok(color !== undefined, `${role} uses ${code}`);
        const luminance = relativeLuminance(color);
        assert.ok((luminance + 0.05) / 0.05 >= 2.5, `${role} on black`);
        // xterm's green on white is the one pair below 2.5, at 2.1.
        assert.ok(1.05 / (luminance + 0.05) >= 2.1, `${role} on white`);
      }
    }
  });
}

for (const [style, paper] of [
  ['dark', 0x1e222a],
  ['light', 0xffffff],
] as const) {
  test(`every colour of ${style} stands out from its background`, () => {
    const { level: _, ...paints } = themeFor(style, 3);
    for (const [role, paint] of Object.entries(paints)) {
      const [, red, green, blue] = /38;2;(\d+);(\d+);(\d+)m/.exec(paint('x')) ?? [];
      if (red === undefined) continue;
      const ink = relativeLuminance((Number(red) << 16) | (Number(green) << 8) | Number(blue));
      const [dimmer = 0, brighter = 0] = [ink, relativeLuminance(paper)].sort((left, right) => left - right);
      assert.ok((brighter + 0.05) / (dimmer + 0.05) >= (role === 'dim' ? 3 : 4.5), role);
    }
  });
}

const BACKGROUNDS: [value: string | undefined, background: 'light' | 'dark' | undefined][] = [
  ['15;0', 'dark'],
  ['0;15', 'light'],
  ['0;default;15', 'light'],
  ['12;8', 'dark'],
  ['0;7', 'light'],
  ['0;9', 'light'],
  ['15;default', undefined],
  ['0;16', undefined],
  ['', undefined],
  [undefined, undefined],
];
for (const [value, background] of BACKGROUNDS) {
  test(`COLORFGBG ${value} is ${background}`, () => {
    assert.equal(backgroundOf(value === undefined ? {} : { COLORFGBG: value }), background);
  });
}

/** WCAG 2.2's relative luminance, 0 to 1. */
function relativeLuminance(rgb: number): number {
  const [red = 0, green = 0, blue = 0] = [rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff].map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
