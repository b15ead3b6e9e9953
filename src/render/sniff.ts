/** What a body is, by what the server says of it and by its first bytes. */

/** A `Content-Type`: the media type in lower case without parameters, the parameters by their lower-case names. */
export interface ContentType {
  /** Empty if there is none. */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The languages that bodies are shown in. */
export type BodyLanguage =
  | 'json'
  | 'ndjson'
  | 'xml'
  | 'html'
  | 'css'
  | 'javascript'
  | 'yaml'
  | 'graphql'
  | 'event-stream'
  | 'form'
  | 'csv'
  | 'text';

/** An encoding that shows in the bytes themselves, and how many bytes of byte order mark stand before the text. */
export interface UnicodeSignature {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';
  readonly markBytes: number;
}

/**
 * A field value taken apart (RFC 9110 §8.3.1, §5.6.6). Never throws: what is not a parameter is passed over, and of
 * two with the same name the first counts, as in browsers.
 */
export function parseContentType(value: string | undefined): ContentType {
  const [, type = '', rest = ''] = /^\s*([^\s;,]*)([\s\S]*)$/.exec(value ?? '') ?? [];
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of rest.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\([\s\S])/g, '$1') ?? plain.trim());
  }
  return { type: type.toLowerCase(), parameters };
}

/**
 * Whether a body is not for reading. Looks at no more than the first 2000 bytes: a NUL among them (curl's rule), a
 * compressed file's signature, or anything but UTF-8 text under a type that is binary by its name. UTF-16 and UTF-32,
 * by byte order mark or by declaration, are text.
 */
export function looksBinary(prefix: Uint8Array, contentType: string | undefined): boolean {
  const { type, parameters } = parseContentType(contentType);
  if (WIDE_CHARSET.test(parameters.get('charset') ?? '')) return false;
  const signature = unicodeSignature(prefix, contentType);
  if (signature !== undefined && signature.encoding !== 'utf-8') return false;
  const looked = prefix.subarray(0, 2000);
  if (looked.includes(0)) return true;
  if (COMPRESSED.test(asLatin1(looked.subarray(0, 8)))) return true;
  return BINARY_TYPE.test(type) && !isPlainText(looked);
}

/**
 * The language of a body, by its type; where that says nothing certain (missing, `text/plain`, `octet-stream`,
 * JavaScript) or something that the body is not (markup), JSON if the body begins as JSON does, also behind a byte order
 * mark or a guard against script inclusion such as `)]}',`. What is called JSON and begins as markup is markup: gateways
 * answer with a page where an API would have answered. The prefix may be in UTF-8 or any encoding that contains ASCII.
 */
export function bodyLanguage(contentType: string | undefined, prefix: Uint8Array): BodyLanguage {
  const { type } = parseContentType(contentType);
  const named = languageOfType(type);
  if (named === undefined && !VAGUE_TYPE.test(type)) return 'text';
  if (named !== undefined && !OFTEN_WRONG.has(named)) return named;
  const start = asLatin1(prefix).replaceAll('\0', '').replace(MARK_OR_GUARD, '');
  if (named === 'json') return /^\s*</.test(start) ? (markupLanguage(start) ?? 'text') : 'json';
  if (JSON_START.test(start)) return 'json';
  return named ?? (type === 'text/plain' ? 'text' : (markupLanguage(start) ?? 'text'));
}

/**
 * The Unicode encoding that the first four bytes show: by a byte order mark, or in JSON and XML by where the NULs stand
 * among the first two characters, which are ASCII (RFC 4627 §3; XML 1.0, appendix F.1).
 */
export function unicodeSignature(prefix: Uint8Array, contentType: string | undefined): UnicodeSignature | undefined {
  const head = asLatin1(prefix.subarray(0, 4));
  for (const [mark, encoding] of BYTE_ORDER_MARKS) {
    if (head.startsWith(mark)) return { encoding, markBytes: mark.length };
  }
  const language = languageOfType(parseContentType(contentType).type);
  if (language !== 'json' && language !== 'xml') return undefined;
  const encoding = NUL_PATTERNS.find(([pattern]) => pattern.test(head))?.[1];
  return encoding && { encoding, markBytes: 0 };
}

/** A body whose first bytes are known and which is still whole. */
export interface LookedAhead {
  /** At most as many bytes as were asked for; fewer if the body ends before or `enough` said so. */
  readonly prefix: Uint8Array;
  /** All of the body. Stopping early closes the source, also before the first chunk was taken. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Reads ahead until so many bytes are known, the body ends or fails (the consumer of `chunks` meets the error in its
 * place), or `enough` resolves, which is called when the first bytes are here. Pass a short sleep as `enough` where a
 * person waits: bytes that a slow server has not sent yet then hold nothing up. Without it the answer depends on the
 * bytes alone, not on the chunks they come in. Holds the chunks that the bytes are in.
 */
export async function lookAhead(
  chunks: AsyncIterable<Uint8Array>,
  byteCount: number,
  options: { readonly enough?: () => Promise<void> } = {},
): Promise<LookedAhead> {
  const source = chunks[Symbol.asyncIterator]();
  const gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  let pending: Promise<IteratorResult<Uint8Array>> | undefined;
  let enough: Promise<undefined> | undefined;
  while (gatheredBytes < byteCount) {
    pending = source.next();
    const arrival = pending.then((step) => (step.done === true ? undefined : step.value), nothing);
    const chunk = await (enough === undefined ? arrival : Promise.race([arrival, enough]));
    if (chunk === undefined) break;
    pending = undefined;
    gathered.push(chunk);
    gatheredBytes += chunk.length;
    if (gatheredBytes > 0) enough ??= options.enough?.().then(nothing, nothing);
  }
  const joined = gathered.length === 1 ? gathered[0] : undefined;
  const prefix = (joined ?? Buffer.concat(gathered)).subarray(0, byteCount);
  return { prefix, chunks: resumed(gathered, pending, source) };
}

function resumed(
  gathered: Uint8Array[],
  pending: Promise<IteratorResult<Uint8Array>> | undefined,
  source: AsyncIterator<Uint8Array>,
): AsyncIterable<Uint8Array> {
  let waiting = pending;
  const rest: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => rest,
    async next() {
      const value = gathered.shift();
      if (value !== undefined) return { done: false, value };
      const step = waiting ?? source.next();
      waiting = undefined;
      return step;
    },
    async return() {
      gathered.length = 0;
      const closed = source.return?.();
      // A generator closes only after the step under way: waiting for that would be waiting for the server.
      if (waiting === undefined) await closed;
      else closed?.catch(nothing);
      waiting = undefined;
      return { done: true, value: undefined };
    },
  };
  return rest;
}

