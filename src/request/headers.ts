import { isCredentialHeader, maskCredential, Secret } from '../secret.ts';
import { maskUrlText } from './url.ts';

/**
 * One header field line as it is written: its name keeps the case it was typed in. `gap` is what stood between colon and
 * value of a line that was typed: kept in curl's dialect alone, where typed lines go out as they are, and in another place
 * than those that are added.
 */
export type HeaderField = readonly [name: string, value: string | Secret, gap?: string];

/** Header fields in the order in which they are written; a name may come more than once. */
export type HeaderList = readonly HeaderField[];

/** Whether a field is one that was typed, in curl's dialect. */
export function isTyped([, , gap]: HeaderField): boolean {
  return gap !== undefined;
}

/**
 * A value without the spaces and tabs around it (RFC 9110 §5.5), and no others: in bytes, UTF-8 has some that look like
 * white space. By hand: the pattern /[ \t]+$/ takes a time that grows with the square of the blanks inside.
 */
export function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Whether a field of this name is in the list; names compare without case (RFC 9110 §5.1). */
export function hasHeader(headers: HeaderList, name: string): boolean {
  const wanted = name.toLowerCase();
  return headers.some(([candidate]) => candidate.toLowerCase() === wanted);
}

/** The value of the first field of this name, or `undefined`. A `Secret` is given as it prints. */
export function findHeader(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const field = headers.find(([candidate]) => candidate.toLowerCase() === wanted);
  return field === undefined ? undefined : String(field[1]);
}

/** The values of all fields of this name, in their order. A `Secret` is given as it prints. */
export function headerValues(headers: HeaderList, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => String(value));
}

/** The values of all fields of this name as one list (RFC 9110 §5.3), or `undefined`. */
export function fieldValue(headers: HeaderList, name: string): string | undefined {
  const values = headerValues(headers, name);
  return values.length === 0 ? undefined : values.join(', ');
}

/** The list without every field of these names. */
export function withoutHeaders(headers: HeaderList, names: readonly string[]): HeaderList {
  const dropped = new Set(names.map((name) => name.toLowerCase()));
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}

/** A field's value as it may be shown. */
export function shownValue(name: string, value: string | Secret, showsSecrets: boolean): string {
  const clear = value instanceof Secret ? value.reveal() : value;
  if (showsSecrets) return clear;
  const masked = maskedValue(name, clear);
  // A secret in a field whose name says nothing of it.
  return value instanceof Secret && masked === clear ? maskCredential(name, clear) : masked;
}

/** A value without what is a credential in it: all of it, by its name, or part of a URL. */
export function maskedValue(name: string, value: string): string {
  if (isCredentialHeader(name)) return maskCredential(name, value);
  return /^(?:referer|location|content-location)$/i.test(name) ? maskUrlText(value) : value;
}

/** Values that are a credential, whatever the field's name is. */
const CREDENTIAL_VALUE = /^(?:basic|bearer|digest|negotiate|token)\s/i;

/** Whether a field holds a credential, by its name or by its value. */
export function holdsCredential(name: string, value: string): boolean {
  return isCredentialHeader(name) || CREDENTIAL_VALUE.test(value) || maskedValue(name, value) !== value;
}
