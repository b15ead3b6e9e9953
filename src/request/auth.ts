import type { Secret } from '../secret.ts';
import type { HeaderList } from './headers.ts';
import type { RequestPlan } from './plan.ts';
import type { RequestUrl } from './url.ts';

/** Who one is for a server or a proxy. Either part may be empty, not both. */
export interface Login {
  readonly name: string;
  readonly password: Secret;
}

/** What there is to show to one server. */
export interface Credentials {
  readonly login: Login | undefined;
  /** OAuth 2.0 bearer token (RFC 6750). */
  readonly bearer: Secret | undefined;
}

/** Ways of showing it. */
export type AuthScheme = 'basic' | 'digest' | 'bearer' | 'aws-sigv4';

/** Where logins are looked up by host. */
export interface Netrc {
  /** The file, where one is named. */
  readonly path?: string;
  /** It is asked even where the URL has name and password (`-n`), not only for what that lacks (`--netrc-optional`). */
  readonly comesFirst: boolean;
  /**
   * @param host without brackets.
   * @param name empty where none is known, and every entry will do.
   * @throws Failure `read` where the file cannot be.
   */
  find(host: string, name: string): Login | undefined;
}

/** What may be shown, and how. */
export interface AuthPolicy {
  /** One is used unasked, Digest excepted; of several the server is asked first which it takes. */
  readonly schemes: readonly AuthScheme[];
  /** For `aws-sigv4`. */
  readonly sign: Sign | undefined;
  /** `--aws-sigv4` as it was typed. */
  readonly signing?: string;
  /** `--oauth2-bearer`. */
  readonly bearer: Secret | undefined;
  readonly netrc: Netrc | undefined;
  /** `--disallow-username-in-url`. */
  readonly refusesUrlUser: boolean;
}

/** Where a credential stands in a request. */
export interface AuthPlace {
  readonly in: 'header' | 'query' | 'cookie';
  /** Of a query parameter and a cookie without any encoding. */
  readonly name: string;
}

/** What a profile adds to one request: either it is shown as a login or token would be, or it stands in a place. */
export interface Attachment {
  /** The profile's name, and its kind's. */
  readonly profile: string;
  readonly kind: string;
  readonly place: AuthPlace;
  /** What is shown by one of the schemes. */
  readonly credentials: Credentials | undefined;
  readonly policy: Pick<AuthPolicy, 'schemes' | 'sign' | 'signing'>;
  /** Fields that stand there whatever the server asks for. */
  readonly fields: HeaderList;
  /** Query parameters; they are in no URL that is shown, and in no Referer. */
  readonly query: readonly (readonly [name: string, value: Secret])[];
  readonly cookie: readonly [name: string, value: Secret] | undefined;
  /** What is shown is good for this request alone, and made anew for the next: of which token it is, and the server's nonce in it. */
  readonly once?: { readonly token: Secret; readonly nonce: string | undefined };
}

/** What a signature is about. */
export interface SignableRequest {
  readonly method: string;
  readonly url: RequestUrl;
  /** The fields that were typed, which all are signed; values are revealed for it. */
  readonly typed: HeaderList;
  /** `undefined` for a body that is not in memory. */
  readonly body: Uint8Array | undefined;
  /** Refuse a body that is not in memory where the signature is about it; curl signs it as if it were empty. */
  readonly isStrict: boolean;
}

/**
 * The fields that sign a request.
 *
 * @param nowMs milliseconds since the epoch.
 * @throws Failure `argument`, `url` or `usage` where they cannot be made.
 */
export type Sign = (request: SignableRequest, keys: Login, nowMs: number) => HeaderList;

/** The request that a Digest answer is about. */
export interface DigestSubject {
  readonly method: string;
  /** The request target in origin-form, or CONNECT's host and port: what proxies leave alone. */
  readonly uri: string;
  /** For `auth-int`; empty where it is not in memory. */
  readonly body: Uint8Array;
}

/** How far it has come with one server, or one proxy. */
export interface AuthProgress {
  /** What its challenges led to; `none`: it asks for nothing. */
  readonly chosen: AuthScheme | 'none' | undefined;
  readonly digest:
    | {
        /** How many requests have used the nonce. */
        readonly useCount: number;
        /** What the request with the n-th use of the nonce answers. */
        answer(login: Login, subject: DigestSubject, nonceCount: number): string;
      }
    | undefined;
}

/** Nothing was asked yet. */
export const UNASKED: AuthProgress = { chosen: undefined, digest: undefined };

/** Who one is for the server of a plan, and for its proxy. */
export interface PlannedAuth {
  readonly policy: AuthPolicy;
  /** `--user`. */
  readonly login: Login | undefined;
  /** Where that and the bearer token may go: an origin; `undefined` anywhere (`--location-trusted`). */
  readonly origin: string | undefined;
  /** The user information that counts for this URL. */
  readonly urlUser: RequestUrl['user'];
  /** What a profile adds for this URL, decided for each hop anew. */
  readonly attached: Attachment | undefined;
  /** The profile that would be for this URL, if something that was typed did not stand in its place. */
  readonly passedOver: { readonly profile: string; readonly place: AuthPlace } | undefined;
  readonly server: AuthProgress;
  readonly proxy: AuthProgress;
  /** What this request says: `Proxy-Authorization` to a plain proxy, `Authorization` and what belongs to it. */
  readonly fields: HeaderList;
  /** What the plan has, if this request only asks for the challenge and does without. */
  readonly withheld: Pick<RequestPlan, 'body' | 'bodyType' | 'headers'> | undefined;
  /** How many requests of the conversation have been made because of a challenge. */
  readonly roundCount: number;
  /** The token that the server has turned down: a profile shows another one, once in a conversation. */
  readonly refused: Secret | undefined;
}

/** Of a request that says nothing of who one is. */
export const NOBODY: PlannedAuth = {
  policy: { schemes: [], sign: undefined, bearer: undefined, netrc: undefined, refusesUrlUser: false },
  login: undefined,
  origin: undefined,
  urlUser: undefined,
  attached: undefined,
  passedOver: undefined,
  server: UNASKED,
  proxy: UNASKED,
  fields: [],
  withheld: undefined,
  roundCount: 0,
  refused: undefined,
};
