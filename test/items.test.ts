import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { type Item, parseItem } from '../src/request/items.ts';

type Parsed = Item extends infer Each ? (Each extends Item ? Omit<Each, 'word'> : never) : never;

const text = (value: string) => ({ from: 'text', text: value }) as const;
const file = (path: string) => ({ from: 'file', path }) as const;

const ITEMS: [word: string, item: Parsed][] = [
  ['Name:value', { kind: 'header', name: 'Name', value: text('value') }],
  ['X-A:b:c', { kind: 'header', name: 'X-A', value: text('b:c') }],
  ['X-A: b ', { kind: 'header', name: 'X-A', value: text('b') }],
  ['X-A:\tb  c\t', { kind: 'header', name: 'X-A', value: text('b  c') }],
  ['X-tRaCe:1', { kind: 'header', name: 'X-tRaCe', value: text('1') }],
  ["!#$%&'*+-.^_`|~9:1", { kind: 'header', name: "!#$%&'*+-.^_`|~9", value: text('1') }],
  ['X:a;', { kind: 'header', name: 'X', value: text('a;') }],
  ['X:a=b', { kind: 'header', name: 'X', value: text('a=b') }],
  ['X:\\=b', { kind: 'header', name: 'X', value: text('=b') }],
  ['X:\\@b', { kind: 'header', name: 'X', value: text('@b') }],
  ['X:é', { kind: 'header', name: 'X', value: text('é') }],
  ['Referer:http://host/', { kind: 'header', name: 'Referer', value: text('http://host/') }],
  ['Name:@file', { kind: 'header', name: 'Name', value: file('file') }],
  ['Name:@-', { kind: 'header', name: 'Name', value: file('-') }],
  ['Name:', { kind: 'header-removed', name: 'Name' }],
  ['Name:  ', { kind: 'header-removed', name: 'Name' }],
  ['Name;', { kind: 'header-empty', name: 'Name' }],
  ['q==v', { kind: 'query', name: 'q', value: text('v') }],
  ['q==', { kind: 'query', name: 'q', value: text('') }],
  ['q===v', { kind: 'query', name: 'q', value: text('=v') }],
  ['q==@f', { kind: 'query', name: 'q', value: file('f') }],
  ['q==\\@f', { kind: 'query', name: 'q', value: text('@f') }],
  ['q\\==v', { kind: 'field', name: 'q=', value: text('v') }],
  ['q\\\\==v', { kind: 'query', name: 'q\\', value: text('v') }],
  ['a[b]==v', { kind: 'query', name: 'a[b]', value: text('v') }],
  ['q==a b&c', { kind: 'query', name: 'q', value: text('a b&c') }],
  ['f=v', { kind: 'field', name: 'f', value: text('v') }],
  ['f=', { kind: 'field', name: 'f', value: text('') }],
  ['=v', { kind: 'field', name: '', value: text('v') }],
  ['f=a:b', { kind: 'field', name: 'f', value: text('a:b') }],
  ['f=a@b', { kind: 'field', name: 'f', value: text('a@b') }],
  ['f=a;', { kind: 'field', name: 'f', value: text('a;') }],
  ['f;g=a', { kind: 'field', name: 'f;g', value: text('a') }],
  ['f=\\=a', { kind: 'field', name: 'f', value: text('=a') }],
  ['f=\\@a', { kind: 'field', name: 'f', value: text('@a') }],
  ['f=\\\\@a', { kind: 'field', name: 'f', value: text('\\@a') }],
  ['f=a\\=b\\:c\\;d', { kind: 'field', name: 'f', value: text('a=b:c;d') }],
  ['f=c:\\windows', { kind: 'field', name: 'f', value: text('c:\\windows') }],
  ['f=\\\\server\\share', { kind: 'field', name: 'f', value: text('\\\\server\\share') }],
  ['f=\\d+\\', { kind: 'field', name: 'f', value: text('\\d+\\') }],
  ['f\\:g=a', { kind: 'field', name: 'f:g', value: text('a') }],
  ['f\\@g\\;h=a', { kind: 'field', name: 'f@g;h', value: text('a') }],
  ['f\\=\\,\\:\\@=a', { kind: 'field', name: 'f=\\,:@', value: text('a') }],
  ['a b=c d', { kind: 'field', name: 'a b', value: text('c d') }],
  ['a[b][0]=x', { kind: 'field', name: 'a[b][0]', value: text('x') }],
  ['a\\[b\\]=x', { kind: 'field', name: 'a\\[b\\]', value: text('x') }],
  ['a[\\1]=x', { kind: 'field', name: 'a[\\1]', value: text('x') }],
  ['a\\\\=x', { kind: 'field', name: 'a\\\\', value: text('x') }],
  ['a\\\\\\=b=x', { kind: 'field', name: 'a\\\\=b', value: text('x') }],
  ['f=@file', { kind: 'field', name: 'f', value: file('file') }],
  ['f=@-', { kind: 'field', name: 'f', value: file('-') }],
  ['f=@..\\@scope\\a', { kind: 'field', name: 'f', value: file('..\\@scope\\a') }],
  ['f=@@x', { kind: 'field', name: 'f', value: file('@x') }],
  ['f:=1', { kind: 'json', name: 'f', value: text('1') }],
  ['f:= {"a": 1.0} ', { kind: 'json', name: 'f', value: text(' {"a": 1.0} ') }],
  ['f:="a\\\\=b"', { kind: 'json', name: 'f', value: text('"a\\\\=b"') }],
  ['f:=1e400', { kind: 'json', name: 'f', value: text('1e400') }],
  ['[]:=[1,2]', { kind: 'json', name: '[]', value: text('[1,2]') }],
  ['a\\:b:=null', { kind: 'json', name: 'a:b', value: text('null') }],
  ['f:=@file.json', { kind: 'json', name: 'f', value: file('file.json') }],
  ['f@p', { kind: 'upload', name: 'f', path: 'p' }],
  ['f@-', { kind: 'upload', name: 'f', path: '-' }],
  ['f@a=b', { kind: 'upload', name: 'f', path: 'a=b' }],
  ['f@C:\\a;b', { kind: 'upload', name: 'f', path: 'C:\\a;b' }],
  ['f@p;type=a/b', { kind: 'upload', name: 'f', path: 'p', type: 'a/b' }],
  ['f@p;TYPE=a/b', { kind: 'upload', name: 'f', path: 'p', type: 'a/b' }],
  ['f@p;type=a/b;charset=utf-8', { kind: 'upload', name: 'f', path: 'p', type: 'a/b;charset=utf-8' }],
  ['f@p;filename=z y', { kind: 'upload', name: 'f', path: 'p', filename: 'z y' }],
  ['f@p;filename=', { kind: 'upload', name: 'f', path: 'p', filename: '' }],
  ['f@p;filename=z;type=a/b', { kind: 'upload', name: 'f', path: 'p', type: 'a/b', filename: 'z' }],
  ['f@p;type=a/b;filename=z', { kind: 'upload', name: 'f', path: 'p', type: 'a/b', filename: 'z' }],
  ['a\\@b@p', { kind: 'upload', name: 'a@b', path: 'p' }],
  ['@file', { kind: 'body', path: 'file' }],
  ['@-', { kind: 'body', path: '-' }],
  ['@a:b=c', { kind: 'body', path: 'a:b=c' }],
  ['@file;type=image/png', { kind: 'body', path: 'file', type: 'image/png' }],
];

