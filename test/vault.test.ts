import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { realHost } from '../src/real-host.ts';
import { Secret } from '../src/secret.ts';
import { type VaultHost, vaultStore } from '../src/secrets/vault.ts';
import { keyOf, newKey, openVault, readVault, sealVault } from '../src/secrets/vault-file.ts';
import { memoryFiles } from './support/memory-files.ts';

const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/** A world whose only clock is patience; `typed` are the answers to questions, in order. */
function world({
  env = { SLIP_VAULT_PASSPHRASE: 'correct horse' },
  typed = [],
  files = memoryFiles(),
}: {
  env?: Readonly<Record<string, string>>;
  typed?: readonly string[];
  files?: ReturnType<typeof memoryFiles>;
} = {}): VaultHost & { readonly files: ReturnType<typeof memoryFiles>; readonly questions: readonly string[] } {
  const answers = [...typed];
  const questions: string[] = [];
  return {
    env,
    files,
    questions,
    randomBytes,
    askSecret: async (question) => {
      questions.push(question);
      return answers.shift();
    },
    now: () => 0,
    uptimeMs: () => 0,
    wait: async () => {},
    processName: '1@a',
    hasEnded: () => false,
  };
}

/** A vault, and the passphrase that it was sealed with. */
const SAMPLE = (async () => {
  const secret = new Secret('p');
  const key = await newKey(secret, randomBytes);
  return { secret, sealed: sealVault(new Map([['a', new Secret('s')]]), key, randomBytes) };
})();

async function failureOf(act: Promise<unknown>): Promise<Failure> {
  const error = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Failure, String(error));
  return error;
}

test('secrets are found again by another slip, and the file shows neither them nor their names', async () => {
  const { files } = world();
  const store = vaultStore(world({ files }), 'd/vault');
  assert.equal(await store.find('work'), undefined);
  assert.deepEqual(await store.list(), []);
  await store.put('work', new Secret('zażółć gęślą jaźń 🔑'));
  await store.put('big', new Secret('x'.repeat(65_536)));
  await store.put('__proto__', new Secret('one more'));
  const other = vaultStore(world({ files }), 'd/vault');
  assert.equal((await other.find('work'))?.reveal(), 'zażółć gęślą jaźń 🔑');
  assert.equal((await other.find('big'))?.reveal().length, 65_536);
  assert.deepEqual(await other.list(), ['__proto__', 'big', 'work']);
  assert.equal(await other.remove('big'), true);
  assert.equal(await other.remove('big'), false);
  assert.deepEqual(await store.list(), ['__proto__', 'work']);
  const text = files.text('d/vault') ?? '';
  const sealed = Buffer.from(text.split('\n')[1] ?? '', 'base64').toString('latin1');
  for (const word of ['work', 'proto', 'one more']) assert.ok(!text.includes(word) && !sealed.includes(word));
  assert.equal((await files.facts('d/vault'))?.mode, 0o600);
  assert.deepEqual(files.paths(), ['d/vault']);
});

test('a vault without secrets is no file, and makes no fuss when it is asked to forget', async () => {
  const host = world();
  const store = vaultStore(host, 'vault');
  await store.removeAll(['a']);
  assert.deepEqual(host.files.paths(), []);
  await store.putAll(new Map(['a', 'b', 'c'].map((name) => [name, new Secret(name)])));
  await store.removeAll(['a', 'b', 'never there']);
  assert.deepEqual(await store.list(), ['c']);
  await store.remove('c');
  assert.deepEqual(host.files.paths(), []);
  await store.put('d', new Secret('s'));
  assert.equal((await vaultStore(world({ files: host.files }), 'vault').find('d'))?.reveal(), 's');
});

test('an empty secret is refused, and nothing is asked or made', async () => {
  const host = world({ env: {}, typed: ['never'] });
  assert.equal((await failureOf(vaultStore(host, 'vault').put('work', new Secret('')))).kind, 'usage');
  assert.deepEqual(host.questions, []);
  assert.deepEqual(host.files.paths(), []);
});

test('every writing has a salt and a nonce of its own', async () => {
  const { files } = world();
  const store = vaultStore(world({ files }), 'vault');
  const headers = [];
  for (const clear of ['one', 'one', 'two']) {
    await store.put('work', new Secret(clear));
    headers.push(JSON.parse(files.text('vault')?.split('\n')[0] ?? ''));
  }
  for (const part of ['salt', 'nonce', 'check']) assert.equal(new Set(headers.map((header) => header[part])).size, 3);
  assert.deepEqual([headers[0].N, headers[0].r, headers[0].p], [32_768, 8, 1]);
});

