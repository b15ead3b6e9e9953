import { impatient } from '../impatient.ts';
import type { Indent, JsonColors } from '../json-ink.ts';
import { asLatin1 } from '../sniff.ts';
import { type Brush, markupPainter } from './markup-paint.ts';
import {
  closeElement,
  createLayout,
  decideAll,
  haveText,
  isHolding,
  openElement,
  type Piece,
  passesText,
  put,
  WINDOW_LENGTH,
  type XmlLayout,
} from './xml-layout.ts';
import { isBlank, type Markup, scanMarkup } from './xml-scan.ts';

/** How an XML document is to look. */
export interface XmlStyle {
  /** `undefined` keeps the document's own white space; with 0 what may be on one line is. */
  readonly indent: Indent | undefined;
  readonly colors: JsonColors | undefined;
}

/** The formatter without its promises. */
export interface XmlFormatter {
  /** Whether it holds bytes back until there are more. */
  readonly waiting: boolean;
  push(chunk: Uint8Array): Uint8Array;
  /** Waits no longer: elements without text so far are taken to have none. */
  giveUp(): Uint8Array;
  end(): Uint8Array;
}

/**
 * XML laid out and coloured as `style` says: only white space between tags is exchanged, and only in elements that have
 * no text beside their children. Text, mixed content, what is under `xml:space="preserve"`, comments, CDATA, processing
 * instructions and the inside of every tag come out byte for byte, and the last line is ended. Entities and a document
 * type are not looked into.
 *
 * A document that is not well-formed comes out as it came from there on. Memory: the 64 KiB in which text is looked for,
 * up to 1 MiB for a tag, and a name for each open element.
 */
export async function* formatXml(
  chunks: AsyncIterable<Uint8Array>,
  style: XmlStyle,
  options: { readonly patience?: (() => Promise<void>) | undefined } = {},
): AsyncGenerator<Uint8Array> {
  const { patience } = options;
  const formatter = createXmlFormatter(style);
  const source = patience === undefined ? chunks : impatient(chunks, patience, () => formatter.waiting);
  try {
    for await (const chunk of source) yield chunk === undefined ? formatter.giveUp() : formatter.push(chunk);
  } catch (error) {
    // A body that breaks off is shown as far as it came.
    yield formatter.end();
    throw error;
  }
  yield formatter.end();
}

/** What `formatXml` does, for a caller who has the chunks. */
export function createXmlFormatter(style: XmlStyle): XmlFormatter {
  const reader: Reader = {
    layout: createLayout(style.indent, markupPainter(style.colors)),
    text: '',
    at: 0,
    fresh: [],
    freshLength: 0,
    hasRoot: false,
    passing: undefined,
    isUnchanged: false,
  };
  return {
    get waiting() {
      return reader.at < reader.text.length || reader.freshLength > 0 || isHolding(reader.layout);
    },
    push(chunk) {
      if (reader.isUnchanged) return chunk;
      reader.fresh.push(chunk);
      reader.freshLength += chunk.length;
      // The end of what is unfinished is looked for from its beginning: a quarter as often as its bytes may come.
      if (reader.freshLength * 4 >= reader.text.length) read(reader);
      return taken(reader);
    },
    giveUp() {
      read(reader);
      decideAll(reader.layout);
      passText(reader);
      return taken(reader);
    },
    end() {
      read(reader);
      if (isComplete(reader)) reader.layout.output += '\n';
      else leaveUnchanged(reader);
      return taken(reader);
    },
  };
}

/** A tag or document type without an end within so many bytes is passed on as it is, and so is all behind it. */
const LONGEST_TAG = 1024 * 1024;

/** Elements in one another: each takes memory until it is closed. What has more is passed on as it is from there. */
const MOST_LEVELS = 100_000;

interface Reader {
  readonly layout: XmlLayout;
  /** What has come, as latin-1, from `at` on in no piece yet; and what has come since that was looked at. */
  text: string;
  at: number;
  fresh: Uint8Array[];
  freshLength: number;
  hasRoot: boolean;
  /** Inside of a comment, CDATA or processing instruction that is passed on as it comes: what ends it, how it looks. */
  passing: { readonly closing: string; readonly brush: Brush } | undefined;
  /** The rest is no XML: it is passed on as it is. */
  isUnchanged: boolean;
}

function taken({ layout }: Reader): Uint8Array {
  const bytes = Buffer.from(layout.output, 'latin1');
  layout.output = '';
  return bytes;
}

/** Puts all that is whole into the layout. */
function read(reader: Reader): void {
  // By way of bytes, since a string that is put together of others is several times as slow to look into.
  const rest = Buffer.from(reader.text.slice(reader.at), 'latin1');
  reader.text = asLatin1(Buffer.concat([rest, ...reader.fresh]));
  reader.at = 0;
  reader.fresh = [];
  reader.freshLength = 0;
  while (reader.at < reader.text.length) {
    if (reader.passing === undefined ? !readPiece(reader) : !passOn(reader)) break;
  }
}

/** Everything from here on is written as it came. */
function leaveUnchanged(reader: Reader): false {
  decideAll(reader.layout);
  const rest = reader.text.slice(reader.at);
  reader.layout.output +=
    reader.passing === undefined ? rest : reader.passing.brush.go(rest) + reader.passing.brush.close;
  reader.passing = undefined;
  reader.text = '';
  reader.at = 0;
  reader.isUnchanged = true;
  return false;
}

/** Whether all that is there is a document, and it is laid out. */
function isComplete({ layout, text, at, hasRoot, isUnchanged }: Reader): boolean {
  const isLaidOut = layout.innermost.parent === undefined && layout.innermost.content === 'elements';
  return hasRoot && isLaidOut && !isUnchanged && isBlank(text, at, text.length);
}

