import { Worker } from 'node:worker_threads';
import { Failure } from '../failure.ts';

/** What the thread of an XPath says. */
export type XPathAnswer =
  | { readonly kind: 'results'; readonly results: readonly string[] }
  | { readonly kind: 'notXml'; readonly message: string }
  | {
      readonly kind: 'fault';
      readonly message: string;
      readonly start: number | undefined;
      readonly end: number | undefined;
    };

/** An XPath expression that can be evaluated. */
export interface XPath {
  /**
   * What it finds in an XML document, a result each: nodes as XML, of attributes and texts what they say.
   *
   * @throws Failure `content` for what is no XML, declares entities, has more than 64 MB, or does not fit the expression;
   * `interrupted`.
   */
  evaluate(chunks: AsyncIterable<Uint8Array>): Promise<readonly string[]>;
}

const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Checks an expression (XPath 3.1). Each document is read and searched in a thread of its own.
 *
 * @throws Failure `usage` for what is no expression, with its place.
 */
export async function openXPath(expression: string, interrupted: AbortSignal): Promise<XPath> {
  const answer = await ask(expression, undefined, interrupted);
  if (answer.kind === 'fault') throw expressionFailure(expression, answer);
  return {
    async evaluate(chunks) {
      const pieces: Uint8Array[] = [];
      let byteCount = 0;
      for await (const chunk of chunks) {
        pieces.push(chunk);
        byteCount += chunk.length;
        if (byteCount > MAX_BYTES) throw new Failure('content', 'the body has more than 64 MB, too much for --xpath');
      }
      const xml = Buffer.concat(pieces).toString();
      if (xml.trim() === '') return [];
      // A few lines of them can stand for gigabytes.
      if (xml.includes('<!ENTITY'))
        throw new Failure('content', 'the body declares entities, which slip does not expand');
      const found = await ask(expression, xml, interrupted);
      if (found.kind === 'results') return found.results;
      throw new Failure(
        'content',
        found.kind === 'notXml' ? `the body is not XML: ${found.message}` : `XPath: ${found.message}`,
      );
    },
  };
}

async function ask(expression: string, xml: string | undefined, interrupted: AbortSignal): Promise<XPathAnswer> {
  const worker = new Worker(new URL('./xpath-worker.js', import.meta.url), { workerData: expression });
  let onAbort = (): void => {};
  try {
    return await new Promise<XPathAnswer>((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', (cause) => reject(new Failure('content', `XPath: ${cause.message}`, { cause })));
      onAbort = () => reject(new Failure('interrupted', 'interrupted'));
      interrupted.addEventListener('abort', onAbort);
      if (interrupted.aborted) onAbort();
      worker.postMessage(xml);
    });
  } finally {
    interrupted.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

function expressionFailure(expression: string, { message, start, end }: XPathAnswer & { kind: 'fault' }): Failure {
  const words = message
    .replace(/^X\w{3}\d{4}[:,]? /, '')
    .replace(/Failed to parse script\. .*/, 'something else is expected here');
  const name = /(?:\}|variable )([\w-]+) (?:with arity|is not)/.exec(words)?.[1];
  const named = name === undefined ? -1 : expression.indexOf(name);
  const place =
    start !== undefined
      ? { start: Math.min(start, expression.length), end: Math.min(end ?? start, expression.length) }
      : named >= 0 && name !== undefined
        ? { start: named, end: named + name.length }
        : { start: 0, end: expression.length };
  const plain = words
    .replace(/Q\{[^}]*\}/g, '')
    .replace(/ No similar functions found\.$/, '')
    .replace(/\.$/, '');
  return new Failure('usage', `this is not an XPath: ${plain}`, { at: { text: expression, ...place } });
}
