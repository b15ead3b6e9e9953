import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createXmlFormatter, formatXml, type XmlStyle } from '../src/render/bodies/xml.ts';
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
const PLAIN: XmlStyle = { indent: 2, colors: undefined };
const WINDOW_BYTES = 64 * 1024;

function format(chunks: readonly string[], style: XmlStyle = PLAIN): string {
  const formatter = createXmlFormatter(style);
  const output = chunks.map((chunk) => formatter.push(Buffer.from(chunk, 'latin1')));
  return Buffer.concat([...output, formatter.end()]).toString('latin1');
}

/** `|` stands for a line end, so that a row is a line. Each document is ended by one. */
const LAID_OUT: [what: string, document: string, shown: string][] = [
  ['elements', '<a><b><c/></b><d>x</d></a>', '<a>|  <b>|    <c/>|  </b>|  <d>x</d>|</a>'],
  ['what was laid out otherwise', '<a>|||      <b/>| </a>| |', '<a>|  <b/>|</a>'],
  ['an empty element', '<a><b></b><c/><d ></d ></a>', '<a>|  <b></b>|  <c/>|  <d ></d >|</a>'],
  ['white space that is a text', '<a><b> </b><c>|</c></a>', '<a>|  <b> </b>|  <c>|</c>|</a>'],
  ['text with its white space', '<a> <b> x  y | </b></a>', '<a>|  <b> x  y | </b>|</a>'],
  ['text before a child', '<a>x <b/> <c/></a>', '<a>x <b/> <c/></a>'],
  ['text after a child', '<a> <b/> <c/> x</a>', '<a> <b/> <c/> x</a>'],
  ['elements in a sentence', '<a><p>x<b> <c/> </b></p> <q/></a>', '<a>|  <p>x<b> <c/> </b></p>|  <q/>|</a>'],
  ['a sentence that begins with an element', '<a><p><b><c/></b> x</p></a>', '<a>|  <p><b><c/></b> x</p>|</a>'],
  ['a reference as text', '<a><b>&x;</b><c><d/>&#32;</c></a>', '<a>|  <b>&x;</b>|  <c><d/>&#32;</c>|</a>'],
  ['CDATA as text', '<a><![CDATA[ <x> ]]> <b/></a>', '<a><![CDATA[ <x> ]]> <b/></a>'],
  ['CDATA that looks like its end', '<a><![CDATA[]]]]><![CDATA[>]]></a>', '<a><![CDATA[]]]]><![CDATA[>]]></a>'],
  ['comments', '<!--1--><a><!-- <b> --><c/></a><!--2-->', '<!--1-->|<a>|  <!-- <b> -->|  <c/>|</a>|<!--2-->'],
  ['a comment beside text', '<a>x<!-- y --> </a>', '<a>x<!-- y --> </a>'],
  ['a comment of several lines', '<a><!-- x|   y --></a>', '<a>|  <!-- x|   y -->|</a>'],
  ['processing instructions', '<?p?><a><?q <x> ?></a>', '<?p?>|<a>|  <?q <x> ?>|</a>'],
  ['a declaration', '<?xml version="1.0"?>||<a/>', '<?xml version="1.0"?>|<a/>'],
  ['a byte order mark', '\xef\xbb\xbf<?xml version="1.0"?><a/>', '\xef\xbb\xbf<?xml version="1.0"?>|<a/>'],
  ['a document type', '<!DOCTYPE a SYSTEM "x>y"><a/>', '<!DOCTYPE a SYSTEM "x>y">|<a/>'],
  [
    'a document type with declarations',
    `<!DOCTYPE a [<!-- ]> ' --><!ENTITY x "]>"><?p ]> ?>]><a><b/></a>`,
    `<!DOCTYPE a [<!-- ]> ' --><!ENTITY x "]>"><?p ]> ?>]>|<a>|  <b/>|</a>`,
  ],
  [
    'xml:space',
    '<a><b xml:space="preserve"> <c> <d/></c> <e xml:space="default"> <f/></e></b></a>',
    '<a>|  <b xml:space="preserve"> <c> <d/></c> <e xml:space="default">|      <f/>|    </e></b>|</a>',
  ],
  [
    'attributes that are not xml:space',
    `<a xml:spaces="preserve" b='xml:space="preserve"'><c/></a>`,
    `<a xml:spaces="preserve" b='xml:space="preserve"'>|  <c/>|</a>`,
  ],
  ['the inside of tags', `<a| b = "x>'y"  c='"'| ><d|/></a >`, `<a| b = "x>'y"  c='"'| >|  <d|/>|</a >`],
  [
    'names in other scripts',
    '<\xc3\xa4:x.1-y><\xc3\xb6/></\xc3\xa4:x.1-y>',
    '<\xc3\xa4:x.1-y>|  <\xc3\xb6/>|</\xc3\xa4:x.1-y>',
  ],
  ['bytes of any encoding', '<a>\xff\x80<b/></a>', '<a>\xff\x80<b/></a>'],
  ['names that begin alike', '<a><ab></ab></a>', '<a>|  <ab></ab>|</a>'],
];
for (const [what, document, shown] of LAID_OUT) {
  test(`laid out: ${what}`, () => {
    assert.equal(format([document.replaceAll('|', '\n')]).replaceAll('\n', '|'), `${shown}|`);
  });
}

