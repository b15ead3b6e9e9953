import { Failure } from '../failure.ts';
import type { UnansweredRequest } from '../request/exchange.ts';

/** Why a request that went out has no reply, and how far it came: what it was answered so far is told all the same. */
export class Unanswered extends Failure {
  readonly request: UnansweredRequest;

  constructor({ kind, message, at, hint, cause }: Failure, request: UnansweredRequest) {
    super(kind, message, { cause, ...(at === undefined ? {} : { at }), ...(hint === undefined ? {} : { hint }) });
    this.request = request;
  }
}

/** The error with the request that it kept from being answered; what is no Failure is a defect, and stays what it is. */
export function unanswered(error: unknown, request: UnansweredRequest): unknown {
  return error instanceof Failure ? new Unanswered(error, request) : error;
}
