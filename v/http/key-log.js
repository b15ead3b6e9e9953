/**
 * The secrets of each handshake, for who wants to look into the traffic (`SSLKEYLOGFILE`, draft-ietf-tls-keylogfile). As
 * in curl, a file that cannot be written is no reason not to send.
 */
export function openKeyLog(host) {
    const path = host.env.SSLKEYLOGFILE;
    if (!path)
        return { write: undefined, close: async () => { } };
    let sink;
    let written = Promise.resolve();
    return {
        write(line) {
            sink ??= host.files.open(path, 'append');
            const opened = sink;
            written = written.then(async () => await (await opened).write(line)).catch(() => { });
        },
        async close() {
            await written;
            await sink?.then((opened) => opened.close()).catch(() => { });
        },
    };
}
//# sourceMappingURL=key-log.js.map