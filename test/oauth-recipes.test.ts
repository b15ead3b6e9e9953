/** Each login that docs/oauth.md shows is done, against a server that gives tokens to everybody. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { exportJWK, SignJWT } from 'jose';
import { oauthWorld } from './support/oauth-world.ts';
import { CLIENT_SECRET } from './support/servers/oidc.ts';

const DOCUMENT = readFileSync(fileURLToPath(new URL('../../docs/oauth.md', import.meta.url)), 'utf8');
const BLOCKS = [...DOCUMENT.matchAll(/^#+ (.*)$|^```sh\n([\s\S]*?)^```$/gm)];

const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PEM = String(signing.privateKey.export({ type: 'pkcs8', format: 'pem' }));
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
/** What lies in the folder that is typed in. */
const FILES: Readonly<Record<string, string>> = {
  'key.pem': PEM,
  'client.key': PEM,
  'client.pem': 'nobody reads it: there is no TLS',
  'token.txt': 'header.claims.signature\n',
  'service.json': JSON.stringify({ type: 'service_account', private_key_id: 'one', private_key: RSA }),
};

let server: Server;
let origin = '';
/** What the last address for the user asks to be repeated. */
let nonce = '';
let client = '';
/** The last request that was pushed. */
let pushed = new URLSearchParams();

before(async () => {
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', origin);
    const [, place = '', known] = /^(.*?)(\/\.well-known\/.*|\/[\w-]+)$/.exec(pathname) ?? [];
    const answer = async (): Promise<object> => {
      if (known?.startsWith('/.well-known')) return metadata(`${origin}${place}`);
      if (known === '/jwks') return { keys: [{ ...(await exportJWK(signing.publicKey)), alg: 'ES256', use: 'sig' }] };
      if (known === '/par') return { request_uri: 'urn:pushed', expires_in: 60 };
      const page = { verification_uri: `${origin}/page`, expires_in: 60, interval: 1 };
      if (known === '/device' || known === '/code') return { device_code: 'd-1', user_code: 'AB', ...page };
      const token_type = request.headers.dpop === undefined ? 'Bearer' : 'DPoP';
      const id = nonce === '' ? {} : { id_token: await idToken(`${origin}${place}`) };
      return { access_token: 'a-token', token_type, expires_in: 3600, ...id };
    };
    let body = '';
    for await (const chunk of request) body += chunk;
    if (known === '/par') pushed = new URLSearchParams(body);
    response.writeHead(known === '/par' ? 201 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(await answer()));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other address
});
after(() => {
  server.closeAllConnections();
  server.close();
});

function metadata(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    device_authorization_endpoint: `${issuer}/device`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
    jwks_uri: `${issuer}/jwks`,
    id_token_signing_alg_values_supported: ['ES256'],
  };
}

async function idToken(issuer: string): Promise<string> {
  const claims = new SignJWT({ nonce }).setProtectedHeader({ alg: 'ES256' }).setIssuedAt().setExpirationTime('5m');
  return await claims.setIssuer(issuer).setAudience(client).setSubject('ada').sign(signing.privateKey);
}

/** Where the user, who agrees to everything, is sent back to. */
function comeBack({ searchParams }: URL): string {
  const asked = searchParams.has('request_uri') ? pushed : searchParams;
  nonce = asked.get('nonce') ?? '';
  return `${asked.get('redirect_uri')}?code=c-1&state=${asked.get('state')}`;
}

/** The words of a line, at the server of this test in place of those that it names. */
function here(line: string): readonly string[] {
  const words = line
    .replace(/^.*\| /, '')
    .replace(/ < .*/, '')
    .split(' ')
    .slice(1);
  const at = words.map((word, index) =>
    words[index - 1] === '--domain' ? origin : word.replace('https://login.example.com', origin),
  );
  const preset = words[words.indexOf('--preset') + 1] ?? '';
  const more = /^git(?:hub|lab)$/.test(preset) && !words.includes('--domain') ? ['--domain', origin] : [];
  const issuer = /^(?:google|microsoft)$/.test(preset) ? ['--issuer', origin] : [];
  const isInBrowser = !words.includes('--flow') && words.includes('--client-id');
  return [...at, ...more, ...issuer, ...(isInBrowser ? ['--no-browser'] : [])];
}

let heading = '';
for (const [, title, script] of BLOCKS) {
  heading = title ?? heading;
  for (const line of (script ?? '').trim().split('\n')) {
    if (!/slip auth login/.test(line)) continue;
    test(`${heading}: ${line}`, async () => {
      const world = await oauthWorld();
      for (const [name, text] of Object.entries(FILES)) writeFileSync(join(world.folder, name), text);
      const first =
        'slip auth login work --issuer https://login.example.com --client-id robot --flow client-credentials';
      await world.slip(here(first));
      nonce = '';
      client = / --client-id (\S+)/.exec(line)?.[1] ?? 'robot';
      const [, file = ''] = / < (\S+)$/.exec(line) ?? [];
      const done = await world.slip(here(line), {
        stdin: FILES[file] ?? (line.includes('--secret-stdin') ? CLIENT_SECRET : ''),
        terminals: ['stdin', 'stderr'],
        async answerLine(stderr) {
          const address = new URL(/^https?:\S+$/m.exec(stderr)?.[0] ?? assert.fail(stderr));
          return comeBack(address);
        },
      });
      await world.close();
      assert.equal(done.status, 0, done.stderr);
      const name = line.split(' ').at(line.split(' ').indexOf('login') + 1);
      assert.match(done.stderr, new RegExp(`^slip: profile ${name} has a token for 1 hour; `, 'm'));
    });
  }
}
