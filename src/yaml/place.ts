import { Failure } from '../failure.ts';

/** A file as it was read. */
export interface YamlFile {
  /** As named to the user. */
  readonly path: string;
  readonly text: string;
}

/** A place in a file: half-open range of UTF-16 offsets. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * A mistake in a file, told as file:line:column with the line and the place underlined; exit 103.
 *
 * @param also other mistakes, to be told along with it.
 */
export function failureAt(
  file: YamlFile,
  place: Place,
  message: string,
  hint?: string,
  also: readonly Failure[] = [],
): Failure {
  const start = Math.min(place.start, file.text.length);
  const { line, column } = lineAndColumn(file, start);
  const lineStart = start - column + 1;
  const lineEnd = file.text.indexOf('\n', lineStart);
  const text = file.text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, '');
  return new Failure('config', `${file.path}:${line}:${column}: ${message}`, {
    at: { text, start: column - 1, end: Math.min(text.length, Math.max(column, place.end - lineStart)) },
    ...(hint === undefined ? {} : { hint }),
    also,
  });
}

/** Where an offset stands in a file, both from 1. */
export function lineAndColumn({ text }: YamlFile, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
