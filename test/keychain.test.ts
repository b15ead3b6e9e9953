import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../src/failure.ts';
import type { KeychainLook } from '../src/host.ts';
import { Secret } from '../src/secret.ts';
import { type KeychainHost, keychainStore } from '../src/secrets/keychain.ts';
import type { SecretStore } from '../src/secrets/secret-store.ts';
import { type FakeKeychain, fakeKeychain, type KeychainTrouble } from './support/fake-keychain.ts';

interface Desk {
  readonly store: SecretStore;
  readonly keychain: FakeKeychain;
  readonly remarks: readonly string[];
  readonly waitedMs: () => number;
  readonly interrupt: () => void;
}

/** A keychain on a system, whose clock runs as fast as it can where `isPatient` is false. */
function desk(
  platform: NodeJS.Platform,
  initial: Readonly<Record<string, string>> = {},
  trouble: KeychainTrouble & { readonly env?: Readonly<Record<string, string>>; readonly isPatient?: boolean } = {},
): Desk {
  const { env = {}, isPatient = true } = trouble;
  const keychain = fakeKeychain(initial, trouble);
  const interruption = new AbortController();
  const remarks: string[] = [];
  let waitedMs = 0;
  const host: KeychainHost = {
    keychain: async () => keychain,
    platform,
    env,
    interrupted: interruption.signal,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    async wait(durationMs, signal) {
      if (isPatient) await new Promise((_resolve, reject) => signal?.addEventListener('abort', reject));
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      waitedMs += durationMs;
    },
  };
  const store = keychainStore(host, async (sentence) => void remarks.push(sentence));
  return { store, keychain, remarks, waitedMs: () => waitedMs, interrupt: () => interruption.abort('SIGINT') };
}

async function failureOf(act: Promise<unknown>): Promise<Failure> {
  const error = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Failure, String(error));
  return error;
}

const PLATFORMS: readonly NodeJS.Platform[] = ['linux', 'darwin', 'win32'];

for (const platform of PLATFORMS) {
  test(`on ${platform} secrets are kept, found, replaced, listed and removed`, async () => {
    const looks: readonly KeychainLook[] = platform === 'linux' ? ['open'] : ['unknown'];
    const { store, keychain } = desk(platform, {}, { looks });
    await store.put('work', new Secret('zażółć 🔑'));
    await store.put('home', new Secret('two'));
    await store.put('work', new Secret('three'));
    assert.deepEqual(await store.list(), ['home', 'work']);
    assert.equal((await store.find('work'))?.reveal(), 'three');
    assert.equal(await store.find('other'), undefined);
    assert.equal(await store.remove('work'), true);
    assert.equal(await store.remove('work'), false);
    assert.deepEqual([...keychain.entries], [['home', 'two']]);
    assert.equal((await store.probe()).state, 'ready');
  });
}

const WAYS: [platform: NodeJS.Platform, look: KeychainLook, way: string][] = [
  ['linux', 'open', 'here'],
  ['linux', 'locked', 'apart'],
  ['linux', 'unknown', 'apart'],
  ['darwin', 'unknown', 'apart'],
  ['win32', 'unknown', 'here'],
];

for (const [platform, look, way] of WAYS) {
  test(`a keychain of ${platform} that is ${look} is asked ${way}`, async () => {
    const { store, keychain } = desk(platform, { work: 's' }, { looks: [look] });
    assert.equal((await store.find('work'))?.reveal(), 's');
    assert.deepEqual(keychain.calls, ['look work', `find ${way} work`]);
  });
}

const UNSENDABLE: [what: string, clear: string, message: RegExp][] = [
  ['nothing', '', /is empty/],
  ['a NUL', 'a\0b', /NUL/],
];

for (const [what, clear, message] of UNSENDABLE) {
  test(`a secret of ${what} is refused before the keychain is asked`, async () => {
    const { store, keychain } = desk('linux');
    const failure = await failureOf(store.put('work', new Secret(clear)));
    assert.equal(failure.kind, 'usage');
    assert.match(failure.message, message);
    assert.deepEqual(keychain.calls, []);
  });
}

const VAULT = 'SLIP_KEYCHAIN=vault keeps secrets in an encrypted file';

/** What is seen, and what is said of it, without a call to the library. */
const SEEN: [look: KeychainLook, env: Readonly<Record<string, string>>, message: string, hint: string][] = [
  [
    'noBus',
    {},
    'there is no way to a keychain: no D-Bus session is running',
    `start slip within the desktop's session, or ${VAULT}`,
  ],
  ['noBus', { SSH_CONNECTION: '1' }, 'there is no way to a keychain: no D-Bus session is running', VAULT],
  [
    'noBus',
    { CI: 'true' },
    'there is no way to a keychain: no D-Bus session is running',
    `in CI, SLIP_SECRET_<PROFILE> holds the secret of a profile, or ${VAULT}`,
  ],
  [
    'noService',
    {},
    'there is no keychain: no program on the D-Bus session keeps secrets',
    `install and start one, such as gnome-keyring, KWallet or KeePassXC, or ${VAULT}`,
  ],
  ['silent', {}, 'the keychain gives no answer', `answer the question on the desktop, or ${VAULT}`],
];

