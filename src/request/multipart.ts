import { Failure } from '../failure.ts';
import { refuseLineBreaks } from './items.ts';

/** What a part's bytes are encoded as; all but the last two leave them as they are, `7bit` refuses bytes above 0x7f. */
export const PART_ENCODERS = ['binary', '8bit', '7bit', 'base64', 'quoted-printable'] as const;

/** A Content-Transfer-Encoding (RFC 2045 §6). */
export type PartEncoder = (typeof PART_ENCODERS)[number];

/** Where a part's bytes come from. */
export type PartContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `byteLength` is `undefined` for a pipe or device. */
  | { readonly kind: 'file'; readonly path: string; readonly byteLength: number | undefined }
  | { readonly kind: 'stdin' };

/** One value of a form's field. */
export interface FieldContent {
  readonly content: PartContent;
  /** Makes the part a file. */
  readonly filename?: string;
  readonly type?: string;
  readonly encoder?: PartEncoder;
  /** Further header lines, each `Name: value`; a Content-Type, Content-Disposition or encoding among them counts. */
  readonly headers?: readonly string[];
}

/** A field of a form. Two or more contents go as one multipart/mixed part, as curl sends `-F f=@a,b`. */
export interface FormField {
  readonly name?: string;
  readonly contents: readonly FieldContent[];
}

/** A part as it is written: its head, then its content through its encoder. */
export interface Part {
  /** From the line break that ends what came before, over the delimiter, to the empty line. */
  readonly head: Uint8Array;
  readonly content: PartContent;
  readonly encoder?: PartEncoder;
}

/** How `"` stands in a name: `%22`, the HTML standard's way, or `\"`, that of curl's `--form-escape`. */
type Quoting = 'percent' | 'backslash';

/** What a part says that it is: of a body that its type makes no form, curl's parts are attachments. */
export type Disposition = 'form-data' | 'attachment';

/** A multipart/form-data body: each part's head and content in turn, then the trailer. */
export interface Multipart {
  /** What it was made from. */
  readonly fields: readonly FormField[];
  readonly quoting: Quoting;
  readonly boundary: string;
  readonly parts: readonly Part[];
  /** The closing delimiter. */
  readonly trailer: Uint8Array;
  /** `undefined` if a part's length is not known before it is sent. */
  readonly byteLength: number | undefined;
}

/**
 * Builds a multipart/form-data body (RFC 7578), its heads as curl writes them.
 *
 * @param boundary up to 55 characters that no content holds.
 * @throws Failure `usage` for a media type or header line that is more than one line.
 */
export function multipartParts(
  fields: readonly FormField[],
  boundary: string,
  quoting: Quoting = 'percent',
  kind: Disposition = 'form-data',
): Multipart {
  const parts: Part[] = [];
  let before = '';
  const add = (start: string, lines: readonly string[], { content, encoder }: FieldContent): void => {
    const head = bytesOf(`${before}${[start, ...lines].join('\r\n')}\r\n\r\n`);
    parts.push({ head, content, ...(encoder === undefined ? {} : { encoder }) });
    before = '\r\n';
  };
  for (const { name, contents } of fields) {
    const [first] = contents;
    if (first !== undefined && contents.length === 1) {
      add(`--${boundary}`, headLines(first, kind, name, quoting), first);
      continue;
    }
    const inner = innerBoundary(boundary, parts.length);
    const type = `Content-Type: multipart/mixed; boundary=${inner}`;
    const mixed = [...disposition(kind, name, undefined, quoting), type];
    before = `${before}--${boundary}\r\n${mixed.join('\r\n')}\r\n\r\n`;
    for (const each of contents) add(`--${inner}`, headLines(each, 'attachment', undefined, quoting), each);
    before = `${before}--${inner}--\r\n\r\n`;
  }
  const trailer = bytesOf(`${before}--${boundary}--\r\n`);
  return { fields, quoting, boundary, parts, trailer, byteLength: totalLength(parts, trailer) };
}

/**
 * A boundary within another, of which neither begins with the other one (RFC 2046 §5.1.1). One of curl's form, dashes and
 * then random digits, has these the other way round.
 */
function innerBoundary(outer: string, index: number): string {
  const [, dashes, random] = /^(-{24})(\w{22})$/.exec(outer) ?? [];
  if (dashes === undefined || random === undefined) return `mixed-${index}-${outer}`;
  const turned = [...random].reverse();
  return dashes + [...turned.slice(index % 22), ...turned.slice(0, index % 22)].join('');
}

/**
 * A part's content as it is sent: through the part's encoder, which holds back 56 bytes at most.
 *
 * @throws Failure `read`, while iterating, for a byte above 0x7f in a part that is to be `7bit`.
 */
