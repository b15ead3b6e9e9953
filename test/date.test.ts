import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatHttpDate, parseDate } from '../src/request/date.ts';

/** A text, and the moment it means, in UTC. */
const DATES: [text: string, moment: string | undefined][] = [
  // The three forms of HTTP (RFC 9110 §5.6.7).
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37Z'],
  // Parts left out, in another order, with other separators.
  ['06 Nov 1994', '1994-11-06T00:00:00Z'],
  ['Nov 6 94', '1994-11-06T00:00:00Z'],
  ['94 6 Nov 08:49', '1994-11-06T08:49:00Z'],
  ['GMT 08:49:37 06-Nov-94 Sunday', '1994-11-06T08:49:37Z'],
  ['1994.Nov.6', '1994-11-06T00:00:00Z'],
  ['Sun/Nov/6/94/GMT', '1994-11-06T00:00:00Z'],
  ['6nov1994', '1994-11-06T00:00:00Z'],
  ['20040912 15:05:58 -0700', '2004-09-12T22:05:58Z'],
  ['20040912', '2004-09-12T00:00:00Z'],
  // Times.
  ['1 Jan 2000 8:4', '2000-01-01T08:04:00Z'],
  ['1 Jan 2000 8:4:5', '2000-01-01T08:04:05Z'],
  ['31 Dec 2016 23:59:60', '2017-01-01T00:00:00Z'],
  ['1 Jan 2000 08:49:37 08:49:37', undefined],
  // Years of two digits.
  ['1 Jan 71', '1971-01-01T00:00:00Z'],
  ['1 Jan 70', '2070-01-01T00:00:00Z'],
  ['1 Jan 00', '2000-01-01T00:00:00Z'],
  // Zones.
  ['06 Nov 1994 08:49:37 CET', '1994-11-06T07:49:37Z'],
  ['06 Nov 1994 08:49:37 EST', '1994-11-06T13:49:37Z'],
  ['06 Nov 1994 08:49:37 PDT', '1994-11-06T15:49:37Z'],
  ['06 Nov 1994 08:49:37 NZDT', '1994-11-05T19:49:37Z'],
  ['06 Nov 1994 08:49:37 A', '1994-11-06T07:49:37Z'],
  ['Sat, 11 Sep 2004 21:32:11 +0200', '2004-09-11T19:32:11Z'],
  ['11 Sep 2004 21:32:11 +1400', '2004-09-11T07:32:11Z'],
  ['06 Nov 1994 08:49:37 gmt', undefined],
  ['06 Nov 1994 08:49:37 CEST GMT', undefined],
  // The calendar: what is no day of its month is one of the next.
  ['30 Feb 2023', '2023-03-02T00:00:00Z'],
  ['31 Dec 1969 23:59:59', '1969-12-31T23:59:59Z'],
  ['1 Jan 1583', '1583-01-01T00:00:00Z'],
  ['1 Jan 1582', undefined],
  ['29 Feb 9999', '9999-03-01T00:00:00Z'],
  // Six parts count.
  ['Sun 6 Nov 1994 08:49:37 GMT whatever', '1994-11-06T08:49:37Z'],
  // What is no date.
  ['', undefined],
  ['2020-01-01', undefined],
  ['yesterday', undefined],
  ['6 Nov', undefined],
  ['Nov 1994', undefined],
  ['32 Nov 1994', undefined],
  ['20041300', undefined],
  ['6 November 1994', undefined],
  ['6 Nov 100000000', undefined],
  ['Sun Mon 6 Nov 1994', undefined],
];
for (const [text, moment] of DATES) {
  test(`date ${JSON.stringify(text)}`, () => {
    assert.equal(parseDate(text), moment === undefined ? undefined : Date.parse(moment) / 1000);
  });
}

test('a year far beyond what calendars reach is still a date', () => {
  const cycles = (400_000 - 2000) / 400;
  assert.equal(parseDate('1 Jan 400000'), Date.UTC(2000, 0, 1) / 1000 + cycles * 146_097 * 86_400);
});

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1583, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 }), (atSeconds) => {
      assert.equal(parseDate(formatHttpDate(atSeconds)), atSeconds);
    }),
  );
});
