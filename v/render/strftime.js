/**
 * A point in time written by a strftime(3) format: UTC and the POSIX locale, with curl's `%f` (microseconds) and its
 * `UTC` for `%Z`. A conversion that does not exist stands for itself, as in glibc.
 *
 * @param atMs milliseconds since the epoch.
 */
export function strftime(format, atMs) {
    return format.replace(/%(.)/gs, (whole, letter) => {
        const composed = COMPOSED.get(letter);
        return composed === undefined ? (CONVERSIONS.get(letter)?.(new Date(atMs)) ?? whole) : strftime(composed, atMs);
    });
}
const COMPOSED = new Map([
    ['c', '%a %b %e %H:%M:%S %Y'],
    ['D', '%m/%d/%y'],
    ['F', '%Y-%m-%d'],
    ['h', '%b'],
    ['r', '%I:%M:%S %p'],
    ['R', '%H:%M'],
    ['T', '%H:%M:%S'],
    ['x', '%m/%d/%y'],
    ['X', '%H:%M:%S'],
]);
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
];
const CONVERSIONS = new Map([
    ['%', () => '%'],
    ['n', () => '\n'],
    ['t', () => '\t'],
    ['a', (date) => dayName(date).slice(0, 3)],
    ['A', dayName],
    ['b', (date) => monthName(date).slice(0, 3)],
    ['B', monthName],
    ['C', (date) => digits(Math.floor(date.getUTCFullYear() / 100))],
    ['d', (date) => digits(date.getUTCDate())],
    ['e', (date) => digits(date.getUTCDate(), 2, ' ')],
    ['f', (date) => digits(date.getUTCMilliseconds() * 1000, 6)],
    ['g', (date) => digits(isoWeek(date).year % 100)],
    ['G', (date) => String(isoWeek(date).year)],
    ['H', (date) => digits(date.getUTCHours())],
    ['I', (date) => digits(twelveHour(date))],
    ['j', (date) => digits(dayOfYear(date) + 1, 3)],
    ['k', (date) => digits(date.getUTCHours(), 2, ' ')],
    ['l', (date) => digits(twelveHour(date), 2, ' ')],
    ['m', (date) => digits(date.getUTCMonth() + 1)],
    ['M', (date) => digits(date.getUTCMinutes())],
    ['p', (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM')],
    ['P', (date) => (date.getUTCHours() < 12 ? 'am' : 'pm')],
    ['s', (date) => String(Math.floor(date.getTime() / 1000))],
    ['S', (date) => digits(date.getUTCSeconds())],
    ['u', (date) => String(date.getUTCDay() || 7)],
    ['U', (date) => digits(Math.floor((dayOfYear(date) + 7 - date.getUTCDay()) / 7))],
    ['V', (date) => digits(isoWeek(date).week)],
    ['w', (date) => String(date.getUTCDay())],
    ['W', (date) => digits(Math.floor((dayOfYear(date) + 7 - ((date.getUTCDay() + 6) % 7)) / 7))],
    ['y', (date) => digits(date.getUTCFullYear() % 100)],
    ['Y', (date) => String(date.getUTCFullYear())],
    ['z', () => '+0000'],
    ['Z', () => 'UTC'],
]);
function digits(value, width = 2, fill = '0') {
    return String(value).padStart(width, fill);
}
function dayName(date) {
    return DAYS[date.getUTCDay()] ?? '';
}
function monthName(date) {
    return MONTHS[date.getUTCMonth()] ?? '';
}
function twelveHour(date) {
    return date.getUTCHours() % 12 || 12;
}
const DAY_MS = 86_400_000;
/** Days since 1 January, from 0. */
function dayOfYear(date) {
    return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS);
}
/** ISO 8601: a week belongs to the year that its Thursday is in. */
function isoWeek(date) {
    const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS);
    return { year: thursday.getUTCFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}
//# sourceMappingURL=strftime.js.map