import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../failure.ts';
import { type FormContent, type FormPart, parseFormArgument } from '../request/form.ts';
import { encodedBytes, type FieldContent, type FormField, type Multipart, type Part } from '../request/multipart.ts';
import { type InputPiece, wordText } from './shell-line.ts';

/** A form's fields as -F and --form-string, with what one of them reads from stdin. */
interface FormWords {
  readonly words: readonly string[];
  readonly input: readonly InputPiece[] | undefined;
}

/** The words for a form, or `undefined` where one of its fields cannot be said so. */
export function formWords({ fields, quoting }: Multipart): FormWords | undefined {
  const piped = fields.flatMap(({ contents }) => contents.map(pipedPiece)).filter((piece) => piece !== undefined);
  if (piped.length > 1) return undefined;
  const words = fields.map(fieldWords);
  if (words.some((word) => word === undefined)) return undefined;
  return {
    words: [...(quoting === 'backslash' ? ['--form-escape'] : []), ...words.flatMap((word) => word ?? [])],
    input: piped.length === 0 ? undefined : piped,
  };
}

/** What of a content is no word: it goes through the one pipe that there is. */
function pipedPiece({ content }: FieldContent): InputPiece | undefined {
  if (content.kind === 'stdin') return content;
  return content.kind === 'bytes' && wordText(content.bytes) === undefined ? content : undefined;
}

/**
 * A form as the bytes that it is sent as, for a body that is piped in.
 *
 * @throws Failure `usage` for a file that would have to be encoded on the way.
 */
export function writtenForm({ parts, trailer }: Multipart): readonly InputPiece[] {
  return [
    ...parts.flatMap((part): InputPiece[] => [{ kind: 'bytes', bytes: part.head }, writtenContent(part)]),
    { kind: 'bytes', bytes: trailer },
  ];
}

function writtenContent({ content, encoder }: Part): InputPiece {
  if (content.kind === 'bytes') return { kind: 'bytes', bytes: encodedBytes(content.bytes, encoder) };
  if (encoder === 'base64' || encoder === 'quoted-printable') {
    throw new Failure(
      'usage',
      'curl cannot be told of this form: -F does not fit it, and a file of it is to be encoded',
    );
  }
  return content.kind === 'file' ? { kind: 'file', path: content.path } : { kind: 'stdin' };
}

/** The words for a field: the first of those that could be it which reads as it. */
function fieldWords(field: FormField): readonly string[] | undefined {
  const meant = meaningOf(field);
  const start = `${field.name ?? ''}=`;
  const [first] = meant.contents;
  const text = first?.source.from === 'text' ? first.source.text : undefined;
  const candidates: (readonly [option: string, argument: string])[] = [
    ...(text === undefined ? [] : [['-F', start + text] as const, ['--form-string', start + text] as const]),
    ['-F', start + meant.contents.map(contentText).join(',')],
  ];
  return candidates.find(([option, argument]) => isDeepStrictEqual(readBack(option, argument), meant));
}

function readBack(option: string, argument: string): FormPart | undefined {
  try {
    return parseFormArgument(argument, { literal: option === '--form-string' });
  } catch {
    return undefined;
  }
}

/** What reading the right words gives. */
function meaningOf({ name, contents }: FormField): FormPart {
  return { ...(name === undefined ? {} : { name }), contents: contents.map(contentMeaning), ignored: [] };
}

function contentMeaning(field: FieldContent): FormContent {
  const { content, filename, type, encoder, headers } = field;
  const path = content.kind === 'file' ? content.path : pipedPiece(field) === undefined ? undefined : '-';
  const text = content.kind === 'bytes' ? wordText(content.bytes) : undefined;
  const attached = path !== undefined && filename !== undefined;
  const usualName = attached ? path.replace(/^.*[\\/]/s, '') : undefined;
  return {
    source: path === undefined ? { from: 'text', text: text ?? '' } : { from: 'file', path },
    attached,
    ...(type === undefined ? {} : { type }),
    ...(filename === usualName || filename === undefined ? {} : { filename }),
    ...(encoder === undefined ? {} : { encoder }),
    headers: (headers ?? []).map((line) => ({ from: 'text', text: line })),
  };
}

/** With the quotes that keep `;`, `,` and white space in a value; a media type has none around it. */
function contentText({ source, attached, type, filename, encoder, headers }: FormContent, index: number): string {
  const value = source.from === 'file' ? source.path : source.text;
  const sign = index > 0 || source.from === 'text' ? '' : attached ? '@' : '<';
  return [
    `${sign}${quoted(value)}`,
    ...(type === undefined ? [] : [`type=${type}`]),
    ...(filename === undefined ? [] : [`filename=${quoted(filename)}`]),
    ...(encoder === undefined ? [] : [`encoder=${encoder}`]),
    ...headers.map((header) => `headers=${quoted(header.from === 'text' ? header.text : header.path)}`),
  ].join(';');
}

function quoted(text: string): string {
  return /^[\w./:+-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
