import { mkdir } from 'node:fs/promises';
import type { Certificates } from './certificates.ts';
import { type ChildServer, startServer } from './child-server.ts';
import { programPath } from './programs.ts';

/**
 * What nginx cannot be asked for in one process. `tls10` and `tls12` speak that version alone, the former with
 * everything that has been too weak since; `tls13` speaks 1.3 and wants a visitor's certificate; `chain` shows one that
 * another authority than the trusted one has made; the others bring word of their certificate.
 */
export const S_SERVERS = {
  tls10: ['-tls1', '-cipher', 'DEFAULT@SECLEVEL=0'],
  tls12: ['-tls1_2'],
  tls13: ['-tls1_3', '-Verify', '1', '-verify_return_error'],
  chain: [],
  statusGood: [],
  statusRevoked: [],
  statusForged: [],
} as const;

/** openssl's server, whose page says what was agreed on. */
export type SServer = ChildServer<'secure'>;

/** Starts it in a folder that is made for it. */
export async function startSServer(
  kind: keyof typeof S_SERVERS,
  folder: string,
  { server, authority, status, branch }: Certificates,
): Promise<SServer> {
  await mkdir(folder);
  const word = { statusGood: status.good, statusRevoked: status.revoked, statusForged: status.forged };
  const stapled = kind in word ? ['-status_file', word[kind as keyof typeof word]] : []; // `in` narrows objects, not names
  return await startServer(['secure'], async ({ secure }) => ({
    program: programPath('openssl'),
    words: [
      ...['s_server', '-accept', `127.0.0.1:${secure}`, '-www', '-quiet'],
      ...(kind === 'chain'
        ? ['-cert', branch.leaf.certificate, '-key', branch.leaf.key, '-cert_chain', branch.authority]
        : ['-cert', server.certificate, '-key', server.key]),
      ...['-CAfile', authority],
      ...S_SERVERS[kind],
      ...stapled,
    ],
    folder,
  }));
}
