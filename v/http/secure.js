import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { Failure } from '../failure.js';
import { HandshakeFailure, tlsIdentity } from '../request/tls.js';
import { openKeyLog } from './key-log.js';
import { errorCode, settle } from './settle.js';
import { openTlsContext } from './tls-context.js';
import { isUnknownAuthority, judgePeer, verifyResult } from './trust.js';
/** A securer for a run. */
export function openSecurer(host) {
    const prepared = new Map();
    const keyLog = openKeyLog(host);
    return {
        async secure(plain, route, signal) {
            const identity = tlsIdentity(route.tls);
            const preparing = prepared.get(identity) ?? openTlsContext(route.tls, host);
            prepared.set(identity, preparing);
            try {
                const { context, pins } = await preparing;
                const { socket, stapled } = await shakeHands(plain, route, context, keyLog, signal);
                try {
                    await judge(socket, route, pins, stapled, host.now());
                }
                catch (error) {
                    socket.destroy();
                    throw error;
                }
                return socket;
            }
            catch (error) {
                plain.destroy();
                throw withPeer(error, route.isProxy);
            }
        },
        close: keyLog.close,
    };
}
/** Before a certificate is looked at, the result of the look is 1, in curl and here. */
function withPeer(error, isProxy) {
    if (!(error instanceof Failure) || error instanceof HandshakeFailure)
        return error;
    const { kind, message, hint, cause } = error;
    const peer = isProxy ? { proxyVerifyResult: 1 } : { verifyResult: 1 };
    return new HandshakeFailure(kind, message, { ...(hint === undefined ? {} : { hint }), cause }, peer);
}
async function shakeHands(plain, { host, protocols, tls, isProxy }, secureContext, keyLog, signal) {
    const { connect } = await import('node:tls');
    const name = host.replace(/^\[|\]$/g, '');
    const options = {
        socket: plain,
        secureContext,
        ...(isIP(name) === 0 ? { servername: name.replace(/\.$/, '') } : { host: name }),
        ...(tls.offersProtocols ? { ALPNProtocols: [...protocols] } : {}),
        // Node would end the connection before there is a certificate to say what is wrong with; see judge.
        rejectUnauthorized: false,
        ...(tls.needsStatus ? { requestOCSP: true } : {}),
    };
    const socket = connect(options);
    if (keyLog.write !== undefined)
        socket.on('keylog', keyLog.write);
    let stapled;
    socket.on('OCSPResponse', (answer) => {
        stapled = answer ?? undefined;
    });
    await settle(socket, 'secureConnect', signal, (error) => tlsFailure(error, isProxy ? `the proxy ${host}` : host));
    return { socket, stapled };
}
async function judge(socket, { host, isProxy, tls }, pins, stapled, nowMs) {
    let statusTrouble;
    if (tls.needsStatus) {
        const { stapledTrouble } = await import('./stapled.js');
        // An authority that nobody has checked says nothing that counts, as in curl.
        statusTrouble = stapledTrouble(stapled, socket.authorized ? certificatesOf(socket) : [], nowMs);
    }
    const shown = { host, isProxy, trouble: troubleOf(socket), statusTrouble, certificates: certificatesOf(socket) };
    judgePeer({ ...shown, peer: securedPeer(socket, isProxy) }, tls.verified, pins, nowMs);
}
/** Node's code of what is wrong with the peer's certificate; the name is looked at only where the rest is good. */
function troubleOf({ authorized, authorizationError }) {
    return authorized ? undefined : String(authorizationError);
}
/** What can be told of a secured connection; of one to a proxy, which is none to the server, less. */
export function securedPeer(socket, isProxy) {
    if (isProxy)
        return { proxyVerifyResult: verifyResult(troubleOf(socket)) };
    return {
        tlsProtocol: socket.getProtocol() ?? '',
        tlsCipher: socket.getCipher()?.name ?? '',
        verified: socket.authorized,
        verifyResult: verifyResult(troubleOf(socket)),
        certificates: sentCertificates(socket),
    };
}
/**
 * The certificates the server sent. Node adds the root from those that are trusted; servers leave theirs out
 * (RFC 8446 §4.4.2), so a trusted one that ends a longer chain is taken to be Node's.
 */
function sentCertificates(socket) {
    const chain = certificatesOf(socket);
    const root = chain.at(-1);
    const isTrusted = !isUnknownAuthority(troubleOf(socket));
    const endsInRoot = root !== undefined && isTrusted && chain.length > 1 && isSelfIssued(root);
    return endsInRoot ? chain.slice(0, -1) : chain;
}
function isSelfIssued(der) {
    const certificate = new X509Certificate(der);
    return certificate.subject === certificate.issuer;
}
/** The peer's certificate and those of its issuers, as far as Node knows them. */
function certificatesOf(socket) {
    const chain = [];
    let certificate = socket.getPeerCertificate(true);
    while (certificate?.raw !== undefined && !chain.some((known) => certificate.raw.equals(known))) {
        chain.push(certificate.raw);
        certificate = certificate.issuerCertificate;
    }
    return chain;
}
function tlsFailure(error, host) {
    const code = errorCode(error);
    if (code === 'ECONNRESET') {
        return new Failure('tls', `${host} closed the connection while TLS was being agreed on`, { cause: error });
    }
    if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
        return new Failure('tls', `${host} does not answer in TLS on this port`, {
            cause: error,
            hint: 'is it http:// there?',
        });
    }
    const reason = (code || error.message)
        .replace(/^ERR_SSL_/, '')
        .toLowerCase()
        .replaceAll('_', ' ');
    return new Failure('tls', `TLS with ${host} came to nothing: ${reason}`, {
        cause: error,
        ...(code === 'ERR_SSL_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED'
            ? { hint: '--ciphers DEFAULT@SECLEVEL=0 allows what is as old as that' }
            : {}),
    });
}
//# sourceMappingURL=secure.js.map