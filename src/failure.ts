/**
 * Everything that can go wrong and that the user can act on, with the exit status of each kind.
 * The numbers are curl's up to 99 (libcurl-errors(3)), and in its dialect 100; from there on they are slip's own. No
 * number has two meanings, but for the three of `--check-status`, which are HTTPie's and are not failures of the exchange.
 */
export const EXIT_STATUS = {
  protocol: 1,
  usage: 2,
  url: 3,
  proxyName: 5,
  hostName: 6,
  connect: 7,
  notHttp: 8,
  http2: 16,
  partial: 18,
  httpStatus: 22,
  write: 23,
  upload: 25,
  read: 26,
  timeout: 28,
  range: 33,
  tls: 35,
  argument: 43,
  interface: 45,
  redirects: 47,
  optionSyntax: 49,
  empty: 52,
  send: 55,
  receive: 56,
  clientCertificate: 58,
  cipher: 59,
  certificate: 60,
  encoding: 61,
  size: 63,
  rewind: 65,
  login: 67,
  caFile: 77,
  crlFile: 82,
  pinnedKey: 90,
  certificateStatus: 91,
  http2Stream: 92,
  proxy: 97,
  tooLarge: 100,
  keychain: 101,
  credential: 102,
  config: 103,
  pages: 104,
  noMatch: 105,
  content: 106,
  interrupted: 130,
  terminated: 143,
} as const;

/** The closed set of kinds of failure. */
export type FailureKind = keyof typeof EXIT_STATUS;

/** A place in text that the user typed: half-open range of UTF-16 offsets. */
export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What a failure says beside its one sentence. */
export interface FailureDetail {
  /** The user's own text, with the part to underline. */
  readonly at?: Span;
  /** One thing to do next: lower case, no full stop. */
  readonly hint?: string;
  /** Other mistakes found beside it, to be told along with it. */
  readonly also?: readonly Failure[];
  readonly cause?: unknown;
}

/** What the user can act on. Anything else that is thrown is a defect of slip and keeps its stack. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly at: Span | undefined;
  readonly hint: string | undefined;
  readonly also: readonly Failure[];

  constructor(kind: FailureKind, message: string, detail: FailureDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.kind = kind;
    this.at = detail.at;
    this.hint = detail.hint;
    this.also = detail.also ?? [];
  }

  /** The exit status that a run ending in this failure has. */
  get exitStatus(): number {
    return EXIT_STATUS[this.kind];
  }
}