test('the length says little: secrets of any small length make files of one size', async () => {
  const key = await newKey(new Secret('p'), randomBytes);
  const sizes = [1, 100, 900].map(
    (length) => sealVault(new Map([['a', new Secret('x'.repeat(length))]]), key, randomBytes).byteLength,
  );
  assert.equal(new Set(sizes).size, 1);
});

test('a new vault asks twice, until both are the same; an open one asks once, and again when it was mistyped', async () => {
  const host = world({ env: {}, typed: ['a', 'b', 'c', 'c'] });
  await vaultStore(host, 'vault').put('work', new Secret('s'));
  assert.deepEqual(host.questions, [
    'new passphrase of the vault',
    'the same once more',
    'the two differ; new passphrase of the vault',
    'the same once more',
  ]);
  const later = world({ env: {}, typed: ['x', 'c'], files: host.files });
  const store = vaultStore(later, 'vault');
  const [one, two] = await Promise.all([store.find('work'), store.find('work')]);
  assert.deepEqual([one?.reveal(), two?.reveal()], ['s', 's']);
  assert.deepEqual(later.questions, ['passphrase of the vault', 'that is not it; passphrase of the vault']);
});

test('three wrong passphrases end it, one from the environment does at once', async () => {
  const { files } = world();
  await vaultStore(world({ files }), 'vault').put('work', new Secret('s'));
  const typing = world({ env: {}, typed: ['x', 'y', 'z', 'correct horse'], files });
  assert.match((await failureOf(vaultStore(typing, 'vault').find('work'))).message, /not the passphrase of vault$/);
  assert.equal(typing.questions.length, 3);
  const given = world({ env: { SLIP_VAULT_PASSPHRASE: 'x' }, typed: ['correct horse'], files });
  const failure = await failureOf(vaultStore(given, 'vault').find('work'));
  assert.deepEqual([failure.kind, failure.message], ['keychain', 'that is not the passphrase of vault']);
  assert.deepEqual(given.questions, []);
});

test('without a terminal the failure says how a passphrase is given', async () => {
  const { files } = world();
  await vaultStore(world({ files }), 'vault').put('work', new Secret('s'));
  const failure = await failureOf(vaultStore(world({ env: {}, files }), 'vault').find('work'));
  assert.deepEqual([failure.kind, failure.exitStatus], ['keychain', 101]);
  assert.match(failure.hint ?? '', /SLIP_VAULT_PASSPHRASE_FD/);
});

const DESCRIPTORS: [content: string | undefined, number: string, result: RegExp][] = [
  ['correct horse\n', '3', /^s$/],
  ['correct horse\r\nmore', '3', /^s$/],
  ['correct horse', '3', /^s$/],
  ['\n', '3', /empty passphrase/],
  [undefined, '3', /no passphrase can be read from descriptor 3/],
  ['correct horse', 'three', /no number/],
];

for (const [content, number, result] of DESCRIPTORS) {
  test(`descriptor ${number} with ${JSON.stringify(content)} gives ${result}`, async () => {
    const { files } = world();
    await vaultStore(world({ files }), 'vault').put('work', new Secret('s'));
    if (content !== undefined) files.put('/dev/fd/3', content);
    const env = { SLIP_VAULT_PASSPHRASE: 'not this one', SLIP_VAULT_PASSPHRASE_FD: number };
    const found = await vaultStore(world({ env, files }), 'vault')
      .find('work')
      .then(
        (secret) => secret?.reveal(),
        (error: Failure) => error.message,
      );
    assert.match(found ?? '', result);
  });
}

test('characters put together in another way are the same passphrase', async () => {
  const { files } = world();
  await vaultStore(world({ env: { SLIP_VAULT_PASSPHRASE: 'Caf\u00e9' }, files }), 'vault').put('a', new Secret('s'));
  const other = vaultStore(world({ env: { SLIP_VAULT_PASSPHRASE: 'Cafe\u0301' }, files }), 'vault');
  assert.equal((await other.find('a'))?.reveal(), 's');
});

test('another passphrase seals everything anew, and the old one opens nothing', async () => {
  const { files } = world();
  const store = vaultStore(world({ files }), 'vault');
  assert.match((await failureOf(store.changePassphrase(async () => new Secret('n')))).message, /no vault/);
  await store.putAll(
    new Map([
      ['a', new Secret('1')],
      ['b', new Secret('2')],
    ]),
  );
  await store.changePassphrase(async () => new Secret('battery staple'));
  assert.equal((await store.find('a'))?.reveal(), '1');
  assert.match((await failureOf(vaultStore(world({ files }), 'vault').list())).message, /not the passphrase/);
  const other = vaultStore(world({ env: { SLIP_VAULT_PASSPHRASE: 'battery staple' }, files }), 'vault');
  assert.deepEqual(await other.list(), ['a', 'b']);
  const asked: string[] = [];
  const wrong = vaultStore(world({ env: { SLIP_VAULT_PASSPHRASE: 'x' }, files }), 'vault');
  await failureOf(wrong.changePassphrase(async () => new Secret(String(asked.push('new')))));
  assert.deepEqual(asked, []);
});

