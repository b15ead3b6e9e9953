import { Failure } from '../failure.js';
/** A proxy refuses a tunnel; its heads are printed all the same, as in curl. */
export class RefusedTunnel extends Failure {
    report;
    constructor(message, report, hint) {
        super('connect', message, hint === undefined ? {} : { hint });
        this.report = report;
    }
}
//# sourceMappingURL=refused-tunnel.js.map