/** Who one is, to Apache with Basic and Digest, as slip and as curl say it. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { playground, testLines } from './support/servers/playground.ts';
import { missing } from './support/servers/programs.ts';
import { MEMBER } from './support/servers/proxies.ts';

const ground = playground('apache2');

before(() => ground.open());
after(() => ground.close());

const USER = `-u ${MEMBER.name}:${MEMBER.password}`;

describe('apache2: Basic and Digest', { skip: missing('apache2', 'openssl') }, () => {
  testLines(ground, [
    [`slip {apache2}/basic/book.txt ${USER}`, 0, 'from the basic room'],
    [`slip {apache2}/basic/book.txt --anyauth ${USER}`, 0, 'from the basic room'],
    ['slip {apache2}/basic/book.txt -u ada:wrong -o /dev/null -w %{http_code}', 0, '401'],
    [`slip {apache2}/digest/book.txt --digest ${USER}`, 0, 'from the digest room'],
    [`slip {apache2}/digest/book.txt --anyauth ${USER}`, 0, 'from the digest room'],
    [`slip {apache2}/digest/book.txt?a=b&c=%22 --digest ${USER}`, 0, 'from the digest room'],
    [`slip {apache2}/digest/book.txt ${USER} -o /dev/null -w %{http_code}`, 0, '401'],
    ['slip {apache2}/digest/book.txt --digest -u ada:wrong -o /dev/null -w %{http_code}', 0, '401'],
    ['slip {apache2}/digest/book.txt --digest -u ada:wrong -f', 22, '', /^slip: the server answered 401 /],
    [`slip -L {apache2}/moved --digest ${USER}`, 0, 'from the digest room'],
    [`slip curl {apache2}/digest/book.txt -s --digest ${USER}`, 0, 'from the digest room'],
    [
      `slip curl {apache2}/digest/book.txt -s --digest ${USER} -o /dev/null -w %{http_code}~%{num_connects}`,
      0,
      '200~1',
    ],
    [`slip curl {apache2}/digest/book.txt -s --digest ${USER} -d a=1 -o /dev/null -w %{http_code}`, 0, /^(?:200|405)$/],
    [`slip curl -s -L {apache2}/moved --anyauth ${USER}`, 0, 'from the digest room'],
  ]);

  test('netrc', async () => {
    const path = join(await ground.newFolder(), 'netrc');
    await writeFile(path, `machine localhost login ${MEMBER.name} password ${MEMBER.password}\n`);
    const { status, stdout } = await ground.slip(`slip {apache2}/digest/book.txt --digest --netrc-file ${path}`);
    assert.deepEqual([status, stdout], [0, 'from the digest room']);
  });

  test('profiles', async () => {
    const folder = await ground.newFolder();
    const variables = `SLIP_CONFIG_DIR=${folder} SLIP_SECRET_BASIC=${MEMBER.password} SLIP_SECRET_DIGEST=${MEMBER.password}`;
    for (const kind of ['basic', 'digest']) {
      const added = await ground.slip(
        `${variables} slip auth add ${kind} --for {apache2}/${kind} --${kind} ${MEMBER.name}`,
      );
      assert.equal(added.status, 0, added.stderr);
    }
    const asked: [words: string, stdout: RegExp][] = [
      ['{apache2}/basic/book.txt', /^from the basic room$/],
      ['{apache2}/digest/book.txt', /^from the digest room$/],
      // A nonce for both, each use counted.
      ['{apache2}/digest/book.txt {apache2}/digest/book.txt?a=b', /^(?:from the digest room){2}$/],
      ['-L {apache2}/moved', /^from the digest room$/],
      ['{apache2}/digest/book.txt -d a=1 -o /dev/null -w %{http_code}', /^(?:200|405)$/],
      ['curl -s {apache2}/digest/book.txt --auth digest', /^from the digest room$/],
      ['{apache2}/digest/book.txt --no-auth -o /dev/null -w %{http_code}', /^401$/],
    ];
    for (const [words, wanted] of asked) {
      const { stdout, stderr } = await ground.slip(`${variables} slip ${words}`);
      assert.match(stdout, wanted, `${words}: ${stderr}`);
    }
  });
});
