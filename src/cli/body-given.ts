import { Failure } from '../failure.ts';
import { parseJsonText } from '../json/parse.ts';
import { type JsonNode, jsonString } from '../json/tree.ts';
import {
  encodeDataUrlencode,
  encodeFormPairs,
  type FormContent,
  parseDataUrlencode,
  parseFormArgument,
  parsePartHeaders,
  stripDataFile,
} from '../request/form.ts';
import type { Item, TextSource } from '../request/items.ts';
import {
  type FieldContent,
  type FormField,
  guessMediaType,
  multipartParts,
  type PartContent,
} from '../request/multipart.ts';
import { type BodyField, formPairsFromFields, jsonBodyFromFields } from '../request/nested.ts';
import type { BodySource } from '../request/plan.ts';
import { type BodyWay, type BodyWords, type TypedBody, WAY_OF_OPTION } from './body.ts';
import type { Inputs } from './inputs.ts';
import { itemText } from './item-files.ts';
import type { OptionName, Options } from './options.ts';

/**
 * The body of a line that gives one in this way: apart from body.ts, as most lines give none.
 *
 * @throws Failure as `readBody` does.
 */
export async function bodyGiven(way: BodyWay, words: BodyWords, inputs: Inputs): Promise<TypedBody> {
  switch (way) {
    case 'data':
      return await dataBody(words, inputs);
    case 'form':
      return multipartBody(await formFields(words, inputs), words);
    case 'upload':
      return await uploadBody(words, inputs);
    case 'whole':
      return await wholeBody(words, inputs);
    case 'fields':
      return await fieldsBody(words, inputs);
  }
}

/** The pieces of `-d` and its kin, joined as curl joins them. */
export async function readData(words: BodyWords, inputs: Inputs): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (const { name, value } of words.occurrences) {
    if (WAY_OF_OPTION[name] !== 'data') continue;
    if (pieces.length > 0 && name !== 'json') pieces.push(Buffer.from('&'));
    pieces.push(await readDataPiece(name, String(value), inputs));
  }
  return Buffer.concat(pieces);
}

/** A piece of `--data-urlencode` or `--url-query`. */
export async function readUrlencoded(argument: string, inputs: Inputs): Promise<string> {
  const { name, source } = parseDataUrlencode(argument);
  return encodeDataUrlencode(name, await readBytes(source, inputs, 'read'));
}

/** The bytes of a text source. */
export async function readBytes(source: TextSource, inputs: Inputs, kind: 'read' | 'usage'): Promise<Uint8Array> {
  return source.from === 'text' ? Buffer.from(source.text) : await inputs.read(source.path, kind);
}

