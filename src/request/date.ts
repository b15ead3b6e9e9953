/** Names of months, as all date forms of HTTP and mail have them. */
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/**
 * Minutes to add to a time in a zone to get UTC, for the names that curl knows; upper case only, which is how they are
 * told from other words. The single letters have the signs that RFC 822 gave them by mistake, as curl keeps them.
 */
const ZONE_MINUTES: ReadonlyMap<string, number> = new Map([
  ...zones(0, 'GMT UT UTC WET Z'),
  ...zones(60, 'WAT N'),
  ...zones(120, 'O'),
  ...zones(180, 'ADT P'),
  ...zones(240, 'AST EDT Q'),
  ...zones(300, 'CDT EST R'),
  ...zones(360, 'CST MDT S'),
  ...zones(420, 'MST PDT T'),
  ...zones(480, 'PST YDT U'),
  ...zones(540, 'HDT YST V'),
  ...zones(600, 'AHST CAT HST W'),
  ...zones(660, 'NT X'),
  ...zones(720, 'IDLW Y'),
  ...zones(-60, 'BST CET FWT MET MEWT A'),
  ...zones(-120, 'CEST EET FST MEST MESZ B'),
  ...zones(-180, 'C'),
  ...zones(-240, 'D'),
  ...zones(-300, 'E'),
  ...zones(-360, 'F'),
  ...zones(-420, 'WAST G'),
  ...zones(-480, 'CCT WADT H'),
  ...zones(-540, 'JST I'),
  ...zones(-600, 'EAST GST K'),
  ...zones(-660, 'EADT L'),
  ...zones(-720, 'IDLE NZST NZT M'),
  ...zones(-780, 'NZDT'),
]);

/** How many words and numbers of a date count; whatever comes after them may be anything. */
const MAX_PARTS = 6;

/**
 * Reads a date in any of the forms that curl takes: those of HTTP (RFC 9110 §5.6.7), of mail, and their parts in any
 * order with anything that is no letter or digit between them: `Sun, 06 Nov 1994 08:49:37 GMT`, `1994.Nov.6`,
 * `20040912 15:05:58 -0700`. No time is midnight, no zone is UTC, a year of two digits lies between 1971 and 2070.
 *
 * @returns seconds since the epoch, or `undefined` for what is no date.
 */
export function parseDate(text: string): number | undefined {
  const found: Parts = {};
  let at = 0;
  for (let part = 0; part < MAX_PARTS; part++) {
    at += /^[^0-9A-Za-z]*/.exec(text.slice(at))?.[0].length ?? 0;
    const rest = text.slice(at);
    if (rest === '') break;
    const word = /^[A-Za-z]+/.exec(rest)?.[0];
    const time = found.time === undefined ? /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?/.exec(rest) : null;
    const seconds = time === null ? undefined : secondsOfDay(time);
    if (word !== undefined) {
      if (!takeWord(word, found)) return undefined;
      at += word.length;
    } else if (time !== null && seconds !== undefined) {
      found.time = seconds;
      at += time[0].length;
    } else {
      const digits = /^\d+/.exec(rest)?.[0] ?? '';
      if (!takeNumber(digits, text[at - 1], found)) return undefined;
      at += digits.length;
    }
  }
  return secondsSinceEpoch(found);
}

/** The form that HTTP writes dates in: `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate, RFC 9110 §5.6.7). */
export function formatHttpDate(atSeconds: number): string {
  return new Date(atSeconds * 1000).toUTCString();
}

/** What a date is made of, as far as it has been seen. */
interface Parts {
  weekday?: string;
  /** From 0. */
  month?: number;
  day?: number;
  year?: number;
  /** Seconds since midnight. */
  time?: number;
  zoneMinutes?: number;
}

function zones(minutes: number, names: string): (readonly [name: string, minutes: number])[] {
  return names.split(' ').map((name) => [name, minutes]);
}

function secondsOfDay([, hours = '', minutes = '', seconds]: RegExpExecArray): number | undefined {
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds ?? 0)];
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  return (hour * 60 + minute) * 60 + second;
}

/** Takes a word as what it can be and is not there yet; false for a word that means nothing here. */
function takeWord(word: string, found: Parts): boolean {
  const lower = word.toLowerCase();
  const isWeekday = WEEKDAYS.some((day) => day === lower || day.slice(0, 3) === lower);
  if (found.weekday === undefined && isWeekday) {
    found.weekday = lower;
    return true;
  }
  const month = MONTHS.indexOf(lower);
  if (found.month === undefined && month >= 0) {
    found.month = month;
    return true;
  }
  const zone = ZONE_MINUTES.get(word);
  if (found.zoneMinutes !== undefined || zone === undefined) return false;
  found.zoneMinutes = zone;
  return true;
}

/** Takes a number as a zone (`+0200`), a whole date (`20040912`), a day or a year; false if it can be none of them. */
function takeNumber(digits: string, before: string | undefined, found: Parts): boolean {
  const value = Number(digits);
  if (value > 99_999_999) return false;
  const isSigned = before === '+' || before === '-';
  if (found.zoneMinutes === undefined && digits.length === 4 && value <= 1400 && isSigned) {
    const minutes = Math.floor(value / 100) * 60 + (value % 100);
    found.zoneMinutes = before === '+' ? -minutes : minutes;
    return true;
  }
  const hasDate = found.year !== undefined || found.month !== undefined || found.day !== undefined;
  if (digits.length === 8 && !hasDate) {
    found.year = Math.floor(value / 10_000);
    found.month = Math.floor((value % 10_000) / 100) - 1;
    found.day = value % 100;
    return true;
  }
  if (found.day === undefined && value > 0 && value < 32) {
    found.day = value;
    return true;
  }
  if (found.year !== undefined) return false;
  found.year = value >= 100 ? value : value > 70 ? value + 1900 : value + 2000;
  return true;
}

/** Years of the Gregorian calendar after which weekdays and leap years repeat, and their days. */
const CYCLE_YEARS = 400;
const CYCLE_DAYS = 146_097;

function secondsSinceEpoch({ month, day, year, time = 0, zoneMinutes = 0 }: Parts): number | undefined {
  if (month === undefined || day === undefined || year === undefined) return undefined;
  // 1583 is the first whole year of the Gregorian calendar.
  if (year < 1583 || month < 0 || month > 11 || day > 31) return undefined;
  // Date.UTC knows no year beyond 275760, and servers have written dates that never come.
  const cycles = Math.floor((year - 2000) / CYCLE_YEARS);
  const midnight = Date.UTC(year - cycles * CYCLE_YEARS, month, day) / 1000 + cycles * CYCLE_DAYS * 86_400;
  return midnight + time + zoneMinutes * 60;
}

const UNITS: readonly (readonly [name: string, durationMs: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** `3 days`: whole units of the largest that fits. */
export function spanText(durationMs: number): string {
  const [name, unitMs] = UNITS.find(([, unit]) => durationMs >= unit) ?? ['second', 1000];
  const count = Math.max(1, Math.floor(durationMs / unitMs));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
