import { type HtmlNode, parse, serialize } from 'parse5';
import treeAdapter from 'parse5/lib/tree-adapters/default.js';
import { Document, type Element, type Node } from 'slimdom';

/** A page as XPath sees it. */
export interface HtmlDocument {
  readonly document: Document;
  /** A node of it as HTML. */
  write(node: Node): string;
}

/**
 * Reads HTML as browsers do, whatever is wrong with it. Elements are in no namespace, so that `//h1` finds them, `//svg`
 * too; their names are lower case but within SVG and MathML.
 *
 * @throws RangeError for what is nested deeper than `maxLevels`, which would take parse5 a time that grows with its square.
 */
export function parseHtml(html: string, maxLevels: number): HtmlDocument {
  const bounded = {
    ...treeAdapter,
    appendChild(parent: HtmlNode, child: HtmlNode) {
      const level = (parent.level ?? 0) + 1;
      if (level > maxLevels) throw new RangeError('too deep');
      child.level = level;
      treeAdapter.appendChild(parent, child);
    },
  };
  const document = new Document();
  const sources = new Map<Node, HtmlNode>();
  // Pages may be nested deeper than calls.
  const open: (readonly [source: HtmlNode, into: Document | Element])[] = [
    [parse(html, { treeAdapter: bounded }), document],
  ];
  for (let top = open.pop(); top !== undefined; top = open.pop()) {
    const [{ childNodes = [], content }, into] = top;
    for (const source of content?.childNodes ?? childNodes) {
      const node = nodeOf(source, document);
      if (node === undefined) continue;
      sources.set(node, source);
      // A document knows its element.
      if (into === document) into.appendChild(node);
      else append(node, into);
      if (source.tagName !== undefined) open.push([source, node as Element]); // made from an element
    }
  }
  return {
    document,
    write: (node) => serialize({ nodeName: '#document-fragment', childNodes: childrenFor(node, sources) }),
  };
}

/** What appendChild comes to for a new node that nobody watches, in a fraction of its time. */
function append(node: Node, into: Node): void {
  const before = into.lastChild;
  node.parentNode = into;
  node.previousSibling = before;
  if (before === null) into.firstChild = node;
  else before.nextSibling = node;
  into.lastChild = node;
  into.childNodes.push(node);
}

/**
 * Puts the names of elements and attributes in an expression (XQueryX) into lower case, as those of a page are: `//H1`.
 * Names that the page has as they stand stay (SVG's `linearGradient`), and those of functions and variables.
 */
export function useNamesOf(page: Document, script: Element): void {
  const tests = [...script.getElementsByTagNameNS('*', 'nameTest'), ...typeNames(script)].filter(hasCapitals);
  if (tests.length === 0) return;
  const own = new Set<string>();
  for (const { localName, attributes } of page.getElementsByTagNameNS('*', '*')) {
    for (const name of [localName, ...attributes.map((attribute) => attribute.localName)]) {
      if (name !== name.toLowerCase()) own.add(name);
    }
  }
  for (const test of tests) {
    const name = test.textContent ?? '';
    if (!own.has(name)) test.textContent = name.toLowerCase();
  }
}

/** Those of `element(H1)` and `attribute(ID)`. */
function typeNames(script: Element): readonly Element[] {
  return ['elementName', 'attributeName'].flatMap((kind) =>
    script.getElementsByTagNameNS('*', kind).flatMap(({ children }) => children),
  );
}

function hasCapitals({ textContent }: Element): boolean {
  return textContent !== textContent?.toLowerCase();
}

function childrenFor(node: Node, sources: ReadonlyMap<Node, HtmlNode>): readonly HtmlNode[] {
  const source = sources.get(node);
  return source === undefined ? node.childNodes.flatMap((child) => sources.get(child) ?? []) : [source];
}

function nodeOf(
  { nodeName, tagName, attrs = [], value = '', data = '' }: HtmlNode,
  document: Document,
): Node | undefined {
  if (nodeName === '#text') return document.createTextNode(value);
  if (nodeName === '#comment') return document.createComment(data);
  if (tagName === undefined) return undefined;
  const element = document.createElementNS(null, nameOf(tagName));
  for (const { name, prefix = '', namespace = null, value: text } of attrs) {
    // A name that XML does not have, as `@click` is, has none in XPath.
    if (IS_NAME.test(name)) element.setAttributeNS(namespace, prefix === '' ? name : `${prefix}:${name}`, text);
  }
  return element;
}

const IS_NAME = /^[\p{L}_][\p{L}\p{N}_.\-\u00b7]*$/u;

/** A name that XPath can have. */
function nameOf(tagName: string): string {
  return IS_NAME.test(tagName) ? tagName : tagName.replace(/[^\p{L}\p{N}_.-]/gu, '_').replace(/^[^\p{L}_]/u, '_');
}
