import { Failure } from '../failure.js';
import { serveDesk } from './serve.js';
/** `slip demo [PORT]`: serves the library desk until Ctrl-C. */
export async function runDemo(host, words) {
    const [word = '4000', ...surplus] = words;
    if (surplus.length > 0 || !/^\d{1,5}$/.test(word) || Number(word) > 65535) {
        throw new Failure('usage', 'slip demo takes a port, or nothing', { hint: 'slip demo 0 takes any free port' });
    }
    const desk = await listen(Number(word), host);
    try {
        await host.stdout.write(`library desk on ${desk.url}\n`);
        if (host.stdout.isTerminal)
            await host.stdout.write(`try: slip :${desk.port}/books        Ctrl-C ends it\n`);
        await new Promise((resolve) => host.interrupted.addEventListener('abort', () => resolve(), { once: true }));
        return 0;
    }
    finally {
        await desk.close();
    }
}
async function listen(port, host) {
    try {
        return await serveDesk({ port, now: host.now });
    }
    catch (cause) {
        const { code } = cause; // node:net's error
        const sentence = code === 'EADDRINUSE' ? 'is taken' : code === 'EACCES' ? 'may not be used' : `cannot be used (${code})`;
        throw new Failure('connect', `port ${port} ${sentence}`, { cause, hint: 'slip demo 0 takes any free port' });
    }
}
//# sourceMappingURL=command.js.map