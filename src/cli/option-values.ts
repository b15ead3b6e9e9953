import { Failure } from '../failure.ts';
import type { Dialect } from '../request/plan.ts';
import type { CommandOptionForm } from './option-row.ts';
import { REFUSALS } from './option-rows.ts';
import type { FoundIn, OccurrenceIn, OptionTable } from './option-table.ts';
import { type Occurrence, OPTION_TABLE, type OptionName, type Options, optionForm } from './options.ts';

/**
 * What was typed for an option.
 *
 * @throws Failure `usage` for an option that slip does not have, and for a value that has not the right form.
 */
export function occurrenceOf<Name extends string>(
  found: FoundIn<Name>,
  value: string | boolean,
  dialect: Dialect,
): OccurrenceIn<Name> {
  if (found.kind === 'refused') {
    throw new Failure('usage', `slip does not have --${found.name}: ${REFUSALS[found.name]?.refused}`);
  }
  const { name, row } = found;
  if (row.pending) throw new Failure('usage', `slip does not have --${name} yet`);
  return { name, value: typeof value === 'string' ? checkedValue(name, row, value, dialect) : value };
}

/** The value, once its form fits what the row takes. */
function checkedValue(name: string, row: CommandOptionForm, value: string, dialect: Dialect): string {
  const fault = formFault(row, value, dialect);
  if (fault === undefined) return value;
  const start = name.length + 3;
  throw new Failure('usage', `--${name} takes ${fault}`, {
    at: { text: `--${name} ${value}`, start, end: start + Math.max(value.length, 1) },
  });
}

/** What the row wanted, if the value is not that. */
function formFault(row: CommandOptionForm, value: string, dialect: Dialect): string | undefined {
  switch (row.takes) {
    case 'seconds':
      return isSeconds(value, dialect) ? undefined : 'seconds, such as 2.5';
    case 'count':
      return (row.least === -1 && value === '-1') || isWithin(value, MAX_INTEGER) ? undefined : 'a whole number';
    case 'octal':
      return /^0*[0-7]{1,3}$/.test(value) ? undefined : 'a file mode in octal, such as 644';
    case 'bytes':
      return BYTES.test(value) && byteCount(value) <= 2 ** 63 ? undefined : 'a number of bytes, such as 300000 or 1.5M';
    case 'choice':
      return row.choices.includes(value) ? undefined : `one of ${row.choices.join(', ')}`;
    case 'file':
    case 'folder':
      return value === '' && !row.mayBeEmpty ? `the name of a ${row.takes}` : undefined;
    case 'text':
    case 'url':
      return value === '' && !row.mayBeEmpty ? 'a value that is not empty' : undefined;
    case 'nothing':
      return undefined;
  }
}

/** What curl's integers hold. */
const MAX_INTEGER = 2n ** 63n - 1n;

/** So many seconds are as many milliseconds as an integer of curl's holds. */
const MAX_SECONDS = MAX_INTEGER / 1000n - 1n;

function isSeconds(value: string, dialect: Dialect): boolean {
  if (dialect === 'slip' && /^\.\d+$/.test(value)) return true;
  const [, whole, fraction, rest] = /^(\d+)(\.\d*)?(.*)$/s.exec(value) ?? [];
  if (whole === undefined || !isWithin(whole, MAX_SECONDS)) return false;
  return dialect === 'curl' ? fraction !== '.' : rest === '';
}

function isWithin(digits: string, most: bigint): boolean {
  return /^\d{1,19}$/.test(digits) && BigInt(digits) <= most;
}

/**
 * The typed record of what was given: lists for rows that repeat, the last value for the others, as in curl. In curl's
 * dialect the last of several options that exclude each other counts, too.
 */
