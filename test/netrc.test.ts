import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findNetrcLogin } from '../src/auth/netrc.ts';
import { Failure } from '../src/failure.ts';

const LIBRARY = `
# the desk
machine desk.example login ada password first
machine desk.example
  login grace
  password second
machine bare.example
machine name.example login lonely
machine pass.example password anybody
machine Upper.Example LOGIN up Password #1!
default login guest password welcome
machine late.example login never password reached
`;

/** `found` is name and password with a colon between. */
const LOGINS: readonly [text: string, host: string, name: string, found: string | undefined][] = [
  [LIBRARY, 'desk.example', '', 'ada:first'],
  [LIBRARY, 'desk.example', 'grace', 'grace:second'],
  [LIBRARY, 'desk.example', 'ad', undefined],
  [LIBRARY, 'desk.example', 'Ada', undefined],
  [LIBRARY, 'DESK.example', 'ada', 'ada:first'],
  [LIBRARY, 'name.example', '', 'lonely:'],
  [LIBRARY, 'name.example', 'lonely', undefined],
  [LIBRARY, 'pass.example', '', ':anybody'],
  [LIBRARY, 'pass.example', 'ada', 'ada:anybody'],
  [LIBRARY, 'upper.example', '', 'up:#1!'],
  [LIBRARY, 'bare.example', '', 'guest:welcome'],
  [LIBRARY, 'other.example', '', 'guest:welcome'],
  [LIBRARY, 'other.example', 'ada', undefined],
  [LIBRARY, 'late.example', '', 'guest:welcome'],
  ['', 'h', '', undefined],
  ['machine h', 'h', '', undefined],
  ['machine', 'h', '', undefined],
  ['default', 'h', '', undefined],
  ['default login a', 'h', '', 'a:'],
  ['machine h login', 'h', '', undefined],
  ['login a password b machine h', 'h', '', undefined],
  ['machine h login a password b', 'h', '', 'a:b'],
  ['machine h\r\n\tlogin a\r\n\tpassword b\r\n', 'h', '', 'a:b'],
  ['machine h password b login a', 'h', '', 'a:b'],
  ['machine h login a login b password c', 'h', '', 'b:c'],
  ['machine h login a account x password b', 'h', '', 'a:b'],
  ['machine h account login login a password b', 'h', '', 'a:b'],
  ['machine h port 80 login a password b', 'h', '', 'a:b'],
  ['machine h login machine password default', 'h', '', 'machine:default'],
  ['machine h login a password p#1', 'h', '', 'a:p#1'],
  ['machine h login a password\n# not this\nb', 'h', '', 'a:b'],
  ['# machine h login a password b', 'h', '', undefined],
  // Of an entry that is not complete, nothing is made up from another.
  ['machine h login a\nmachine h password b', 'h', '', 'a:'],
  ['machine h login a\nmachine h login a password b', 'h', 'a', 'a:b'],
  ['machine h login a\ndefault password d', 'h', 'a', 'a:d'],
  ['machine h\ndefault login d password e', 'h', '', 'd:e'],
  // Between quotes.
  ['machine h login "ada l" password "a \\"b\\" \\\\ \\n\\r\\t\\x"', 'h', '', 'ada l:a "b" \\ \n\r\tx'],
  ['machine "h" "login" a login b password c', 'h', '', 'b:c'],
  ['machine h login a password ""', 'h', 'a', 'a:'],
  ['machine h login a password b"c', 'h', '', 'a:b"c'],
  ['machine h login a password "b\nc"', 'h', '', 'a:b\nc'],
  // Macros.
  ['macdef m\n  machine h login x password y\n\nmachine h login a password b', 'h', '', 'a:b'],
  ['macdef m\r\n  machine h login x password y\r\n\r\nmachine h login a password b', 'h', '', 'a:b'],
  ['macdef m\n  machine h login x password y', 'h', '', undefined],
  ['machine h login a\nmacdef m\npassword x\n\npassword y', 'h', '', 'a:'],
  // What is broken further down is never reached.
  ['machine h login a password b machine i login "open', 'h', '', 'a:b'],
];

for (const [text, host, name, found] of LOGINS) {
  const whose = name === '' ? '' : ` of ${name}`;
  const where = text === LIBRARY ? 'the library' : JSON.stringify(text);
  test(`login${whose} at ${host} in ${where}`, () => {
    const login = findNetrcLogin(text, host, name);
    assert.equal(login && `${login.name}:${login.password.reveal()}`, found);
  });
}

const BROKEN: readonly [what: string, text: string, message: RegExp][] = [
  ['a quote is not closed', 'machine h login a password "b', /^a quote in the netrc file is not closed$/],
  ['a quote is closed by nothing but an escape', 'machine h login "a\\"', /not closed/],
  ['the file is too large', 'x'.repeat(128 * 1024 + 1), /more than 128 kB/],
];

for (const [what, text, message] of BROKEN) {
  test(`refused: ${what}`, () => {
    assert.throws(
      () => findNetrcLogin(text, 'h', ''),
      (error) => error instanceof Failure && error.kind === 'read' && message.test(error.message),
    );
  });
}

test('a file says nothing, is refused, or gives what stands in it', () => {
  const word = fc.constantFrom(
    'machine',
    'h',
    'login',
    'password',
    'default',
    'macdef',
    '"',
    '\\',
    '#',
    ' ',
    '\n',
    '\n\n',
    'x',
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join(' ');
      try {
        const login = findNetrcLogin(text, 'h', '');
        assert.ok(login === undefined || /login|password/.test(text));
      } catch (error) {
        assert.ok(error instanceof Failure);
      }
    }),
  );
});
