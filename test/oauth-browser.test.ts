/** Logins in a real browser, on the pages of a real authorization server: what is clicked there, and what slip's page shows. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type OAuthWorld, oauthWorld } from './support/oauth-world.ts';
import { startChromium } from './support/servers/chromium.ts';
import { type OidcServer, startOidc } from './support/servers/oidc.ts';
import { missing } from './support/servers/programs.ts';
import { spawnSlip } from './support/servers/spawned-slip.ts';

const skip = missing('chromium');

let server: OidcServer;
let world: OAuthWorld;
let browser: Browser | undefined;
/** Whom the program that `BROWSER` names tells of the address that it was to open. */
let door: Server;
let openPage: (address: string) => void = () => {};

before(async () => {
  server = await startOidc();
  door = createServer((request, response) => {
    void text(request).then((address) => openPage(address));
    response.end();
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  if (skip) return;
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  door.closeAllConnections();
  door.close();
  await server.close();
});
beforeEach(async () => {
  world = await oauthWorld();
});
afterEach(() => world.close());

const login = (...more: readonly string[]): readonly string[] => [
  ...['auth', 'login', 'work', '--issuer', server.issuer, '--client-id', 'desk'],
  ...['--for', `${server.origin}/api`, '--scope', 'openid', ...more],
];

/** A program that takes an address in place of a browser, as `BROWSER` names it. */
async function opener(): Promise<string> {
  const { port } = door.address() as AddressInfo; // a TCP server has no other address
  const path = join(world.folder, 'open-page');
  await writeFile(path, `#!/bin/sh\nexec curl -fsS --data-raw "$1" http://127.0.0.1:${port}/\n`);
  await chmod(path, 0o755);
  return path;
}

/** Runs slip until it asks for a page to be opened: its address, and the run. */
async function asking<Run>(
  begin: (browser: string) => Promise<Run>,
): Promise<{ address: string; running: Promise<Run> }> {
  const asked = new Promise<string>((resolve) => {
    openPage = resolve;
  });
  const running = begin(await opener());
  const address = await Promise.race([asked, running.then((outcome) => assert.fail(JSON.stringify(outcome)))]);
  return { address, running };
}

/** A page of its own user, and what slip's page asks for and says. */
async function visitor(
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ readonly context: BrowserContext; readonly page: Page; readonly said: readonly string[] }> {
  assert.ok(browser !== undefined);
  const context = await browser.newContext({ colorScheme, viewport: { width: 900, height: 600 } });
  const page = await context.newPage();
  const said: string[] = [];
  const isOwn = (): boolean => page.url().includes('/callback');
  page.on('console', (message) => isOwn() && said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => isOwn() && said.push(request.url()));
  return { context, page, said };
}

async function signIn(page: Page): Promise<void> {
  await page.fill('[name=login]', 'ada');
  await page.fill('[name=password]', 'analytical');
  await page.click('[type=submit]');
}

for (const [colors, ground] of [
  ['light', 'rgb(246, 245, 242)'],
  ['dark', 'rgb(21, 21, 23)'],
] as const) {
  test(`the user logs in and agrees, and the page says so, ${colors}`, { skip }, async () => {
    const terminals = ['stdin', 'stderr'] as const;
    const { address, running } = await asking((BROWSER) => world.slip(login(), { env: { BROWSER }, terminals }));
    const { context, page, said } = await visitor(colors);
    await page.goto(address);
    await signIn(page);
    await page.click('[type=submit]');
    await page.waitForURL(/\/callback\?/);
    assert.equal(await page.title(), 'You are logged in · slip');
    const shown = await page.locator('main').textContent();
    assert.match(shown ?? '', /^slipYou are logged inslip has a token for profile work\. You may close this page/);
    assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), ground);
    const done = await running;
    assert.equal(done.status, 0, done.stderr);
    assert.match(
      done.stderr,
      /^slip: the browser opens to log in to profile work; if it does not, open this address:\n\nhttp/,
    );
    assert.deepEqual(said, []);
    await context.close();
    const { stdout } = await world.slip([`${server.origin}/api/a`]);
    assert.equal(JSON.parse(stdout).sub, 'ada');
  });
}

test('the user says no', { skip }, async () => {
  const { address, running } = await asking((BROWSER) => world.slip(login(), { env: { BROWSER } }));
  const { context, page, said } = await visitor();
  await page.goto(address);
  await signIn(page);
  await page.click('text=Cancel');
  await page.waitForURL(/\/callback\?/);
  const shown = await page.locator('main').textContent();
  assert.match(
    shown ?? '',
    /^slipThe login came to nothingGot no token for profile work: \S+ was told no, by the user/,
  );
  const done = await running;
  assert.match(
    done.stderr,
    /\nslip: got no token for profile work: \S+ was told no.*\(access_denied: .*\)\nhint: slip auth login work asks again\n$/,
  );
  assert.equal(done.status, 102);
  assert.deepEqual(said, []);
  await context.close();
});

test('the user closes the window: slip waits as long as it was told, and says what to do', { skip }, async () => {
  const { address, running } = await asking(async (BROWSER) => {
    const child = spawnSlip(login('--max-time', '3'), {
      folder: world.folder,
      env: { BROWSER, SLIP_KEYCHAIN: 'vault' },
    });
    const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    return { stderr, status };
  });
  const { context, page } = await visitor();
  await page.goto(address);
  await context.close();
  const { stderr, status } = await running;
  assert.match(
    stderr,
    /\nslip: nobody logged in to profile work within 3 seconds\nhint: slip auth login work --max-time SECS waits longer\n$/,
  );
  assert.equal(status, 102);
});

test('the code of a device is entered in the browser', { skip }, async () => {
  const { context, page } = await visitor();
  let isDone = false;
  const words = login('--client-id', 'device', '--flow', 'device');
  const done = await world.slip(words, {
    async whileWaiting(stderr) {
      const [, address, code = ''] = /^ {4}(http\S+)\n {4}(\S+)\n/m.exec(stderr) ?? [];
      if (isDone || address === undefined) return;
      isDone = true;
      await page.goto(address);
      await page.fill('[name=user_code]', code);
      await page.click('[type=submit]');
      await page.click('[type=submit]');
      await signIn(page);
      await page.click('[type=submit]');
      await page.waitForSelector('text=Sign-in Success');
    },
  });
  assert.equal(done.status, 0, done.stderr);
  await context.close();
});
