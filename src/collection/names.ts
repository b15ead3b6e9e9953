/**
 * What is wrong with a word of a collection, if something is: the forms that are checked before anything is filled in. A
 * word with `{{…}}` in it is looked at when it is filled in.
 */
export function scalarFault(form: keyof typeof FORMS): (text: string) => string | undefined {
  const { pattern, wanted } = FORMS[form];
  return (text) => (text.includes('{{') || pattern.test(text) ? undefined : `this is not ${wanted}`);
}

const FORMS = {
  variable: { pattern: /^[A-Za-z_][\w-]*$/, wanted: 'a name: letters, digits, _ and -, a letter first' },
  request: {
    pattern: /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*$/,
    wanted: 'a name: letters, digits, _ and -, a letter first',
  },
  header: { pattern: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, wanted: 'a field name' },
  option: { pattern: /^[a-z0-9][a-z0-9.-]*$/, wanted: 'the long name of an option, without dashes' },
  status: { pattern: /^[1-5](?:\d\d|xx)$/i, wanted: 'a status: 200, or 2xx' },
  jsonpath: { pattern: /^\$/, wanted: 'a JSONPath: it begins with $' },
  duration: { pattern: /^\d+(?:\.\d+)?(?:ms|s|m|h|d)?$/, wanted: 'a time: 500ms, 30s, 2m' },
  'time limit': { pattern: /^(?:[<>]=?|==?)?\s*\d+(?:\.\d+)?\s*(?:ms|s|m|h|d)?$/, wanted: 'a limit of time: < 500ms' },
  'size limit': {
    pattern: /^(?:[<>]=?|==?)?\s*\d+(?:\.\d+)?\s*(?:[kmg]?i?b)?$/i,
    wanted: 'a limit of size: < 10kB',
  },
} as const;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `500ms`, `30s`, `2m`, `1h`, `30d`; a bare number is seconds, as on the command line. */
export function durationMs(text: string): number | undefined {
  const { amount, unit = 's' } = /^(?<amount>\d+(?:\.\d+)?)\s*(?<unit>ms|s|m|h|d)?$/.exec(text.trim())?.groups ?? {};
  return amount === undefined ? undefined : Number(amount) * (UNIT_MS[unit] ?? Number.NaN);
}
