import { type Occurrence, type OptionName, optionForm } from './options.ts';

/** What was typed in one part between `--next`. */
interface TypedPart {
  readonly occurrences: readonly Occurrence[];
  readonly urls: readonly string[];
}

/** What looks wrong in a part of a line, and is obeyed all the same: what curl warns of, in sentences of slip's. */
export function curlWarnings({ occurrences, urls }: TypedPart): readonly string[] {
  const outputCount = occurrences.filter(({ name, value }) => OUTPUTS.has(name) && value !== false).length;
  return [
    ...occurrences.flatMap(suspiciousValue),
    ...RIVALS.flatMap((rivals) => overridden(rivals, occurrences)),
    ...(urls.length > 0 && outputCount > urls.length ? ['there are more files to write to than URLs'] : []),
  ];
}

const OUTPUTS: ReadonlySet<OptionName> = new Set<OptionName>(['output', 'remote-name', 'out-null']);

/** Of each of these, the last one typed counts. */
const RIVALS: readonly (readonly OptionName[])[] = [
  ['fail', 'fail-with-body'],
  ['location', 'follow'],
  ['http1.0', 'http1.1', 'http2', 'http2-prior-knowledge'],
];

function overridden(rivals: readonly OptionName[], occurrences: readonly Occurrence[]): readonly string[] {
  const typed = occurrences
    .filter(({ name, value }) => rivals.includes(name) && value === true)
    .map(({ name }) => name);
  const last = typed.at(-1);
  return [...new Set(typed)].filter((name) => name !== last).map((name) => `--${last} counts, and no longer --${name}`);
}

function suspiciousValue({ name, value }: Occurrence): readonly string[] {
  if (typeof value !== 'string') return [];
  // Quotes and dashes that a word processor has put in the place of those of a keyboard.
  if (/^[\u2000-\u203f]/.test(value)) return [`the value of --${name} begins with a typographic quote or dash`];
  const isFile = optionForm(name).takes === 'file' && value.length > 1 && value.startsWith('-');
  return isFile ? [`--${name} takes ${value} for the name of a file`] : [];
}
