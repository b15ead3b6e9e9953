import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { htmlReport } from '../src/run/reports/html.ts';
import { hostileResult, masks } from './support/run-result.ts';
import { startChromium } from './support/servers/chromium.ts';
import { missing } from './support/servers/programs.ts';

const skip = missing('chromium');
const FOLDER = mkdtempSync(join(tmpdir(), 'slip-page-'));
const PAGE = join(FOLDER, 'report.html');
let browser: Browser | undefined;

before(async () => {
  writeFileSync(PAGE, htmlReport(await hostileResult(), masks));
  if (skip) return;
  browser = await startChromium();
});

after(async () => {
  await browser?.close();
  rmSync(FOLDER, { recursive: true, force: true });
});

/** The page in a window of this width, and what it says and asks for while it is read. */
async function openPage(
  width: number,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ readonly page: Page; readonly said: readonly string[] }> {
  assert.ok(browser !== undefined);
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('dialog', (dialog) => said.push(dialog.message()));
  page.on('request', (request) => said.push(request.url()));
  await page.goto(pathToFileURL(PAGE).href);
  return { page, said };
}

/** The names of the requests that are to be seen. */
async function shown(page: Page): Promise<readonly string[]> {
  return await page.locator('details:visible .name').allTextContents();
}

test('the page asks for nothing and says nothing', { skip }, async () => {
  const { page, said } = await openPage(1200);
  await page.locator('summary').first().click();
  assert.deepEqual(said, [pathToFileURL(PAGE).href]);
  assert.match(await page.title(), /^A & <B>: 2 of 4 failed$/);
});

test('the page filters by state and by text', { skip }, async () => {
  const { page } = await openPage(1200);
  assert.deepEqual(await shown(page), ['good', 'bad[0]', 'out', 'out']);
  await page.getByRole('button', { name: '2 failed' }).click();
  assert.deepEqual(await shown(page), ['bad[0]', 'out']);
  await page.getByRole('searchbox').fill('nothing ANSWERS');
  assert.deepEqual(await shown(page), ['out']);
  await page.getByRole('searchbox').fill('no such text');
  assert.deepEqual(await shown(page), []);
  assert.ok(await page.getByText('No request fits.').isVisible());
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: '4 all' }).click();
  assert.equal((await shown(page)).length, 4);
});

test('what failed is open, and what came is text', { skip }, async () => {
  const { page } = await openPage(1200);
  assert.equal(await page.locator('details[open]').count(), 2);
  assert.ok(await page.getByText('<script>alert(1)</script>').isVisible());
  assert.equal(await page.getByText('s3cr3t-value').count(), 0);
});

for (const width of [320, 390, 720, 1200]) {
  test(`the page fits into ${width} pixels`, { skip }, async () => {
    const { page } = await openPage(width);
    // With everything open, and a text without a place to break.
    await page.evaluate(`
      for (const one of document.querySelectorAll('details')) one.open = true;
      for (const one of document.querySelectorAll('code')) one.textContent += 'x'.repeat(500);
    `);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
  });
}

test('the page is dark where its reader is', { skip }, async () => {
  const background = async (scheme: 'light' | 'dark'): Promise<unknown> => {
    const { page } = await openPage(800, scheme);
    return await page.evaluate("getComputedStyle(document.querySelector('nav')).backgroundColor");
  };
  assert.equal(await background('light'), 'rgb(255, 255, 255)');
  assert.equal(await background('dark'), 'rgb(18, 18, 18)');
});
