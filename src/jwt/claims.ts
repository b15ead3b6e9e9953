import { Failure } from '../failure.ts';
import { findJsonFault } from '../json/parse.ts';

/** What a new token says, and how long it counts. */
export interface ClaimsWish {
  /** As typed: `name=text`, `name:=json`. */
  readonly words: readonly string[];
  /** As typed: `90`, `5m`, `1h`, `30d`. */
  readonly ttl: string | undefined;
}

/**
 * Claims as JSON, those that were typed as they were typed; then `iat`, and `exp` where there is an end.
 *
 * @param nowSeconds since the epoch.
 * @throws Failure `usage`
 */
export function claimsText({ words, ttl }: ClaimsWish, nowSeconds: number): string {
  const claims = new Map<string, string>();
  for (const word of words) {
    const { name, json } = readClaim(word);
    if (claims.has(name)) throw new Failure('usage', `claim ${name} is said twice`);
    claims.set(name, json);
  }
  if (!claims.has('iat')) claims.set('iat', String(nowSeconds));
  if (ttl !== undefined) {
    if (claims.has('exp')) throw new Failure('usage', 'the end is said twice: by --ttl and by claim exp');
    claims.set('exp', String(nowSeconds + ttlSeconds(ttl)));
  }
  return `{${[...claims].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

function readClaim(word: string): { readonly name: string; readonly json: string } {
  const [, name = '', sign = '', value = ''] = /^([^=]+?)(:?=)(.*)$/s.exec(word) ?? [];
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

function ttlSeconds(text: string): number {
  const [, count, unit = ''] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? [];
  if (count === undefined || Number(count) === 0) {
    throw new Failure('usage', '--ttl is a number with s, m, h or d, such as 5m', {
      at: { text: `--ttl ${text}`, start: 6, end: 6 + Math.max(text.length, 1) },
    });
  }
  return Number(count) * (UNIT_SECONDS[unit] ?? 1);
}
