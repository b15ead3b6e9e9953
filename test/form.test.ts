import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import {
  encodeDataUrlencode,
  encodeFormPairs,
  type FormContent,
  type FormPair,
  type FormPart,
  parseDataUrlencode,
  parseFormArgument,
  parsePartHeaders,
  stripDataFile,
} from '../src/request/form.ts';

const text = (value: string) => ({ from: 'text', text: value }) as const;
const file = (path: string) => ({ from: 'file', path }) as const;
const bytes = (value: string) => new TextEncoder().encode(value);

const ENCODED: [pairs: FormPair[], body: string][] = [
  [[], ''],
  [[['a', 'b']], 'a=b'],
  [[['a', '']], 'a='],
  [[['', 'b']], '=b'],
  [[['a b', 'c d']], 'a+b=c+d'],
  [
    [
      ['a', '1'],
      ['a', '2'],
    ],
    'a=1&a=2',
  ],
  [[['a&b', 'c=d']], 'a%26b=c%3Dd'],
  [[['a', '+']], 'a=%2B'],
  [[['a[b]', 'é😀']], 'a%5Bb%5D=%C3%A9%F0%9F%98%80'],
  [[['a', "*-._~!'()"]], 'a=*-._%7E%21%27%28%29'],
  [[['a', '\r\n\0%']], 'a=%0D%0A%00%25'],
];

for (const [pairs, body] of ENCODED) {
  test(`the form ${JSON.stringify(pairs)} is ${body || 'empty'}`, () => assert.equal(encodeFormPairs(pairs), body));
}

const URLENCODE: [argument: string, parsed: ReturnType<typeof parseDataUrlencode>][] = [
  ['plain text', { source: text('plain text') }],
  ['', { source: text('') }],
  ['=a=b c', { source: text('a=b c') }],
  ['=', { source: text('') }],
  ['=@x', { source: text('@x') }],
  ['name=content', { name: 'name', source: text('content') }],
  ['name=', { name: 'name', source: text('') }],
  ['n a&me=c', { name: 'n a&me', source: text('c') }],
  ['a=b@c', { name: 'a', source: text('b@c') }],
  ['a@b=c', { name: 'a@b', source: text('c') }],
  ['@file', { source: file('file') }],
  ['@-', { source: file('-') }],
  ['name@file', { name: 'name', source: file('file') }],
  ['name@a@b', { name: 'name', source: file('a@b') }],
];

for (const [argument, parsed] of URLENCODE) {
  test(`--data-urlencode ${JSON.stringify(argument)}`, () => assert.deepEqual(parseDataUrlencode(argument), parsed));
}

const URLENCODED: [name: string | undefined, content: string, piece: string][] = [
  [undefined, 'plain text', 'plain+text'],
  [undefined, '', ''],
  ['n', '', 'n='],
  ['n a', 'b c', 'n a=b+c'],
  ['n', "!*'()-._~", 'n=%21%2A%27%28%29-._~'],
  ['n', 'AZaz09', 'n=AZaz09'],
  ['n', 'a b\r\nc\0d+~é/', 'n=a+b%0D%0Ac%00d%2B~%C3%A9%2F'],
];

for (const [name, content, piece] of URLENCODED) {
  test(`--data-urlencode sends ${piece || 'nothing'}`, () => {
    assert.equal(encodeDataUrlencode(name, bytes(content)), piece);
  });
}

test('--data-urlencode takes bytes that are no text', () => {
  assert.equal(encodeDataUrlencode('n', Uint8Array.of(0x00, 0x7f, 0x80, 0xff)), 'n=%00%7F%80%FF');
});

test('any text that was encoded is decoded as a form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (name, value) => {
      const pairs = [[name, value]];
      assert.deepEqual([...new URLSearchParams(encodeFormPairs([[name, value]]))], pairs);
      assert.deepEqual([...new URLSearchParams(`x${encodeDataUrlencode('', bytes(value))}`)], [['x', value]]);
    }),
  );
});

test('-d @file drops CR, LF and NUL and nothing else', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  assert.deepEqual(
    [...stripDataFile(all)],
    [...all].filter((byte) => ![0x00, 0x0a, 0x0d].includes(byte)),
  );
});

type Expected = Partial<FormContent> & Pick<FormContent, 'source'>;

