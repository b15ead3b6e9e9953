import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LinkChoice, takesLinks, withLinkedStrings, withLinks } from '../src/render/links.ts';

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
  ['Location', 'https://a.example@b.example/', 'https://a.example@b.example/'],
  ['Location', 'https://a.example/@b', link('https://a.example/@b')],
  ['Location', 'https://ä.example/', 'https://ä.example/'],
  ['Location', 'https://a.example/ b', 'https://a.example/ b'],
  ['Link', '<https://a.example/ä>, <http://b.example/>', `<https://a.example/ä>, <${link(B)}>`],
  ['Location', `${B}${'a'.repeat(2083)}`, `${B}${'a'.repeat(2083)}`],
];
for (const [name, shown, result] of VALUES) {
  test(`${name}: ${shown.slice(0, 60)}`, () => assert.equal(withLinks(name, shown), result));
}

const escapedLink = (url: string, shown: string): string => `\x1b]8;;${url}\x1b\\${shown}\x1b]8;;\x1b\\`;

const JSONS: readonly (readonly [json: string, result: string])[] = [
  [`["${A}","${B}"]`, `["${link(A)}","${link(B)}"]`],
  [`\x1b[32m"${A}"\x1b[39m`, `\x1b[32m"${link(A)}"\x1b[39m`],
  ['"https:\\/\\/a.example\\/x"', `"${escapedLink('https://a.example/x', 'https:\\/\\/a.example\\/x')}"`],
  [
    '"https://a.example/?a\\u003D1\\u0026b=2"',
    `"${escapedLink('https://a.example/?a=1&b=2', 'https://a.example/?a\\u003D1\\u0026b=2')}"`,
  ],
  ...[
    '',
    '"',
    '\\',
    '"see https://a.example/"',
    '"https://a.example/ it is"',
    '"\\"https://a.example/"',
    '"\\"https://a.example/\\""',
    '"https://a.example/\\""',
    '"https://a.example/\\u001b"',
    '"https://a.example/\\u202e"',
    '"https://a.example/\u202e"',
    '"https://ä.example/"',
    '"https://a.example\\u0040b.example/"',
    '"https://a.example@b.example/"',
    '"https:\\/\\/a.example@b.example/"',
    '"https:a.example"',
    '"https://"',
    '"http"',
    '"https://a.example/',
    '"javascript:alert(1)"',
    '"file:///etc/passwd"',
    `"https://a.example/${'a'.repeat(2083)}"`,
    `"https://a.example/${'a'.repeat(70_000)}`,
  ].map((json) => [json, json] as const),
];
for (const [json, result] of JSONS) {
  test(`JSON, wherever it is cut: ${json.slice(0, 60)}`, async () => {
    const bytes = Buffer.from(json);
    for (const size of [1, 2, 3, 7, 64, 100_000]) {
      if (bytes.length / size > 5000) continue;
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      assert.equal(await shown(withLinkedStrings(each(pieces))), result, `pieces of ${size}`);
    }
  });
}

test('a body that breaks off is shown up to where it does', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('["https://a.ex');
    throw new Error('broken');
  }
  let text = '';
  await assert.rejects(async () => {
    for await (const piece of withLinkedStrings(broken())) text += Buffer.from(piece).toString();
  }, /broken/);
  assert.equal(text, '["https://a.ex');
});

test('what can be no URL is not held back', async () => {
  const seen: string[] = [];
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"a": "htt');
    assert.equal(seen.join(''), '{"a": ');
    yield Buffer.from('x');
    assert.equal(seen.join(''), '{"a": "httx');
    yield Buffer.from(`", "b": "http://${'a'.repeat(3000)}`);
    assert.equal(seen.join('').length, 3027);
  }
  for await (const piece of withLinkedStrings(slow())) seen.push(Buffer.from(piece).toString());
});

async function* each(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function shown(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
}
