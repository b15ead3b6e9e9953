import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Profile } from '../src/auth/profile.ts';
import { readScope, type Scope } from '../src/auth/scope.ts';
import { Failure } from '../src/failure.ts';
import { parseAuthFile, withoutProfile, withProfile } from '../src/profiles/auth-file.ts';

function parse(text: string): ReturnType<typeof parseAuthFile> {
  return parseAuthFile({ path: 'auth.yaml', text });
}

const FAULTS: [text: string, message: RegExp][] = [
  ['- a', /^auth.yaml:1:1: auth.yaml is a mapping/],
  ['profile: {}', /:1:1: there is no profile here/],
  ['keychain: plain', /:1:11: keychain: is auto, system, vault or env/],
  ['keychain: [vault]', /:1:11: keychain: is/],
  ['profiles: [a]', /:1:11: profiles: is a mapping/],
  ['profiles:\n  my key: {}', /:2:3: the name of a profile/],
  ['profiles:\n  a: bearer', /:2:6: profile a is a mapping/],
  ['profiles:\n  a: { for: h }', /:2:3: profile a has no kind/],
  ['profiles:\n  a: { kind: bearer }', /:2:3: profile a has no for/],
  ['profiles:\n  a: { kind: barer, for: h }', /:2:14: a kind is one of api-key, bearer/],
  ['profiles:\n  a: { kind: bearer, for: [] }', /:2:27: for: names no URL/],
  ['profiles:\n  a: { kind: bearer, for: [h, "ftp://x"] }', /:2:31: for: names no place for a credential/],
  ['profiles:\n  a: { kind: bearer, for: { x: 1 } }', /:2:27: for: is a text/],
  ['profiles:\n  a: { kind: bearer, for: h, user: x }', /:2:30: there is no user here/],
  ['profiles:\n  a: { kind: basic, for: h }', /:2:3: kind basic needs user:/],
  ['profiles:\n  a: { kind: basic, for: h, user: "a:b" }', /:2:35: user has a colon/],
  ['profiles:\n  a: { kind: api-key, for: h, in: body:x }', /:2:35: in is header:NAME/],
  ['profiles:\n  a: { kind: bearer, for: h, exec: "" }', /:2:36: exec: is a text/],
  ['profiles:\n  a: { kind: bearer, for: h }\n  a: { kind: bearer, for: h }', /:3:3: a stands here a second time/],
  ['profiles: {', /^auth.yaml:1:/],
];
for (const [text, message] of FAULTS) {
  test(`auth.yaml is refused: ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => parse(text),
      (failure) => failure instanceof Failure && failure.kind === 'config' && message.test(failure.message),
    );
  });
}

/** All that a profile says, each value of which may be a secret in the wrong place. */
const WHOLE = { keychain: 'auto', for: 'h', kind: 'basic', user: 'ada', exec: 'cat' };
/** Texts that are read as something else, or as nothing. */
const FORMS = [
  'S',
  'S x',
  '"S',
  "'S",
  '*S',
  '&S',
  '!S',
  '@S',
  '%S',
  '[S',
  '{S',
  '{S: [',
  '? S',
  '- S',
  '|S',
  '>S\n',
  'S: x',
];
const URL_FORMS = [
  'S://x',
  'x?token=S',
  'S@x',
  'ada:S@x',
  'x:S',
  'x/#S',
  '*.S',
  'x*S',
  'https://S^',
  'http://[S',
  'x\\S\\',
];

test('no value of a broken auth.yaml is shown, wherever it stands', () => {
  let faults = 0;
  for (const key of [...Object.keys(WHOLE), 'password', 'x']) {
    for (const form of [...FORMS, ...URL_FORMS, ...URL_FORMS.map((text) => JSON.stringify(text))]) {
      const said = { ...WHOLE, [key]: form.replace('S', 'c4n4ry') };
      const { keychain, ...profile } = said;
      const lines = Object.entries(profile).map(([name, value]) => `    ${name}: ${value}\n`);
      try {
        parse(`keychain: ${keychain}\nprofiles:\n  a:\n${lines.join('')}`);
      } catch (error) {
        assert.ok(error instanceof Failure);
        const { message, hint, at } = error;
        assert.ok(at === undefined && !/c4n4ry/i.test(`${message} ${hint}`), `${key}: ${form}: ${message} ${hint}`);
        faults++;
      }
    }
  }
  assert.ok(faults > 100);
});

test('an empty file has no profiles', () => {
  for (const text of ['', '# nothing\n', 'profiles:\n', 'profiles: {}\n']) assert.deepEqual(parse(text).profiles, []);
});

test('numbers are texts where a text is meant', () => {
  assert.equal(parse('profiles: { a: { for: h, kind: basic, user: 007 } }').profiles[0]?.settings.user, '7');
  assert.equal(parse('profiles: { a: { for: h, kind: basic, user: "007" } }').profiles[0]?.settings.user, '007');
});

const COMMENTED = `# Mine.
keychain: vault # by hand

profiles:
  # The first.
  work:
    kind: api-key
    for: https://a.example # here
    in: query:k
  gh: { for: https://b.example, kind: bearer }

# The end.
`;

test('a change leaves comments, order and all else as it is', () => {
  const file = { path: 'auth.yaml', text: COMMENTED };
  const [work] = parseAuthFile(file).profiles;
  assert.ok(work !== undefined);
  const moved = { ...work, scopes: [scope('https://c.example'), scope('https://d.example')], settings: {} };
  assert.equal(
    withProfile(file, moved),
    COMMENTED.replace(
      '    for: https://a.example # here\n    in: query:k\n',
      '    for:\n      - https://c.example\n      - https://d.example\n',
    ),
  );
  assert.equal(withoutProfile(file, 'gh'), COMMENTED.replace(/ {2}gh.*\n/, ''));
});

test('a file that holds what slip cannot change is refused, not spoilt', () => {
  const file = { path: 'auth.yaml', text: 'x: &all\n  a: { for: h, kind: bearer }\nprofiles: *all\n' };
  const profile = { name: 'b', kind: 'bearer', scopes: [scope('h')], settings: {}, lists: {}, exec: undefined };
  assert.throws(() => withProfile(file, profile), /has a form that slip cannot change/);
});

test('a profile that is written is read again, whatever its texts hold', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[\0-\x1f\x7f:]/.test(value));
  const profile: fc.Arbitrary<Profile> = fc.record({
    name: fc.stringMatching(/^[a-z][a-z\d._-]{0,8}$/),
    kind: fc.constant('basic'),
    scopes: fc.array(fc.constantFrom('https://a.example', 'http://*.b.example:81/x/y', ':3000').map(scope), {
      minLength: 1,
      maxLength: 3,
    }),
    settings: fc.record({ user: text }),
    lists: fc.constant({}),
    exec: fc.option(text, { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(profile, { selector: ({ name }) => name, minLength: 1, maxLength: 4 }), (profiles) => {
      let written = '';
      for (const one of profiles) written = withProfile({ path: 'auth.yaml', text: written }, one);
      assert.deepEqual(parse(written).profiles, structuredClone(profiles));
      for (const { name } of profiles) written = withoutProfile({ path: 'auth.yaml', text: written }, name);
      assert.deepEqual(parse(written).profiles, []);
    }),
  );
});

function scope(text: string): Scope {
  const read = readScope(text);
  assert.ok('scheme' in read);
  return read;
}
