/** The system's keychain against gnome-keyring, on a D-Bus session of its own. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Answer } from './support/secret-clerk.ts';
import { type Clerk, startClerk } from './support/servers/clerk.ts';
import { type KeyringSession, openKeyringSession } from './support/servers/keyring.ts';
import { missing } from './support/servers/programs.ts';
import { runSlip } from './support/servers/spawned-slip.ts';

const PROGRAMS = ['gnome-keyring-daemon', 'dbus-run-session', 'dbus-send'];
const VAULT = 'SLIP_KEYCHAIN=vault keeps secrets in an encrypted file';

describe('gnome-keyring', { skip: missing(...PROGRAMS) }, () => {
  let session: KeyringSession;
  const clerks: Clerk[] = [];

  beforeEach(async () => {
    session = await openKeyringSession();
  });
  afterEach(async () => {
    await Promise.all(clerks.splice(0).map((one) => one.close()));
    await session.close();
  });

  const clerk = (env: Readonly<Record<string, string>> = session.env): Clerk => {
    const started = startClerk('system', env);
    clerks.push(started);
    return started;
  };
  /** What was answered, with the value or the failure's words. */
  const said = ({ value, failure }: Answer): unknown => (failure === undefined ? value : failure.message);

  test('a secret is stored by one process, found by another, listed and removed', async () => {
    await session.start('unlocked');
    const [one, other] = [clerk(), clerk()];
    assert.deepEqual(said(await one.ask('probe')), {
      state: 'ready',
      reason: 'the Secret Service answers, and its default keyring is unlocked',
    });
    assert.equal(said(await one.ask('put', 'work', 'zażółć gęślą jaźń 🔑')), undefined);
    assert.equal(said(await other.ask('find', 'work')), 'zażółć gęślą jaźń 🔑');
    assert.equal(said(await other.ask('find', 'wor')), undefined);
    assert.equal(said(await other.ask('put', 'ключ', 'another')), undefined);
    assert.equal(said(await other.ask('put', 'work', 'replaced')), undefined);
    assert.deepEqual(said(await one.ask('list')), ['work', 'ключ']);
    assert.equal(said(await one.ask('find', 'work')), 'replaced');
    assert.equal(said(await one.ask('remove', 'work')), true);
    assert.equal(said(await other.ask('remove', 'work')), false);
    assert.equal(said(await other.ask('remove', 'ключ')), true);
    assert.deepEqual(said(await other.ask('list')), []);
  });

  test('a secret of 64 kB and one of a megabyte are kept whole', async () => {
    await session.start('unlocked');
    for (const length of [65_536, 1_048_576]) {
      const clear = 'ż'.repeat(length / 2);
      const one = clerk();
      assert.equal(said(await one.ask('put', 'big', clear)), undefined);
      assert.equal(said(await one.ask('find', 'big')), clear);
    }
  });

  test('two who write a hundred secrets at once lose none', async () => {
    await session.start('unlocked');
    const names = (who: string): string[] => Array.from({ length: 50 }, (_, index) => `${who}-${index}`);
    await Promise.all(
      ['a', 'b'].map(async (who) => {
        const writer = clerk();
        for (const name of names(who))
          assert.equal(said(await writer.ask('put', name, `secret of ${name}`)), undefined);
      }),
    );
    const reader = clerk();
    assert.deepEqual(said(await reader.ask('list')), [...names('a'), ...names('b')].sort());
    for (const name of [...names('a'), ...names('b')]) {
      assert.equal(said(await reader.ask('find', name)), `secret of ${name}`);
    }
  });

  test('what was stored outlives the daemon, and a locked keyring is told from an empty one', async () => {
    await session.start('unlocked');
    const one = clerk();
    assert.equal(said(await one.ask('put', 'work', 's')), undefined);
    await session.stop();
    await session.start('locked');
    for (const answer of [
      await one.ask('find', 'work'),
      await one.ask('put', 'other', 's'),
      await one.ask('remove', 'work'),
      await one.ask('list'),
    ]) {
      assert.deepEqual(answer.failure, {
        status: 101,
        message: 'the keychain is locked',
        hint: `unlock it when the desktop asks, or ${VAULT}`,
      });
    }
    assert.equal(said(await one.ask('find', 'nothing')), undefined);
    assert.deepEqual(said(await one.ask('probe')), {
      state: 'locked',
      reason: 'the keychain is locked',
      hint: `unlock it when the desktop asks, or ${VAULT}`,
    });
    await session.stop();
    await session.start('unlocked');
    assert.equal(said(await clerk().ask('find', 'work')), 's');
  });

  test('a daemon that is killed midway is started again by the bus, locked', async () => {
    await session.start('unlocked');
    const one = clerk();
    assert.equal(said(await one.ask('put', 'work', 's')), undefined);
    await session.stop('SIGKILL');
    assert.equal(said(await one.ask('find', 'work')), 'the keychain is locked');
  });

  test('a daemon that does nothing is given up', async () => {
    await session.start('unlocked');
    session.signal('SIGSTOP');
    const { failure } = await clerk().ask('find', 'work');
    assert.deepEqual(failure, {
      status: 101,
      message: 'the keychain gives no answer',
      hint: `answer the question on the desktop, or ${VAULT}`,
    });
  });
});

