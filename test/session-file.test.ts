import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSession, printSession } from '../src/sessions/session-file.ts';

const text = fc.string({ unit: 'binary' }).map((one) => one.replace(/[\0\r\n]/g, ''));
const name = fc.stringMatching(/^X-[A-Z]{1,8}$/).filter((one) => !/AUTH|TOKEN|SECRET|JWT|OTP|PASSWORD/.test(one));
const cookie = fc.record({
  name: text,
  value: text,
  domain: text,
  coversSubdomains: fc.boolean(),
  path: text,
  isSecure: fc.boolean(),
  isHttpOnly: fc.boolean(),
  expiresAtSeconds: fc.option(fc.nat(), { nil: undefined }),
});

test('a session is read as it was written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.webUrl(), fc.array(fc.tuple(name, text))), fc.array(cookie), (fields, cookies) => {
      const session = { headers: new Map(Object.entries(fields)), cookies };
      assert.equal(printSession(parseSession('desk.json', printSession(session))), printSession(session));
    }),
  );
});

const sound = { version: 1, headers: {}, cookies: [] };
const biscuit = {
  name: 'sid',
  value: '1',
  domain: 'a.example',
  coversSubdomains: false,
  path: '/',
  isSecure: false,
  isHttpOnly: false,
};

for (const [broken, message] of [
  [[], 'desk.json: a session is not an object'],
  [{}, 'desk.json: version is not 1, the one that this slip knows'],
  [{ ...sound, headers: [] }, 'desk.json: headers is not an object'],
  [{ ...sound, headers: { o: 7 } }, 'desk.json: headers["o"] is not a list'],
  [{ ...sound, headers: { o: [['a b', '1']] } }, 'desk.json: headers["o"][0][0] is not the name of a header'],
  [
    { ...sound, headers: { o: [['Authorization', 'Basic eDp5']] } },
    'desk.json: headers["o"][0][0] is not a header that a session keeps: it is a credential',
  ],
  [{ ...sound, headers: { o: [['A', '1\n2']] } }, 'desk.json: headers["o"][0][1] is not the value of a header'],
  [{ ...sound, headers: { o: [['A', '1', '2']] } }, 'desk.json: headers["o"][0] is not a name and a value'],
  [{ ...sound, more: 1 }, 'desk.json: a session.more is not a member that this slip knows'],
  [
    { ...sound, cookies: [{ ...biscuit, partition: 'a' }] },
    'desk.json: cookies[0].partition is not a member that this slip knows',
  ],
  [{ ...sound, cookies: [{ ...biscuit, isSecure: 1 }] }, 'desk.json: cookies[0].isSecure is not a boolean'],
  [{ ...sound, cookies: [biscuit, 7] }, 'desk.json: cookies[1] is not an object'],
  [{ ...sound, cookies: [{ ...biscuit, value: '1\r' }] }, 'desk.json: cookies[0].value is not a string'],
  [
    { ...sound, cookies: [{ ...biscuit, expiresAtSeconds: null }] },
    'desk.json: cookies[0].expiresAtSeconds is not a number',
  ],
] as const) {
  test(`a session file is refused: ${message}`, () => {
    assert.throws(() => parseSession('desk.json', JSON.stringify(broken)), { kind: 'config', message });
  });
}

test('a session file that is no JSON is refused with line and column', () => {
  assert.throws(() => parseSession('desk.json', '{\n  "version": 1,\n  oops'), {
    kind: 'config',
    message: /^desk\.json:3:3: this is not JSON/,
  });
});
