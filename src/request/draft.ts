import type { Login } from './auth.ts';
import type { BodySource } from './plan.ts';

/** A wish about one header field, in the order typed. */
export type HeaderEdit =
  | {
      readonly kind: 'send';
      readonly name: string;
      readonly value: string /** As in a header field. */;
      readonly gap?: string;
    }
  /** Nothing of this name is sent, not even slip's own default. */
  | { readonly kind: 'remove'; readonly name: string };

/** `-z`: the field that says so, and the moment that a reply without the condition is held to. */
export interface TimeCondition {
  readonly name: 'If-Modified-Since' | 'If-Unmodified-Since' | 'Last-Modified';
  readonly atSeconds: number;
  readonly value: string;
}

/** A request as it was wished for, with the files it names read and nothing decided. */
export interface RequestDraft {
  readonly method: string | undefined;
  readonly url: string;
  readonly pathAsIs: boolean;
  readonly requestTarget: string | undefined;
  readonly headers: readonly HeaderEdit[];
  /** Fields for an HTTP proxy alone. */
  readonly proxyHeaders: readonly HeaderEdit[];
  /** Pairs to add to the query, already encoded. */
  readonly query: readonly string[];
  readonly body: BodySource;
  /** The method that this body, or `--head`, asks for where none is typed. */
  readonly impliedMethod: string;
  /** What the body's shape asks for where no Content-Type is typed. */
  readonly contentType: string | undefined;
  /** `Accept`, where none is typed. */
  readonly accept: string;
  /** Name of the uploaded file, added to a URL that ends in a slash. */
  readonly uploadName: string | undefined;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
  /** Literal cookies: `a=1; b=2`. */
  readonly cookies: string | undefined;
  /** `-r`: what stands behind `bytes=`. */
  readonly range?: string | undefined;
  /** What an upload that is gone on with says of itself. */
  readonly contentRange?: string | undefined;
  readonly timeCondition?: TimeCondition | undefined;
  /** `-C`: the byte to go on from, or `end` for where the file that is there ends. */
  readonly continueAt?: number | 'end' | undefined;
  readonly user: Login | undefined;
  /** Texts that may not be shown, whatever field they stand in. */
  readonly secrets?: readonly string[];
}
