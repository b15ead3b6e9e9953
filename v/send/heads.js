import { interimLines, replyLines, requestLines, summaryLine } from '../render/message.js';
import { printRequest } from './preview.js';
/**
 * What is printed of an exchange before its body: the request where that is asked for, `-v`, the heads, the summary.
 *
 * @param receiver takes the heads that stdout does not: with `-i -o FILE` they stand in the file, as in curl.
 * @param isAnswer whether no further exchange follows, as only the answer is summed up.
 */
export async function printHeads(exchange, isAnswer, view, receiver, desk) {
    const { host, theme, headTheme, console, headerDump } = desk;
    if (view.verbose)
        await printVerbose(exchange, view, desk);
    await printRequest(exchange.plan, exchange.requestHead, view, desk);
    if (exchange.tunnel !== undefined)
        await printTunnel(exchange.tunnel, exchange.plan, view, receiver, desk);
    const heads = [...exchange.interim, exchange.head.bytes];
    for (const bytes of heads)
        await headerDump?.write(bytes);
    if (view.parts.head && !(await receiver?.writeHeads(heads))) {
        if (isForReader(view)) {
            const interim = exchange.interim.flatMap((bytes) => [...interimLines(bytes, headTheme), '']);
            const final = exchange.head.bytes.byteLength === 0 ? [] : [...replyLines(exchange.head, headTheme, true), ''];
            await host.stdout.write([...interim, ...final].map((line) => `${line}\n`).join(''));
        }
        else
            for (const bytes of heads)
                await host.stdout.write(bytes);
    }
    if (view.parts.summary && isAnswer)
        await host.stdout.write(`${summaryLine(exchange, theme)}\n`);
    if (view.summaryOnStderr && isAnswer)
        await console.lines([summaryLine(exchange, console.theme)]);
}
/** What a proxy said to CONNECT, where heads are printed, unless that is not wished for. */
export async function printTunnel({ heads }, { tunnel }, view, receiver, desk) {
    if (tunnel.headsShown)
        await printMore(heads, view, receiver, desk);
}
/** The field lines behind a chunked body, where heads are printed. */
export async function printTrailer(exchange, view, receiver, desk) {
    const trailer = exchange.trailer();
    if (trailer.byteLength > 0)
        await printMore([trailer], view, receiver, desk);
}
async function printMore(pieces, view, receiver, { host, headTheme, headerDump }) {
    for (const bytes of pieces)
        await headerDump?.write(bytes);
    if (!view.parts.head || (await receiver?.writeHeads(pieces)))
        return;
    for (const bytes of pieces) {
        const lines = [...interimLines(bytes, headTheme), ''];
        await host.stdout.write(isForReader(view) ? lines.map((line) => `${line}\n`).join('') : bytes);
    }
}
function isForReader(view) {
    return view.onTerminal || view.colored;
}
/** Both sides of an exchange on stderr, as `curl -v` marks them. */
async function printVerbose(exchange, view, { console }) {
    const { theme } = console;
    const mark = (sign, lines) => [...lines, ''].map((line) => `${theme.dim(sign)} ${line}`.trimEnd());
    await console.lines([
        theme.dim(`* ${connectionText(exchange)}`),
        ...mark('>', requestLines(exchange.requestHead, theme, view.showsSecrets)),
        ...exchange.interim.flatMap((bytes) => mark('<', interimLines(bytes, theme))),
        ...mark('<', replyLines(exchange.head, theme, view.showsSecrets)),
    ]);
}
function connectionText({ peer, connection, plan }) {
    const where = peer.remoteAddress === undefined ? plan.connection.unixSocket : `${peer.remoteAddress} port ${peer.remotePort}`;
    const verdict = peer.verified ? '' : ', certificate not checked';
    const secured = peer.tlsProtocol === undefined ? '' : `, ${peer.tlsProtocol} ${peer.tlsCipher}${verdict}`;
    return `${connection.isNew ? 'connected to' : 'still connected to'} ${where}${secured}`;
}
//# sourceMappingURL=heads.js.map