/** From the fault on everything is as it came, the white space before it included. */
const FAULTY: [what: string, document: string, shown: string][] = [
  ['nothing', '', ''],
  ['white space alone', ' | ', ' | '],
  [
    'a document type that speaks of white space',
    '<!DOCTYPE a [<!ATTLIST a xml:space (preserve) #FIXED "preserve">]><a> <b/></a>',
    '<!DOCTYPE a [<!ATTLIST a xml:space (preserve) #FIXED "preserve">]><a> <b/></a>',
  ],
  ['no markup', 'plain text', 'plain text'],
  ['JSON', '{"a": "<b><c/></b>"}', '{"a": "<b><c/></b>"}'],
  ['an end tag of another element', '<a><b> </c> </b></a>', '<a>|  <b> </c> </b></a>'],
  ['an end tag without a start tag', ' </a><b><c/></b>', ' </a><b><c/></b>'],
  ['a second root', '<a><x/></a> <b><c/></b>', '<a>|  <x/>|</a> <b><c/></b>'],
  ['text behind the root', '<a/> x <b/>', '<a/> x <b/>'],
  ['CDATA outside of the root', '<![CDATA[x]]><a><b/></a>', '<![CDATA[x]]><a><b/></a>'],
  ['a document type behind the root', '<a/> <!DOCTYPE a>', '<a/> <!DOCTYPE a>'],
  ['a document type inside', '<a><b/> <!DOCTYPE a></a>', '<a>|  <b/> <!DOCTYPE a></a>'],
  ['a declaration that is not first', ' <?xml version="1.0"?><a/>', ' <?xml version="1.0"?><a/>'],
  ['a declaration inside', '<a> <?xml version="1.0"?><b/></a>', '<a> <?xml version="1.0"?><b/></a>'],
  ['an attribute without a value', '<a> <b c/> <d/></a>', '<a> <b c/> <d/></a>'],
  ['an attribute without quotes', '<a> <b c=d/> <d/></a>', '<a> <b c=d/> <d/></a>'],
  ['attributes that touch', '<a> <b c="d"e="f"/></a>', '<a> <b c="d"e="f"/></a>'],
  ['a < in an attribute', '<a> <b c="<"/></a>', '<a> <b c="<"/></a>'],
  ['a tag without a name', '<a> < b/></a>', '<a> < b/></a>'],
  ['a name that is none', '<a> <1/></a>', '<a> <1/></a>'],
  ['a tag in a tag', '<a> <b <c/>></a>', '<a> <b <c/>></a>'],
  ['a declaration of an element', '<a> <!ELEMENT a></a>', '<a> <!ELEMENT a></a>'],
  ['a text that ends in a tag', '<a><b/> <c d="', '<a>|  <b/> <c d="'],
  ['a text that ends in a comment', '<a><b/> <!-- x', '<a>|  <b/> <!-- x'],
  ['a text that ends in CDATA', '<a><b/> <![CDATA[ x', '<a>|  <b/> <![CDATA[ x'],
  ['a text that ends before its end tags', '<a><b>x</b><c> ', '<a>|  <b>x</b>|  <c> '],
  ['a NUL in a tag', '<a> <b\0/></a>', '<a> <b\0/></a>'],
];
for (const [what, document, shown] of FAULTY) {
  test(`as it came from there on: ${what}`, () => {
    assert.equal(format([document.replaceAll('|', '\n')]).replaceAll('\n', '|'), shown);
  });
}

