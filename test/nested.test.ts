import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { parseJsonText } from '../src/json/parse.ts';
import { jsonString } from '../src/json/tree.ts';
import { parseItem } from '../src/request/items.ts';
import { type BodyField, formPairsFromFields, jsonBodyFromFields, MAX_INDEX } from '../src/request/nested.ts';

const BODIES: [words: string[], body: string][] = [
  [[], '{}'],
  [['a=x'], '{"a":"x"}'],
  [['a='], '{"a":""}'],
  [['=x'], '{"":"x"}'],
  [['a=x', 'b=y', 'a=z'], '{"a":"z","b":"y"}'],
  [['2=x', '1=y'], '{"2":"x","1":"y"}'],
  [['007=x'], '{"007":"x"}'],
  [['__proto__=x', 'constructor[a]=y'], '{"__proto__":"x","constructor":{"a":"y"}}'],
  [['a="\\n é'], '{"a":"\\"\\\\n é"}'],
  [['a b[c d]=x'], '{"a b":{"c d":"x"}}'],

  [['a[b]=x'], '{"a":{"b":"x"}}'],
  [['a[b][c]=x', 'a[b][d]=y', 'a[e]=z'], '{"a":{"b":{"c":"x","d":"y"},"e":"z"}}'],
  [['a[2]=x', 'a[1]=y'], '{"a":[null,"y","x"]}'],
  [['a[01]=x'], '{"a":[null,"x"]}'],
  [['a[]=x', 'a[]=y'], '{"a":["x","y"]}'],
  [['a[]=x', 'a[0]=y'], '{"a":["y"]}'],
  [['a[2]=x', 'a[]=y'], '{"a":[null,null,"x","y"]}'],
  [['a[][b]=x', 'a[][b]=y'], '{"a":[{"b":"x"},{"b":"y"}]}'],
  [['a[b][0]=x', 'a[c]=y', 'a[b][]=z'], '{"a":{"b":["x","z"],"c":"y"}}'],
  [['a[0][0][0]=x'], '{"a":[[["x"]]]}'],
  [['a[2]=x', 'a[0][b]=y'], '{"a":[{"b":"y"},null,"x"]}'],
  [['a[b]=x', 'a=y'], '{"a":"y"}'],
  [['a[b]=x', 'c=y', 'a=z', 'a=w'], '{"a":"w","c":"y"}'],
  [['a[b ]=x', 'a[1 ]=y', 'a[+1]=z', 'a[1x]=w'], '{"a":{"b ":"x","1 ":"y","+1":"z","1x":"w"}}'],

  [['[]=x', '[]=y'], '["x","y"]'],
  [['[1]=x'], '[null,"x"]'],
  [['[][a]=x', '[0][b]=y'], '[{"a":"x","b":"y"}]'],
  [['[k]=x', 'l=y'], '{"k":"x","l":"y"}'],
  [['[\\1]=x'], '{"1":"x"}'],

  [['a\\[b\\]=x'], '{"a[b]":"x"}'],
  [['a[b\\]c\\[]=x'], '{"a":{"b]c[":"x"}}'],
  [['a[\\1]=x'], '{"a":{"1":"x"}}'],
  [['a[\\-1]=x'], '{"a":{"-1":"x"}}'],
  [['\\1=x'], '{"1":"x"}'],
  [['a[\\\\1]=x'], '{"a":{"\\\\1":"x"}}'],
  [['a[\\1x]=x'], '{"a":{"\\\\1x":"x"}}'],
  [['a[\\d]=x'], '{"a":{"\\\\d":"x"}}'],
  [['a\\\\[b]=x'], '{"a\\\\":{"b":"x"}}'],
  [['a\\=b[c\\:d]=x'], '{"a=b":{"c:d":"x"}}'],

  [['a:=1.0', 'b:=9007199254740993', 'c:=1e400', 'd:=-0'], '{"a":1.0,"b":9007199254740993,"c":1e400,"d":-0}'],
  [['a:={ "x" : 1.0 }', 'b=y'], '{"a":{ "x" : 1.0 },"b":"y"}'],
  [['a:={"x": 1.0}', 'a[y]=z'], '{"a":{"x":1.0,"y":"z"}}'],
  [['a:={"b":{ "x" : 1 },"c":[ 1 ]}', 'a[c][]:=2'], '{"a":{"b":{ "x" : 1 },"c":[1,2]}}'],
  [['a:={"2":1,"1":2}', 'a[1x]=z'], '{"a":{"2":1,"1":2,"1x":"z"}}'],
  [['a:={"x":1,"y":2}', 'a[x]=z'], '{"a":{"x":"z","y":2}}'],
  [['a:={"\\u0078":1}', 'a[x]=z'], '{"a":{"\\u0078":"z"}}'],
  [['a:={"x":1,"x":{"y":2}}', 'a[x][z]:=3'], '{"a":{"x":1,"x":{"y":2,"z":3}}}'],
  [['a:=[1, 2]', 'a[]:=3', 'a[0]:=0'], '{"a":[0,2,3]}'],
  [['[]:={"x":[ ]}', '[0][x][]=y'], '[{"x":["y"]}]'],
  [['a:=null', 'a[b]=x'], '{"a":{"b":"x"}}'],
  [['a:=[null]', 'a[0][b]=x'], '{"a":[{"b":"x"}]}'],
];

