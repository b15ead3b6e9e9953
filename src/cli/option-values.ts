import { Failure } from '../failure.ts';
import { type Occurrence, type OptionName, type OptionRow, type Options, optionRow } from './options.ts';

/** The value, once its form fits what the row takes. */
export function checkedValue(name: OptionName, row: OptionRow, value: string): string {
  const fault = formFault(row, value);
  if (fault === undefined) return value;
  const start = name.length + 3;
  throw new Failure('usage', `--${name} takes ${fault}`, {
    at: { text: `--${name} ${value}`, start, end: start + Math.max(value.length, 1) },
  });
}

/** What the row wanted, if the value is not that. */
function formFault(row: OptionRow, value: string): string | undefined {
  switch (row.takes) {
    case 'seconds':
      return /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(value) ? undefined : 'seconds, such as 2.5';
    case 'count':
      return /^(?:-1|\d{1,9})$/.test(value) ? undefined : 'a whole number';
    case 'bytes':
      return /^\d{1,15}[kmg]?$/i.test(value) ? undefined : 'a number of bytes, such as 300000 or 10M';
    case 'choice':
      return row.choices.includes(value) ? undefined : `one of ${row.choices.join(', ')}`;
    case 'nothing':
    case 'text':
    case 'file':
    case 'folder':
    case 'url':
      return undefined;
  }
}

/** The typed record of what was given: lists for rows that repeat, the last value for the others, as in curl. */
export function collectOptions(occurrences: readonly Occurrence[]): Options {
  const collected: Record<string, unknown> = {};
  for (const { name, value } of occurrences) {
    const row = optionRow(name);
    if (row.takes === 'seconds' || row.takes === 'count') collected[name] = Number(value);
    else if (row.takes === 'bytes') collected[name] = byteCount(String(value));
    else if ('repeats' in row && row.repeats) {
      const earlier = collected[name] as string[] | undefined; // rows that repeat hold nothing but text
      collected[name] = [...(earlier ?? []), value];
    } else if (name === 'request' && collected[name] !== undefined && collected[name] !== value) {
      throw new Failure('usage', `-X ${String(collected[name])} and -X ${value} disagree`);
    } else collected[name] = value;
  }
  return collected as Options; // each row put in the type that its `takes` says
}

const UNIT_BYTES: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function byteCount(text: string): number {
  const unit = UNIT_BYTES[text.slice(-1).toLowerCase()];
  return unit === undefined ? Number(text) : Number(text.slice(0, -1)) * unit;
}