for (const [look, env, message, hint] of SEEN) {
  test(`a keychain with ${look} among ${JSON.stringify(env)} is told of without a call`, async () => {
    const { store, keychain } = desk('linux', { work: 's' }, { looks: [look], env });
    for (const act of [store.find('work'), store.put('a', new Secret('b')), store.remove('work'), store.list()]) {
      const failure = await failureOf(act);
      assert.deepEqual([failure.exitStatus, failure.message, failure.hint], [101, message, hint]);
    }
    assert.deepEqual(
      keychain.calls.filter((call) => !call.startsWith('look')),
      [],
    );
    const state = await store.probe();
    assert.notEqual(state.state, 'ready');
    assert.equal(state.reason, message);
  });
}

/** What the systems' libraries say. */
const SAID: [platform: NodeJS.Platform, said: string, message: string, hint: RegExp][] = [
  [
    'linux',
    'Cannot autolaunch D-Bus without X11 $DISPLAY',
    'there is no way to a keychain: no D-Bus session is running',
    /session/,
  ],
  [
    'linux',
    'The name org.freedesktop.secrets was not provided by any .service files',
    'there is no keychain: no program on the D-Bus session keeps secrets',
    /gnome-keyring/,
  ],
  ['linux', 'Cannot create an item in a locked collection', 'the keychain is locked', /unlock it/],
  [
    'linux',
    'Object does not exist at path “/org/freedesktop/secrets/collection/login”',
    'the keychain has no keyring for new secrets',
    /seahorse/,
  ],
  ['linux', 'Timeout was reached', 'the keychain gives no answer', /desktop/],
  [
    'linux',
    'Message recipient disconnected from message bus without replying',
    'the keychain gives no answer',
    /desktop/,
  ],
  ['linux', 'Something new.', 'the keychain refused: Something new', /^SLIP_KEYCHAIN/],
  ['darwin', 'User interaction is not allowed.', 'the keychain is locked', /Keychain Access/],
  ['darwin', 'User canceled the operation.', 'the keychain denied slip access to the secret', /Allow/],
  [
    'darwin',
    'The user name or passphrase you entered is not correct.',
    'the keychain denied slip access to the secret',
    /Allow/,
  ],
  [
    'darwin',
    'A default keychain could not be found.',
    'the keychain has no keyring for new secrets',
    /Keychain Access/,
  ],
  [
    'win32',
    'A specified logon session does not exist. It may already have been terminated.',
    'this logon has no Credential Manager',
    /log on/,
  ],
  ['win32', 'Falscher Parameter.', 'the keychain refused: Falscher Parameter', /^SLIP_KEYCHAIN/],
];

for (const [platform, said, message, hint] of SAID) {
  test(`on ${platform}, ${JSON.stringify(said)} is told as: ${message}`, async () => {
    const looks: readonly KeychainLook[] = [platform === 'linux' ? 'open' : 'unknown'];
    const { store } = desk(platform, {}, { looks, fails: () => new Error(said) });
    for (const act of [store.find('work'), store.put('work', new Secret('s')), store.remove('work'), store.list()]) {
      const failure = await failureOf(act);
      assert.deepEqual([failure.exitStatus, failure.message], [101, message]);
      assert.match(failure.hint ?? '', hint);
      assert.match(failure.hint ?? '', /SLIP_KEYCHAIN=vault/);
    }
  });
}

test('over SSH a locked keychain of macOS has its own remedy', async () => {
  const fails = (): Error => new Error('User interaction is not allowed.');
  const { store } = desk('darwin', {}, { looks: ['unknown'], fails, env: { SSH_CONNECTION: '1 2 3 4' } });
  assert.match((await failureOf(store.find('work'))).hint ?? '', /security unlock-keychain/);
});

test('a library that cannot be loaded is named, in the words of the loader', async () => {
  const said = 'libsecret-1.so.0: cannot open shared object file: No such file or directory';
  const fails = (): Error => Object.assign(new Error(said), { code: 'EUNLOADABLE' });
  const failure = await failureOf(desk('linux', {}, { fails }).store.find('work'));
  assert.equal(failure.message, `the keychain's library cannot be loaded: ${said}`);
  assert.match(failure.hint ?? '', /libsecret-1-0/);
});

