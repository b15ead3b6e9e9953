import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillValue, type Scope } from '../src/collection/fill.ts';
import { callFunction, type FunctionWorld } from '../src/collection/functions.ts';
import { stepInto, type Value } from '../src/collection/value.ts';
import { parseJsonText } from '../src/json/parse.ts';
import { findMember } from '../src/json/tree.ts';
import { writeCompactJson } from '../src/json/write.ts';
import { readYaml } from '../src/yaml/tree.ts';

const KNOWN = parseJsonText(`{
  "who": "ada", "n": 12345678901234567890, "yes": true, "none": null, "empty": "",
  "login": { "body": { "user": { "id": 7, "tags": ["a", "b"] } } }
}`);

const WORLD: FunctionWorld = {
  env: { HOME: '/home/ada' },
  now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  randomBytes: (count) => new Uint8Array(count).fill(0x11),
  readText: async (path) => `text of ${path}`,
  secret: async (profile) => `secret of ${profile}`,
  ask: async (question) => `answer to ${question}`,
};

async function filled(yaml: string): Promise<Value> {
  const file = { path: 'f', text: yaml };
  const scope: Scope = {
    file,
    async find([name, ...rest]) {
      const known = KNOWN.kind === 'object' ? findMember(KNOWN, name) : undefined;
      const json = known && stepInto(known, rest);
      return json && { json, isSecret: false };
    },
    call: (name, given) => callFunction(name, given, WORLD),
    conceal() {},
    nearest: (name) => (name === 'wo' ? 'did you mean who?' : undefined),
  };
  return await fillValue(readYaml(file), scope);
}

const VALUES: [yaml: string, json: string][] = [
  ['plain', '"plain"'],
  ['"{{who}}"', '"ada"'],
  ['"{{n}}"', '12345678901234567890'],
  ['"n is {{n}}"', '"n is 12345678901234567890"'],
  ['"{{yes}}"', 'true'],
  ['"{{none}}"', 'null'],
  ['"{{login.body.user}}"', '{"id":7,"tags":["a","b"]}'],
  ['"is {{login.body.user}}"', '"is {\\"id\\":7,\\"tags\\":[\\"a\\",\\"b\\"]}"'],
  ['"{{login.body.user.tags[-1]}}"', '"b"'],
  ['{ "{{who}}": ["{{n}}", 1.0] }', '{"ada":[12345678901234567890,1.0]}'],
  ['"{{gone ?? who}}"', '"ada"'],
  ['"{{none ?? 1}}"', '1'],
  ['"{{empty ?? \'x\'}}"', '"x"'],
  ['"{{$uuid}}"', '"11111111-1111-4111-9111-111111111111"'],
  ['"{{$now}}"', '"2026-01-02T03:04:05.678Z"'],
  ["\"{{$now('date', '-1d')}}\"", '"2026-01-01"'],
  ['"{{$now(\'unix\')}}"', '1767323045'],
  ['"{{$now(\'http\')}}"', '"Fri, 02 Jan 2026 03:04:05 GMT"'],
  ['"{{$env.HOME}}"', '"/home/ada"'],
  ['"{{$file(\'a.txt\')}}"', '"text of a.txt"'],
  ['"{{who | base64}}"', '"YWRh"'],
  ['"{{$sha256(\'\')}}"', '"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"'],
  [
    "\"{{$hmac('what do ya want for nothing?', 'Jefe')}}\"",
    '"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"',
  ],
  ['"{{$urlencode(\'a b&c\')}}"', '"a%20b%26c"'],
  ['"{{$random(3, 3)}}"', '3'],
  ['"{{$random(4)}}"', '"bbbb"'],
];

for (const [yaml, json] of VALUES) {
  test(`${yaml} is filled in`, async () => {
    if (yaml.includes('random(4)')) assert.match(writeCompactJson((await filled(yaml)).json), /^"[A-Za-z0-9]{4}"$/);
    else assert.equal(writeCompactJson((await filled(yaml)).json), json);
  });
}

test('what a secret goes into is a secret', async () => {
  assert.deepEqual(await filled('"Bearer {{$prompt(\'token\') | base64}}"').then(({ isSecret }) => isSecret), true);
  assert.deepEqual(await filled('[{ a: "{{$prompt(\'PIN\')}}" }]').then(({ isSecret }) => isSecret), true);
  assert.deepEqual(await filled('"{{who}}"').then(({ isSecret }) => isSecret), false);
});

test('what the secret of a profile goes into is bound to it', async () => {
  const { json, isSecret, profiles } = await filled('[a, { b: "x{{$hmac($secret.desk, $secret.bank) | base64}}" }]');
  assert.deepEqual([json.kind, isSecret, profiles], ['array', true, ['desk', 'bank']]);
});

const FAULTS: [yaml: string, message: string, hint?: string][] = [
  ['"{{wo}}"', 'f:1:4: nothing is called wo', 'did you mean who?'],
  ['"a {{login.body.gone}}"', 'f:1:6: nothing is called login.body.gone'],
  ['"{{$uid}}"', 'f:1:4: there is no function uid: is it uuid?'],
  ['"{{$env.GONE}}"', 'f:1:4: the environment has no GONE'],
  ['"{{$sha256}}"', 'f:1:4: this is written $sha256(text)'],
  ['"{{$now(\'year\')}}"', 'f:1:4: now writes iso, date, http, unix or unix-ms, not year'],
  ["\"{{$now('iso', 'soon')}}\"", 'f:1:4: an offset is written +1d, -2h or +30s, not soon'],
  ['"{{$random(3, 1)}}"', 'f:1:4: there is no number from 3 to 1'],
  ['"{{$random(1e9)}}"', 'f:1:4: a random text has 1 to 65536 characters'],
];

for (const [yaml, message, hint] of FAULTS) {
  test(`${yaml} cannot be filled in`, async () => {
    await assert.rejects(filled(yaml), { name: 'Failure', message, hint });
  });
}
