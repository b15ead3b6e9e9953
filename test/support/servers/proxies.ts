import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type ChildServer, startServer } from './child-server.ts';
import { programPath } from './programs.ts';

/** A proxy on one port. */
export type Proxy = ChildServer<'proxy'>;

/** Who may pass a proxy that asks: its name in URLs and for `--proxy-user`. */
export const MEMBER = { name: 'ada', password: 'open:sesame' };

/** The program by which squid checks passwords; it comes with squid and stands beside it. */
const AUTHENTICATORS = ['/usr/lib/squid/basic_ncsa_auth', '/usr/lib64/squid/basic_ncsa_auth'];

/** The same for Digest, beside it. */
const DIGESTER = 'digest_file_auth';

/** Starts squid as `startSquid` does, but that it asks with Digest. */
export async function startStrictSquid(folder: string): Promise<Proxy> {
  return await startSquid(folder, true);
}

/** Starts squid, which keeps nothing and lets only `MEMBER` pass; everything that it writes is in `folder`. */
export async function startSquid(folder: string, withDigest = false): Promise<Proxy> {
  const authenticator = AUTHENTICATORS.find((path) => existsSync(path));
  if (authenticator === undefined) throw new Error(`squid is here, but neither of ${AUTHENTICATORS.join(' and ')}`);
  await mkdir(folder);
  // Started by root, squid goes on as a user of its own, who has to write here.
  await chmod(folder, 0o777);
  const { stdout: hash } = await promisify(execFile)(programPath('openssl'), ['passwd', '-apr1', MEMBER.password]);
  await writeFile(join(folder, 'members'), `${MEMBER.name}:${hash}`);
  const secret = createHash('md5').update(`${MEMBER.name}:desk:${MEMBER.password}`).digest('hex');
  await writeFile(join(folder, 'digests'), `${MEMBER.name}:desk:${secret}\n`);
  const digester = join(dirname(authenticator), DIGESTER);
  const asking = withDigest
    ? `auth_param digest program ${digester} -c ${join(folder, 'digests')}
auth_param digest children 1 startup=1
auth_param digest realm desk`
    : `auth_param basic program ${authenticator} ${join(folder, 'members')}
auth_param basic children 1 startup=1`;
  return await startServer(['proxy'], async ({ proxy }) => {
    await writeFile(
      join(folder, 'squid.conf'),
      `
http_port 127.0.0.1:${proxy}
${asking}
acl members proxy_auth REQUIRED
http_access allow members
http_access deny all
cache deny all
cache_log ${join(folder, 'cache.log')}
access_log none
coredump_dir ${folder}
pid_filename none
pinger_enable off
shutdown_lifetime 0 seconds
visible_hostname squid.test
`,
    );
    return { program: programPath('squid'), words: ['-N', '-f', 'squid.conf'], folder };
  });
}

/** Starts danted, a SOCKS proxy of versions 4 and 5, which lets everybody pass to this machine. */
export async function startDanted(folder: string): Promise<Proxy> {
  await mkdir(folder);
  return await startServer(['proxy'], async ({ proxy }) => {
    await writeFile(
      join(folder, 'danted.conf'),
      `
logoutput: stderr
internal: 127.0.0.1 port = ${proxy}
external: 127.0.0.1
clientmethod: none
socksmethod: none
client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
socks pass {
  from: 127.0.0.0/8 to: 0.0.0.0/0
  command: connect
}
`,
    );
    return { program: programPath('danted'), words: ['-f', 'danted.conf', '-p', join(folder, 'pid')], folder };
  });
}

/** Starts microsocks, a SOCKS proxy of version 5 that lets only `MEMBER` pass: danted asks the system for passwords. */
export async function startMicrosocks(folder: string): Promise<Proxy> {
  await mkdir(folder);
  return await startServer(['proxy'], async ({ proxy }) => {
    const words = ['-i', '127.0.0.1', '-p', `${proxy}`, '-u', MEMBER.name, '-P', MEMBER.password];
    return { program: programPath('microsocks'), words, folder };
  });
}

/** Starts tinyproxy, which lets everybody pass. */
export async function startTinyproxy(folder: string): Promise<Proxy> {
  await mkdir(folder);
  return await startServer(['proxy'], async ({ proxy }) => {
    const lines = ['Listen 127.0.0.1', `Port ${proxy}`, 'Timeout 60', 'LogLevel Error', 'ViaProxyName "tinyproxy"'];
    await writeFile(join(folder, 'tinyproxy.conf'), `${lines.join('\n')}\n`);
    return { program: programPath('tinyproxy'), words: ['-d', '-c', 'tinyproxy.conf'], folder };
  });
}
