import { ALGORITHMS } from '../cli/algorithms.ts';
import { Failure } from '../failure.ts';
import { findJsonFault } from '../json/parse.ts';

/** What a new token says, and how long it counts. */
export interface ClaimsWish {
  /** As typed: `name=text`, `name:=json`. */
  readonly words: readonly string[];
  /** As typed: `90`, `5m`, `1h`, `30d`. */
  readonly ttl: string | undefined;
  /** A name that no other token has, for `jti`. */
  readonly id?: string;
}

/**
 * Claims as JSON, those that were typed as they were typed; then `iat`, `jti` where there is an id, and `exp` where there is
 * an end.
 *
 * @param nowSeconds since the epoch.
 * @throws Failure `usage`
 */
export function claimsText({ words, ttl, id }: ClaimsWish, nowSeconds: number): string {
  const claims = new Map<string, string>();
  for (const word of words) {
    const { name, json } = readClaim(word);
    if (claims.has(name)) throw new Failure('usage', `claim ${name} is said twice`);
    claims.set(name, json);
  }
  if (!claims.has('iat')) claims.set('iat', String(nowSeconds));
  if (id !== undefined && !claims.has('jti')) claims.set('jti', JSON.stringify(id));
  if (ttl !== undefined) {
    if (claims.has('exp')) throw new Failure('usage', 'the end is said twice: by --ttl and by claim exp');
    claims.set('exp', String(nowSeconds + ttlSeconds(ttl)));
  }
  return `{${[...claims].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

/** Whether one of these words says that claim. */
export function saysClaim(words: readonly string[], name: string): boolean {
  return words.some((word) => readClaim(word).name === name);
}

/** What is wrong with a claim, behind the name of its option. */
export function claimFault(word: string): string | undefined {
  const { name, sign, value } = partsOf(word);
  if (name === '') return 'is NAME=TEXT or NAME:=JSON';
  const fault = sign === '=' ? undefined : findJsonFault(value);
  return fault && `has a value that is not JSON: ${fault.message}`;
}

/** What is wrong with the name of an algorithm, likewise. */
export function algorithmFault(name: string): string | undefined {
  return ALGORITHMS.some((alg) => alg === name) ? undefined : `is one of ${ALGORITHMS.join(', ')}`;
}

/** What is wrong with a time to live, likewise. */
export function ttlFault(text: string): string | undefined {
  return secondsOf(text) === undefined ? 'is a number with s, m, h or d, such as 5m' : undefined;
}

function partsOf(word: string): { readonly name: string; readonly sign: string; readonly value: string } {
  const [, name = '', sign = '', value = ''] = /^([^=]+?)(:?=)(.*)$/s.exec(word) ?? [];
  return { name, sign, value };
}

function readClaim(word: string): { readonly name: string; readonly json: string } {
  const { name, sign, value } = partsOf(word);
  if (name === '') {
    throw new Failure('usage', `a claim is name=text or name:=json, and this is ${word === '' ? 'empty' : word}`);
  }
  if (sign === '=') return { name, json: JSON.stringify(value) };
  const fault = findJsonFault(value);
  if (fault === undefined) return { name, json: value };
  const start = word.length - value.length;
  throw new Failure('usage', `the value of claim ${name} is not JSON: ${fault.message}`, {
    at: { text: word, start: start + fault.offset, end: start + fault.end },
    hint: `${name}=${value} is a text`,
  });
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

function secondsOf(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? [];
  return Number(count ?? 0) * (UNIT_SECONDS[unit] ?? 1) || undefined;
}

function ttlSeconds(text: string): number {
  const seconds = secondsOf(text);
  if (seconds !== undefined) return seconds;
  throw new Failure('usage', `--ttl ${ttlFault(text)}`, {
    at: { text: `--ttl ${text}`, start: 6, end: 6 + Math.max(text.length, 1) },
  });
}
