/** Which white space of an XML document is its author's layout, and which is its content. */
import type { Indent } from '../json-ink.ts';
import type { MarkupPainter } from './markup-paint.ts';
import type { Markup } from './xml-scan.ts';

/** An element that is open. The document itself is one, too, around its root. */
export interface Element {
  readonly parent: Element | undefined;
  readonly name: string;
  /** 0 for the root, -1 for the document. */
  readonly depth: number;
  /** `elements` alone, text as well, or under `xml:space="preserve"`. What is in `text` is text to its innermost. */
  content: 'unknown' | 'elements' | 'text' | 'preserved';
  hasChildren: boolean;
}

/** What is being laid out. Its pieces are given in order; what is certain of them is in `output`. */
export interface XmlLayout {
  /** `undefined` keeps all white space. */
  readonly indent: Indent | undefined;
  readonly painter: MarkupPainter;
  innermost: Element;
  /** Written, and not taken yet. */
  output: string;
  /** Pieces, from `heldFrom` on, that wait for the first of them to be certain; and how long they are. */
  held: HeldPiece[];
  heldFrom: number;
  heldLength: number;
  /** The document has begun. */
  isBegun: boolean;
}

/** A piece of markup where it was found: it begins at `start`, and what stands before it at `gapStart`. */
export interface Piece {
  readonly text: string;
  readonly gapStart: number;
  readonly start: number;
  readonly markup: Markup;
}

/** A piece that waits. */
interface HeldPiece {
  readonly piece: Piece;
  /** The element that the gap is content of. */
  readonly owner: Element;
  /** How deep it stands on a line of its own. */
  readonly depth: number;
  /** The element that it opens. */
  readonly opened: Element | undefined;
}

/** How much of an element is looked at for text between its children before it is taken to have none. */
export const WINDOW_LENGTH = 64 * 1024;

/** From here on indentation stops growing: a body of tags alone must not become a hundred times as long. */
const DEEPEST_INDENT = 64;

/** A document of which nothing is there yet. */
export function createLayout(indent: Indent | undefined, painter: MarkupPainter): XmlLayout {
  const content = indent === undefined ? 'preserved' : 'elements';
  const innermost: Element = { parent: undefined, name: '', depth: -1, content, hasChildren: false };
  return { indent, painter, innermost, output: '', held: [], heldFrom: 0, heldLength: 0, isBegun: false };
}

/** Puts a start tag, and goes into its element. */
export function openElement(layout: XmlLayout, tag: Piece, name: string): void {
  const { innermost, indent } = layout;
  const { space } = tag.markup;
  const isPreserved =
    indent === undefined || space === 'preserve' || (space === undefined && innermost.content === 'preserved');
  const opened: Element = {
    parent: innermost,
    name,
    depth: innermost.depth + 1,
    content: isPreserved ? 'preserved' : 'unknown',
    hasChildren: false,
  };
  put(layout, tag, opened);
  layout.innermost = opened;
}

/** Puts what stands in the innermost element and is no text: a whole element, a comment, a processing instruction. */
export function put(layout: XmlLayout, piece: Piece, opened?: Element): void {
  const owner = layout.innermost;
  owner.hasChildren = true;
  place(layout, piece, owner, owner.depth + 1, opened);
}

/** Puts an end tag, and goes out of its element. */
export function closeElement(layout: XmlLayout, tag: Piece): void {
  const owner = layout.innermost;
  // White space that is all there is in an element is its text.
  if (!owner.hasChildren) haveText(layout);
  else if (owner.content === 'unknown') owner.content = 'elements';
  layout.innermost = owner.parent ?? owner;
  place(layout, tag, owner, owner.depth, undefined);
}

/** There is text in the innermost element. */
export function haveText(layout: XmlLayout): void {
  const { innermost } = layout;
  if (innermost.content !== 'preserved') innermost.content = 'text';
  settle(layout);
}

/** Whether pieces wait. */
export function isHolding({ held }: XmlLayout): boolean {
  return held.length > 0;
}

/** Whether text of the innermost element may be written as it comes. */
export function passesText({ innermost, held }: XmlLayout): boolean {
  return held.length === 0 && (innermost.content === 'text' || innermost.content === 'preserved');
}

/** Waits no longer: elements without text so far are taken to have none. */
export function decideAll(layout: XmlLayout): void {
  while (layout.held.length > 0) decideFirst(layout);
}

function place(layout: XmlLayout, piece: Piece, owner: Element, depth: number, opened: Element | undefined): void {
  if (layout.held.length === 0 && owner.content !== 'unknown') {
    write(layout, piece, owner, depth, opened);
    return;
  }
  layout.held.push({ piece, owner, depth, opened });
  layout.heldLength += lengthOf(piece);
  settle(layout);
  while (layout.heldLength > WINDOW_LENGTH) decideFirst(layout);
}

function lengthOf({ gapStart, start, markup }: Piece): number {
  return start - gapStart + markup.length;
}

function decideFirst(layout: XmlLayout): void {
  const owner = layout.held[layout.heldFrom]?.owner;
  if (owner?.content === 'unknown') owner.content = 'elements';
  settle(layout);
}

/** Writes what has become certain. */
function settle(layout: XmlLayout): void {
  const { held } = layout;
  for (; layout.heldFrom < held.length; layout.heldFrom++) {
    const first = held[layout.heldFrom];
    if (first === undefined || first.owner.content === 'unknown') break;
    write(layout, first.piece, first.owner, first.depth, first.opened);
    layout.heldLength -= lengthOf(first.piece);
  }
  // Not each time, which would be moving all of them for each.
  if (layout.heldFrom * 2 >= held.length && layout.heldFrom > 0) {
    layout.held = held.slice(layout.heldFrom);
    layout.heldFrom = 0;
  }
}

function write(layout: XmlLayout, piece: Piece, owner: Element, depth: number, opened: Element | undefined): void {
  const { text, gapStart, start, markup } = piece;
  const source = text.slice(start, start + markup.length);
  if (owner.content !== 'elements') layout.output += text.slice(gapStart, start);
  else if (layout.isBegun) layout.output += lineStart(layout, depth);
  layout.output += layout.painter.paint(source, markup);
  layout.isBegun = true;
  // What stands in a sentence is part of it, whatever it has inside.
  if (owner.content === 'text' && opened !== undefined) opened.content = 'text';
}

const LINE_STARTS = new Map<string, string>();

function lineStart({ indent = 0 }: XmlLayout, depth: number): string {
  if (indent === 0) return '';
  const levels = Math.min(depth, DEEPEST_INDENT);
  const key = `${indent} ${levels}`;
  const known = LINE_STARTS.get(key);
  if (known !== undefined) return known;
  const start = `\n${(indent === 'tab' ? '\t' : ' '.repeat(indent)).repeat(levels)}`;
  LINE_STARTS.set(key, start);
  return start;
}
