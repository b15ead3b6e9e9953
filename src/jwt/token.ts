import { isUtf8 } from 'node:buffer';
import { Failure, type FailureKind } from '../failure.ts';
import { findJsonFault, parseJsonText } from '../json/parse.ts';
import type { JsonObject } from '../json/tree.ts';

/** A signed token (RFC 7519 in the compact form of RFC 7515), read and not verified. */
export interface Token {
  /** Without the white space and the `Bearer` that it was given with. */
  readonly text: string;
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

/**
 * Reads a token. It stands in no message, as it is a credential: only the header or the claims do, where they are no JSON.
 *
 * @throws Failure `usage` with the place where it is none.
 */
export function readToken(given: string): Token {
  const text = given.trim().replace(/^(?:authorization:\s*)?bearer\s+/i, '');
  if (text === '') throw new Failure('usage', 'there is no token here: it is empty');
  const [header = '', claims = '', signature = '', ...others] = text.split('.');
  const count = text.split('.').length;
  if (others.length === 2) throw new Failure('usage', 'this token is encrypted (JWE), and slip reads signed ones');
  if (count !== 3) {
    throw new Failure('usage', `a token is three parts with dots between them, and this has ${count}`);
  }
  const claimsStart = header.length + 1;
  const token = {
    text,
    header: objectOf(header, 'header part', 0),
    claims: objectOf(claims, 'claims part', claimsStart),
  };
  bytesOf(signature, 'signature', claimsStart + claims.length + 1);
  return token;
}

/** The bytes of a part, which begins at this offset of the token. */
function bytesOf(part: string, name: string, start: number): Buffer {
  const stray = /[^\w-]/.exec(part);
  if (stray !== null) {
    throw new Failure('usage', `character ${start + stray.index + 1} of the token, in its ${name}, is not Base64url`);
  }
  if (part.length % 4 === 1) {
    throw new Failure('usage', `the ${name} of the token is cut off at character ${start + part.length}`);
  }
  return Buffer.from(part, 'base64url');
}

function objectOf(part: string, name: string, start: number): JsonObject {
  const bytes = bytesOf(part, name, start);
  if (!isUtf8(bytes)) throw new Failure('usage', `the ${name} of the token is not UTF-8`);
  return parseObject(bytes.toString('utf8'), `the ${name} of the token`, 'usage');
}

/**
 * A JSON object, its numbers and the order of its members as they are written.
 *
 * @param name what it is, as a sentence begins with it.
 * @throws Failure of this kind.
 */
export function parseObject(text: string, name: string, kind: FailureKind): JsonObject {
  const fault = findJsonFault(text);
  if (fault !== undefined) {
    throw new Failure(kind, `${name} is not JSON: ${fault.message}`, {
      at: { text, start: fault.offset, end: fault.end },
    });
  }
  const value = parseJsonText(text);
  if (value.kind !== 'object') throw new Failure(kind, `${name} is no JSON object`);
  return value;
}