const FORMS: [argument: string, name: string | undefined, contents: Expected[], ignored?: string[]][] = [
  ['name=value', 'name', [{ source: text('value') }]],
  ['name=', 'name', [{ source: text('') }]],
  ['=value', undefined, [{ source: text('value') }]],
  [' n = v v ', ' n ', [{ source: text('v v') }]],
  ['a=b=c', 'a', [{ source: text('b=c') }]],
  ['a=b,c', 'a', [{ source: text('b,c') }]],
  ['a=b@c<d', 'a', [{ source: text('b@c<d') }]],
  ['a=)', 'a', [{ source: text(')') }]],
  ['a=\u00a0v\u00a0', 'a', [{ source: text('\u00a0v\u00a0') }]],
  ['a=x;type=text/x', 'a', [{ source: text('x'), type: 'text/x' }]],
  ['a=x;TYPE= text/x ', 'a', [{ source: text('x'), type: 'text/x' }]],
  ['a=x;type=text/x;charset=utf-8', 'a', [{ source: text('x'), type: 'text/x;charset=utf-8' }]],
  [
    'a=x;type=text/x , y;charset="a;b";filename=z',
    'a',
    [{ source: text('x'), type: 'text/x , y;charset="a;b"', filename: 'z' }],
  ],
  ['a=x;type=a/b;type=c/d', 'a', [{ source: text('x'), type: 'a/b;type=c/d' }]],
  ['a=x;type=a/b;filename=f;type=c/d', 'a', [{ source: text('x'), type: 'c/d', filename: 'f' }]],
  ['a=x;filename=f;charset=z', 'a', [{ source: text('x'), filename: 'f' }], ['charset=z']],
  ['a=x;filename=', 'a', [{ source: text('x'), filename: '' }]],
  ['a=x; FileName= "q w" ;encoder=BASE64', 'a', [{ source: text('x'), filename: 'q w', encoder: 'base64' }]],
  ['a=x;encoder=quoted-printable', 'a', [{ source: text('x'), encoder: 'quoted-printable' }]],
  ['a=x; y', 'a', [{ source: text('x') }], ['y']],
  ['a=x;;', 'a', [{ source: text('x') }]],
  ['a=x\\;y', 'a', [{ source: text('x\\') }], ['y']],
  ['a="x;y"', 'a', [{ source: text('x;y') }]],
  ['a="x;y";type=text/x', 'a', [{ source: text('x;y'), type: 'text/x' }]],
  ['a=  " x "  ', 'a', [{ source: text(' x ') }]],
  ['a="a\\"b\\\\c\\d"', 'a', [{ source: text('a"b\\c\\d') }]],
  ['a="a', 'a', [{ source: text('"a') }]],
  ['a="a\\"', 'a', [{ source: text('"a\\"') }]],
  ['a="a"b;type=text/x', 'a', [{ source: text('a'), type: 'text/x' }], ['b']],
  ['a="(x"', 'a', [{ source: text('(x') }]],
  ['a="@x"', 'a', [{ source: text('@x') }]],
  ['a=x;headers=X-A: 1', 'a', [{ source: text('x'), headers: [text('X-A: 1')] }]],
  [
    'a=x;headers="X-A: 1; b";headers=X-B: 2,3',
    'a',
    [{ source: text('x'), headers: [text('X-A: 1; b'), text('X-B: 2,3')] }],
  ],
  ['a=x;headers=@h;headers=<"i;j"', 'a', [{ source: text('x'), headers: [file('h'), file('i;j')] }]],
  ['a=x;headers=X-E:', 'a', [{ source: text('x'), headers: [text('X-E:')] }]],
  ['a=<f', 'a', [{ source: file('f') }]],
  ['a=<-', 'a', [{ source: file('-') }]],
  ['a=< f g ;type=a/b', 'a', [{ source: file('f g'), type: 'a/b' }]],
  ['a=<f,g', 'a', [{ source: file('f,g') }]],
  ['a=<f;filename=z', 'a', [{ source: file('f') }], ['filename=z']],
  ['a=@f', 'a', [{ source: file('f'), attached: true }]],
  ['=@f', undefined, [{ source: file('f'), attached: true }]],
  ['a=@-', 'a', [{ source: file('-'), attached: true }]],
  ['a=@-;filename=z', 'a', [{ source: file('-'), attached: true, filename: 'z' }]],
  ['a=@"f,g";filename="n;i\\"p"', 'a', [{ source: file('f,g'), attached: true, filename: 'n;i"p' }]],
  [
    'a=@f,g',
    'a',
    [
      { source: file('f'), attached: true },
      { source: file('g'), attached: true },
    ],
  ],
  [
    'a=@f;type=a/b;c=d, "g";filename=z,h',
    'a',
    [
      { source: file('f'), attached: true, type: 'a/b;c=d' },
      { source: file('g'), attached: true, filename: 'z' },
      { source: file('h'), attached: true },
    ],
  ],
];

