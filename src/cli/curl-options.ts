import { optionEntry } from './help.ts';
import { REFUSALS } from './option-rows.ts';
import { OPTION_TABLE, optionForm } from './options.ts';

/** The table of all options of curl for docs/curl.md, in the order of the alphabet: GitHub's Markdown. */
export function curlOptions(): string {
  const rows = [...takenRows(), ...refusedRows()].sort((left, right) => (left.name < right.name ? -1 : 1));
  return [
    '| Option | In slip | What it does, or why not |',
    '| --- | --- | --- |',
    ...rows.map(({ typed, state, text }) => `| \`${typed}\` | ${state} | ${text.replaceAll('|', '\\|')} |`),
  ].join('\n');
}

interface Row {
  readonly name: string;
  readonly typed: string;
  readonly state: 'yes' | 'no effect' | 'refused';
  readonly text: string;
}

function takenRows(): readonly Row[] {
  return OPTION_TABLE.names
    .map((name) => ({ name, row: optionForm(name), entry: optionEntry(name) }))
    .filter(({ row }) => !row.own)
    .map(({ name, row, entry }) => {
      const words = [entry.literal, ...(row.aliases ?? []).map((alias) => `--${alias}`)].join(', ');
      return {
        name,
        typed: entry.placeholder === undefined ? words : `${words} ${entry.placeholder}`,
        state: row.inert === undefined ? 'yes' : 'no effect',
        text: row.inert === undefined ? entry.summary : `${entry.summary}: ${row.inert}`,
      };
    });
}

function refusedRows(): readonly Row[] {
  return Object.entries(REFUSALS).map(([name, { short, aliases = [], refused }]) => {
    const longs = [name, ...aliases].map((long) => `--${long}`);
    return {
      name,
      typed: [...(short === undefined ? [] : [`-${short}`]), ...longs].join(', '),
      state: 'refused',
      text: refused,
    };
  });
}
