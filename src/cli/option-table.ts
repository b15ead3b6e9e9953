import type { CommandOptionForm, RefusedForm } from './option-row.ts';

/** The options that a line is read by: those of a request, or those of a sub-command. */
export interface OptionTable<Name extends string> {
  /** Long names, in the order of the rows. */
  readonly names: readonly Name[];
  readonly row: (name: Name) => CommandOptionForm;
  /** By a long name or alias without its dashes, or by its `no-` form, which gives `isOn: false`. */
  readonly findLong: (word: string) => FoundIn<Name> | undefined;
  /** By its letter; that of a row which is on from the start takes it back. */
  readonly findShort: (letter: string) => FoundIn<Name> | undefined;
}

/** What a word for an option means. */
export type FoundIn<Name extends string> =
  | { readonly kind: 'option'; readonly name: Name; readonly row: CommandOptionForm; readonly isOn: boolean }
  | { readonly kind: 'refused'; readonly name: string; readonly row: RefusedForm };

/** One option as typed. */
export interface OccurrenceIn<Name extends string> {
  readonly name: Name;
  /** `true` and `false` for a switch, otherwise the text. */
  readonly value: string | boolean;
  /** The config file that it stands in; told where `--explain` or `--json-report` asks. */
  readonly file?: string;
}

/** What rows give for what was typed, by long name; absent means not typed. */
export type OptionsOf<Rows> = { readonly [Name in keyof Rows]?: ValueOf<Rows[Name]> };

type ValueOf<Row> = Row extends { takes: 'nothing' }
  ? boolean
  : Row extends { takes: 'seconds' | 'count' | 'bytes' | 'octal' }
    ? number
    : Row extends { takes: 'choice'; choices: readonly (infer Choice)[] }
      ? Choice
      : Row extends { repeats: true }
        ? readonly string[]
        : Row extends { mayBeNone: true }
          ? string | false
          : string;

/** Whether `--no-NAME` means something. */
export function hasNegation(row: CommandOptionForm | RefusedForm): boolean {
  return row.takes === 'nothing' || ('mayBeNone' in row && row.mayBeNone === true);
}

/** Whether what was found has a value behind it. */
export function takesValue(found: FoundIn<string> | undefined): boolean {
  return found !== undefined && found.row.takes !== 'nothing' && !(found.kind === 'option' && !found.isOn);
}

/** Rows made ready for looking words up in them. */
export function optionTable<Name extends string>(
  rows: Readonly<Record<Name, CommandOptionForm>>,
  refused: Readonly<Record<string, RefusedForm>> = {},
): OptionTable<Name> {
  const names = Object.keys(rows) as readonly string[] as readonly Name[]; // Object.keys forgets the keys' type
  const row = (name: Name): CommandOptionForm => rows[name];

  const findNamed = (word: string): FoundIn<Name> | undefined => {
    const name = Object.hasOwn(rows, word)
      ? (word as Name) // it is a key of the rows
      : names.find((candidate) => row(candidate).aliases?.includes(word));
    if (name !== undefined) return { kind: 'option', name, row: row(name), isOn: true };
    const found = Object.entries(refused).find(([refusedName, { aliases }]) => {
      return refusedName === word || aliases?.includes(word);
    });
    return found && { kind: 'refused', name: found[0], row: found[1] };
  };

  return {
    names,
    row,
    findLong(word) {
      const found = findNamed(word);
      if (found !== undefined || !word.startsWith('no-')) return found;
      const switched = findNamed(word.slice(3));
      if (switched === undefined || !hasNegation(switched.row)) return undefined;
      return switched.kind === 'option' ? { ...switched, isOn: false } : switched;
    },
    findShort(letter) {
      const name = names.find((candidate) => row(candidate).short === letter);
      if (name !== undefined) {
        const own = row(name);
        return { kind: 'option', name, row: own, isOn: !(own.takes === 'nothing' && own.initially === 'on') };
      }
      const found = Object.entries(refused).find(([, { short }]) => short === letter);
      return found && { kind: 'refused', name: found[0], row: found[1] };
    },
  };
}
