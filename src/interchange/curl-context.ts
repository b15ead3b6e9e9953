import type { Login } from '../request/auth.ts';
import type { Secret } from '../secret.ts';

/** What a curl line depends on beside the plan. */
export interface CurlContext {
  /** Secrets stand in the line; otherwise `(secret)` does in their places. */
  readonly showsSecrets: boolean;
  /** The User-Agent that curl sends by itself. */
  readonly userAgent: string;
  /** The environment names a proxy for the URL that the plan does not take. */
  readonly avoidsProxy: boolean;
  /** Words about what is done besides sending the request. */
  readonly besides: readonly string[];
}

/** A secret as the line has it. */
export function shownSecret(secret: Secret, { showsSecrets }: CurlContext): string {
  return showsSecrets ? secret.reveal() : String(secret);
}

/** `NAME:PASSWORD` as the line has it. */
export function shownLogin({ name, password }: Login, context: CurlContext): string {
  return `${name}:${shownSecret(password, context)}`;
}

/** An option and its value, if there is one. */
export function valued(option: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`--${option}`, value];
}

/**
 * Takes what a destructuring left over, and compiles only if that is nothing: whoever adds a field to a plan is told here
 * to say what curl's word for it is.
 */
export function nothingLeft(_rest: Readonly<Record<string, never>>): void {}
