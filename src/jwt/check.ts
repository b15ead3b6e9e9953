import { ALGORITHMS, type Algorithm } from '../cli/algorithms.ts';
import { Failure } from '../failure.ts';
import { decodeJsonString, findMember, type JsonNode, type JsonObject } from '../json/tree.ts';
import { algorithmName, allows, type JwtKey, keyText } from './keys.ts';
import { isSignedBy } from './signature.ts';
import { timesOf } from './times.ts';
import type { Token } from './token.ts';

/** Where the keys come from: one that was chosen, or a set among which the token chooses. */
export interface KeyRing {
  readonly keys: readonly JwtKey[];
  readonly isSet: boolean;
  /** For messages: a file or a URL. */
  readonly name: string;
}

/** What has to be true of a token beside its signature and its times. */
export interface Expected {
  readonly alg: Algorithm | undefined;
  readonly iss: string | undefined;
  /** One of those that the token is for. */
  readonly aud: string | undefined;
}

/**
 * Verifies a token: its algorithm, its signature, then its claims. Gives the key that has signed it.
 *
 * @throws Failure `credential` with the first reason why it does not count.
 */
export async function verifyToken(token: Token, ring: KeyRing, expected: Expected, nowMs: number): Promise<JwtKey> {
  const alg = algorithmOf(token.header);
  if (expected.alg !== undefined && expected.alg !== alg) {
    throw refusal(`the token is signed with ${alg}, and --alg says ${expected.alg}`);
  }
  const key = await signerOf(token, keysFor(token, alg, ring), alg);
  if (key === undefined) throw refusal(`the signature is wrong: no key of ${ring.name} has made it`);
  const fault = timeFault(token.claims, nowMs) ?? expectationFault(token.claims, expected);
  if (fault !== undefined) throw refusal(fault);
  return key;
}

function algorithmOf(header: JsonObject): Algorithm {
  const said = textOf(findMember(header, 'alg'));
  if (said === undefined) throw refusal('the token does not say with what it is signed: it has no alg');
  if (/^none$/i.test(said)) throw refusal('alg none is refused: nobody has signed this token');
  const alg = ALGORITHMS.find((name) => name === algorithmName(said));
  if (alg === undefined) throw refusal(`alg ${said} is none that slip knows`);
  return alg;
}

/** The keys that may have signed it, so that none is tried that its owner has not made for that. */
function keysFor({ header }: Token, alg: Algorithm, { keys, isSet, name }: KeyRing): readonly JwtKey[] {
  const kid = textOf(findMember(header, 'kid'));
  const named = isSet && kid !== undefined ? keys.filter((one) => one.kid === kid) : keys;
  if (named.length === 0) {
    const names = keys.flatMap((one) => one.kid ?? []);
    const rest = names.length === 0 ? '' : `: it has ${names.join(', ')}`;
    throw refusal(kid === undefined ? `${name} has no keys for signatures` : `${name} has no key ${kid}${rest}`);
  }
  const allowed = named.filter((one) => allows(one, alg));
  if (allowed.length > 0) return allowed;
  throw refusal(`alg ${alg} is not allowed for the key, which is ${[...new Set(named.map(keyText))].join(' or ')}`);
}

async function signerOf({ text }: Token, keys: readonly JwtKey[], alg: Algorithm): Promise<JwtKey | undefined> {
  for (const key of keys) if (await isSignedBy(text, key, alg)) return key;
  return undefined;
}

function timeFault(claims: JsonObject, nowMs: number): string | undefined {
  const times = timesOf(claims, nowMs);
  for (const name of ['exp', 'nbf']) {
    if (findMember(claims, name) === undefined) continue;
    const time = times.find((one) => one.name === name);
    if (time === undefined) return `${name} of the token is no time`;
    if (time.verdict === 'expired') return `the token expired ${time.inWords}, at ${time.at}`;
    if (time.verdict !== undefined) return `the token is not valid yet: nbf is ${time.inWords}, at ${time.at}`;
  }
  return undefined;
}

function expectationFault(claims: JsonObject, { iss, aud }: Expected): string | undefined {
  if (iss !== undefined) {
    const said = textOf(findMember(claims, 'iss'));
    if (said !== iss) return said === undefined ? 'the token has no iss' : `the token is from ${said}, not from ${iss}`;
  }
  if (aud === undefined) return undefined;
  const member = findMember(claims, 'aud');
  if (member === undefined) return 'the token has no aud';
  const audience = (member.kind === 'array' ? member.items : [member]).map(textOf);
  return audience.includes(aud) ? undefined : `the token is for ${audience.join(', ')}, not for ${aud}`;
}

function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? decodeJsonString(node.text) : undefined;
}

function refusal(message: string): Failure {
  return new Failure('credential', message);
}
