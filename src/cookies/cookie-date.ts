const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The moment that the text of an `Expires` names, in seconds since the epoch, by the rules that browsers have for cookies
 * (RFC 6265 §5.1.1): a time, a day, a month and a year in whatever order and company, always of GMT.
 */
export function parseCookieDate(text: string): number | undefined {
  let time: readonly number[] | undefined;
  let day: number | undefined;
  let month: number | undefined;
  let year: number | undefined;
  for (const token of text.split(/[\t\x20-/;-@[-`{-~]+/)) {
    const clock = time === undefined && /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)/.exec(token);
    if (clock) time = clock.slice(1).map(Number);
    else if (day === undefined && /^\d{1,2}(?!\d)/.test(token)) day = Number.parseInt(token, 10);
    else if (month === undefined && monthOf(token) >= 0) month = monthOf(token);
    else if (year === undefined && /^\d{2,4}(?!\d)/.test(token)) year = fullYear(Number.parseInt(token, 10));
  }
  if (time === undefined || day === undefined || month === undefined || year === undefined || year < 1601)
    return undefined;
  const [hour = 0, minute = 0, second = 0] = time;
  const date = new Date(Date.UTC(year, month, day, hour, minute, second));
  const isThere = date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isThere ? date.getTime() / 1000 : undefined;
}

function monthOf(token: string): number {
  return MONTHS.indexOf(token.slice(0, 3).toLowerCase());
}

function fullYear(year: number): number {
  if (year > 99) return year;
  return year + (year < 70 ? 2000 : 1900);
}