describe('gnome-keyring with a question that nobody answers', { skip: missing(...PROGRAMS) }, () => {
  test('is given up after a remark, and the process ends with its own status', async () => {
    const session = await openKeyringSession('deaf');
    try {
      await session.start('unlocked');
      const one = startClerk('system', session.env);
      assert.equal((await one.ask('put', 'work', 's')).failure, undefined);
      await session.stop();
      await session.start('locked');
      const other = startClerk('system', session.env);
      const { failure, remarks } = await other.ask('find', 'work');
      assert.deepEqual([failure?.status, failure?.message], [101, 'the keychain is locked']);
      assert.deepEqual(remarks, ['waiting for the keychain, which may have a question open']);
      assert.equal(await other.close(), 0);
      assert.equal(await one.close(), 0);
    } finally {
      await session.close();
    }
  });
});

describe('no keychain', { skip: process.platform === 'linux' ? false : 'this is how Linux is without one' }, () => {
  const PLACES: [what: string, env: Readonly<Record<string, string>>, message: string, hint: string][] = [
    [
      'no session',
      {},
      'there is no way to a keychain: no D-Bus session is running',
      `start slip within the desktop's session, or ${VAULT}`,
    ],
    [
      'a session that has ended',
      { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' },
      'there is no way to a keychain: no D-Bus session is running',
      `start slip within the desktop's session, or ${VAULT}`,
    ],
    [
      'SSH without a session',
      { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22', XDG_RUNTIME_DIR: '/nonexistent' },
      'there is no way to a keychain: no D-Bus session is running',
      VAULT,
    ],
  ];

  for (const [what, env, message, hint] of PLACES) {
    test(`${what} is one sentence`, async () => {
      const one = startClerk('system', { PATH: process.env.PATH ?? '', ...env });
      const { failure } = await one.ask('find', 'work');
      assert.deepEqual(failure, { status: 101, message, hint });
      assert.equal(await one.close(), 0);
    });
  }
});

describe('the built program on gnome-keyring', { skip: missing(...PROGRAMS) }, () => {
  test('a key that one run keeps goes along with the next, and is told as locked when the keyring is', async () => {
    const session = await openKeyringSession();
    const keys: unknown[] = [];
    const server = createServer((request, response) => {
      keys.push(request.headers['x-api-key']);
      response.end('ok');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other address
    const around = { folder: session.folder, env: session.env };
    try {
      await session.start('unlocked');
      const added = await runSlip(['auth', 'add', 'desk', '--for', url, '--api-key', '--secret-stdin'], {
        ...around,
        stdin: 'k-123\n',
      });
      assert.equal(added.status, 0, added.stderr);
      assert.equal((await runSlip([url], around)).stdout, 'ok');
      assert.deepEqual(keys, ['k-123']);
      const doctor = await runSlip(['doctor'], around);
      assert.match(doctor.stdout, /^ok {7}keychain {6}works: a test entry was kept, read and removed$/m);
      await session.stop();
      await session.start('locked');
      const refused = await runSlip([url], around);
      assert.equal(refused.status, 101);
      assert.match(refused.stderr, /^slip: the keychain is locked\nhint: .*SLIP_KEYCHAIN=vault/m);
      assert.deepEqual(keys, ['k-123']);
    } finally {
      server.close();
      await session.close();
    }
  });
});