/** Writes what is certain not to be the beginning of the end that is waited for. */
function passOn(reader: Reader): boolean {
  const { passing, text, at } = reader;
  if (passing === undefined) return false;
  const found = text.indexOf(passing.closing, at);
  const end = found === -1 ? Math.max(at, text.length - passing.closing.length + 1) : found + passing.closing.length;
  reader.layout.output += passing.brush.go(text.slice(at, end));
  reader.at = end;
  if (found === -1) return false;
  reader.layout.output += passing.brush.close;
  reader.passing = undefined;
  return true;
}

/** Reads a text and the markup behind it. Gives whether that was there to its end. */
function readPiece(reader: Reader): boolean {
  const { layout, text, at } = reader;
  const found = text.indexOf('<', at);
  const start = found === -1 ? text.length : found;
  const isText = !isBlank(text, at, start);
  if (isText && layout.innermost.parent === undefined) return readMark(reader, start);
  // White space without an end has to be text: nobody can hold it.
  if (isText || start - at > WINDOW_LENGTH) haveText(layout);
  if (found === -1) {
    if (text.length - at > WINDOW_LENGTH) decideAll(layout);
    passText(reader);
    return false;
  }
  if (isMisplacedDeclaration(reader, start)) return leaveUnchanged(reader);
  const markup = scanMarkup(text, start);
  if (markup === 'faulty') return leaveUnchanged(reader);
  if (markup.kind !== 'unfinished') return readMarkup(reader, start, markup);
  const length = text.length - start;
  if (markup.closing === undefined) return length > LONGEST_TAG && leaveUnchanged(reader);
  return length > WINDOW_LENGTH && beginPassing(reader, start, markup.closing);
}

/** Before the document there may be a byte order mark, and no other text. */
function readMark(reader: Reader, end: number): boolean {
  const { layout, text, at } = reader;
  const mark = text.slice(at, end);
  if (layout.isBegun || !BYTE_ORDER_MARK.startsWith(mark)) return leaveUnchanged(reader);
  if (mark !== BYTE_ORDER_MARK) return end === text.length ? false : leaveUnchanged(reader);
  layout.output += mark;
  reader.at = end;
  return true;
}

/** Writes text whose element is known to have some, as far as it has come. */
function passText(reader: Reader): void {
  if (reader.passing !== undefined || !passesText(reader.layout)) return;
  const found = reader.text.indexOf('<', reader.at);
  const end = found === -1 ? reader.text.length : found;
  reader.layout.output += reader.text.slice(reader.at, end);
  reader.at = end;
}

/** An XML declaration is the very beginning of a document, or none (XML 1.0 §2.8). */
function isMisplacedDeclaration({ layout, text, at }: Reader, start: number): boolean {
  return (
    text.charCodeAt(start + 1) === QUESTION &&
    (layout.isBegun || start > at) &&
    /^<\?xml[\s?]/i.test(text.slice(start, start + 6))
  );
}

/** Passes on from here what has no bound: the inside of a comment, of CDATA or of a processing instruction. */
function beginPassing(reader: Reader, start: number, closing: string): boolean {
  const { layout, text } = reader;
  const { data, remark } = layout.painter;
  const isData = closing === ']]>';
  if (isData && layout.innermost.parent === undefined) return leaveUnchanged(reader);
  if (isData) haveText(layout);
  // What opens it is a piece. It is longer than all that is looked ahead, so nothing waits any longer.
  put(layout, { text, gapStart: reader.at, start, markup: NOTHING });
  decideAll(layout);
  reader.at = start;
  reader.passing = { closing, brush: isData ? data : remark };
  layout.output += reader.passing.brush.open;
  return true;
}

function readMarkup(reader: Reader, start: number, markup: Markup): boolean {
  const { layout, text, at: gapStart } = reader;
  const { kind, length, nameEnd, tagEnd } = markup;
  const { parent, name, depth } = layout.innermost;
  const isOutside = parent === undefined;
  const piece: Piece = { text, gapStart, start, markup };
  switch (kind) {
    case 'start':
    case 'empty':
    case 'leaf':
      if ((isOutside && reader.hasRoot) || depth >= MOST_LEVELS || tagEnd > LONGEST_TAG) return leaveUnchanged(reader);
      reader.hasRoot = true;
      if (kind === 'start') openElement(layout, piece, ownCopy(text.slice(start + 1, start + nameEnd)));
      else put(layout, piece);
      break;
    case 'end':
      if (text.slice(start + 2, start + nameEnd) !== name || length > LONGEST_TAG) return leaveUnchanged(reader);
      closeElement(layout, piece);
      break;
    case 'data':
      if (isOutside) return leaveUnchanged(reader);
      haveText(layout);
      put(layout, piece);
      break;
    case 'doctype':
      if (!isOutside || reader.hasRoot || length > LONGEST_TAG) return leaveUnchanged(reader);
      // What a document type says of white space is not read, but neither is it passed over.
      if (text.slice(start, start + length).includes('xml:space')) layout.innermost.content = 'preserved';
      put(layout, piece);
      break;
    case 'instruction':
    case 'comment':
      put(layout, piece);
      break;
  }
  reader.at = start + length;
  return true;
}

/** A part of a string keeps all of it alive. */
function ownCopy(name: string): string {
  return name.length < 13 ? name : Buffer.from(name, 'latin1').toString('latin1');
}

const NOTHING: Markup = { kind: 'start', length: 0, nameEnd: 0, tagEnd: 0, space: undefined };
const QUESTION = 0x3f;
const BYTE_ORDER_MARK = '\xef\xbb\xbf';
