import { Failure } from '../failure.ts';
import type { TunnelReport } from '../request/exchange.ts';

/** A proxy refuses a tunnel; its heads are printed all the same, as in curl. */
export class RefusedTunnel extends Failure {
  readonly report: TunnelReport;

  constructor(message: string, report: TunnelReport, hint: string | undefined) {
    super('connect', message, hint === undefined ? {} : { hint });
    this.report = report;
  }
}
