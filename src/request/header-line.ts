import { Failure, type Span } from '../failure.ts';
import { isCredentialHeader } from '../secret.ts';
import type { HeaderEdit } from './draft.ts';
import { withoutBlanks } from './headers.ts';

/**
 * Reads a `-H` line by curl's rules: `Name: value` sends, `Name:` removes, `Name;` sends it empty.
 *
 * @throws Failure `usage` with the place underlined, without the value of a credential.
 */
export function parseHeaderLine(line: string): readonly HeaderEdit[] {
  const [, name, separator, rest = ''] = /^([^:;]*)([:;])?([\s\S]*)$/.exec(line) ?? [];
  if (name === undefined || separator === undefined || name.trim() === '') {
    throw new Failure('usage', 'a header is Name: value', {
      at: wholeLine(line),
      hint: 'Name: drops a header slip would send, Name; sends it empty',
    });
  }
  const notToken = /[^!#$%&'*+.^_`|~0-9A-Za-z-]/u.exec(name);
  if (notToken !== null) {
    throw new Failure('usage', 'a header name cannot hold this character', {
      at: { text: `${name}${separator}`, start: notToken.index, end: notToken.index + notToken[0].length },
    });
  }
  const value = withoutBlanks(rest);
  if (separator === ';') {
    if (value === '') return [{ kind: 'send', name, value: '', gap: '' }];
    throw new Failure('usage', 'behind Name; nothing may follow', {
      at: { text: isCredentialHeader(name) ? `${name};` : line, start: name.length, end: name.length + 1 },
      hint: `a value goes behind a colon: ${name}: …`,
    });
  }
  if (value === '') return [{ kind: 'remove', name }];
  const gap = /^[ \t]*/.exec(rest)?.[0] ?? '';
  const sendable = sendableValue(name, line, value);
  return [gap === ' ' ? { kind: 'send', name, value: sendable } : { kind: 'send', name, value: sendable, gap }];
}

/**
 * Reads a `-H` line in curl's manner: what has a colon is sent as it stands, whatever its name is made of and with the
 * white space at its end; a line that is none sends nothing, though `Name;…` keeps curl's own field of the name back.
 *
 * @throws Failure `usage` for a line that would be more than one.
 */
export function parseCurlHeaderLine(line: string): readonly HeaderEdit[] {
  const lineBreak = /[\0\r\n]/.exec(line);
  if (lineBreak !== null) throw brokenLine(line, lineBreak);
  const [, name = '', rest] = /^([^:]+):(.*)$/s.exec(line) ?? [];
  if (rest === undefined) {
    const [, semicolonName, behind] = /^([^:;]+);(.*)$/s.exec(line) ?? [];
    if (semicolonName === undefined) return [];
    const wireName = wireText(semicolonName);
    return [behind === '' ? { kind: 'send', name: wireName, value: '', gap: '' } : { kind: 'remove', name: wireName }];
  }
  const [, gap = '', value = ''] = /^([ \t]*)(.*)$/s.exec(rest) ?? [];
  if (value === '') return [{ kind: 'remove', name: wireText(name) }];
  return [{ kind: 'send', name: wireText(name), value: wireText(value), ...(gap === ' ' ? {} : { gap }) }];
}

function wholeLine(line: string): Span {
  const text = shownLine(line);
  return { text, start: 0, end: Math.max(1, text.length) };
}

/** What may be shown of a line without a name by its form, but maybe with one by its first word: `Authorization Bearer …`. */
export function shownLine(line: string): string {
  const word = /^[^\s=]*/.exec(line)?.[0] ?? '';
  return isCredentialHeader(word) ? word : line;
}

/**
 * The value as latin-1 text, whose code units are the bytes on the wire: text beyond latin-1 goes as UTF-8, which is
 * what servers take it for.
 *
 * @throws Failure `usage` for a control character, which could end the header line (RFC 9110 §5.5).
 */
function sendableValue(name: string, line: string, value: string): string {
  const control = /[\0-\x08\x0a-\x1f\x7f]/.exec(value);
  if (control !== null) {
    const place = line.indexOf(value, name.length + 1) + control.index;
    const shown = isCredentialHeader(name)
      ? { text: `${name}:`, start: name.length, end: name.length + 1 }
      : { text: line, start: place, end: place + 1 };
    throw new Failure(
      'usage',
      `the header ${name} holds a ${nameOfControl(control[0])} at character ${control.index + 1} of its value`,
      {
        at: shown,
        hint: 'a header is one line',
      },
    );
  }
  return wireText(value);
}

/** Text whose code units are the bytes on the wire. */
function wireText(text: string): string {
  return /[^\0-\x7f]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

function brokenLine(line: string, { 0: character, index }: RegExpExecArray): Failure {
  const name = /^[^:;]*/.exec(line)?.[0] ?? '';
  const text = isCredentialHeader(name) ? `${name}:` : line;
  const start = Math.min(index, text.length - 1);
  return new Failure('usage', `the header holds a ${nameOfControl(character)} at character ${index + 1}`, {
    at: { text, start, end: start + 1 },
    hint: 'a header is one line',
  });
}

function nameOfControl(character: string): string {
  const names: Record<string, string> = { '\r': 'carriage return', '\n': 'line break', '\0': 'NUL' };
  return names[character] ?? 'control character';
}