export async function* encodePart(
  { encoder }: Pick<Part, 'encoder'>,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const encode = encoder === undefined ? asItIs : ENCODE[encoder]();
  for await (const chunk of chunks) {
    const encoded = encode(chunk, false);
    if (encoded.byteLength > 0) yield encoded;
  }
  const rest = encode(new Uint8Array(), true);
  if (rest.byteLength > 0) yield rest;
}

/**
 * A part's content as it is sent, where all of it is at hand.
 *
 * @throws Failure `read`, as `encodePart` does.
 */
export function encodedBytes(bytes: Uint8Array, encoder: PartEncoder | undefined): Uint8Array {
  if (encoder === undefined) return bytes;
  const encode = ENCODE[encoder]();
  return Buffer.concat([encode(bytes, false), encode(new Uint8Array(), true)]);
}

/** The media type that a file's extension stands for; `application/octet-stream` where that is not known. */
export function guessMediaType(path: string): string {
  const extension = extensionOf(path);
  return CURL_TYPES.get(extension) ?? OTHER_TYPES.get(extension) ?? UNKNOWN_TYPE;
}

const UNKNOWN_TYPE = 'application/octet-stream';

/** The extensions that curl 7.88 knows: a part without a type gets what curl gives it. */
const CURL_TYPES: ReadonlyMap<string, string> = new Map([
  ['gif', 'image/gif'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['svg', 'image/svg+xml'],
  ['txt', 'text/plain'],
  ['htm', 'text/html'],
  ['html', 'text/html'],
  ['pdf', 'application/pdf'],
  ['xml', 'application/xml'],
]);

/** IANA's media types of what else is uploaded often. */
const OTHER_TYPES: ReadonlyMap<string, string> = new Map([
  ['avif', 'image/avif'],
  ['bmp', 'image/bmp'],
  ['css', 'text/css'],
  ['csv', 'text/csv'],
  ['gz', 'application/gzip'],
  ['ico', 'image/vnd.microsoft.icon'],
  ['js', 'text/javascript'],
  ['json', 'application/json'],
  ['md', 'text/markdown'],
  ['mjs', 'text/javascript'],
  ['mov', 'video/quicktime'],
  ['mp3', 'audio/mpeg'],
  ['mp4', 'video/mp4'],
  ['ndjson', 'application/x-ndjson'],
  ['ogg', 'audio/ogg'],
  ['tar', 'application/x-tar'],
  ['tif', 'image/tiff'],
  ['tiff', 'image/tiff'],
  ['ttf', 'font/ttf'],
  ['wasm', 'application/wasm'],
  ['wav', 'audio/wav'],
  ['webm', 'video/webm'],
  ['webp', 'image/webp'],
  ['woff2', 'font/woff2'],
  ['yaml', 'application/yaml'],
  ['yml', 'application/yaml'],
  ['zip', 'application/zip'],
]);

/** In lower case, without its dot; empty where there is none. */
function extensionOf(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}

function headLines(
  part: FieldContent,
  kind: Disposition,
  name: string | undefined,
  quoting: Quoting,
): readonly string[] {
  const headers = part.headers ?? [];
  const typed = (field: string): string | undefined => headers.find((line) => isField(line, field));
  const type = part.type ?? typed('content-type')?.replace(/^[^:]*: */, '') ?? impliedType(part);
  const lines: string[] = [];
  if (typed('content-disposition') === undefined) lines.push(...disposition(kind, name, part.filename, quoting));
  if (type !== undefined) lines.push(`Content-Type: ${type}`);
  if (part.encoder !== undefined && typed('content-transfer-encoding') === undefined) {
    lines.push(`Content-Transfer-Encoding: ${part.encoder}`);
  }
  lines.push(...headers.filter((line) => !isField(line, 'content-type')));
  for (const text of lines) refuseLineBreaks('part header', { text, start: 0, end: text.length });
  return lines;
}

function isField(line: string, name: string): boolean {
  return line.slice(0, name.length + 1).toLowerCase() === `${name}:`;
}

/** As curl does: a known extension counts for text as well, but plain text without a file name needs no type. */
function impliedType({ content, filename }: FieldContent): string | undefined {
  const ofName = filename === undefined ? undefined : CURL_TYPES.get(extensionOf(filename));
  if (content.kind !== 'file') return ofName;
  const type = ofName ?? CURL_TYPES.get(extensionOf(content.path));
  if (filename !== undefined) return type ?? UNKNOWN_TYPE;
  return type === 'text/plain' ? undefined : type;
}

/** The line that says so; an attachment without a name says nothing. */
function disposition(
  kind: Disposition,
  name: string | undefined,
  filename: string | undefined,
  quoting: Quoting,
): readonly string[] {
  if (kind === 'attachment' && name === undefined && filename === undefined) return [];
  const named = name === undefined ? '' : `; name="${quoted(name, quoting)}"`;
  const filed = filename === undefined ? '' : `; filename="${quoted(filename, quoting)}"`;
  return [`Content-Disposition: ${kind}${named}${filed}`];
}

/** HTML Standard §4.10.21.8: `"`, CR and LF are percent-encoded, and nothing else is, not even `%`. */
function quoted(text: string, quoting: Quoting): string {
  const oneLine = text.replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return quoting === 'percent' ? oneLine.replaceAll('"', '%22') : oneLine.replaceAll(/["\\]/g, '\\$&');
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function totalLength(parts: readonly Part[], trailer: Uint8Array): number | undefined {
  let total = trailer.byteLength;
  for (const { head, content, encoder } of parts) {
    const length = encodedLength(content, encoder);
    if (length === undefined) return undefined;
    total += head.byteLength + length;
  }
  return total;
}

function encodedLength(content: PartContent, encoder: PartEncoder | undefined): number | undefined {
  const plain =
    content.kind === 'bytes' ? content.bytes.byteLength : content.kind === 'file' ? content.byteLength : undefined;
  if (plain === undefined || plain === 0) return plain;
  if (encoder === 'quoted-printable') return undefined;
  if (encoder !== 'base64') return plain;
  const characters = 4 * Math.ceil(plain / 3);
  return characters + 2 * (Math.ceil(characters / MAX_LINE) - 1);
}

/** Takes the next bytes, or with `last` that there are none, and gives what can be written. */
type Encode = (chunk: Uint8Array, last: boolean) => Uint8Array;

/** Columns of an encoded line without its line break (RFC 2045 §6.7, §6.8). */
const MAX_LINE = 76;

const ENCODE: { readonly [Name in PartEncoder]: () => Encode } = {
  binary: () => asItIs,
  '8bit': () => asItIs,
  '7bit': () => sevenBits,
  base64: base64Lines,
  'quoted-printable': quotedPrintable,
};

function asItIs(chunk: Uint8Array): Uint8Array {
  return chunk;
}

function sevenBits(chunk: Uint8Array): Uint8Array {
  if (!chunk.some((byte) => byte > 0x7f)) return chunk;
  throw new Failure('read', 'a part to be sent as 7bit holds a byte above 0x7f', {
    hint: 'use encoder=base64, or 8bit',
  });
}

/** A line break stands in front of each line but the first, so that the last one has none after it. */
function base64Lines(): Encode {
  const bytesPerLine = (MAX_LINE / 4) * 3;
  let held: Uint8Array = new Uint8Array();
  let lineBreak = '';
  return (chunk, last) => {
    const bytes = Buffer.concat([held, chunk]);
    const end = last ? bytes.length : bytes.length - (bytes.length % bytesPerLine);
    let written = '';
    for (let at = 0; at < end; at += bytesPerLine) {
      written += lineBreak + bytes.toString('base64', at, Math.min(at + bytesPerLine, end));
      lineBreak = '\r\n';
    }
    held = bytes.subarray(end);
    return bytesOf(written);
  };
}

/** RFC 2045 §6.7 for text: CRLF stays a line break, a single CR or LF is data and is escaped. */
function quotedPrintable(): Encode {
  const [TAB, LF, CR, SPACE, EQUALS] = [0x09, 0x0a, 0x0d, 0x20, 0x3d];
  let held: Uint8Array = new Uint8Array();
  let column = 0;
  return (chunk, last) => {
    const bytes = Buffer.concat([held, chunk]);
    const endsLine = (at: number): boolean => at >= bytes.length || (bytes[at] === CR && bytes[at + 1] === LF);
    let written = '';
    let at = 0;
    // Two bytes of look-ahead: white space in front of a line break is escaped, and no line may end in a lone `=`.
    for (const end = last ? bytes.length : bytes.length - 2; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === CR && bytes[at + 1] === LF) {
        written += '\r\n';
        column = 0;
        at += 1;
        continue;
      }
      const plain = byte === SPACE || byte === TAB ? !endsLine(at + 1) : byte > SPACE && byte < 0x7f && byte !== EQUALS;
      const shown = plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      const after = column + shown.length;
      const fits = after < MAX_LINE || (after === MAX_LINE && endsLine(at + 1));
      written += fits ? shown : `=\r\n${shown}`;
      column = fits ? after : shown.length;
    }
    held = bytes.subarray(at);
    return bytesOf(written);
  };
}
