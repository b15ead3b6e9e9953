import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HIGHLIGHT_CAP_BYTES, type HighlightLanguage, highlighted, highlightText } from '../src/render/highlight.ts';
import { themeFor } from '../src/render/theme.ts';
import { shownUntilCut } from './support/chunks.ts';

const THEME = themeFor('ansi-16', 1);
// A busy machine must not turn a colour into a failed test.
const LONG_MS = 60_000;

const KEY = '\x1b[94m\x1b[1m';
const STRING = '\x1b[32m';
const NUMBER = '\x1b[33m';
const LITERAL = '\x1b[35m';
const DIM = '\x1b[90m';

const SAMPLES: [language: HighlightLanguage, text: string, colored: string][] = [
  ['css', '.a { margin: 1px }', `${KEY}margin`],
  ['css', '.a {\r\n  content: "x"\r\n}\r\n', `${STRING}"x"`],
  ['javascript', 'const a = [1, "b", null];', `${LITERAL}null`],
  ['yaml', 'name: desk\ncount: 7\n', `${NUMBER}7`],
  ['graphql', 'type Book { title(len: Int = 3): String! } # c', `${DIM}# c`],
];
for (const [language, text, colored] of SAMPLES) {
  test(`${language} in colour: ${JSON.stringify(text)}`, () => {
    const shown = highlightText(text, language, THEME, LONG_MS);
    assert.ok(shown.includes(colored), JSON.stringify(shown));
    assert.equal(withoutColors(shown), text);
  });
}

test('only the colours of the theme are used', () => {
  const shown = highlightText(
    'class A extends B { m(x) { return /r/.test(x, 1, null) } } // c',
    'javascript',
    THEME,
    LONG_MS,
  );
  const used = new Set([...shown.matchAll(/\x1b\[(\d+)m/g)].map(([, code]) => code));
  for (const code of used) assert.match(code ?? '', /^(?:1|22|3[2-57-9]|9[04])$/);
});

const PLAIN: [what: string, text: string][] = [
  ['a text that has escape sequences', '"\x1b[31mred"'],
  ['a text with NUL', 'a\0'],
  ['nothing', ''],
  ['white space', ' \n\t '],
];
for (const [what, text] of PLAIN) {
  test(`stays as it is: ${what}`, () => assert.equal(highlightText(text, 'css', THEME, LONG_MS), text));
}

test('no sequence is written at level 0', () => {
  assert.equal(highlightText('const a = 1;', 'javascript', themeFor('auto', 0)), 'const a = 1;');
});

test('a text that would take for ever to colour stays as it is', () => {
  const text = `html\`${'<script>'.repeat(40)}`;
  assert.equal(highlightText(text, 'javascript', THEME, 20), text);
});

test('a text that is nested too deep for the stack is shown all the same', () => {
  const text = '`${'.repeat(8000);
  assert.equal(withoutColors(highlightText(text, 'javascript', THEME, LONG_MS)), text);
});

const languages = fc.constantFrom<HighlightLanguage[]>('css', 'javascript', 'yaml', 'graphql');
const snippet = fc.constantFrom(
  ...[
    '<a',
    ' b="',
    '>',
    '</a>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '&amp;',
    '&lt',
    '"',
    "'",
    '`',
    '${',
    '}',
    '{',
    '\n',
  ],
  ...[
    '\r\n',
    '\r',
    '/*',
    '*/',
    '//',
    '#',
    ': ',
    '- ',
    '|\n',
    '1e5',
    'null',
    '@media',
    '/x/g',
    '\ufeff',
    '\ufffd',
    '😀',
  ],
);

test('without its colours a text is what it was', () => {
  fc.assert(
    fc.property(
      languages,
      fc.array(fc.oneof(snippet, fc.string({ unit: 'binary' })), { maxLength: 30 }),
      (language, parts) => {
        const text = parts.join('');
        if (!text.includes('\x1b')) assert.equal(withoutColors(highlightText(text, language, THEME)), text);
      },
    ),
    { numRuns: 150 },
  );
});

test('any chunking of a body gives the same colours', async () => {
  const text = 'title: "é 東" # c\n- 1\n';
  const bytes = Buffer.from(text);
  const whole = await collected(highlighted(each([bytes]), 'yaml', THEME, LONG_MS));
  assert.equal(withoutColors(whole.toString()), text);
  for (let size = 1; size < 8; size += 1) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    assert.deepEqual(await collected(highlighted(each(chunks), 'yaml', THEME, LONG_MS)), whole);
  }
});

test('a body above the cap passes uncoloured, from the chunk on that goes over it', async () => {
  const chunk = Buffer.alloc(HIGHLIGHT_CAP_BYTES / 2, 'a {}\n');
  let taken = 0;
  async function* source(): AsyncGenerator<Uint8Array> {
    for (; taken < 6; taken += 1) yield chunk;
  }
  const takenAtFirst: number[] = [];
  let byteCount = 0;
  for await (const passed of highlighted(source(), 'css', THEME)) {
    takenAtFirst.push(taken);
    assert.equal(passed, chunk);
    byteCount += passed.length;
  }
  assert.equal(takenAtFirst[0], 2);
  assert.equal(byteCount, 6 * chunk.length);
});

test('a body that is not UTF-8 passes byte for byte', async () => {
  const bytes = Buffer.from('"\xe9"', 'latin1');
  assert.deepEqual(await collected(highlighted(each([bytes]), 'css', THEME)), bytes);
});

test('an empty body is nothing', async () => {
  assert.equal((await collected(highlighted(each([]), 'css', THEME))).length, 0);
});

test('a body that breaks off is shown up to there, then its error is thrown', async () => {
  const shown = await shownUntilCut('a { b: "c"', (text) => highlighted(text, 'css', THEME));
  assert.equal(withoutColors(shown), 'a { b: "c"');
});

function withoutColors(text: string): string {
  return text.replace(/\x1b\[[\d;]*m/g, '');
}

async function* each(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
