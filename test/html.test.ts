import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { paintHtml } from '../src/render/bodies/html.ts';
import { shownUntilCut } from './support/chunks.ts';

const COLORS = {
  key: '\x1b[94m',
  string: '\x1b[32m',
  number: '\x1b[35m',
  literal: '\x1b[91m',
  punctuation: '',
  dim: '\x1b[2m',
  reset: '\x1b[0m',
};

async function paint(chunks: readonly string[]): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of paintHtml(each(chunks), COLORS)) all.push(piece);
  return Buffer.concat(all).toString('latin1');
}

async function* each(chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
}

function withoutColors(text: string): string {
  return text.replace(/\x1b\[\d*m/g, '');
}

/** `{…}` is in the colour of that letter: Key, String, Literal, Dim. */
const PAINTED: [page: string, shown: string][] = [
  ['<p class="x">a &amp; b</p>', '<{K:p} {L:class}={S:"x"}>a &amp; b</{K:p}>'],
  ['<a href=/x?y=1 hidden>', '<{K:a} {L:href}={S:/x?y=1} {L:hidden}>'],
  ["<A HREF='>'/>", "<{K:A} {L:HREF}={S:'>'}/>"],
  ['<!DOCTYPE html>\n<html>', '{D:<!DOCTYPE html>}\n<{K:html}>'],
  ['<!-- <p> --><br>', '{D:<!-- <p> -->}<{K:br}>'],
  ['<!--><br><!---><br>', '{D:<!-->}<{K:br}>{D:<!--->}<{K:br}>'],
  ['<?x <p> ?>', '{D:<?x <p>} ?>'],
  ['</ x></>', '{D:</ x>}{D:</>}'],
  ['1 < 2 <3 & a<', '1 < 2 <3 & a<'],
  ['<script>if (a < b) "<p>"</script><p>', '<{K:script}>if (a < b) "<p>"</{K:script}><{K:p}>'],
  ['<STYLE>a > b</styles></Style >', '<{K:STYLE}>a > b</styles></{K:Style} >'],
  ['<title><b></title>', '<{K:title}><b></{K:title}>'],
  ['<scripts><b>', '<{K:scripts}><{K:b}>'],
  ['<p class="x', '<p class="x'],
  ['<!-- x', '{D:<!-- x}'],
  ['', ''],
];
for (const [page, shown] of PAINTED) {
  test(`painted: ${page}`, async () => {
    const codes: Record<string, string> = { K: COLORS.key, S: COLORS.string, L: COLORS.literal, D: COLORS.dim };
    const expected = shown.replace(/\{(\w):([^}]*)\}/g, (_, letter, text) => `${codes[letter]}${text}${COLORS.reset}`);
    assert.equal(await paint([page]), expected);
  });
}

const part = fc.constantFrom(
  ...[
    '<',
    '</',
    '>',
    '/>',
    '<p',
    ' a',
    '=',
    '"',
    "'",
    '<!--',
    '-->',
    '<!',
    '<script>',
    '</script>',
    '</scr',
    '\n',
    ' x ',
    '\xff',
    '\0',
  ],
);

test('without its colours a page is what it was, and any chunking gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(part), fc.integer({ min: 1, max: 7 }), async (parts, size) => {
      const page = parts.join('');
      const whole = await paint([page]);
      assert.equal(withoutColors(whole), page);
      const chunks = Array.from({ length: Math.ceil(page.length / size) }, (_, at) =>
        page.slice(at * size, (at + 1) * size),
      );
      assert.equal(await paint(chunks), whole);
    }),
    { numRuns: 500 },
  );
});

test('a tag that is too long is passed on with all that looks like one in it, and looked through once', async () => {
  const tags = `<a b="${'<a '.repeat(300_000)}`;
  assert.equal(await paint([tags, '>', '<br>']), `${tags}><\x1b[94mbr\x1b[0m>`);
});

const ENDLESS: [what: string, start: string, part: string][] = [
  ['a tag', '<p ', ' '],
  ['an attribute', '<p a="', '>'],
  ['a comment', '<!--', '-'],
  ['a script', '<script>', '<'],
];
for (const [what, start, repeated] of ENDLESS) {
  test(`${what} without an end is passed on`, async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(start);
      for (; given < 20; given++) yield Buffer.alloc(50_000, repeated);
    }
    let shown = 0;
    for await (const piece of paintHtml(endless(), COLORS)) {
      shown += piece.length;
      assert.ok(shown > given * 50_000 - 150_000, `${shown} of ${given} chunks`);
    }
  });
}

test('a page that breaks off is shown up to there, then its error is thrown', async () => {
  const shown = await shownUntilCut('<p>x<a href="', (page) => paintHtml(page, COLORS));
  assert.equal(withoutColors(shown), '<p>x<a href="');
});