for (const [words, body] of BODIES) {
  test(`${words.join(' ') || 'no field'} gives ${body}`, () => {
    assert.equal(jsonBodyFromFields(words.map(fieldOf)), body);
  });
}

const REFUSED: [words: string[], underlined: string, start: number, message: string, hint?: string][] = [
  [['a[b=x'], '[b', 1, 'there is no ] for this ['],
  [['a[=x'], '[', 1, 'there is no ] for this ['],
  [['[=x'], '[', 0, 'there is no ] for this ['],
  [['[1=x'], '[1', 0, 'there is no ] for this ['],
  [['a[][=x'], '[', 3, 'there is no ] for this ['],
  [['a[b\\]=x'], '[b\\]', 1, 'there is no ] for this ['],
  [['a]=x'], ']', 1, 'there is no [ for this ]'],
  [[']=x'], ']', 0, 'there is no [ for this ]'],
  [['a[b]]=x'], ']', 4, 'there is no [ for this ]'],
  [['a[b]c=x'], 'c', 4, 'only [ can come after ]'],
  [['a[]b[c]=x'], 'b', 3, 'only [ can come after ]'],
  [['[0]a=x'], 'a', 3, 'only [ can come after ]'],
  [['a[[b]]=x'], '[', 2, 'this [ stands inside brackets'],
  [['a[b[c]]=x'], '[', 3, 'this [ stands inside brackets'],
  [['a\\:b[c=x'], '[c', 4, 'there is no ] for this ['],
  [['a\\\\\\=[c=x'], '[c', 5, 'there is no ] for this ['],
  [['a[-1]=x'], '-1', 2, 'an index cannot be negative', '[] appends; for a key of digits type [\\-1]'],
  [
    ['a[999999999]=x'],
    '999999999',
    2,
    'the index is above 100000',
    '[] appends; for a key of digits type [\\999999999]',
  ],
  [[`a[${'9'.repeat(400)}]=x`], '9'.repeat(400), 2, 'the index is above 100000'],
  [['a[]=x', 'a[b]=y'], '[b]', 1, 'cannot use a key on an array', 'a[]=x made it an array'],
  [['a[0]=x', 'b=y', 'a[b][c]=y'], '[b]', 1, 'cannot use a key on an array', 'a[0]=x made it an array'],
  [['a[b]=x', 'a[0]=y'], '[0]', 1, 'cannot use an index on an object', 'a[b]=x made it an object'],
  [['a[b]=x', 'a[]=y'], '[]', 1, 'cannot append to an object', 'a[b]=x made it an object'],
  [['a=x', 'a[b]=y'], '[b]', 1, 'cannot use a key on a string', 'a=x made it a string'],
  [['a=x', 'a[0]=y'], '[0]', 1, 'cannot use an index on a string', 'a=x made it a string'],
  [['a:=1', 'a[]=y'], '[]', 1, 'cannot append to a number', 'a:=1 made it a number'],
  [['a:=true', 'a[b]=y'], '[b]', 1, 'cannot use a key on a boolean', 'a:=true made it a boolean'],
  [['a:={"b":[1]}', 'a[b][c]=y'], '[c]', 4, 'cannot use a key on an array', 'a:={"b":[1]} made it an array'],
  [['a[b][c]=x', 'a[b][c][d]=y'], '[d]', 7, 'cannot use a key on a string', 'a[b][c]=x made it a string'],
  [['[0]=x', 'a=y'], 'a', 0, 'cannot use a key on an array', '[0]=x made it an array'],
  [['a=y', '[]=x'], '[]', 0, 'cannot append to an object', 'a=y made it an object'],
  [['a[]=x', 'a=y', 'a[b]=z'], '[b]', 1, 'cannot use a key on a string', 'a=y made it a string'],
  [
    [`a:=["${'x'.repeat(99)}"]`, 'a[b]=y'],
    '[b]',
    1,
    'cannot use a key on an array',
    `a:=["${'x'.repeat(54)}… made it an array`,
  ],
];

