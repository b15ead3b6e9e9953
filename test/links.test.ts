import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LinkChoice, takesLinks, withLinks } from '../src/render/links.ts';

const TERMINALS: readonly [env: Readonly<Record<string, string>>, takes: boolean, choice?: LinkChoice][] = [
  [{}, false],
  [{ TERM: 'xterm-256color' }, false],
  [{ TERM_PROGRAM: 'iTerm.app' }, true],
  [{ TERM_PROGRAM: 'WezTerm' }, true],
  [{ TERM_PROGRAM: 'vscode' }, true],
  [{ TERM_PROGRAM: 'ghostty' }, true],
  [{ TERM_PROGRAM: 'Apple_Terminal' }, false],
  [{ VTE_VERSION: '5000' }, true],
  [{ VTE_VERSION: '4999' }, false],
  [{ VTE_VERSION: '' }, false],
  [{ KITTY_WINDOW_ID: '1' }, true],
  [{ WT_SESSION: 'a' }, true],
  [{ KONSOLE_VERSION: '220400' }, true],
  [{ KITTY_WINDOW_ID: '1', TMUX: '/tmp/x,1,0' }, false],
  [{ KITTY_WINDOW_ID: '1', STY: '1.a' }, false],
  [{ KITTY_WINDOW_ID: '1', TERM: 'screen-256color' }, false],
  [{ KITTY_WINDOW_ID: '1', TERM: 'tmux-256color' }, false],
  [{ KITTY_WINDOW_ID: '1', TERM: 'tmux-256color' }, true, 'always'],
  [{}, true, 'always'],
  [{ TERM: 'dumb' }, false, 'always'],
  [{ KITTY_WINDOW_ID: '1' }, false, 'never'],
];
for (const [env, takes, choice = 'auto'] of TERMINALS) {
  test(`${choice} ${JSON.stringify(env)}: ${takes}`, () => assert.equal(takesLinks(choice, env), takes));
}

const link = (url: string): string => `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\`;
const A = 'https://a.example/x?y=%20&z=[1]#f';
const B = 'http://b.example/';

const VALUES: readonly [name: string, shown: string, result: string][] = [
  ['Location', A, link(A)],
  ['LOCATION', B, link(B)],
  ['Content-Location', A, link(A)],
  ['Link', `<${A}>; rel="next", <${B}>; rel=last`, `<${link(A)}>; rel="next", <${link(B)}>; rel=last`],
  ['Link', '</2>; rel="next"; title="http://b.example/"', '</2>; rel="next"; title="http://b.example/"'],
  ['X-Other', A, A],
  ['Location', '/relative', '/relative'],
  ['Location', 'javascript:alert(1)', 'javascript:alert(1)'],
  ['Location', 'file:///etc/passwd', 'file:///etc/passwd'],
  ['Location', 'https://a.example/\\u001b\\u005c', 'https://a.example/\\u001b\\u005c'],
  ['Location', 'https://a.example/\x1b\\', 'https://a.example/\x1b\\'],
  ['Location', 'https://a.example/\x07', 'https://a.example/\x07'],
  ['Location', 'https://ä.example/', 'https://ä.example/'],
  ['Location', 'https://a.example/ b', 'https://a.example/ b'],
  ['Link', '<https://a.example/ä>, <http://b.example/>', `<https://a.example/ä>, <${link(B)}>`],
  ['Location', `${B}${'a'.repeat(2083)}`, `${B}${'a'.repeat(2083)}`],
];
for (const [name, shown, result] of VALUES) {
  test(`${name}: ${shown.slice(0, 60)}`, () => assert.equal(withLinks(name, shown), result));
}
