/** What hosts say of themselves, kept in files: HSTS and Alt-Svc against nginx. */
import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { heardIn, playground } from './support/servers/playground.ts';
import { missing } from './support/servers/programs.ts';

const ground = playground('nginx');

before(() => ground.open());
after(() => ground.close());

const [secure = '', securePort = '', oldPort = ''] = ['{secure}', '{securePort}', '{oldPort}'];

/** A file that is there, or only its name. */
async function cacheFile(text?: string): Promise<string> {
  const path = join(await ground.newFolder(), 'cache.txt');
  if (text !== undefined) await writeFile(path, ground.wordsOf(text).join(' '));
  return path;
}

const rows = async (path: string): Promise<string[]> =>
  (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('HSTS', { skip: missing('nginx', 'openssl') }, () => {
  const strict = 'localhost "20990101 00:00:00"';

  test('what a host says is kept in a file of our own, and its URLs are asked for by https', async () => {
    const file = await cacheFile();
    const told = await ground.slip(`slip ${secure}/strict --cacert {ca} --hsts ${file}`);
    assert.equal(told.status, 0, told.stderr);
    assert.match((await rows(file)).join('\n'), /^\.localhost "\d{8} \d\d:\d\d:\d\d"$/);
    if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
    const asked = `slip http://localhost:${securePort}/book.json --cacert {ca} --hsts ${file} -o /dev/null`;
    const { stdout } = await ground.slip(`${asked} -w %{url_effective}`);
    assert.equal(stdout, ground.wordsOf(`${secure}/book.json`)[0]);
  });

  test('without a host that says so, nothing is written', async () => {
    const file = await cacheFile();
    await ground.slip(`slip ${secure}/book.json --cacert {ca} --hsts ${file} -o /dev/null`);
    await assert.rejects(stat(file));
  });

  test('max-age=0 is the end of it', async () => {
    const file = await cacheFile(strict);
    await ground.slip(`slip ${secure}/lax --cacert {ca} --hsts ${file}`);
    assert.deepEqual(await rows(file), []);
  });

  test('what comes by plain http, or from a server that nobody has checked, does not count', async () => {
    for (const words of ['{plain}/strict', `${secure}/strict -k`]) {
      const file = await cacheFile();
      await ground.slip(`slip ${words} --hsts ${file}`);
      await assert.rejects(stat(file), words);
    }
  });

  test('for curl a server that nobody has checked counts', async () => {
    const file = await cacheFile();
    await ground.slip(`slip curl -s ${secure}/strict -k --hsts ${file}`);
    assert.equal((await rows(file)).length, 1);
  });

  test('a redirect to http is one to https, and keeps the credentials', async () => {
    const file = await cacheFile(strict);
    const words = `${secure}/down?port=${securePort} -L -u ada:pass --cacert {ca} --hsts ${file}`;
    for (const program of ['slip', 'slip curl -s']) {
      const heard = heardIn(await ground.slip(`${program} ${words}`));
      assert.equal(heard.headers.authorization, 'Basic YWRhOnBhc3M=', program);
    }
  });

  test('without a file name it lasts for the run', async () => {
    const urls = `${secure}/strict http://localhost:${securePort}/book.json`;
    for (const line of [
      `slip ${urls} --cacert {ca} --hsts {empty} -o a -o b -w %{scheme},`,
      `slip curl -s ${urls.replace(' ', ' --cacert {ca} --hsts {empty} -w %{scheme}, --next -s ')} --cacert {ca} --hsts {empty} -o /dev/null -w %{scheme},`,
    ]) {
      const { stdout, stderr } = await ground.slip(line);
      assert.equal(stdout, 'https,https,', stderr);
    }
  });

  test('addresses are never upgraded', async () => {
    const file = await cacheFile('127.0.0.1 "20990101 00:00:00"');
    const { stdout } = await ground.slip(
      `slip http://127.0.0.1:{plainPort}/book.json --hsts ${file} -o a -w %{scheme}`,
    );
    assert.equal(stdout, 'http');
  });

  test('a file that cannot be written is exit 23, after the answer', async () => {
    const folder = await ground.newFolder();
    const outcome = await ground.slip(`slip ${secure}/strict --cacert {ca} --hsts ${folder}`);
    assert.equal(outcome.status, 23);
    const asCurl = await ground.slip(`slip curl -s ${secure}/strict --cacert {ca} --hsts ${folder}`);
    assert.equal(asCurl.status, 0, asCurl.stderr);
  });
});

describe('Alt-Svc', { skip: missing('nginx', 'openssl') }, () => {
  const line = `h1 localhost ${oldPort} h2 localhost ${securePort} "20990101 00:00:00" 0 0`;

  test('an origin is asked for where else it is, under its own name', async () => {
    for (const program of ['slip', 'slip curl -s']) {
      const file = await cacheFile(line);
      const outcome = await ground.slip(`${program} {old}/echo --cacert {ca} --alt-svc ${file}`);
      const { headers } = heardIn(outcome);
      const [place, host] = ground.wordsOf(`localhost:${securePort} localhost:${oldPort}`);
      assert.deepEqual([headers['alt-used'], headers.host], [place, host], program);
      assert.equal(headers['x-protocol'], 'HTTP/2.0', program);
    }
  });

  test('the other place has to be the origin', async () => {
    const file = await cacheFile(line.replace(securePort, '{wrongNamePort}'));
    const { status, stderr } = await ground.slip(`slip {old}/echo --cacert {ca} --alt-svc ${file}`);
    assert.equal(status, 60);
    assert.match(stderr, /certificate of localhost is for elsewhere\.example/);
  });

  test('--connect-to and plain http know no other place', async () => {
    const file = await cacheFile(line);
    for (const words of [`{old}/echo --connect-to ::localhost:${oldPort}`, '{plain}/echo']) {
      const { headers } = heardIn(await ground.slip(`slip ${words} --cacert {ca} --alt-svc ${file}`));
      assert.equal(headers['alt-used'], undefined, words);
    }
  });

  test('-H takes the field away', async () => {
    const file = await cacheFile(line);
    const { headers } = heardIn(await ground.slip(`slip {old}/echo -H Alt-Used: --cacert {ca} --alt-svc ${file}`));
    assert.deepEqual([headers['alt-used'], headers['x-protocol']], [undefined, 'HTTP/2.0']);
  });

  test('what an origin says is kept, h3 too, and counts for the next URL', async () => {
    const file = await cacheFile();
    const words = `{old}/elsewhere?port=${securePort} {old}/book.json --cacert {ca} --alt-svc ${file}`;
    const { stdout, stderr } = await ground.slip(`slip ${words} -o a -o b -w %{remote_port},`);
    const [first, second] = ground.wordsOf(`${oldPort} ${securePort}`);
    assert.equal(stdout, `${first},${second},`, stderr);
    const kept = (await rows(file)).map((row) => row.replace(/"[^"]*"/, '"…"'));
    assert.deepEqual(kept, [
      `h1 localhost ${first} h3 localhost 1 "…" 0 0`,
      `h1 localhost ${first} h2 localhost ${second} "…" 0 0`,
    ]);
  });

  test('it is no matter of what a redirect leads to', async () => {
    const file = await cacheFile(line);
    const outcome = await ground.slip(`slip {old}/moved -L --cacert {ca} --alt-svc ${file} -o a -w %{remote_port}`);
    assert.equal(outcome.stdout, ground.wordsOf(securePort)[0]);
    const away = await ground.slip(`slip {old}/down?port={plainPort} -L --cacert {ca} --alt-svc ${file}`);
    assert.equal(heardIn(away).headers['alt-used'], undefined);
  });
});