for (const [words, underlined, start, message, hint] of REFUSED) {
  test(`${words.join(' ').slice(0, 60)}: ${message}`, () => {
    const failure = failureOf(words.map(fieldOf));
    assert.equal(failure.kind, 'usage');
    assert.equal(failure.message, message);
    assert.equal(failure.at?.text, words.at(-1));
    assert.equal(failure.at?.text.slice(failure.at.start, failure.at.end), underlined);
    assert.equal(failure.at?.start, start);
    if (hint !== undefined) assert.equal(failure.hint, hint);
  });
}

test('a failure does not show the value of a field that names a credential', () => {
  const { at, hint } = failureOf(['user[password]=hunter2', 'user[password][x]=hunter3'].map(fieldOf));
  assert.equal(at?.text, 'user[password][x]=(secret)');
  assert.equal(hint, 'user[password]=(secret) made it a string');
});

test('a field that was not typed as an item is shown by its name', () => {
  const value = jsonString('x');
  const failure = failureOf([{ name: 'a[b', value, word: 'slip.yaml:3' }]);
  assert.deepEqual(failure.at, { text: 'a[b', start: 1, end: 3 });
});

test('the highest index is allowed and fills with null', () => {
  const body = JSON.parse(jsonBodyFromFields([fieldOf(`[${MAX_INDEX}]=x`)]));
  assert.equal(body.length, MAX_INDEX + 1);
  assert.deepEqual([body[0], body[MAX_INDEX]], [null, 'x']);
});

test('tens of thousands of levels and of fields are no trouble', () => {
  const deep = jsonBodyFromFields([fieldOf(`a${'[b]'.repeat(50_000)}=x`)]);
  assert.equal(deep, `${'{"a":'}${'{"b":'.repeat(50_000)}"x"${'}'.repeat(50_001)}`);
  const given = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  assert.equal(jsonBodyFromFields([fieldOf(`a:=${given}`), fieldOf('a[]:=1')]), `{"a":[${given.slice(1, -1)},1]}`);
  const many = Array.from({ length: 20_000 }, (_, index) => fieldOf(`a[]:=${index}`));
  assert.equal(JSON.parse(jsonBodyFromFields(many)).a.length, 20_000);
});

test('any key can be typed at any depth', () => {
  const key = fc.string({
    unit: fc.constantFrom('a', '[', ']', '\\', '1', '-', '=', ':', 'é', ' '),
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), (keys) => {
      const escaped = keys.map((each) => (/^-?\d+$/.test(each) ? `\\${each}` : each.replaceAll(/[[\]\\]/g, '\\$&')));
      const name = escaped.map((each, index) => (index === 0 ? each : `[${each}]`)).join('');
      let wanted: unknown = 'x';
      for (const each of keys.toReversed()) wanted = { [each]: wanted };
      assert.deepEqual(JSON.parse(jsonBodyFromFields([{ name, value: jsonString('x'), word: `${name}=x` }])), wanted);
    }),
  );
});

const PAIRS: [word: string, name: string, value: string][] = [
  ['a=b', 'a', 'b'],
  ['=b', '', 'b'],
  ['a[b]=c', 'a[b]', 'c'],
  ['a[]=c', 'a[]', 'c'],
  ['a[999999999]=c', 'a[999999999]', 'c'],
  ['a[b=c', 'a[b', 'c'],
  ['a]=c', 'a]', 'c'],
  ['a\\[b\\]=c', 'a[b]', 'c'],
  ['a[\\1]=c', 'a[1]', 'c'],
  ['a\\\\=c', 'a\\', 'c'],
  ['a\\d=c', 'a\\d', 'c'],
  ['a:="x\\n\\u00e9"', 'a', 'x\né'],
  ['a:=1.0', 'a', '1.0'],
  ['a:=true', 'a', 'true'],
  ['a:=null', 'a', 'null'],
  ['a:={ "x": 1 }', 'a', '{ "x": 1 }'],
];

for (const [word, name, value] of PAIRS) {
  test(`in a form ${word} is the pair ${JSON.stringify([name, value])}`, () => {
    assert.deepEqual(formPairsFromFields([fieldOf(word)]), [[name, value]]);
  });
}

test('a form keeps a name that comes twice', () => {
  assert.deepEqual(formPairsFromFields(['a=1', 'b=2', 'a=3'].map(fieldOf)), [
    ['a', '1'],
    ['b', '2'],
    ['a', '3'],
  ]);
});

function fieldOf(word: string): BodyField {
  const item = parseItem(word);
  assert.ok((item.kind === 'field' || item.kind === 'json') && item.value.from === 'text');
  const { text } = item.value;
  return { name: item.name, word, value: item.kind === 'json' ? parseJsonText(text) : jsonString(text) };
}

function failureOf(fields: readonly BodyField[]): Failure {
  try {
    jsonBodyFromFields(fields);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'nothing was refused' });
}