/** `{…}` is in the colour of that letter: Key, String, Literal, Dim. */
const COLORED: [document: string, shown: string][] = [
  ['<a b="c" d = \'e\'>x</a>', '<{K:a} {L:b}={S:"c"} {L:d }= {S:\'e\'}>x</{K:a}>'],
  ['<a><!-- x|y --><b/></a>', '<{K:a}>|  {D:<!-- x}|{D:y -->}|  <{K:b}/>|</{K:a}>'],
  ['<a b="|"/>', '<{K:a} {L:b}={S:"}|{S:"}/>'],
  ['<?xml version="1.0"?><a><![CDATA[x]]></a>', '{D:<?xml version="1.0"?>}|<{K:a}>{S:<![CDATA[x]]>}</{K:a}>'],
];
for (const [document, shown] of COLORED) {
  test(`in colour: ${document}`, () => {
    const codes: Record<string, string> = { K: COLORS.key, S: COLORS.string, L: COLORS.literal, D: COLORS.dim };
    const expected = shown.replace(/\{(\w):([^}]*)\}/g, (_, letter, text) => `${codes[letter]}${text}${COLORS.reset}`);
    const source = document.replaceAll('|', '\n');
    assert.equal(format([source], { indent: 2, colors: COLORS }), `${expected}|`.replaceAll('|', '\n'));
  });
}

test('without an indent all white space stays', () => {
  const document = ' <?p?>\n<a> <b\n/><c/>\n\n</a> ';
  assert.equal(format([document], { indent: undefined, colors: undefined }), document);
});

test('indentation stops growing at 64 levels', () => {
  const shown = format([`${'<a>'.repeat(80)}<b/>${'</a>'.repeat(80)}`]);
  assert.equal(Math.max(...shown.split('\n').map((line) => line.search(/\S/))), 128);
});

test('an element is looked at for text over 64 KiB, not further', () => {
  const children = '<b/>'.repeat(10);
  const near = `<a>${children}${'<b/>'.repeat(10_000)}x</a>`;
  assert.equal(format([near]), `${near}\n`);
  const far = format([`<a>${children}${'<b/>'.repeat(20_000)}x <b/></a>`]);
  assert.ok(far.startsWith('<a>\n  <b/>\n  <b/>'));
  assert.ok(far.endsWith('<b/>x <b/></a>\n'));
});

test('a document that nests for ever is shown as it came from 100,000 levels on', () => {
  const shown = format(Array.from({ length: 30 }, () => '<a>'.repeat(5_000)));
  assert.ok(shown.endsWith('<a><a><a>'));
  assert.equal(shown.replace(/\s+/g, ''), '<a>'.repeat(150_000));
});

const ENDLESS: [what: string, start: string, part: string][] = [
  ['a text', '<a><b>', 'x'],
  ['white space', '<a><b>', ' '],
  ['a comment', '<a><b/><!--', '-'],
  ['CDATA', '<a><b/><![CDATA[', ']'],
  ['a processing instruction', '<a><b/><?p ', '?'],
  ['a tag', '<a><b/><c ', ' '],
  ['an attribute', '<a><b/><c d="', '>'],
  ['a name', '<a><b/><', 'x'],
  ['a document type', '<!DOCTYPE a [', ' '],
];
for (const [what, start, part] of ENDLESS) {
  test(`${what} without an end is passed on`, () => {
    const formatter = createXmlFormatter({ indent: 2, colors: COLORS });
    let shownBytes = formatter.push(Buffer.from(start)).length;
    const chunk = Buffer.alloc(50_000, part);
    for (let count = 0; count < 100; count++) shownBytes += formatter.push(chunk).length;
    assert.ok(shownBytes >= 100 * chunk.length - 3 * WINDOW_BYTES, `${shownBytes} bytes are shown`);
  });
}

test('a document in chunks of a byte takes no longer for a tag in many', () => {
  const formatter = createXmlFormatter(PLAIN);
  const tag = Buffer.from(`<a b="${'x'.repeat(200_000)}"><c/></a>`);
  let shown = '';
  for (const byte of tag) shown += Buffer.from(formatter.push(Uint8Array.of(byte))).toString();
  shown += Buffer.from(formatter.end()).toString();
  assert.equal(shown, `${tag.toString().replace('<c/>', '\n  <c/>\n')}\n`);
});

test('what is certain is shown while more is waited for, and the rest when patience runs out', async () => {
  const shown: string[] = [];
  let goOn = (): void => {};
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('<a><b>x</b> <c');
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    yield Buffer.from('/> </a>');
  }
  for await (const piece of formatXml(slow(), PLAIN, { patience: async () => {} })) {
    shown.push(Buffer.from(piece).toString());
    if (shown.join('') === '<a>\n  <b>x</b>') goOn();
  }
  assert.equal(shown.join(''), '<a>\n  <b>x</b>\n  <c/>\n</a>\n');
});

test('a body that breaks off is shown up to there, then its error is thrown', async () => {
  assert.equal(await shownUntilCut('<a><b/><c', (body) => formatXml(body, PLAIN)), '<a>\n  <b/><c');
});
