/** Waits for one event of a socket; when it fails or is given up, the socket is gone. */
export function settle(socket, event, signal, explain) {
    return new Promise((resolve, reject) => {
        const finish = (act) => {
            signal.removeEventListener('abort', onAbort);
            socket.off('error', onError).off('close', onClose).off(event, onEvent);
            act();
        };
        const fail = (reason) => finish(() => {
            socket.on('error', () => { }).destroy();
            reject(reason);
        });
        const onEvent = () => finish(() => resolve(socket));
        const onError = (error) => fail(explain(error));
        const onClose = () => fail(explain(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
        const onAbort = () => fail(signal.reason);
        if (signal.aborted)
            return onAbort();
        signal.addEventListener('abort', onAbort);
        socket.once(event, onEvent).once('error', onError).once('close', onClose);
    });
}
/** Node's code for an error; of several attempts, the first one's that says more than "gave up". */
export function errorCode(error) {
    const { code, errors } = error; // Node's own errors
    return errors?.find((attempt) => attempt.code !== undefined)?.code ?? code ?? '';
}
//# sourceMappingURL=settle.js.map