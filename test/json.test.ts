import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJsonFormatter, formatJson, type JsonOptions } from '../src/render/json.ts';
import { inkOf, type JsonStyle } from '../src/render/json-ink.ts';
import { openJsonKernel } from '../src/render/json-kernel.ts';
import { shownUntilCut } from './support/chunks.ts';
import { formattedJson, kernelFor } from './support/formatted-json.ts';

// Bytes are written as text in which each character is a byte (latin-1).
const WINDOW_BYTES = 64 * 1024;
const LAID_OUT: JsonStyle = { indent: 2, colors: undefined };
const TAGS = { key: '<k>', string: '<s>', number: '<n>', literal: '<l>', punctuation: '<p>', dim: '<d>', reset: '</>' };
const COLORED: JsonStyle = { indent: 2, colors: TAGS };
const COLORED_ONLY: JsonStyle = { indent: undefined, colors: TAGS };

function format(input: string, style = LAID_OUT): string {
  return formattedJson([input], style);
}

function pieces(chunks: readonly string[], style = LAID_OUT): string[] {
  const formatter = createJsonFormatter(style);
  const output = chunks.flatMap((chunk) => [...formatter.push(Buffer.from(chunk, 'latin1'))]);
  return [...output, ...formatter.end()].map((piece) => Buffer.from(piece).toString('latin1'));
}