async function dataBody(words: BodyWords, inputs: Inputs): Promise<TypedBody> {
  const { options } = words;
  if (options.as === 'multipart')
    throw new Failure('usage', '--as multipart takes fields, not --data', { hint: 'name=value, or -F' });
  const isJson = options.json !== undefined || options.as === 'json';
  return {
    source: bytesSource(await readData(words, inputs)),
    contentType: isJson ? JSON_TYPE : FORM_TYPE,
    ...(isJson ? { accept: options.json === undefined ? ACCEPT_JSON : JSON_TYPE } : {}),
    impliedMethod: 'POST',
  };
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

async function readDataPiece(name: OptionName, value: string, inputs: Inputs): Promise<Uint8Array> {
  if (name === 'data-urlencode') return Buffer.from(await readUrlencoded(value, inputs));
  if (name === 'data-raw' || !value.startsWith('@')) return Buffer.from(value);
  const bytes = await inputs.read(value.slice(1), 'read');
  return name === 'data' ? stripDataFile(bytes) : bytes;
}

async function uploadBody({ uploadPath: path, options }: BodyWords, inputs: Inputs): Promise<TypedBody> {
  // An empty name passes a URL over, in curl as well.
  if (path === undefined || path === '') return { source: { kind: 'none' }, impliedMethod: 'GET' };
  // For curl `.` is stdin that others need not wait for, which is how stdin is read here anyway.
  if (path === '-' || path === '.') {
    return { source: lineEnded(inputs.claimStdin(), options), impliedMethod: 'PUT' };
  }
  const byteLength = await inputs.byteLength(path, 'read');
  return {
    source: lineEnded({ kind: 'file', path, byteLength }, options),
    impliedMethod: 'PUT',
    uploadName: path.replace(/^.*[\\/]/s, ''),
  };
}

/** `--crlf`: the line ends of what is uploaded are those that some servers need. */
function lineEnded(source: BodySource & { readonly kind: 'file' | 'stdin' }, { crlf }: Options): BodySource {
  return crlf ? { kind: 'crlf', of: source } : source;
}

/** `@file` and `@-`: the whole body as it stands. */
async function wholeBody({ items, options }: BodyWords, inputs: Inputs): Promise<TypedBody> {
  const item = items.find((candidate) => candidate.kind === 'body');
  if (item === undefined) return { source: { kind: 'none' }, impliedMethod: 'GET' };
  if (options.as === 'multipart')
    throw new Failure('usage', `--as multipart takes fields, and ${item.word} is a whole body`);
  const shapeType = options.as === 'form' ? FORM_TYPE : JSON_TYPE;
  const source = await streamedSource(item.path, inputs);
  const guessed = options.as === undefined && item.path !== '-' ? guessMediaType(item.path) : shapeType;
  const contentType = item.type ?? guessed;
  return { source, contentType, ...(contentType === JSON_TYPE ? { accept: ACCEPT_JSON } : {}), impliedMethod: 'POST' };
}

/** What slip asks for when it sends JSON: JSON first, anything otherwise, as HTTPie does. */
const ACCEPT_JSON = 'application/json, */*;q=0.5';

async function streamedSource(path: string, inputs: Inputs): Promise<BodySource> {
  if (path === '-') return inputs.claimStdin();
  return { kind: 'file', path, byteLength: await inputs.byteLength(path, 'usage') };
}

async function fieldsBody(words: BodyWords, inputs: Inputs): Promise<TypedBody> {
  const { items, options } = words;
  const hasUploads = items.some(({ kind }) => kind === 'upload');
  if (hasUploads && options.as === 'json')
    throw new Failure('usage', '--as json cannot hold an uploaded file', { hint: 'leave --as out' });
  if (hasUploads || options.as === 'multipart') return multipartBody(await itemFields(items, inputs), words);
  const fields: BodyField[] = [];
  for (const item of items) {
    if (item.kind === 'field' || item.kind === 'json') fields.push(await bodyField(item, inputs));
  }
  if (options.as === 'form') {
    return {
      source: bytesSource(Buffer.from(encodeFormPairs(formPairsFromFields(fields)))),
      contentType: `${FORM_TYPE}; charset=utf-8`,
      impliedMethod: 'POST',
    };
  }
  return {
    source: bytesSource(Buffer.from(jsonBodyFromFields(fields))),
    contentType: JSON_TYPE,
    accept: ACCEPT_JSON,
    impliedMethod: 'POST',
  };
}

async function bodyField(item: Item & { kind: 'field' | 'json' }, inputs: Inputs): Promise<BodyField> {
  const text = await itemText(item.value, inputs);
  return { name: item.name, word: item.word, value: item.kind === 'field' ? jsonString(text) : jsonValue(text, item) };
}

function jsonValue(text: string, item: Item & { kind: 'json' }): JsonNode {
  if (item.value.from === 'text') return parseJsonText(text);
  try {
    return parseJsonText(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new Failure('usage', `${item.value.path} does not hold JSON`, {
      cause,
      ...(cause instanceof Failure && cause.at ? { hint: `look at character ${cause.at.start + 1}` } : {}),
    });
  }
}

async function itemFields(items: readonly Item[], inputs: Inputs): Promise<readonly FormField[]> {
  const fields: FormField[] = [];
  for (const item of items) {
    if (item.kind === 'upload') {
      fields.push({
        name: item.name,
        contents: [await attachedContent(item.path, item.type, item.filename, 'usage', inputs)],
      });
    } else if (item.kind === 'field' || item.kind === 'json') {
      for (const [name, text] of formPairsFromFields([await bodyField(item, inputs)])) {
        fields.push({ name, contents: [{ content: { kind: 'bytes', bytes: Buffer.from(text) } }] });
      }
    }
  }
  return fields;
}

async function formFields({ occurrences }: BodyWords, inputs: Inputs): Promise<readonly FormField[]> {
  const fields: FormField[] = [];
  for (const { name: option, value } of occurrences) {
    if (WAY_OF_OPTION[option] !== 'form') continue;
    const { name, contents, ignored } = parseFormArgument(String(value), { literal: option === 'form-string' });
    const [leftover] = ignored;
    if (leftover !== undefined) {
      const text = String(value);
      const start = text.lastIndexOf(leftover);
      throw new Failure('usage', 'this piece of a form part means nothing', {
        ...(start < 0 ? {} : { at: { text, start, end: start + leftover.length } }),
        hint: 'put a value with ; or , in double quotes: name="a;b"',
      });
    }
    const read: FieldContent[] = [];
    for (const content of contents) read.push(await formContent(content, inputs));
    fields.push({ ...(name === undefined ? {} : { name }), contents: read });
  }
  return fields;
}

async function formContent(content: FormContent, inputs: Inputs): Promise<FieldContent> {
  const headers: string[] = [];
  for (const source of content.headers) {
    const text = Buffer.from(await readBytes(source, inputs, 'read')).toString('utf8');
    headers.push(...(source.from === 'file' ? parsePartHeaders(text) : [text]));
  }
  const more = {
    ...(content.encoder === undefined ? {} : { encoder: content.encoder }),
    ...(headers.length === 0 ? {} : { headers }),
  };
  const { source } = content;
  if (content.attached && source.from === 'file') {
    return { ...(await attachedContent(source.path, content.type, content.filename, 'read', inputs)), ...more };
  }
  return {
    content: { kind: 'bytes', bytes: await readBytes(source, inputs, 'read') },
    ...(content.type === undefined ? {} : { type: content.type }),
    ...(content.filename === undefined ? {} : { filename: content.filename }),
    ...more,
  };
}

/** A file as a part: its base name, and the type its extension suggests, unless other ones were typed. */
async function attachedContent(
  path: string,
  type: string | undefined,
  filename: string | undefined,
  kind: 'read' | 'usage',
  inputs: Inputs,
): Promise<FieldContent> {
  const name = filename ?? (path === '-' ? '-' : path.replace(/^.*[\\/]/s, ''));
  const content: PartContent =
    path === '-'
      ? { kind: 'bytes', bytes: await inputs.read('-', kind) }
      : { kind: 'file', path, byteLength: await inputs.byteLength(path, kind) };
  // A part of -F without a type gets what curl gives it, an item what its name says.
  const guessed = kind === 'usage' ? guessMediaType(filename ?? path) : undefined;
  const typed = type ?? guessed;
  return { content, filename: name, ...(typed === undefined ? {} : { type: typed }) };
}

function multipartBody(fields: readonly FormField[], words: BodyWords): TypedBody {
  const boundary = words.boundary();
  return {
    source: {
      kind: 'multipart',
      multipart: multipartParts(
        fields,
        boundary,
        words.options['form-escape'] ? 'backslash' : 'percent',
        words.disposition,
      ),
    },
    contentType: `multipart/form-data; boundary=${boundary}`,
    impliedMethod: 'POST',
  };
}

function bytesSource(bytes: Uint8Array): BodySource {
  return { kind: 'bytes', bytes };
}
