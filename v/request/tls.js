import { Failure } from '../failure.js';
/** A text that is the same for policies that may share connections, and what is read for them. It holds secrets. */
export function tlsIdentity(policy) {
    return JSON.stringify([policy, policy.certificate?.passphrase?.reveal()]);
}
/** TLS came to nothing; with what is known of the peer by then. */
export class HandshakeFailure extends Failure {
    peer;
    constructor(kind, message, detail, peer) {
        super(kind, message, detail);
        this.peer = peer;
    }
}
//# sourceMappingURL=tls.js.map