function label(text: string): string {
  const shown = JSON.stringify(text).replace(/[\x7f-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}

const LAYOUTS: [document: string, laidOut: string][] = [
  ['{"a":1,"b":[true,null]}', '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ]\n}\n'],
  [' { "a" : 1 , "b" : [ true ] } ', '{\n  "a": 1,\n  "b": [\n    true\n  ]\n}\n'],
  ['[[],{}]', '[\n  [],\n  {}\n]\n'],
  ['[[ ],{\r\n\t}]', '[\n  [],\n  {}\n]\n'],
  [
    '{"a":{"b":{"c":[[1]]}}}',
    '{\n  "a": {\n    "b": {\n      "c": [\n        [\n          1\n        ]\n      ]\n    }\n  }\n}\n',
  ],
  ['[{"a":1},{"b":2}]', '[\n  {\n    "a": 1\n  },\n  {\n    "b": 2\n  }\n]\n'],
  ['[]', '[]\n'],
  ['{}', '{}\n'],
  ['"x"', '"x"\n'],
  ['12 \n', '12\n'],
  ['true', 'true\n'],
  ['\n\n[]\n\n', '[]\n'],
];
for (const [document, laidOut] of LAYOUTS) {
  test(`${label(document)} is laid out as jq does`, () => assert.equal(format(document), laidOut));
}

const SEQUENCES: [documents: string, laidOut: string][] = [
  ['{"a":1}\n{"b":2}\n', '{\n  "a": 1\n}\n{\n  "b": 2\n}\n'],
  ['1 2\r\n3', '1\n2\n3\n'],
  ['"a""b"', '"a"\n"b"\n'],
  ['1"a"2', '1\n"a"\n2\n'],
  ['null[]true{}', 'null\n[]\ntrue\n{}\n'],
  ['\x1e{"a":1}\n\x1e[2]\n', '\x1e{\n  "a": 1\n}\n\x1e[\n  2\n]\n'],
  ['\x1e1\n\x1e\x1e2', '\x1e1\n\x1e\x1e2\n'],
];
for (const [documents, laidOut] of SEQUENCES) {
  test(`the documents of ${label(documents)} are laid out one by one`, () => assert.equal(format(documents), laidOut));
}

const KEPT_VALUES = [
  '9007199254740993',
  '123456789012345678901234567890',
  '1e400',
  '-0',
  '1.0',
  '1E+10',
  '0.1000000000000000055511151231257827',
  '"\\u0041\\/\\b\\ud800"',
  '"\xc3\xa9 \xff\xfe \xed\xa0\x80"',
  '"\x7f\xc2\x9b"',
  `"${'0123456789abcde\\"'.repeat(40)}"`,
];
for (const value of KEPT_VALUES) {
  test(`${label(value)} comes out byte for byte`, () => assert.equal(format(`[${value}]`), `[\n  ${value}\n]\n`));
}
test('duplicate keys and the order of keys are kept', () =>
  assert.equal(format('{"2":0,"1":1,"2":2}'), '{\n  "2": 0,\n  "1": 1,\n  "2": 2\n}\n'));

// In the spirit of the public JSONTestSuite: what must be read, and what may be read and is.
// biome-ignore format: as many to a line as it holds
const ACCEPTED = [
  '[[]   ]', '[""]', '["a"]', '[false]', '[null, 1, "1", {}]', '[null]', '[1\n]', ' [1]', '[1,null,null,null,2]', '[2] ',
  '[123e65]', '[0e+1]', '[0e1]', '[ 4]', '[-0.0000000000000000000000000000000000000000000000000001]', '[20e1]', '[-0]',
  '[-123]', '[-1]', '[1E22]', '[1E-2]', '[1E+2]', '[123e45]', '[123.456e78]', '[1e-2]', '[1e+2]', '[123]', '[123.4567]',
  '[0.0]', '[0]', '[0.4e00669999999999999999999999999999999]', '[1.5e+9999]', '[-1e-999]', '[1e1000000]', '-0.1', 'null',
  '{"asd":"sdf", "dfg":"fgh"}', '{"asd":"sdf"}', '{"a":"b","a":"c"}', '{"a":"b","a":"b"}', '{"":0}', '{"a\\u0000b": 42}',
  '{ "min": -1.0e+28, "max": 1.0e+28 }', '{"a":[]}', '{"t":"\\u041f\\u043e" }', '{\n"a": "b"\n}', '{"\\"\\\\":{"\\"":[]}}',
  '["\\u0060\\u012a\\u12AB"]', '["\\ud801\\udc37"]', '["\\"\\\\\\/\\b\\f\\n\\r\\t"]', '["\\\\u0000"]', '["\\""]', 'false',
  '["a/*b*/c/*d//e"]', '["\\\\a"]', '["\\\\n"]', '["\\u0012"]', '["\\uFFFF"]', '["new\\u000Aline"]', '["\x7f"]', '""',
  '["\\u0000"]', '["\xe2\x80\xa8"]', '["\xf4\x8f\xbf\xbf"]', '["\\uD834\\uDd1e"]', '"\\u005C"', '" "', '["\\u0022"]',
  '["\\uDADA"]', '["\\uD888\\u1234"]', '["\\uD800\\n"]', '["\\uDd1e\\uD834"]', '["\xe6\x97\xa5\xd1\x88\xfa"]', '["\xff"]',
  '["\x80"]', '["\xc0\xaf"]', '["\xfc\x83\xbf\xbf\xbf\xbf"]', '["\xe0\xff"]', '{"a":"\xb9"}', '[\t1\r,\n2 ]',
];
for (const document of ACCEPTED) {
  // The white space in front is dropped just where the document is laid out.
  test(`${label(document)} is JSON`, () => assert.notEqual(format(`  ${document}`).slice(0, 2), '  '));
}

// biome-ignore format: as many to a line as it holds
const REFUSED = [
  '[1 true]', '["": 1]', '[""],', '[,1]', '[1,,2]', '["x",,]', '["x"]]', '["",]', '["x"', '[x', '[3[4]]', '[1:2]', '[,]',
  '[-]', '[   , ""]', '["a",\n4\n,1,', '[1,]', '[""', '[*]', '["a"\n\f]', '[1,\n1\n,1', '[{}', '[fals]', '[nul]', '[tru]',
  '[True]', '[nullx]', '[truefalse]', 'truefalse', '[++1234]', '[+1]', '[+Inf]', '[-01]', '[-1.0.]', '[-2.]', '[-NaN]',
  '[.-1]', '[.2e-3]', '[.5]', '.5', '[0.1.2]', '[0.3e+]', '[0.3e]', '[0.e1]', '[0E+]', '[0E]', '[0e+]', '[0e]', '[1.0e+]',
  '[1.0e-]', '[1.0e]', '[1 000.0]', '[1eE2]', '[2.e+3]', '[2.e-3]', '[9.e+]', '[Inf]', '[NaN]', 'NaN', '[1+2]', '[0x1]',
  '[0x42]', '[Infinity]', '[0e+-1]', '[-123.123foo]', '[-foo]', '[- 1]', '[-012]', '[-.123]', '[012]', '01', '[1.2a]',
  '[1.8011670033376514H-308]', '[1_000]', '[\xef\xbc\x91]', '-', '1.', '1e', '["x", truth]', '{[: "x"}\n', '{"x", null}',
  '{"x"::"b"}', '{"a":"a" 123}', '{key: 1}', '{\'a\':0}', '{"a" b}', '{"a" 1}', '{:"b"}', '{"a" "b"}', '{"a":', '{"a"',
  '{1:1}', '{9999E9999:1}', '{null:null}', '{"id":0,,,,,}', '{"id":0,}', '{"a":"b"}/**/', '{"a":"b"}#', '{"a":"b",,"c":"d"}',
  '{a: "b"}', '{"a":"a', '{"a":"b"}}', '{,}', '{"a":1,', '{"a"}', '{true:1}', '["\\uD800\\"]', '["\\u"]', '["\\u1"]',
  '["\\u1x"]', '["\\u00A"]', '["\\u123g"]', '["\\x00"]', '["\\\\\\"]', '["\\\t"]', '["\\\xf0\x9f\x8c\x80"]', '["\\"]', '["\\a"]',
  '["\\U0041"]', '["\\\xe5"]', '["\\\n"]', '[\\u0020"asd"]', '[\\n]', '"', '[\'single\']', '["a\0a"]', '["a\x1f"]', '["new\nline"]',
  '["\t"]', '["\x1b[31m"]', '"\\UA66D"', '"a', '<.>', '[<null>]', '[1]x', '1]', '[a', 'aa', '[', '[1', '["asd]', '[True', '{]',
  '[}', '{"x": true,', '{', '{"a":"b', '{"a', '\xef\xbb', '[\xe2\x81\xa0]', '[\x0c]', '\x0b[]', '\xa0[]', '#[]', '*', '[\x1e1]',
  '<!doctype html>', 'undefined', '\0', '\xff\xfe[\0]\0', '1-2', '1true', 'null1', '""x', '{}x', '[] ,', '// a\n[]',
];
for (const body of REFUSED) {
  test(`${label(body)} is not JSON and comes out unchanged`, () => {
    assert.equal(format(` ${body}`), ` ${body}`);
    assert.equal(format(` ${body}`, COLORED), ` ${body}`);
  });
}
for (const body of ['', ' ', '\n\t \r\n', '\xef\xbb\xbf', ")]}'\n", 'while(1);', ' '.repeat(70_000)]) {
  test(`${label(body)} has no document in it and comes out unchanged`, () => assert.equal(format(body, COLORED), body));
}

const COLORS: [document: string, style: JsonStyle, colored: string][] = [
  ['{"a":"b"}', COLORED, '<p>{</>\n  <k>"a"</><p>:</> <s>"b"</>\n<p>}</>\n'],
  ['[1,null]', COLORED, '<p>[</>\n  <n>1</><p>,</>\n  <l>null</>\n<p>]</>\n'],
  ['"a" 1', COLORED, '<s>"a"</>\n<n>1</>\n'],
  [' {"a" : [ ] }\n', COLORED_ONLY, ' <p>{</><k>"a"</> <p>:</> <p>[</> <p>]</> <p>}</>\n'],
  ['1 "a"\r\n', COLORED_ONLY, '<n>1</> <s>"a"</>\r\n'],
  [
    '{"a":["b",1]}',
    { indent: 2, colors: { ...TAGS, string: '', punctuation: '' } },
    '{\n  <k>"a"</>: [\n    "b",\n    <n>1</>\n  ]\n}\n',
  ],
  ['{"a":[1]}', { indent: 1, colors: undefined }, '{\n "a": [\n  1\n ]\n}\n'],
  ['{"a":[1]}', { indent: 'tab', colors: undefined }, '{\n\t"a": [\n\t\t1\n\t]\n}\n'],
  ['{"a" : [ 1,{} ]} [\n]', { indent: 0, colors: undefined }, '{"a":[1,{}]}\n[]\n'],
  ['{"a":[1]}', { indent: 0, colors: TAGS }, '<p>{</><k>"a"</><p>:</><p>[</><n>1</><p>]</><p>}</>\n'],
  ['{"a":[1]}', { indent: 7, colors: undefined }, '{\n       "a": [\n              1\n       ]\n}\n'],
  [
    '[1,2]',
    { indent: 2, colors: { ...TAGS, number: '0123456789abcdef0123', reset: 'R' } },
    '<p>[R\n  0123456789abcdef01231R<p>,R\n  0123456789abcdef01232R\n<p>]R\n',
  ],
];
for (const [document, style, colored] of COLORS) {
  test(`${label(document)} becomes ${label(colored)}`, () => assert.equal(format(document, style), colored));
}

const PREAMBLES: [body: string, colored: string, coloredOnly: string][] = [
  ['\xef\xbb\xbf1', '<n>1</>\n', '\xef\xbb\xbf<n>1</>'],
  [")]}'\n1", "<d>)]}'</>\n<n>1</>\n", "<d>)]}'</>\n<n>1</>"],
  [")]}',\r\n\n1", "<d>)]}',</>\n<n>1</>\n", "<d>)]}',</>\r\n\n<n>1</>"],
  [")]}' for you \n1", "<d>)]}' for you</>\n<n>1</>\n", "<d>)]}' for you</> \n<n>1</>"],
  [")]}',[]", "<d>)]}',</>\n<p>[</><p>]</>\n", "<d>)]}',</><p>[</><p>]</>"],
  ['while(1);1', '<d>while(1);</>\n<n>1</>\n', '<d>while(1);</><n>1</>'],
  ['for(;;); 1', '<d>for(;;);</>\n<n>1</>\n', '<d>for(;;);</> <n>1</>'],
  ['{}&&1', '<d>{}&&</>\n<n>1</>\n', '<d>{}&&</><n>1</>'],
  ['\xef\xbb\xbf{}&&1', '<d>{}&&</>\n<n>1</>\n', '\xef\xbb\xbf<d>{}&&</><n>1</>'],
];
for (const [body, colored, coloredOnly] of PREAMBLES) {
  test(`${label(body)} is formatted from its document on`, () => {
    assert.equal(format(body, COLORED), colored);
    assert.equal(format(body, COLORED_ONLY), coloredOnly);
  });
}
for (const body of [
  '\xef\xbb\xbf[1',
  ")]}'\n[1",
  ")]}' [1]x\n",
  'while(1);while(1);1',
  '{}&1',
  '{}&&',
  ' while(1);1',
]) {
  test(`${label(body)} is not JSON behind its prefix`, () => assert.equal(format(body, COLORED), body));
}

const WINDOW_EDGES: [faultAt: number, unchanged: boolean][] = [
  [0, true],
  [WINDOW_BYTES - 1, true],
  [WINDOW_BYTES, false],
  [WINDOW_BYTES + 1, false],
];
for (const [faultAt, unchanged] of WINDOW_EDGES) {
  test(`a fault in byte ${faultAt} leaves the body ${unchanged ? 'unchanged' : 'formatted up to it'}`, () => {
    const body = `${'['.slice(0, faultAt)}${' '.repeat(Math.max(0, faultAt - 1))}x]\n`;
    assert.equal(format(body), unchanged ? body : '[ x]\n');
  });
}
for (const [bodyBytes, unchanged] of [
  [WINDOW_BYTES - 1, true],
  [WINDOW_BYTES, false],
  [WINDOW_BYTES + 1, false],
] as const) {
  test(`a body that is cut off at ${bodyBytes} bytes is ${unchanged ? 'unchanged' : 'formatted'}`, () => {
    const body = `[1,${' '.repeat(bodyBytes - 4)}2`;
    assert.equal(format(body), unchanged ? body : '[\n  1,\n  2');
  });
}

// Each follows `["aaa…"`, which is longer than the window.
const LATE_FAULTS: [rest: string, laidOut: string, colored: string][] = [
  [' 2] [ 1,2 ]\n', ' 2] [ 1,2 ]\n', ' 2] [ 1,2 ]\n'],
  ['\n\t2', '\t2', '\t2'],
  ['"b"]', '"b"]', '"b"]'],
  [',]', ',]', '<p>,</>]'],
  [', ]', ', ]', '<p>,</> ]'],
  [',01]', ',\n  01]', '<p>,</>\n  <n>0</>1]'],
  [',1.x ]', ',\n  1.x ]', '<p>,</>\n  <n>1.</>x ]'],
  [',trux', ',\n  trux', '<p>,</>\n  <l>tru</>x'],
  [',"\\x"]', ',\n  "\\x"]', '<p>,</>\n  <s>"\\</>x"]'],
  [',"b\nc" ]', ',\n  "b\nc" ]', '<p>,</>\n  <s>"b</>\nc" ]'],
  [',{"a" 1}', ',\n  {\n    "a" 1}', '<p>,</>\n  <p>{</>\n    <k>"a"</> 1}'],
  [',{"a', ',\n  {\n    "a', '<p>,</>\n  <p>{</>\n    <k>"a</>'],
  [',[{},[', ',\n  [\n    {},\n    [', '<p>,</>\n  <p>[</>\n    <p>{</><p>}</><p>,</>\n    <p>[</>'],
  ['}\n', '}\n', '}\n'],
  ['] ]', '\n]\n]', '\n<p>]</>\n]'],
  [']1-2', '\n]\n1\n-2', '\n<p>]</>\n<n>1</>\n-2'],
  ['', '', ''],
];
for (const [rest, laidOut, colored] of LATE_FAULTS) {
  test(`after the window, ${label(rest)} comes out as it came from its fault on`, () => {
    const long = `"${'a'.repeat(WINDOW_BYTES)}"`;
    for (const cut of [0, 1, rest.length]) {
      const chunks = [`[${long}${rest.slice(0, cut)}`, rest.slice(cut)];
      assert.equal(pieces(chunks).join(''), `[\n  ${long}${laidOut}`);
      assert.equal(pieces(chunks, COLORED).join(''), `<p>[</>\n  <s>${long}</>${colored}`);
    }
  });
}

test('white space that fills the window is kept in front of the document', () =>
  assert.equal(format(`${' '.repeat(WINDOW_BYTES)}\n [1]`), `${' '.repeat(WINDOW_BYTES)}\n [\n  1\n]\n`));

test('no empty piece goes out', () => {
  assert.deepEqual(pieces(['', '']), []);
  assert.deepEqual(pieces(['<', '', 'p>']), ['<', 'p>']);
  assert.ok(!pieces([`[${'1,'.repeat(WINDOW_BYTES)}`, ' ', '', ' ']).includes(''));
});

test('what is not JSON goes out with its first fault', () => {
  const formatter = createJsonFormatter(LAID_OUT);
  assert.deepEqual([...formatter.giveUp()], []);
  assert.deepEqual([...formatter.push(Buffer.from('[<'))].map(String), ['91,60']);
  assert.equal(formatter.waiting, false);
});

test('after the window, every byte of a token goes out as it comes', () => {
  const formatter = createJsonFormatter(LAID_OUT);
  Array.from(formatter.push(Buffer.from(`[${' '.repeat(WINDOW_BYTES - 1)}`)));
  const out = Array.from('"a\\n",12,tr', (byte) => Buffer.concat([...formatter.push(Buffer.from(byte))]).toString());
  assert.deepEqual(out, ['\n  "', 'a', '\\', 'n', '"', ',', '\n  1', '2', ',', '\n  t', 'r']);
});

test('a piece is about 64 KiB or smaller, however much one chunk becomes', () => {
  const sizes = pieces([`[${'[],'.repeat(200_000)}1]`], { indent: 8, colors: TAGS }).map((piece) => piece.length);
  assert.ok(Math.max(...sizes) < 66 * 1024);
  assert.ok(sizes.length > 50);
});

test('a long string finds room however much longer than the input the output has become', () => {
  const values = '1,'.repeat(6000);
  const long = `"${'\\u00e9 and so on '.repeat(4000)}"`;
  const output = pieces([`[${values}${long}]`], { indent: 8, colors: undefined });
  assert.ok(Math.max(...output.map((piece) => piece.length)) < 66 * 1024);
  assert.equal(output.join(''), `[\n${'        1,\n'.repeat(6000)}        ${long}\n]\n`);
});

test('a piece is not written to once it is given out', () => {
  const formatter = createJsonFormatter(LAID_OUT);
  const chunk = Buffer.from(`[${'1,'.repeat(WINDOW_BYTES)}`);
  const kept = [...formatter.push(chunk)];
  const before = kept.map((piece) => Buffer.from(piece));
  Array.from(formatter.push(Buffer.from('{"other":"bytes"},'.repeat(10_000))));
  assert.deepEqual(
    kept.map((piece) => Buffer.compare(piece, before[kept.indexOf(piece)] ?? piece)),
    kept.map(() => 0),
  );
});

test('with the kernel too, a piece is bounded and not written to once it is given out', () => {
  const formatter = createJsonFormatter(COLORED);
  formatter.equip(kernelFor(COLORED));
  const kept = [...formatter.push(Buffer.from(`[${'[1,"a"],'.repeat(WINDOW_BYTES)}`))];
  const before = kept.map((piece) => Buffer.from(piece));
  Array.from(formatter.push(Buffer.from('{"other":"bytes"},'.repeat(10_000))));
  assert.ok(Math.max(...kept.map(({ length }) => length)) < 136 * 1024);
  assert.ok(kept.every((piece, index) => Buffer.compare(piece, before[index] ?? piece) === 0));
});

test('what passes has the same bytes, in memory that is written again', async () => {
  const whole = `[${'{"some":"bytes"},'.repeat(20_000)}1]`;
  async function* body() {
    for (let at = 0; at < whole.length; at += 70_000) yield Buffer.from(whole.slice(at, at + 70_000));
  }
  const copies: Buffer[] = [];
  const memories = new Set<unknown>();
  for await (const piece of formatJson(body(), COLORED, { passing: true })) {
    copies.push(Buffer.from(piece));
    memories.add(piece.buffer);
  }
  assert.ok(Buffer.concat(copies).toString() === format(whole, COLORED));
  assert.equal(memories.size, 1);
});

test('a style whose sequences are longer than the kernel has room for is printed without it', () => {
  const long = { ...TAGS, key: `<${'k'.repeat(60)}>` };
  assert.equal(openJsonKernel(inkOf({ indent: 2, colors: long })), undefined);
});

test('a string of 10 MB streams through', () => {
  const run = 'long '.repeat(13_000);
  const sizes = pieces(['["', ...Array.from({ length: 160 }, () => run), '"]']).map((piece) => piece.length);
  assert.ok(Math.max(...sizes) < 66 * 1024);
  assert.equal(
    sizes.reduce((sum, size) => sum + size),
    160 * run.length + 9,
  );
});

test('the indentation grows no more after 64 levels', () => {
  const lines = format('['.repeat(70) + ']'.repeat(70)).split('\n');
  assert.equal(Math.max(...lines.map((line) => line.length)), 2 * 64 + 2);
});

test('a million levels of arrays and objects are told apart', () => {
  const levels = 500_000;
  const open = '[{"":'.repeat(levels);
  const shut = '}]'.repeat(levels);
  const formatter = createJsonFormatter(COLORED_ONLY);
  let bytes = 0;
  for (const chunk of [open, '0', shut]) for (const piece of formatter.push(Buffer.from(chunk))) bytes += piece.length;
  assert.deepEqual([...formatter.end()], []);
  assert.equal(bytes, open.length + 1 + shut.length + '<p></>'.length * (6 * levels + 1));
});

/** A body whose chunks come when the test lets them. */
function slowBody() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  return {
    body: readable,
    send: (text: string) => void writer.write(Buffer.from(text)),
    end: () => void writer.close(),
  };
}

async function nextPiece(output: AsyncGenerator<Uint8Array>): Promise<string | undefined> {
  const { done, value } = await output.next();
  return done === true ? undefined : Buffer.from(value).toString('latin1');
}

test('without patience, a slow body is held back until its end', async () => {
  const { body, send, end } = slowBody();
  const output = formatJson(body, LAID_OUT);
  const first = nextPiece(output);
  send('[1,');
  send('2');
  send(']');
  end();
  assert.equal(await first, '[\n  1,\n  2\n]\n');
  assert.equal(await nextPiece(output), undefined);
});

test('when patience is over, what is there is formatted, and the rest as it comes', async () => {
  const { body, send, end } = slowBody();
  let calls = 0;
  const options: JsonOptions = { patience: async () => void calls++ };
  const output = formatJson(body, COLORED, options);
  send('{"a":tr');
  assert.equal(await nextPiece(output), '<p>{</>\n  <k>"a"</><p>:</> <l>tr');
  send('ue,');
  assert.equal(await nextPiece(output), 'ue</><p>,</>');
  send('x');
  assert.equal(await nextPiece(output), 'x');
  send(' {}');
  assert.equal(await nextPiece(output), ' {}');
  end();
  assert.equal(await nextPiece(output), undefined);
  assert.equal(calls, 1);
});

test('when patience is over within a prefix, the body is taken as it is', async () => {
  const { body, send, end } = slowBody();
  const output = formatJson(body, LAID_OUT, { patience: async () => {} });
  send(")]}'");
  assert.equal(await nextPiece(output), ")]}'");
  send('\n[1]');
  assert.equal(await nextPiece(output), '\n[1]');
  end();
  assert.equal(await nextPiece(output), undefined);
});

test('patience is not asked for while there is nothing to show, nor once something was', async () => {
  const options: JsonOptions = { patience: () => assert.fail('asked') };
  async function* body() {
    yield* [Buffer.from(''), Buffer.from('<'), Buffer.from('p>')];
  }
  const output = formatJson(body(), LAID_OUT, options);
  assert.deepEqual([await nextPiece(output), await nextPiece(output), await nextPiece(output)], ['<', 'p>', undefined]);
});

test('who stops reading does not wait for what the server has yet to send', async () => {
  async function* body() {
    yield Buffer.from('[');
    await new Promise(() => {});
  }
  for await (const piece of formatJson(body(), LAID_OUT, { patience: async () => {} })) {
    assert.equal(String(piece), '91');
    break;
  }
});

for (const patience of [undefined, () => new Promise<void>(() => {})]) {
  test(`an error of the body comes through, after what came before it${patience ? ', patience or not' : ''}`, async () => {
    const shown = await shownUntilCut('[1', (body) => formatJson(body, LAID_OUT, patience && { patience }));
    assert.equal(shown, '[1');
  });

  test(`the body is closed when nobody reads on${patience ? ', patience or not' : ''}`, async () => {
    let closed = false;
    async function* body() {
      try {
        for (;;) yield Buffer.from('1\n'.repeat(WINDOW_BYTES));
      } finally {
        closed = true;
      }
    }
    for await (const _ of formatJson(body(), LAID_OUT, patience && { patience })) break;
    assert.equal(closed, true);
  });
}
