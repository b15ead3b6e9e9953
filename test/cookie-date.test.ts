import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCookieDate } from '../src/cookies/cookie-date.ts';

/** The value of an `Expires`, and the moment; `undefined` for what names none. */
const DATES: [text: string, moment: string | undefined][] = [
  // HTTP's three.
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37Z'],
  // What else is sent: names in full, other orders, words between, one digit.
  ['6 November 1994 8:49:37', '1994-11-06T08:49:37Z'],
  ['1994 nov 6 08:49:37', '1994-11-06T08:49:37Z'],
  ['08:49:37, the 6th of Novembre, 1994', '1994-11-06T08:49:37Z'],
  ['Shipday; 06-Nov-94 08:49:37 (noon?)', '1994-11-06T08:49:37Z'],
  ['06-Nov-1994 8:4:7', '1994-11-06T08:04:07Z'],
  // A zone says nothing.
  ['Sun, 06 Nov 1994 08:49:37 -0400', '1994-11-06T08:49:37Z'],
  // Years of two and three digits.
  ['06-Nov-69 00:00:00', '2069-11-06T00:00:00Z'],
  ['06-Nov-70 00:00:00', '1970-11-06T00:00:00Z'],
  ['06-Nov-099 00:00:00', '1999-11-06T00:00:00Z'],
  ['06-Nov-1601 00:00:00', '1601-11-06T00:00:00Z'],
  ['06-Nov-1600 00:00:00', undefined],
  ['06-Nov-19944 00:00:00', undefined],
  // Parts that are missing, or no part of any date.
  ['', undefined],
  ['never', undefined],
  ['0', undefined],
  ['06-Nov-94', undefined],
  ['06-Nov-94 08:49', undefined],
  ['06-Nov-94 24:00:00', undefined],
  ['06-Nov-94 08:60:00', undefined],
  ['06-Nov-94 08:49:60', undefined],
  ['31-Nov-94 00:00:00', undefined],
  ['00-Nov-94 00:00:00', undefined],
  ['006-Nov-94 00:00:00', undefined],
  ['1994-11-06T08:49:37Z', undefined],
];
for (const [text, moment] of DATES) {
  test(`a cookie's date ${JSON.stringify(text)}`, () => {
    assert.equal(parseCookieDate(text), moment === undefined ? undefined : Date.parse(moment) / 1000);
  });
}
