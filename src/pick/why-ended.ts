import { Failure } from '../failure.ts';

/** What a computation in a thread has been ended for: the failure that the signal brings, or Ctrl-C. */
export function whyEnded({ reason }: AbortSignal): Failure {
  return reason instanceof Failure ? reason : new Failure('interrupted', 'interrupted');
}
