import type { Certificates } from './certificates.ts';
import { type ChildServer, startServer } from './child-server.ts';
import { programPath } from './programs.ts';

/** nghttpd on one port. */
export type Nghttpd = ChildServer<'http2'>;

/**
 * Starts nghttpd, which speaks HTTP/2 and nothing else. It serves files, and sends back what is put or posted.
 *
 * @param root folder of the files.
 * @param certificates for TLS; without them it waits for HTTP/2 with prior knowledge.
 */
export async function startNghttpd(root: string, certificates?: Certificates): Promise<Nghttpd> {
  return await startServer(['http2'], async ({ http2 }) => {
    const security =
      certificates === undefined
        ? ['--no-tls', `${http2}`]
        : [`${http2}`, certificates.server.key, certificates.server.certificate];
    const words = ['--address=127.0.0.1', `--htdocs=${root}`, '--echo-upload', ...security];
    return { program: programPath('nghttpd'), words, folder: root };
  });
}
