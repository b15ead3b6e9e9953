import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { findJsonFault, parseJsonText } from '../src/json/parse.ts';
import { decodeJsonString, jsonString } from '../src/json/tree.ts';
import { writeCompactJson, writeJsonText } from '../src/json/write.ts';

const UNTOUCHED = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '1.0',
  '-1.50',
  '1e400',
  '1E+2',
  '1e-07',
  '9007199254740993',
  '123456789012345678901234567890',
  '0.1000000000000000055511151231257827',
  '""',
  '"\\u0041\\/\\n\\ud800"',
  '"é😀\u007f\u2028"',
  '[]',
  '[ ]',
  '{}',
  '{ }',
  '[1,2 , 3]',
  '[[],[[]],{}]',
  '{"b":1,"a":2}',
  '{"2":1,"1":2}',
  '{"a":1,"a":2}',
  '{ "a" :\t[ 1 ,\r\n{"b":null} ] }',
  '{"__proto__":1}',
];

for (const text of UNTOUCHED) {
  test(`${JSON.stringify(text)} is written as it was typed`, () => {
    assert.equal(writeJsonText(parseJsonText(text)), text);
    assert.equal(findJsonFault(text), undefined);
  });
}

test('white space around the value is no part of it', () => {
  assert.equal(writeJsonText(parseJsonText('\r\n\t {"a": 1} \n')), '{"a": 1}');
});

const FAULTS: [text: string, underlined: string, offset: number, message: string][] = [
  ['', '', 0, 'it ends too early'],
  ['  ', '', 2, 'it ends too early'],
  ['nul', 'nul', 0, 'expected a value'],
  ['True', 'True', 0, 'expected a value'],
  ['NaN', 'NaN', 0, 'expected a value'],
  ['Infinity', 'Infinity', 0, 'expected a value'],
  ["'a'", "'", 0, 'expected a value'],
  ['\ufeff1', '\ufeff', 0, 'expected a value'],
  ['\u00a01', '\u00a0', 0, 'expected a value'],
  ['😀', '😀', 0, 'expected a value'],
  ['// x', '/', 0, 'expected a value'],
  ['truex', 'x', 4, 'something follows the value'],
  ['1 2', '2', 2, 'something follows the value'],
  ['{}{}', '{', 2, 'something follows the value'],
  ['1]', ']', 1, 'something follows the value'],
  ['+1', '+1', 0, 'expected a value'],
  ['.5', '.5', 0, 'expected a value'],
  ['01', '01', 0, 'a number cannot begin with 0'],
  ['-01', '01', 1, 'a number cannot begin with 0'],
  ['-', '', 1, 'it ends too early'],
  ['-a', 'a', 1, 'expected a digit'],
  ['1.', '', 2, 'it ends too early'],
  ['1.e5', 'e5', 2, 'expected a digit'],
  ['1e', '', 2, 'it ends too early'],
  ['1e+x', 'x', 3, 'expected a digit'],
  ['0x10', 'x10', 1, 'something follows the value'],
  ['1_000', '_000', 1, 'something follows the value'],
  ['"abc', '"abc', 0, 'the string is not closed'],
  ['"a\\"', '"a\\"', 0, 'the string is not closed'],
  ['"a\nb"', '\n', 2, 'a control character in a string has to be escaped'],
  ['"\\x41"', '\\x', 1, 'no such escape'],
  ['"\\N"', '\\N', 1, 'no such escape'],
  ['"\\U0041"', '\\U', 1, 'no such escape'],
  ['"\\u12g4"', '\\u', 1, 'no such escape'],
  ['"\\u12', '\\u', 1, 'no such escape'],
  ['[', '', 1, 'it ends too early'],
  ['[1', '', 2, 'it ends too early'],
  ['[1,]', ']', 3, 'expected a value'],
  ['[,1]', ',', 1, 'expected a value'],
  ['[1 2]', '2', 3, 'expected , or ]'],
  ['[1}', '}', 2, 'expected , or ]'],
  ['{', '', 1, 'it ends too early'],
  ['{a:1}', 'a', 1, 'expected a name in double quotes'],
  ["{'a':1}", "'", 1, 'expected a name in double quotes'],
  ['{1:2}', '1', 1, 'expected a name in double quotes'],
  ['{"a"}', '}', 4, 'expected :'],
  ['{"a" 1}', '1', 5, 'expected :'],
  ['{"a":}', '}', 5, 'expected a value'],
  ['{"a":1,}', '}', 7, 'expected a name in double quotes'],
  ['{"a":1]', ']', 6, 'expected , or }'],
  ['{"a":1 "b":2}', '"', 7, 'expected , or }'],
  ['{"a', '"a', 1, 'the string is not closed'],
  ['[magic]', 'magic', 1, 'expected a value'],
];

