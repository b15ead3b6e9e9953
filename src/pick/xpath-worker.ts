/** A thread that evaluates one XPath: it may take long, and can be ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { evaluateXPath, ReturnType } from 'fontoxpath/dist/fontoxpath.esm.js';
import { Document, type Node, parseXmlDocument, serializeToWellFormedString } from 'slimdom';
import type { XPathAnswer } from './xpath.ts';

const expression: string = workerData;

parentPort?.on('message', (xml: string | undefined) => {
  parentPort?.postMessage(xml === undefined ? checked() : evaluated(xml));
});

/** Whether the expression can be one: evaluated on nothing, it has no faults but those of what it finds. */
function checked(): XPathAnswer {
  try {
    evaluateXPath(expression, new Document(), null, null, ReturnType.ALL_RESULTS, {
      namespaceResolver: (prefix) => (prefix === '' ? null : (RESERVED.get(prefix) ?? `urn:${prefix}`)),
    });
    return { kind: 'results', results: [] };
  } catch (error) {
    const fault = faultOf(error);
    return /^XPST/.test(fault.message) || fault.start !== undefined ? fault : { kind: 'results', results: [] };
  }
}

function evaluated(xml: string): XPathAnswer {
  let document: Document;
  try {
    document = parseXmlDocument(xml);
  } catch (error) {
    return { kind: 'notXml', message: (error as Error).message.split('\n').slice(0, 2).join(', ').replace(/:$/, '') }; // it throws nothing else
  }
  try {
    const results = evaluateXPath(expression, document, null, null, ReturnType.ALL_RESULTS, {
      namespaceResolver: (prefix) => namespaceOf(prefix, document, xml),
    });
    return { kind: 'results', results: results.map(textOf) };
  } catch (error) {
    return faultOf(error);
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

/** The document's own prefixes; a name without one is in the namespace that the root has by default. */
function namespaceOf(prefix: string, document: Document, xml: string): string | null {
  const reserved = RESERVED.get(prefix);
  if (reserved !== undefined) return reserved;
  const ofRoot = document.documentElement?.lookupNamespaceURI(prefix === '' ? null : prefix);
  if (prefix === '' || typeof ofRoot === 'string') return ofRoot ?? null;
  return new RegExp(`\\sxmlns:${prefix.replace(/\W/g, '\\$&')}\\s*=\\s*["']([^"']*)`).exec(xml)?.[1] ?? null;
}

/** A node as XML, but of attributes and texts what they say; a map or array as JSON. */
function textOf(result: unknown): string {
  if (typeof result !== 'object' || result === null) return String(result);
  if (result instanceof Date) return result.toISOString();
  if (!('nodeType' in result)) return JSON.stringify(result);
  const node = result as Node; // whatever has a type of node here comes from the document
  return node.nodeType === ATTRIBUTE || node.nodeType === TEXT
    ? (node.nodeValue ?? '')
    : serializeToWellFormedString(node);
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
