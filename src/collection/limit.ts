import { durationMs } from './names.ts';

/** Whether a quantity keeps a limit, and how it is written. */
export interface Judgement {
  readonly holds: boolean;
  readonly actual: string;
}

/**
 * Judges a limit such as `< 500ms` or `<= 10kB`.
 *
 * @param sign what is meant where there is none.
 * @param actual milliseconds, or bytes.
 * @returns `undefined` for what is no limit.
 */
export function judgeLimit(
  limit: string,
  unit: 'duration' | 'size',
  sign: '<=' | '>=' | '=',
  actual: number,
): Judgement | undefined {
  const { typedSign = sign, quantity = '' } =
    /^(?<typedSign>[<>]=?|==?)?\s*(?<quantity>\S.*?)\s*$/.exec(limit)?.groups ?? {};
  const wanted = unit === 'size' ? byteCount(quantity) : durationMs(quantity);
  if (wanted === undefined) return undefined;
  return {
    holds: HOLDS[typedSign]?.(actual, wanted) ?? false,
    actual: unit === 'size' ? `${actual} bytes` : inTime(actual),
  };
}

const HOLDS: Readonly<Record<string, (actual: number, wanted: number) => boolean>> = {
  '<': (actual, wanted) => actual < wanted,
  '<=': (actual, wanted) => actual <= wanted,
  '>': (actual, wanted) => actual > wanted,
  '>=': (actual, wanted) => actual >= wanted,
  '=': (actual, wanted) => actual === wanted,
  '==': (actual, wanted) => actual === wanted,
};

const UNIT_BYTES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1000,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/** Bytes of `300`, `10kB` or `1.5MiB`. */
function byteCount(text: string): number | undefined {
  const { amount, unit = '' } = /^(?<amount>\d+(?:\.\d+)?)\s*(?<unit>[a-z]*)$/i.exec(text)?.groups ?? {};
  const factor = UNIT_BYTES[unit.toLowerCase()];
  return amount === undefined || factor === undefined ? undefined : Math.round(Number(amount) * factor);
}

function inTime(ms: number): string {
  if (Math.abs(ms) < 10_000) return `${Math.round(ms)}ms`;
  return Math.abs(ms) < 2 * 86_400_000 ? `${Math.round(ms / 1000)}s` : `${Math.round(ms / 86_400_000)}d`;
}
