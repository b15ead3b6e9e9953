import type { LineRow } from '../command-row.ts';

/** `slip doctor`. */
export const DOCTOR = {
  about: [
    'Looks at what slip depends on here: its files and who may read them, the place where secrets are kept and why it is that one, proxies and certificates of the environment. A keychain that is open, and a vault whose passphrase the environment gives, are tried: a test entry is kept, read and removed. Nobody is asked for anything, and no request is sent.',
    'The exit status is 0, or that of the first problem: 101 for the keychain, 103 for a file of slip.',
  ],
  options: { json: { takes: 'nothing', summary: 'Print JSON' } },
} as const satisfies LineRow;
