import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { expandVariables, setVariable, type Variables } from '../src/cli/variables.ts';
import { Failure } from '../src/failure.ts';

const FILES: Readonly<Record<string, Uint8Array>> = {
  'a.txt': Buffer.from('abcdef\n'),
  '-': Buffer.from('from stdin'),
  'nul.bin': Buffer.from([0x61, 0, 0x62]),
};

const INPUTS: Parameters<typeof setVariable>[2] = {
  env: { HOME: '/home/ada', EMPTY: '' },
  async read(path, kind) {
    const bytes = FILES[path];
    if (bytes === undefined) throw new Failure(kind, `${path} is not there`);
    return bytes;
  },
};

async function set(
  typed: readonly string[],
): Promise<{ readonly variables: Variables; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  let variables: Variables = new Map();
  for (const one of typed) {
    variables = await setVariable(one, variables, INPUTS, (sentence) => notes.push(sentence));
  }
  return { variables, notes };
}

const SETTINGS: [typed: string, name: string, content: string | undefined][] = [
  ['x=1', 'x', '1'],
  ['x=', 'x', ''],
  ['x==a@b', 'x', '=a@b'],
  ['_a9=é', '_a9', 'é'],
  ['x@a.txt', 'x', 'abcdef\n'],
  ['x@-', 'x', 'from stdin'],
  ['%HOME', 'HOME', '/home/ada'],
  ['%EMPTY', 'EMPTY', ''],
  ['%HOME=d', 'HOME', '/home/ada'],
  ['%NOPE=d', 'NOPE', 'd'],
  ['%NOPE@a.txt', 'NOPE', 'abcdef\n'],
  ['%HOME[0-1]=d', 'HOME', '/home/ada'],
  ['x[1-2]=abcdef', 'x', 'bc'],
  ['x[2-2]=abcdef', 'x', 'c'],
  ['x[2-]=abcdef', 'x', 'cdef'],
  ['x[4-99]@a.txt', 'x', 'ef\n'],
  ['x[9-]=abcdef', 'x', ''],
  ['%NOPE[1-1]=abc', 'NOPE', 'b'],
  ['x', 'x', undefined],
  ['=v', '', undefined],
  ['a b=v', 'a', undefined],
  ['x[a]=v', 'x', undefined],
  [`${'n'.repeat(127)}=1`, 'n'.repeat(127), '1'],
  [`${'n'.repeat(128)}=1`, 'n'.repeat(128), undefined],
];
for (const [typed, name, content] of SETTINGS) {
  test(`--variable ${typed}`, async () => {
    const { variables, notes } = await set([typed]);
    const bytes = variables.get(name);
    assert.equal(bytes && Buffer.from(bytes).toString(), content);
    assert.equal(notes.length, content === undefined ? 1 : 0);
  });
}

const FAULTS: [typed: string, kind: string, message: string][] = [
  ['%NOPE', 'usage', 'NOPE is not set in the environment'],
  ['x[1]=abc', 'usage', 'this is no range of bytes'],
  ['x[2-1]=abc', 'usage', 'this is no range of bytes'],
  ['x[1-2=abc', 'usage', 'this is no range of bytes'],
  ['x@none.txt', 'read', 'none.txt is not there'],
];
for (const [typed, kind, message] of FAULTS) {
  test(`--variable ${typed} is refused`, async () => {
    await assert.rejects(set([typed]), (error) => {
      assert.ok(error instanceof Failure);
      assert.deepEqual([error.kind, error.message], [kind, message]);
      return true;
    });
  });
}

test('the later of two settings counts', async () => {
  const { variables } = await set(['x=1', 'x=2']);
  assert.equal(expandVariables('{{x}}', variables, assert.fail), '2');
});

const EXPANSIONS: [text: string, expanded: string][] = [
  ['', ''],
  ['plain', 'plain'],
  ['[{{x}}]', '[1]'],
  ['{{x}}{{y}}{{x}}', '1 two\t1'],
  ['[{{none}}]', '[]'],
  ['[{{none:b64:json}}]', '[]'],
  ['\\{{x}}', '\\{{x}}'],
  ['\\{{x}}{{x}}', '{{x}}1'],
  ['{{x}}\\{{x}} end', '1{{x}} end'],
  ['{{y:trim}}', 'two'],
  ['{{y:url}}', '%20two%09'],
  ['{{y:trim:b64}}', 'dHdv'],
  ['{{y:b64:64dec}}', ' two\t'],
  ['{{x:64dec}}', '[64dec-fail]'],
  ['{{u}} {{u:url}}', 'é~ %C3%A9~'],
  ['{{q:json}}', '\\"a\\\\\\n\\u0001\\"'],
  ['{{nul:url}} {{nul:b64}} {{nul:json}}', 'a%00b YQBi a\\u0000b'],
];
for (const [text, expanded] of EXPANSIONS) {
  test(`--expand ${text}`, async () => {
    const { variables } = await set(['x=1', 'y= two\t', 'u=é~', 'q="a\\\n\u0001"', 'nul@nul.bin']);
    assert.equal(expandVariables(text, variables, assert.fail), expanded);
  });
}

const NOTED: [text: string, expanded: string][] = [
  ['{{x}} {{x', '1 {{x'],
  ['{{x', '{{x'],
  ['{{}}a', '{{}}a'],
  ['{{}}a{{x}}', '{{}}a1'],
  ['{{x y}} {{x}}', '{{x y}} 1'],
];
for (const [text, expanded] of NOTED) {
  test(`--expand ${text}, with a note`, async () => {
    const notes: string[] = [];
    assert.equal(
      expandVariables(text, (await set(['x=1'])).variables, (note) => notes.push(note)),
      expanded,
    );
    assert.equal(notes.length, 1);
  });
}

const REFUSED: [text: string, place: string, message: string][] = [
  ['a{{x:upper}}', 'upper', 'there is no function upper'],
  ['{{x:trim:trim:url2}}', 'url2', 'there is no function url2'],
  ['{{x:}}', '}', 'there is no function without a name'],
  ['{{none:toString}}', 'toString', 'there is no function toString'],
  ['{{nul}}', '{{nul}}', 'this variable holds a NUL byte, which no argument can hold'],
];
for (const [text, place, message] of REFUSED) {
  test(`--expand ${text} is refused`, async () => {
    const { variables } = await set(['x=1', 'nul@nul.bin']);
    assert.throws(
      () => expandVariables(text, variables, assert.fail),
      (error) => {
        assert.ok(error instanceof Failure);
        assert.deepEqual([error.kind, error.message], ['usage', message]);
        assert.equal(error.at?.text.slice(error.at.start, error.at.end), place);
        return true;
      },
    );
  });
}

test('what was percent-encoded or put in Base64 comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const variables = new Map([['x', bytes]]);
      const [encoded = '', base64 = ''] = expandVariables('{{x:url}} {{x:b64}}', variables, assert.fail).split(' ');
      const decoded = encoded.replace(/%(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
      assert.deepEqual(Buffer.from(decoded, 'latin1'), Buffer.from(bytes));
      assert.deepEqual(Buffer.from(base64, 'base64'), Buffer.from(bytes));
    }),
  );
});

test('what is written as JSON reads as the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const expanded = expandVariables('{{x:json}}', new Map([['x', Buffer.from(text)]]), assert.fail);
      assert.equal(JSON.parse(`"${expanded}"`), Buffer.from(text).toString());
    }),
  );
});