export function collectOptions(occurrences: readonly Occurrence[], dialect: Dialect): Options {
  const collected: Record<string, unknown> = {};
  for (const { name, value } of occurrences) {
    if (dialect === 'slip' && name === 'request' && collected[name] !== undefined && collected[name] !== value) {
      throw new Failure('usage', `-X ${String(collected[name])} and -X ${value} disagree`);
    }
    collected[name] = valueAfter(collected[name], optionForm(name), value);
    if (dialect !== 'curl') continue;
    for (const other of FOLLOWING[name] ?? (value === false ? [] : rivalsOf(name))) delete collected[other];
  }
  return collected as Options; // each row put in the type that its `takes` says
}

/** The same for the options of any table: the record is of the type that the rows say. */
export function collectValues<Name extends string>(
  occurrences: readonly OccurrenceIn<Name>[],
  table: OptionTable<Name>,
): Readonly<Record<string, unknown>> {
  const collected: Record<string, unknown> = {};
  for (const { name, value } of occurrences) collected[name] = valueAfter(collected[name], table.row(name), value);
  return collected;
}

/**
 * Refuses options of which a row says that they cannot stand together.
 *
 * @throws Failure `usage`.
 */
export function refuseExcluded<Name extends string>(
  options: Readonly<Record<string, unknown>>,
  { row }: Pick<OptionTable<Name>, 'row'>,
): void {
  const isOn = (name: string): boolean => options[name] !== undefined && options[name] !== false;
  const typed = Object.keys(options) as Name[]; // Object.keys forgets the keys' type
  for (const name of typed.filter(isOn)) {
    const other = row(name).excludes?.find(isOn);
    if (other !== undefined) throw new Failure('usage', `--${name} and --${other} exclude each other`);
  }
}

/**
 * Refuses an option that means something to another command alone.
 *
 * @throws Failure `usage`.
 */
export function refuseForeign(options: Options, command: string | undefined): void {
  const names = Object.keys(options) as OptionName[]; // Object.keys forgets the keys' type
  const foreign = names.find((name) => (optionForm(name).only ?? command) !== command);
  if (foreign !== undefined) {
    throw new Failure('usage', `--${foreign} is an option of slip ${optionForm(foreign).only} alone`);
  }
}

/** What an option is once it has been typed again. */
function valueAfter(earlier: unknown, row: CommandOptionForm, value: string | boolean): unknown {
  if (row.takes === 'seconds') return Number(/^\d*(?:\.\d*)?/.exec(String(value))?.[0]);
  if (row.takes === 'count') return Math.min(Number(value), row.most ?? MAX_COUNT);
  if (row.takes === 'octal') return Number.parseInt(String(value), 8);
  if (row.takes === 'bytes') return byteCount(String(value));
  if (!('repeats' in row && row.repeats)) return value;
  return [...((earlier as string[] | undefined) ?? []), value]; // rows that repeat hold nothing but text
}

/** In curl the last of these says whether redirects are followed, and how, also where it is taken back. */
const FOLLOWING: { readonly [Name in OptionName]?: readonly OptionName[] } = {
  location: ['follow'],
  'location-trusted': ['follow'],
  follow: ['location'],
};

/** As milliseconds, what a timer holds; more is as good as this many of anything. */
const MAX_COUNT = 2 ** 31 - 1;

/** What a look through the whole table has found: a run of many requests has the same options again and again. */
const RIVALS = new Map<OptionName, readonly OptionName[]>();

function rivalsOf(name: OptionName): readonly OptionName[] {
  const known = RIVALS.get(name);
  if (known !== undefined) return known;
  const { excludes = [], own } = optionForm(name);
  const rivals = own
    ? []
    : OPTION_TABLE.names.filter((other) => excludes.includes(other) || optionForm(other).excludes?.includes(name));
  RIVALS.set(name, rivals);
  return rivals;
}

const BYTES = /^(?<whole>\d{1,19})(?:b?|(?:\.(?<fraction>\d{1,15}))?(?<power>[kmgtp]))$/i;

function byteCount(text: string): number {
  const { whole = '', fraction = '', power } = BYTES.exec(text)?.groups ?? {};
  if (power === undefined) return Number(whole);
  return Math.floor(Number(`${whole}.${fraction}`) * 1024 ** ('kmgtp'.indexOf(power.toLowerCase()) + 1));
}
