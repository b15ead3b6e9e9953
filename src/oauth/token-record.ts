import { Secret } from '../secret.ts';

/** What an authorization server gave (RFC 6749 §5.1), as it is kept for a profile. */
export interface TokenRecord {
  readonly accessToken: Secret;
  /** `bearer` or `dpop`. */
  readonly tokenType: string;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly obtainedAtMs: number;
  /** Likewise; `undefined` where the server does not say. */
  readonly expiresAtMs: number | undefined;
  readonly refreshToken: Secret | undefined;
  readonly idToken: Secret | undefined;
  /** The private key, as a JWK, that it is bound to (RFC 9449): whoever shows it proves to have that. */
  readonly proofKey: Secret | undefined;
  /** What was granted, where that is said. */
  readonly scope: string | undefined;
  /** Server and client that it is of: of a profile that has another one by now it is no token. */
  readonly madeFor: string;
}

/** A token is replaced so long before its end, for the request to arrive and clocks to differ; */
const MARGIN_MS = 30_000;
/** but one that lives for a short time only is used for most of it. */
const MARGIN_SHARE = 0.25;

/** Whether it may be sent: it has some time left. One that nobody knows the end of is tried. */
export function isFresh({ obtainedAtMs, expiresAtMs }: TokenRecord, nowMs: number): boolean {
  if (expiresAtMs === undefined) return true;
  return expiresAtMs - nowMs > Math.min(MARGIN_MS, (expiresAtMs - obtainedAtMs) * MARGIN_SHARE);
}

/** The record as one text. */
export function tokenText(record: TokenRecord): Secret {
  const { accessToken, refreshToken, idToken, proofKey, ...rest } = record;
  return new Secret(
    JSON.stringify({
      ...rest,
      accessToken: accessToken.reveal(),
      refreshToken: refreshToken?.reveal(),
      idToken: idToken?.reveal(),
      proofKey: proofKey?.reveal(),
    }),
  );
}

/** The record that such a text holds; `undefined` where it is none, as another version of slip may have left it. */
export function readTokenText(text: Secret): TokenRecord | undefined {
  let value: Readonly<Record<string, unknown>>;
  try {
    value = JSON.parse(text.reveal()) ?? {};
  } catch {
    return undefined;
  }
  const { accessToken, tokenType, obtainedAtMs, madeFor } = value;
  if (typeof accessToken !== 'string' || typeof tokenType !== 'string') return undefined;
  if (typeof obtainedAtMs !== 'number' || typeof madeFor !== 'string') return undefined;
  return {
    accessToken: new Secret(accessToken),
    tokenType,
    obtainedAtMs,
    expiresAtMs: typeof value.expiresAtMs === 'number' ? value.expiresAtMs : undefined,
    refreshToken: secretOf(value.refreshToken),
    idToken: secretOf(value.idToken),
    proofKey: secretOf(value.proofKey),
    scope: typeof value.scope === 'string' ? value.scope : undefined,
    madeFor,
  };
}

function secretOf(value: unknown): Secret | undefined {
  return typeof value === 'string' ? new Secret(value) : undefined;
}