test('a byte that another program changed is told of, and never taken for a wrong passphrase', async () => {
  const { sealed } = await SAMPLE;
  fc.assert(
    fc.property(fc.nat(sealed.byteLength - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ change;
      assert.throws(() => readVault(changed, 'vault'), /damaged/);
    }),
  );
  for (const end of [0, 1, 50, sealed.byteLength - 1]) {
    assert.throws(() => readVault(sealed.subarray(0, end), 'vault'), /damaged/);
  }
  assert.throws(() => readVault(Buffer.concat([sealed, Buffer.from('\n')]), 'vault'), /damaged/);
});

/** The file with another header or content, and with the sum that fits it. */
async function forged(
  sealed: Uint8Array,
  change: (header: string, body: string) => [string, string],
): Promise<Uint8Array> {
  const [header = '', body = ''] = Buffer.from(sealed).toString().split('\n');
  const lines = `${change(header, body).join('\n')}\n`;
  const sum = await crypto.subtle.digest('SHA-256', Buffer.from(lines));
  return Buffer.from(`${lines}${Buffer.from(sum).toString('hex')}\n`);
}

const FORGERIES: [what: string, change: (header: string, body: string) => [string, string], message: RegExp][] = [
  ['another body', (header, body) => [header, `A${body.slice(1)}`.replace(/^AA/, 'BA')], /tampered/],
  ['a body without its tag', (header) => [header, 'AAAA'], /tampered/],
  [
    'another nonce',
    (header, body) => [header.replace(/"nonce":"[^"]{16}"/, `"nonce":"${'A'.repeat(16)}"`), body],
    /tampered/,
  ],
  ['one more field', (header, body) => [header.replace('}', ',"x":1}'), body], /tampered/],
  ['a version to come', (header, body) => [header.replace('vault":1', 'vault":2'), body], /version/],
  ['no JSON', (_header, body) => ['{no}', body], /damaged/],
  [
    'a cost that would take all memory',
    (header, body) => [header.replace('"N":32768', '"N":1073741824'), body],
    /damaged/,
  ],
  ['a cost that is no power of two', (header, body) => [header.replace('"N":32768', '"N":32769'), body], /damaged/],
  ['a block size that would take all memory', (header, body) => [header.replace('"r":8', '"r":1024'), body], /damaged/],
  ['a short salt', (header, body) => [header.replace(/"salt":"[^"]+"/, '"salt":"AAAA"'), body], /damaged/],
];

for (const [what, change, message] of FORGERIES) {
  test(`a vault forged with ${what} is told from a wrong passphrase`, async () => {
    const { secret, sealed } = await SAMPLE;
    const bytes = await forged(sealed, change);
    const open = async (): Promise<unknown> => {
      const vault = readVault(bytes, 'vault');
      const key = await keyOf(vault, secret);
      assert.ok(key !== undefined, 'the passphrase fits');
      return openVault(vault, key, 'vault');
    };
    assert.match((await failureOf(open())).message, message);
  });
}

test('what is no vault is looked at and left alone', async () => {
  const host = world({ files: memoryFiles({ vault: 'shopping list' }) });
  const store = vaultStore(host, 'vault');
  assert.match(
    (await failureOf(store.put('a', new Secret('s')))).message,
    /vault is damaged, or is no vault of slip's/,
  );
  assert.equal(host.files.text('vault'), 'shopping list');
  assert.equal((await store.probe()).state, 'broken');
});

test('the probe asks nobody', async () => {
  const host = world({ env: {}, typed: ['never'] });
  const store = vaultStore(host, 'd/vault');
  assert.deepEqual(await store.probe(), { state: 'ready', reason: 'd/vault is yet to be made' });
  assert.deepEqual(host.questions, []);
});

test('slips that write at once lose nothing, over a vault that none of them has made', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slip-vault-'));
  try {
    const real = realHost(process);
    real.close();
    const { files, now, uptimeMs, wait, hasEnded, processName } = real;
    const path = join(folder, 'slip', 'vault');
    const store = () => vaultStore({ ...world(), files, now, uptimeMs, wait, hasEnded, processName }, path);
    await Promise.all(
      Array.from({ length: 5 }, (_, index) => store().put(`profile-${index}`, new Secret(`s${index}`))),
    );
    assert.equal((await store().list()).length, 5);
    assert.deepEqual(await readdir(join(folder, 'slip')), ['vault']);
    assert.match(await readFile(path, 'latin1'), /^\{"slip vault":1,/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