for (const [text, underlined, offset, message] of FAULTS) {
  test(`${JSON.stringify(text)} is not JSON: ${message}`, () => {
    const fault = findJsonFault(text);
    assert.ok(fault);
    assert.deepEqual([text.slice(fault.offset, fault.end), fault.offset, fault.message], [underlined, offset, message]);
    assert.throws(
      () => parseJsonText(text),
      (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.exitStatus, 2);
        assert.deepEqual(error.at, { text, start: fault.offset, end: fault.end });
        return true;
      },
    );
  });
}

test('the tree keeps order, repeated keys and the tokens of names', () => {
  const node = parseJsonText('{"2":[1.0],"1":{},"\\u0032":-0}');
  assert.ok(node.kind === 'object');
  assert.deepEqual(
    node.members.map(({ key, value }) => [key, value.kind, value.text]),
    [
      ['"2"', 'array', '[1.0]'],
      ['"1"', 'object', '{}'],
      ['"\\u0032"', 'number', '-0'],
    ],
  );
});

test('a tree that was built is written without white space', () => {
  const kept = parseJsonText('[ 1.0 ]');
  const members = [
    { key: '"a"', value: jsonString('x\n"') },
    { key: '"b"', value: { kind: 'array', items: [kept, parseJsonText('true')] } },
    { key: '"c"', value: { kind: 'object', members: [] } },
    { key: '"d"', value: { kind: 'array', items: [] } },
  ] as const;
  assert.equal(writeJsonText({ kind: 'object', members }), '{"a":"x\\n\\"","b":[[ 1.0 ],true],"c":{},"d":[]}');
});

for (const [opening, closing] of [
  ['[', ']'],
  ['{"a":', '}'],
] as const) {
  test(`a hundred thousand levels of ${opening} can be read and written`, () => {
    const text = `${opening.repeat(100_000)}1${closing.repeat(100_000)}`;
    assert.equal(writeJsonText(parseJsonText(text)), text);
    assert.equal(findJsonFault(text.slice(0, -1))?.offset, text.length - 1);
  });
}

test('a hundred thousand levels that were built can be written', () => {
  let node = parseJsonText('1');
  for (let level = 0; level < 100_000; level += 1) node = { kind: 'array', items: [node] };
  assert.equal(writeJsonText(node), `${'['.repeat(100_000)}1${']'.repeat(100_000)}`);
});

test('a string of megabytes is read', () => {
  const text = `"${'x\\n'.repeat(1_000_000)}"`;
  assert.equal(findJsonFault(text), undefined);
});

test('a compact text has the same tokens and no white space', () => {
  const node = parseJsonText('{ "a" :\t[ 1.0 ,\r\n{"b b":null} ], "a":"\\u0041 " }');
  assert.equal(writeCompactJson(node), '{"a":[1.0,{"b b":null}],"a":"\\u0041 "}');
});

test('what JSON.stringify writes with white space is JSON.stringify without any once it is compact', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(writeCompactJson(parseJsonText(JSON.stringify(value, null, ' '))), JSON.stringify(value));
    }),
  );
});

test('what JSON.stringify writes, with any white space, comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\t', '  '), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      assert.equal(writeJsonText(parseJsonText(text)), text);
    }),
  );
});

test('a text is refused exactly where JSON.parse refuses it', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"a"',
    '\\',
    'u0041',
    '0',
    '1',
    '-',
    '.',
    'e',
    'true',
    'null',
    ' ',
    '\n',
    'é',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
      const text = pieces.join('');
      assert.equal(findJsonFault(text) === undefined, isJson(text), text);
    }),
    { numRuns: 3000 },
  );
});

test('changing one character of a JSON text is judged as JSON.parse judges it', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.string({ minLength: 0, maxLength: 1 }), (json, place, character) => {
      const at = place % (json.length + 1);
      const text = json.slice(0, at) + character + json.slice(at + 1);
      assert.equal(findJsonFault(text) === undefined, isJson(text), text);
    }),
    { numRuns: 500 },
  );
});

test('a string token decodes to the text it was made from', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(decodeJsonString(jsonString(text).text), text);
    }),
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
