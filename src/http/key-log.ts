import type { FileSink, Host } from '../host.ts';

/** Where the secrets of handshakes go. */
export interface KeyLog {
  /** `undefined` where nobody asks for them. */
  readonly write: ((line: Uint8Array) => void) | undefined;
  /** Resolves when all has been written. */
  close(): Promise<void>;
}

/**
 * The secrets of each handshake, for who wants to look into the traffic (`SSLKEYLOGFILE`, draft-ietf-tls-keylogfile). As
 * in curl, a file that cannot be written is no reason not to send.
 */
export function openKeyLog(host: Host): KeyLog {
  const path = host.env.SSLKEYLOGFILE;
  if (!path) return { write: undefined, close: async () => {} };
  let sink: Promise<FileSink> | undefined;
  let written: Promise<void> = Promise.resolve();
  return {
    write(line) {
      sink ??= host.files.open(path, 'append');
      const opened = sink;
      written = written.then(async () => await (await opened).write(line)).catch(() => {});
    },
    async close() {
      await written;
      await sink?.then((opened) => opened.close()).catch(() => {});
    },
  };
}