for (const [word, item] of ITEMS) {
  test(`${JSON.stringify(word)} is a ${item.kind}`, () => assert.deepEqual(parseItem(word), { word, ...item }));
}

const REFUSED: [word: string, underlined: string, start: number, message: RegExp, hint?: RegExp][] = [
  ['', '', 0, /not a request item/],
  ['abc', 'abc', 0, /not a request item/, /Name:value.*q==v.*f=v.*f:=json.*f@file/],
  ['a\\', 'a\\', 0, /not a request item/],
  ['a\\:b', 'a\\:b', 0, /not a request item/],
  ['a\\;', 'a\\;', 0, /not a request item/],
  ['a;b', 'a;b', 0, /not a request item/],
  [':v', ':', 0, /header needs a name/],
  [':', ':', 0, /header needs a name/],
  [';', ';', 0, /header needs a name/],
  [':@f', ':', 0, /header needs a name/],
  ['==v', '==', 0, /query parameter needs a name/],
  ['==@f', '==@', 0, /query parameter needs a name/],
  ['X Y:1', ' ', 1, /header name/],
  ['X-É:1', 'É', 2, /header name/],
  ['X\\:Y:1', '\\', 1, /header name/],
  ['X\n:1', '\n', 1, /header name/],
  ['(a):1', '(', 0, /header name/],
  ['a[b]:1', '[', 1, /header name/],
  ['😀:1', '😀', 0, /header name/],
  ['X Y;', ' ', 1, /header name/],
  ['{"a":1}', '{', 0, /header name/, /--json '\{…\}'/],
  ['[{"a":1}]', '[', 0, /header name/, /--json '\[…\]'/],
  ['X:a\r\nY: b', '\r', 3, /character 2 of the header value is a carriage return/],
  ['X:a\nb', '\n', 3, /character 2 of the header value is a line feed/],
  ['X:a\n', '\n', 3, /a line feed/],
  ['X:\0', '\0', 2, /character 1 of the header value is NUL/],
  ['f=@', '=@', 1, /no file name after @/],
  ['f:=@', ':=@', 1, /no file name after @/],
  ['q==@', '==@', 1, /no file name after @/],
  ['X:@', ':@', 1, /no file name after @/],
  ['f@', '@', 1, /no file name after @/],
  ['@', '@', 0, /no file name after @/],
  ['f@;type=a/b', '@', 1, /no file name after @/],
  ['@f;filename=z', '@', 0, /needs a field/],
  ['f@p;type=', '', 9, /not a media type/],
  ['f@p;type=png', 'png', 9, /not a media type/],
  ['f@p;type=a/b\r\nX: y', '\r', 12, /character 4 of the media type/],
  ['f:=', '', 3, /nothing after :=/],
  ['f:=tru', 'tru', 3, /not JSON: expected a value/, /= in place of :=, as in f=text/],
  ['f:=[magic]', 'magic', 4, /not JSON: expected a value/, /quote it for the shell: f:='.*PowerShell/],
  ['f:={a:1}', 'a', 4, /not JSON: expected a name/, /quote it for the shell/],
  ['f:={"a":1', '', 9, /not JSON: it ends too early/, /quote it for the shell/],
  ['a\\:b:=01', '01', 6, /cannot begin with 0/],
];

for (const [word, underlined, start, message, hint] of REFUSED) {
  test(`${JSON.stringify(word)} is refused at ${start}`, () => {
    const failure = failureOf(word);
    assert.equal(failure.kind, 'usage');
    assert.match(failure.message, message);
    assert.equal(failure.at?.text.slice(failure.at.start, failure.at.end), underlined);
    assert.equal(failure.at?.start, start);
    assert.match(failure.hint ?? '', hint ?? /./);
  });
}

const SECRETS = [
  'Authorization:Bearer hunter2\n',
  'X-API-Key:hunter2\0',
  'cookie:a=hunter2\r',
  'Author ization:hunter2',
  'token:=hunter2',
  'user[password]:=hunter2',
];

for (const word of SECRETS) {
  test(`the failure of ${JSON.stringify(word)} does not show the credential`, () => {
    const { message, at, hint } = failureOf(word);
    assert.doesNotMatch(`${message} ${at?.text} ${hint}`, /hunter2/);
  });
}

test('every name and every text can be typed', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', '\\', ':', '=', '@', ';', '[', '1', ' ', 'é'), minLength: 1 });
  fc.assert(
    fc.property(plain, plain, (name, value) => {
      const escapedName = name.replaceAll(/[:=@;\\]/g, '\\$&');
      const escapedValue = value.replaceAll(/\\*[:=@;]/g, '\\$&');
      const { word: _, ...item } = parseItem(`${escapedName}==${escapedValue}`);
      assert.deepEqual(item, { kind: 'query', name, value: text(value) });
    }),
  );
});

test('a word is parsed or refused with a span inside what is shown, and nothing else is thrown', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', 'B', '\\', ':', '=', '@', ';', '[', ']', '"', '{', '1', ' ', '\n'),
  });
  fc.assert(
    fc.property(word, (typed) => {
      try {
        assert.equal(parseItem(typed).word, typed);
      } catch (error) {
        assert.ok(error instanceof Failure);
        assert.ok(error.at !== undefined && error.at.start <= error.at.end && error.at.end <= error.at.text.length);
      }
    }),
    { numRuns: 1000 },
  );
});

function failureOf(word: string): Failure {
  try {
    parseItem(word);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: `${word} was not refused` });
}
