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
  const lineStart = file.text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = file.text.indexOf('\n', lineStart);
  const text = file.text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, '');
  const line = file.text.slice(0, lineStart).split('\n').length;
  const column = start - lineStart;
  return new Failure('config', `${file.path}:${line}:${column + 1}: ${message}`, {
    at: { text, start: column, end: Math.min(text.length, Math.max(column + 1, place.end - lineStart)) },
    ...(hint === undefined ? {} : { hint }),
    also,
  });
}
