import { type Browser, chromium } from 'playwright-core';
import { programPath } from './programs.ts';

/** Debian's Chromium, quiet: it asks nobody for anything, and keeps its profile in a folder that goes. */
export async function startChromium(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
  const more = ['--disable-background-networking', '--disable-component-update'];
  return await chromium.launch({ executablePath: programPath('chromium'), headless: true, args: [...args, ...more] });
}
