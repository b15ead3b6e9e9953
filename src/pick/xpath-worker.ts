/** A thread that evaluates one XPath: it may take long, and can be ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { evaluateXPath, parseScript, ReturnType } from 'fontoxpath/dist/fontoxpath.esm.js';
import { Document, type Element, type Node, parseXmlDocument, serializeToWellFormedString } from 'slimdom';
import type { HtmlDocument } from './html-document.ts';
import type { Markup, XPathAnswer } from './xpath.ts';

const expression: string = workerData;

parentPort?.on('message', async (markup: Markup | undefined) => {
  parentPort?.postMessage(markup === undefined ? checked() : await evaluated(markup));
});

/** Whether the expression can be one; nothing of it is evaluated. */
function checked(): XPathAnswer {
  try {
    parseScript(expression, {}, new Document());
  } catch (error) {
    return faultOf(error);
  }
  try {
    // What it calls is looked for in a branch that is not taken, too.
    evaluateXPath(`if (false()) then (${expression}) else ()`, new Document(), null, null, ReturnType.ALL_RESULTS, {
      namespaceResolver: (prefix) => (prefix === '' ? null : (RESERVED.get(prefix) ?? `urn:${prefix}`)),
    });
    return { kind: 'results', results: [] };
  } catch (error) {
    const fault = faultOf(error);
    return /^XPST/.test(fault.message) ? fault : { kind: 'results', results: [] };
  }
}

async function evaluated({ text, isHtml }: Markup): Promise<XPathAnswer> {
  let read: HtmlDocument;
  try {
    read = isHtml
      ? (await import('./html-document.ts')).parseHtml(text, MAX_LEVELS)
      : { document: parseXmlDocument(text), write: serializeToWellFormedString };
    numberNodes(read.document);
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'unfit', message: TOO_DEEP };
    const [what = '', where = ''] = (error as Error).message.split('\n'); // it throws nothing else
    return { kind: 'unfit', message: `the body is not XML: ${what}, ${where}`.replace(/:?,? *:?$/, '') };
  }
  try {
    const searched = await expressionFor(read.document, isHtml);
    const results = evaluateXPath(searched, read.document, null, null, ReturnType.ALL_RESULTS, {
      namespaceResolver: (prefix) => namespaceOf(prefix, read.document, text),
    });
    return { kind: 'results', results: results.map((result) => textOf(result, read)) };
  } catch (error) {
    return faultOf(error);
  }
}

/** The expression; for a page with its names. */
async function expressionFor(document: Document, isHtml: boolean): Promise<string | Element> {
  if (!isHtml) return expression;
  const script = parseScript(expression, {}, new Document());
  (await import('./html-document.ts')).useNamesOf(document, script);
  return script;
}

/** Deeper ones would take a time that grows with the square of it, and more calls within calls than there may be. */
const MAX_LEVELS = 2000;
const TOO_DEEP = `the body is nested deeper than ${MAX_LEVELS} levels, too deep for --xpath`;

/**
 * Gives each node its number in the order of the document, by which fontoxpath compares them (see scripts/build.mjs).
 *
 * @throws RangeError for what is nested too deep.
 */
function numberNodes(document: Document): void {
  let [order, level] = [0, 0];
  for (let node: Node | null = document; node !== null; ) {
    Object.assign(node, { order: order++ });
    if (node.firstChild !== null) {
      node = node.firstChild;
      if (++level > MAX_LEVELS) throw new RangeError('too deep');
      continue;
    }
    while (node !== null && node.nextSibling === null) {
      node = node.parentNode;
      level -= 1;
    }
    node = node?.nextSibling ?? null;
  }
}

/** Names that XPath itself has prefixes for. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ['xs', 'http://www.w3.org/2001/XMLSchema'],
  ['fn', 'http://www.w3.org/2005/xpath-functions'],
  ['map', 'http://www.w3.org/2005/xpath-functions/map'],
  ['array', 'http://www.w3.org/2005/xpath-functions/array'],
  ['math', 'http://www.w3.org/2005/xpath-functions/math'],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
]);

/** HTML has its prefix undeclared. */
const XLINK = 'http://www.w3.org/1999/xlink';

/** The document's own prefixes; a name without one is in the namespace that the root has by default. */
function namespaceOf(prefix: string, document: Document, xml: string): string | null {
  const reserved = RESERVED.get(prefix);
  if (reserved !== undefined) return reserved;
  const ofRoot = document.documentElement?.lookupNamespaceURI(prefix === '' ? null : prefix);
  if (prefix === '' || typeof ofRoot === 'string') return ofRoot ?? null;
  const declared = new RegExp(`\\sxmlns:${prefix.replace(/\W/g, '\\$&')}\\s*=\\s*["']([^"']*)`).exec(xml)?.[1];
  return declared ?? (prefix === 'xlink' ? XLINK : null);
}

/** A node as markup, but of attributes and texts what they say; a map or array as JSON. */
function textOf(result: unknown, { write }: HtmlDocument): string {
  if (typeof result !== 'object' || result === null) return String(result);
  if (result instanceof Date) return result.toISOString();
  if (!('nodeType' in result)) return JSON.stringify(result);
  const node = result as Node; // whatever has a type of node here comes from the document
  return node.nodeType === ATTRIBUTE || node.nodeType === TEXT ? (node.nodeValue ?? '') : write(node);
}

const ATTRIBUTE = 2;
const TEXT = 3;

function faultOf(error: unknown): XPathAnswer & { readonly kind: 'fault' } {
  const { message, position } = error as Error & { position?: { start: { offset: number }; end: { offset: number } } }; // of fontoxpath
  const [, words = message] = /(X[PQ]\w\w\d{4}[\s\S]*)/.exec(message) ?? [];
  return {
    kind: 'fault',
    message: words.split('\n')[0] ?? '',
    start: position?.start.offset,
    end: position?.end.offset,
  };
}
