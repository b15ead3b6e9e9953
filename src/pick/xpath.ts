import { Worker } from 'node:worker_threads';
import { Failure } from '../failure.ts';
import { bodyLanguage, parseContentType } from '../render/sniff.ts';
import { whyEnded } from './why-ended.ts';

/** What the thread of an XPath says. */
export type XPathAnswer =
  | { readonly kind: 'results'; readonly results: readonly string[] }
  /** The body cannot be searched. */
  | { readonly kind: 'unfit'; readonly message: string }
  | {
      readonly kind: 'fault';
      readonly message: string;
      readonly start: number | undefined;
      readonly end: number | undefined;
    };

/** A document for the thread. */
export interface Markup {
  readonly text: string;
  readonly isHtml: boolean;
}

/** An XPath expression that can be evaluated. */
export interface XPath {
  /**
   * What it finds in a document of XML, or of HTML if its type or its beginning says so, a result each: nodes as markup,
   * of attributes and texts what they say.
   *
   * @throws Failure `content` for what is no XML, declares entities, has more than 64 MB, or does not fit the expression.
   * @param signal ends a search that goes on for ever, by the failure that is its reason.
   */
  evaluate(
    chunks: AsyncIterable<Uint8Array>,
    contentType: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
}

/** A document in memory has up to two hundred times the bytes of its markup. */
const MAX_HEAP_MB = 4096;
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
    async evaluate(chunks, contentType, signal) {
      const pieces: Uint8Array[] = [];
      let byteCount = 0;
      for await (const chunk of chunks) {
        pieces.push(chunk);
        byteCount += chunk.length;
        if (byteCount > MAX_BYTES) throw new Failure('content', 'the body has more than 64 MB, too much for --xpath');
      }
      const bytes = Buffer.concat(pieces);
      const text = bytes.toString();
      if (text.trim() === '') return [];
      const isHtml = isPage(contentType, bytes);
      // A few lines of them can stand for gigabytes.
      if (!isHtml && text.includes('<!ENTITY'))
        throw new Failure('content', 'the body declares entities, which slip does not expand');
      const found = await ask(expression, { text, isHtml }, signal);
      if (found.kind === 'results') return found.results;
      throw new Failure('content', found.kind === 'unfit' ? found.message : `XPath: ${found.message}`);
    },
  };
}

/** XHTML by its type is XML, as in browsers. */
function isPage(contentType: string | undefined, bytes: Uint8Array): boolean {
  if (parseContentType(contentType).type === 'application/xhtml+xml') return false;
  return bodyLanguage(contentType, bytes.subarray(0, LOOK_BYTES)) === 'html';
}

/** How far a body is looked at to see what it is. */
const LOOK_BYTES = 2000;

async function ask(expression: string, markup: Markup | undefined, signal: AbortSignal): Promise<XPathAnswer> {
  const worker = new Worker(new URL('./xpath-worker.js', import.meta.url), {
    workerData: expression,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  let onAbort = (): void => {};
  try {
    return await new Promise<XPathAnswer>((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', (cause: Error & { code?: string }) => {
        const isFull = cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
        const what = isFull ? 'the body is more than --xpath has memory for' : `XPath: ${cause.message}`;
        reject(new Failure('content', what, { cause }));
      });
      onAbort = () => reject(whyEnded(signal));
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) onAbort();
      worker.postMessage(markup);
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
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
