import { Failure } from '../failure.js';
const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/**
 * The time from the start of one transfer to that of the next, in milliseconds, that curl's `--rate` asks for: `3/s`,
 * `10/5m`, `7` an hour; `s`, `m`, `h` and `d` may be written out. At most 1000 a second, as in curl.
 *
 * @throws Failure `usage`.
 */
export function parseRate(text) {
    const [whole, count, units, unit = 'h'] = /^(\d+)(?:\/(\d*)([smhd])[a-z]*)?$/.exec(text) ?? [];
    const periodMs = Number(units || 1) * UNIT_MS[unit]; // the pattern knows no other letters
    const apartMs = Math.floor(periodMs / Number(count));
    if (whole !== undefined && apartMs >= 1 && Number.isSafeInteger(apartMs))
        return apartMs;
    throw new Failure('usage', '--rate takes transfers for a time, at most 1000 a second', {
        at: { text: `--rate ${text}`, start: 7, end: 7 + Math.max(text.length, 1) },
        hint: 'for example 3/s, 10/5m, 100/d',
    });
}
//# sourceMappingURL=rate.js.map