import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChildServer, startServer } from './child-server.ts';
import { programPath } from './programs.ts';
import { MEMBER } from './proxies.ts';

/** Apache with folders that only `MEMBER` may enter. */
export type Apache = ChildServer<'plain'>;

const MODULE_FOLDERS = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules'];
const MODULES = [
  'mpm_prefork',
  'authn_core',
  'authn_file',
  'authz_core',
  'authz_user',
  'auth_basic',
  'auth_digest',
  'alias',
];
const REALM = 'reading room';

/**
 * Starts Apache: `/basic` and `/digest` ask for `MEMBER`, `/moved` leads into the second. Everything that it writes is in
 * `folder`, which is made for it.
 */
export async function startApache(folder: string): Promise<Apache> {
  const modules = MODULE_FOLDERS.find((path) => existsSync(path));
  if (modules === undefined) throw new Error(`apache2 is here, but neither of ${MODULE_FOLDERS.join(' and ')}`);
  const { name, password } = MEMBER;
  for (const room of ['basic', 'digest']) {
    await mkdir(join(folder, 'site', room), { recursive: true });
    await writeFile(join(folder, 'site', room, 'book.txt'), `from the ${room} room`);
  }
  // Started by root, its children are another user, who has to read here.
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'basic'), `${name}:{SHA}${createHash('sha1').update(password).digest('base64')}\n`);
  const secret = createHash('md5').update(`${name}:${REALM}:${password}`).digest('hex');
  await writeFile(join(folder, 'digest'), `${name}:${REALM}:${secret}\n`);
  return await startServer(['plain'], async ({ plain }) => {
    await writeFile(
      join(folder, 'apache.conf'),
      `
ServerName localhost
ServerRoot ${folder}
Listen 127.0.0.1:${plain}
PidFile apache.pid
DefaultRuntimeDir ${folder}
Mutex sem
ErrorLog error.log
${MODULES.map((module) => `LoadModule ${module}_module ${modules}/mod_${module}.so`).join('\n')}
DocumentRoot ${join(folder, 'site')}
Redirect 302 /moved /digest/book.txt
<Directory ${join(folder, 'site')}>
  Require all granted
</Directory>
<Location /basic>
  AuthType Basic
  AuthName "${REALM}"
  AuthUserFile ${join(folder, 'basic')}
  Require valid-user
</Location>
<Location /digest>
  AuthType Digest
  AuthName "${REALM}"
  AuthDigestProvider file
  AuthUserFile ${join(folder, 'digest')}
  Require valid-user
</Location>
`,
    );
    return { program: programPath('apache2'), words: ['-X', '-f', join(folder, 'apache.conf')], folder };
  });
}
