/**
 * Which of two JSON numbers is greater, by their tokens and exactly: 1.0 is 1, 1e400 is less than 1e401, and no two
 * long integers are the same because a double cannot tell them apart.
 *
 * @returns less than 0, 0, or more than 0.
 */
export function compareJsonNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (isShort(left) && isShort(right)) return Number(left) - Number(right);
  const [a, b] = [decimalOf(left), decimalOf(right)];
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.point !== b.point) return a.point < b.point ? -a.sign : a.sign;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -a.sign : a.sign;
}

/** One text for all tokens of a number: `1.0`, `10e-1` and `1` give `1`. */
export function numberWorth(token: string): string {
  if (isShort(token) && token !== '-0') return token;
  const { sign, digits, point } = decimalOf(token);
  const minus = sign < 0 ? '-' : '';
  if (sign === 0) return '0';
  // What isShort gives as it is has to be the same by this way, too.
  if (point >= BigInt(digits.length) && point <= 15n) return minus + digits.padEnd(Number(point), '0');
  return `${minus}0.${digits}e${point}`;
}

/** A number as 0.DIGITS times ten to the power of `point`, where DIGITS neither begins nor ends with 0. */
interface Decimal {
  readonly sign: -1 | 0 | 1;
  readonly digits: string;
  readonly point: bigint;
}

/** An integer that a double holds exactly. */
function isShort(token: string): boolean {
  return token.length <= 15 && /^-?\d+$/.test(token);
}

function decimalOf(token: string): Decimal {
  const [, minus, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(token) ?? [];
  const written = whole + fraction;
  const first = written.search(/[1-9]/);
  if (first < 0) return { sign: 0, digits: '', point: 0n };
  return {
    sign: minus === '-' ? -1 : 1,
    digits: withoutTrailingZeros(written.slice(first)),
    point: BigInt(exponent) + BigInt(whole.length - first),
  };
}

/** By hand: the pattern /0+$/ takes a time that grows with the square of the zeros before another digit. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 0x30) end -= 1;
  return digits.slice(0, end);
}
