/** Every case file is a test: what slip sends, prints and ends with. test/support/case-file.ts has their form. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { firstSentence, parseCase } from './support/case-file.ts';
import { runCase } from './support/run-case.ts';

const CASES = fileURLToPath(new URL('../../test/cases/', import.meta.url));

/** Against a case that hangs: none takes a tenth of a second. */
const STUCK_AFTER_MS = 10_000;

for (const path of readdirSync(CASES, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!path.endsWith('.txt')) continue;
  const text = readFileSync(`${CASES}${path}`, 'utf8');
  const name = path.replaceAll('\\', '/').replace(/\.txt$/, '');
  test(`${name}: ${firstSentence(text)}`, { timeout: STUCK_AFTER_MS }, async () => {
    const faults = await runCase(parseCase(text));
    if (faults.length > 0) assert.fail(`\n${faults.join('\n')}\n`);
  });
}