function nothing(): undefined {}

const PARAMETER = /;\s*([!#$%&'*+.^_`|~\w-]+)=(?:"((?:[^"\\]|\\[\s\S])*)"?|([^;]*))/g;

const BYTE_ORDER_MARKS: readonly (readonly [mark: string, encoding: UnicodeSignature['encoding']])[] = [
  ['\xef\xbb\xbf', 'utf-8'],
  ['\xff\xfe\0\0', 'utf-32le'],
  ['\0\0\xfe\xff', 'utf-32be'],
  ['\xff\xfe', 'utf-16le'],
  ['\xfe\xff', 'utf-16be'],
];
const NUL_PATTERNS: readonly (readonly [pattern: RegExp, encoding: UnicodeSignature['encoding']])[] = [
  [/^\0\0\0[^\0]/, 'utf-32be'],
  [/^[^\0]\0\0\0/, 'utf-32le'],
  [/^\0[^\0]\0[^\0]/, 'utf-16be'],
  [/^[^\0]\0[^\0]\0/, 'utf-16le'],
];
const WIDE_CHARSET = /^(?:utf-?(?:16|32)|ucs-?[24]|iso-10646-ucs-[24]|(?:cs)?unicode)/i;

// gzip, zstd, bzip2 and PDF: the common formats that need not have a NUL among their first bytes.
const COMPRESSED = /^(?:\x1f\x8b|\x28\xb5\x2f\xfd|BZh[1-9]1AY|%PDF-)/;
const BINARY_TYPE =
  /^(?:(?:image|audio|video|font|model)\/(?!.*\+xml$)|application\/(?:octet-stream|pdf|wasm|java-archive|(?:x-)?(?:zip|gzip|bzip2?|zstd|xz|tar|rar|7z-compressed|msgpack|protobuf|font-.*)$|grpc|cbor|vnd\.(?:ms-|openxmlformats-|rar|msgpack|google\.protobuf)|.*\+(?:zip|gzip|cbor)$))/;

const LANGUAGE_OF_TYPE: readonly (readonly [type: RegExp, language: BodyLanguage])[] = [
  [/^application\/(?:x-)?(?:ndjson|jsonl(?:ines)?(?:\+json)?|json-seq|stream\+json)$|\+json-seq$/, 'ndjson'],
  [/^(?:application|text)\/(?:x-)?json$|\+json$/, 'json'],
  [/^(?:text\/html|application\/xhtml\+xml)$/, 'html'],
  [/^(?:application|text)\/xml(?:-.*)?$|\+xml$/, 'xml'],
  [/^text\/css$/, 'css'],
  [/^(?:application|text)\/(?:x-)?(?:java|ecma)script$/, 'javascript'],
  [/^(?:application|text)\/(?:x-|vnd\.)?yaml$|\+yaml$/, 'yaml'],
  [/^application\/graphql$/, 'graphql'],
  [/^text\/event-stream$/, 'event-stream'],
  [/^application\/x-www-form-urlencoded$/, 'form'],
  [/^(?:text|application)\/csv$|^text\/tab-separated-values$/, 'csv'],
];
const VAGUE_TYPE = /^$|^text\/plain$|^(?:application|binary)\/octet-stream$/;

const MARK_OR_GUARD = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:\)\]\}',?|while\s*\(1\);|for\s*\(;;\);|\{\}\s*&&)?/;
// One bracket is not enough: `[2024-05-01] started` and `{{ name }}` are text. The second token has to fit, too.
const JSON_START =
  /^\s*(?:\{\s*(?:["}]|$)|(?:\[\s*)+(?:["\]]|\{\s*(?:["}]|$)|(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)\s*(?:[,\]]|$)|$))/;

/** Languages under whose types others are sent. */
const OFTEN_WRONG: ReadonlySet<BodyLanguage> = new Set<BodyLanguage>([
  'json',
  'javascript',
  'html',
  'xml',
  'event-stream',
]);

function markupLanguage(start: string): 'xml' | 'html' | undefined {
  if (/^\s*<\?xml\s/.test(start)) return 'xml';
  return /^\s*<(?:!doctype\s+html|html)[\s>]/i.test(start) ? 'html' : undefined;
}

function languageOfType(type: string): BodyLanguage | undefined {
  return LANGUAGE_OF_TYPE.find(([pattern]) => pattern.test(type))?.[1];
}

function isPlainText(bytes: Uint8Array): boolean {
  try {
    // `stream`, because the look-ahead may have cut the last sequence.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return !/[\0-\x07\x0e-\x1a\x1c-\x1f]/.test(text);
  } catch {
    return false;
  }
}

/** The bytes as characters of the same number: for looking at what is ASCII, and one half of windows-1252. */
export function asLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