const CRASHES: [looks: readonly KeychainLook[], message: string][] = [
  [['locked'], 'the keychain is locked'],
  [['locked', 'open'], "the keychain's library fell down: SIGSEGV"],
  [['open'], "the keychain's library fell down: SIGSEGV"],
];

for (const [looks, message] of CRASHES) {
  test(`a crash of the library, seen ${looks.join(', then ')}, is told as: ${message}`, async () => {
    const fails = (): Error => Object.assign(new Error('SIGSEGV'), { code: 'ECRASHED' });
    const { store } = desk('linux', {}, { looks, fails });
    const failure = await failureOf(store.list());
    assert.deepEqual([failure.exitStatus, failure.message], [101, message]);
  });
}

test('a question that was sent away leaves it locked: that is not the same as no secret', async () => {
  const { store } = desk('linux', { work: 's' }, { looks: ['locked'], isClosed: true });
  for (const act of [store.find('work'), store.remove('work'), store.list()]) {
    assert.equal((await failureOf(act)).message, 'the keychain is locked');
  }
});

test('a question that was answered opens it', async () => {
  const { store } = desk('linux', { work: 's' }, { looks: ['locked', 'open'] });
  assert.equal((await store.find('work'))?.reveal(), 's');
});

for (const platform of PLATFORMS) {
  test(`on ${platform} a call that hangs is told of after 3 s and given up after a minute`, async () => {
    const looks: readonly KeychainLook[] = ['unknown'];
    const { store, remarks, waitedMs } = desk(platform, {}, { looks, hangs: true, isPatient: false });
    const failure = await failureOf(store.find('work'));
    assert.deepEqual([failure.exitStatus, failure.message], [101, 'the keychain gives no answer']);
    assert.match(failure.hint ?? '', /SLIP_KEYCHAIN=vault/);
    assert.deepEqual(remarks, ['waiting for the keychain, which may have a question open']);
    assert.equal(waitedMs(), 60_000);
  });
}

test('a question of a locked keychain that stays without an answer leaves it locked', async () => {
  const { store } = desk('linux', {}, { looks: ['locked'], hangs: true, isPatient: false });
  assert.equal((await failureOf(store.find('work'))).message, 'the keychain is locked');
});

test('Ctrl-C ends a call that hangs', async () => {
  const { store, interrupt } = desk('darwin', {}, { looks: ['unknown'], hangs: true });
  const finding = failureOf(store.find('work'));
  interrupt();
  assert.equal((await finding).kind, 'interrupted');
});

test('on Windows a secret longer than an entry is kept in pieces, which nobody sees', async () => {
  const { store, keychain } = desk('win32', {}, { looks: ['unknown'], maxBytes: 2560 });
  const long = 'ż'.repeat(32_768);
  await store.put('work', new Secret(long));
  assert.equal(keychain.entries.size, 27);
  assert.deepEqual(await store.list(), ['work']);
  assert.equal((await store.find('work'))?.reveal(), long);
  await store.put('work', new Secret('x'.repeat(2_561)));
  assert.equal(keychain.entries.size, 3);
  assert.equal((await store.find('work'))?.reveal().length, 2_561);
  await store.put('work', new Secret('x'.repeat(2_560)));
  assert.deepEqual([...keychain.entries.keys()], ['work']);
  await store.put('work', new Secret(long));
  assert.equal(await store.remove('work'), true);
  assert.equal(keychain.entries.size, 0);
});

test('on Windows a secret in the form of a list of pieces is still a secret', async () => {
  const { store } = desk('win32', {}, { looks: ['unknown'] });
  const clear = 'slip pieces 2 0123456789abcdef';
  await store.put('work', new Secret(clear));
  assert.equal((await store.find('work'))?.reveal(), clear);
});

test('on Windows there is an end to what pieces hold, and a lost piece is told of', async () => {
  const { store, keychain } = desk('win32', {}, { looks: ['unknown'], maxBytes: 2560 });
  const failure = await failureOf(store.put('work', new Secret('x'.repeat(64 * 2560 + 1))));
  assert.deepEqual([failure.kind, failure.message], ['usage', 'the secret of work is longer than 160 kB']);
  assert.equal(keychain.entries.size, 0);
  await store.put('work', new Secret('x'.repeat(6_000)));
  keychain.entries.delete([...keychain.entries.keys()][1] ?? '');
  const loss = await failureOf(store.find('work'));
  assert.deepEqual([loss.kind, loss.hint], ['keychain', 'add the secret of work anew']);
});

test('entries that macOS denies have no name, and are passed over', async () => {
  const { store } = desk('darwin', { '': '', work: 's' }, { looks: ['unknown'] });
  assert.deepEqual(await store.list(), ['work']);
});
