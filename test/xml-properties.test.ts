import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { Element, type Node, parseXmlDocument } from 'slimdom';
import { createXmlFormatter, type XmlStyle } from '../src/render/bodies/xml.ts';
import { missing, programPath } from './support/servers/programs.ts';

const COLORS = {
  key: '\x1b[34;1m',
  string: '\x1b[38;2;100;200;50m',
  number: '\x1b[36m',
  literal: '\x1b[35m',
  punctuation: '\x1b[1m',
  dim: '\x1b[2m',
  reset: '\x1b[0m',
};
const STYLES: XmlStyle[] = [
  { indent: 2, colors: undefined },
  { indent: 2, colors: COLORS },
  { indent: undefined, colors: COLORS },
  { indent: 3, colors: COLORS },
];

function format(chunks: readonly string[], style: XmlStyle): string {
  const formatter = createXmlFormatter(style);
  const output = chunks.map((chunk) => formatter.push(Buffer.from(chunk, 'latin1')));
  return Buffer.concat([...output, formatter.end()]).toString('latin1');
}

function withoutColors(text: string): string {
  return text.replace(/\x1b\[[0-9;]*m/g, '');
}

/** White space that stands between two pieces of markup, or at an end. */
function withoutGaps(document: string): string {
  return document.replace(/(^|>)[ \t\r\n]+(?=<|$)/g, '$1');
}

const style = fc.constantFrom(...STYLES);
const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r\n'), maxLength: 3 });
const name = fc.constantFrom('a', 'b', 'ab', 'Long-Name.1');
const content = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('x', ' y\n', '&amp;', '&#32;', ']', '\xc3\xa9>"') },
  { weight: 1, arbitrary: fc.constantFrom('<![CDATA[ <z> ]]>', '<![CDATA[]]>') },
);
const remark = fc.constantFrom('<!-- <a> -->', '<!---->', '<?p <b> ?>', '<!--\n-->');
const attributes = fc
  .uniqueArray(fc.constantFrom(' e="1"', "\n f = '>\"'", ' xml:space="preserve"', ' xml:lang="en" '), { maxLength: 2 })
  .map((all) => all.join(''));

const { element } = fc.letrec<{ element: string; child: string }>((tie) => ({
  element: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(name, attributes).map(([tag, said]) => `<${tag}${said}/>`),
    fc
      .tuple(name, attributes, fc.array(fc.tuple(tie('child'), space), { maxLength: 4 }), space)
      .map(([tag, said, children, first]) => `<${tag}${said}>${first}${children.flat().join('')}</${tag}>`),
  ),
  child: fc.oneof({ weight: 5, arbitrary: tie('element') }, content, remark),
}));
const document = fc
  .tuple(
    fc.constantFrom('', '<?xml version="1.0"?>', '<!-- x -->'),
    space,
    element,
    space,
    fc.constantFrom('', '<?q?>'),
  )
  .map(([before, first, root, second, after]) => before + (before === '' ? '' : first) + root + second + after);

/** Documents, and what a fault may make of them. */
const anything = fc.oneof(
  document,
  fc
    .tuple(document, fc.nat(), fc.constantFrom('<', '>', '</a>', '"', '<!--', ']]>', '&', '\0'))
    .map(([text, place, fault]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + fault + text.slice(at);
    }),
  fc
    .array(fc.constantFrom('<', '</', '/>', '>', 'a', ' ', '"', '=', '<!--', '-->', '<![CDATA[', ']]>', '<?', '?>'))
    .map((parts) => parts.join('')),
  fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)) }),
);

test('any chunking gives the same bytes', () => {
  fc.assert(
    fc.property(anything, style, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (text, how, sizes) => {
      const chunks: string[] = [];
      for (let at = 0, turn = 0; at < text.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        chunks.push(text.slice(at, at + size));
        at += size;
      }
      assert.equal(format(chunks, how), format([text], how));
    }),
    { numRuns: 1000 },
  );
});

test('any chunking gives the same bytes beyond the look-ahead', () => {
  const long = fc.constantFrom(
    '<!--',
    '-->',
    ' '.repeat(70_000),
    'x'.repeat(70_000),
    '<b/>'.repeat(20_000),
    '<![CDATA[',
  );
  const piece = fc.oneof(
    long,
    fc.constantFrom('<a>', '</a>', ']]>', '<b/>', 'x', ' ', '<?p ', '?>', '<a b="', '">', '\n'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), style, fc.integer({ min: 500, max: 90_000 }), (parts, how, size) => {
      const text = `<a>${parts.join('')}`;
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
        text.slice(at * size, (at + 1) * size),
      );
      assert.ok(format(chunks, how) === format([text], how));
    }),
    { numRuns: 150 },
  );
});

test('nothing but white space between pieces of markup is added or taken away', () => {
  fc.assert(
    fc.property(anything, style, (text, how) => {
      const shown = withoutColors(format([text], how));
      assert.equal(withoutGaps(shown), withoutGaps(text));
      if (how.indent === undefined) assert.equal(shown, text);
    }),
    { numRuns: 1000 },
  );
});

test('what is shown is shown as it is', () => {
  fc.assert(
    fc.property(document, (text) => {
      const shown = format([text], { indent: 2, colors: undefined });
      assert.equal(format([shown], { indent: 2, colors: undefined }), shown);
    }),
  );
});

test('a parser finds the same content', () => {
  fc.assert(
    fc.property(document, (text) => {
      const shown = format([text], { indent: 2, colors: undefined });
      assert.deepEqual(contentOf(parseXmlDocument(shown)), contentOf(parseXmlDocument(text)));
    }),
    { numRuns: 500 },
  );
});

test('xmllint finds the same canonical form', { skip: missing('xmllint') }, () => {
  fc.assert(
    fc.property(document, (text) => {
      const shown = format([text], { indent: 2, colors: undefined });
      assert.equal(canonical(shown), canonical(text));
    }),
    { numRuns: 60 },
  );
});

/** A tree without the white space that is layout: that in elements which have children and no text. */
type Content = readonly (string | Content)[];

function contentOf(node: Node, keepsSpace = false): Content {
  const said = /^xml:space="(\w+)"$/m.exec(attributesOf(node))?.[1];
  const isText = ({ nodeType, nodeValue }: Node): boolean =>
    nodeType === 4 || (nodeType === 3 && /[^ \t\r\n]/.test(nodeValue ?? ''));
  const hasChildren = node.childNodes.some(({ nodeType }) => nodeType !== 3);
  const isMixed = node.childNodes.some(isText) || !hasChildren;
  const keeps = said === 'preserve' || keepsSpace || (isMixed && node.nodeType === 1);
  const children = node.childNodes.filter((child) => keeps || child.nodeType !== 3);
  return [node.nodeName, attributesOf(node), node.nodeValue ?? '', ...children.map((child) => contentOf(child, keeps))];
}

function attributesOf(node: Node): string {
  if (!(node instanceof Element)) return '';
  return node.attributes.map(({ name: attribute, value }) => `${attribute}="${value}"`).join('\n');
}

function canonical(text: string): string {
  const { stdout, status } = spawnSync(programPath('xmllint'), ['--noblanks', '--c14n', '-'], {
    input: Buffer.from(text, 'latin1'),
    encoding: 'latin1',
  });
  assert.equal(status, 0);
  return stdout;
}