for (const [argument, name, contents, ignored = []] of FORMS) {
  test(`-F ${JSON.stringify(argument)}`, () => {
    const full = contents.map((content) => ({ attached: false, headers: [], ...content }));
    assert.deepEqual(parseFormArgument(argument, { literal: false }), partOf(name, full, ignored));
  });
}

const LITERAL: [argument: string, name: string | undefined, value: string][] = [
  ['a=@f;type=a/b', 'a', '@f;type=a/b'],
  ['a=<f', 'a', '<f'],
  ['a="x"', 'a', '"x"'],
  ['a=(x', 'a', '(x'],
  ['a= x ', 'a', ' x '],
  ['=x', undefined, 'x'],
  ['=)', undefined, ')'],
];

for (const [argument, name, value] of LITERAL) {
  test(`--form-string ${JSON.stringify(argument)}`, () => {
    const contents = [{ source: text(value), attached: false, headers: [] }];
    assert.deepEqual(parseFormArgument(argument, { literal: true }), partOf(name, contents, []));
  });
}

const REFUSED: [argument: string, underlined: string, start: number, message: RegExp][] = [
  ['bad', 'bad', 0, /needs a name and a =/],
  ['', '', 0, /needs a name and a =/],
  ['=(;type=multipart/alternative', '=(', 0, /does not send a multipart inside a multipart/],
  ['a=(x', '=(', 1, /does not send a multipart inside a multipart/],
  ['=)', '=)', 0, /does not send a multipart inside a multipart/],
  ['a=@', '@', 2, /no file name after @/],
  ['a=@;type=a/b', '@', 2, /no file name after @/],
  ['a=@f,', ',', 4, /no file name after ,/],
  ['a=<', '<', 2, /no file name after </],
  ['a=x;type=', '', 9, /not a media type/],
  ['a=x;type=png', 'png', 9, /not a media type/],
  ['a=x;type=a/b\r\nX: y', '\r', 12, /character 4 of the media type/],
  ['a=x;encoder=nope', 'nope', 12, /no such encoder/],
  ['a=x;encoder=', '', 12, /no such encoder/],
  ['a=x;headers=NoColon', 'NoColon', 12, /not a header line/],
  ['a=x;headers=', '', 12, /not a header line/],
  ['a=x;headers="X: a\nY: b"', '\n', 17, /character 6 of the part header is a line feed/],
];

for (const [argument, underlined, start, message] of REFUSED) {
  test(`-F ${JSON.stringify(argument)} is refused at ${start}`, () => {
    assert.throws(
      () => parseFormArgument(argument, { literal: false }),
      (error) => {
        assert.ok(error instanceof Failure && error.at !== undefined);
        assert.match(error.message, message);
        assert.equal(error.at.text.slice(error.at.start, error.at.end), underlined);
        assert.equal(error.at.start, start);
        return true;
      },
    );
  });
}

const HEADER_FILES: [text: string, lines: string[]][] = [
  ['', []],
  ['X-1: a', ['X-1: a']],
  ['# two headers\nX-1: a\r\n\r\nX-2: b  \n', ['X-1: a', 'X-2: b']],
  ['X-1: a\n  folded\n\tagain\nX-2: b', ['X-1: a  folded\tagain', 'X-2: b']],
  ['X-1: a#b\n#c\n#d\n\n\nX-2:', ['X-1: a#b', 'X-2:']],
];

for (const [content, lines] of HEADER_FILES) {
  test(`a file of part headers ${JSON.stringify(content)}`, () => assert.deepEqual(parsePartHeaders(content), lines));
}

test('a line in a file of part headers that is no header is refused', () => {
  assert.throws(() => parsePartHeaders('X: 1\nnothing here\n'), { message: 'this is not a header line' });
});

test('any value can be quoted', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\\', ';', ',', ' ', '@', '(', '\n') }), (value) => {
      const quoted = `a="${value.replaceAll(/["\\]/g, '\\$&')}"`;
      const contents = [{ source: text(value), attached: false, headers: [] }];
      assert.deepEqual(parseFormArgument(quoted, { literal: false }), partOf('a', contents, []));
    }),
  );
});

function partOf(name: string | undefined, contents: readonly FormContent[], ignored: readonly string[]): FormPart {
  return { ...(name === undefined ? {} : { name }), contents, ignored };
}
