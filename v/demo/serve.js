import { createServer } from 'node:http';
import { createDesk } from './desk.js';
/**
 * Serves a library desk of its own; rejects with Node's error (EADDRINUSE, EACCES) where the port cannot be had.
 *
 * @param options.port 0 for any free port.
 * @param options.host 127.0.0.1 unless given: the desk has no secrets worth the name, so it stays on this machine.
 * @param options.now milliseconds since the epoch.
 * @returns the URL without a path, the port in use, and `close()`, which also ends the connections that are open.
 */
export async function serveDesk(options) {
    const { host = '127.0.0.1', now } = options;
    const server = createServer(createDesk({ now }));
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, host, resolve);
    });
    server.removeAllListeners('error');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : options.port;
    const name = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    return {
        url: `http://${name}:${port}`,
        port,
        close() {
            return new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            });
        },
    };
}
//# sourceMappingURL=serve.js.map