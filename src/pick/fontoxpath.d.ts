/** fontoxpath by its file's path, as far as slip uses it: its own types bring the whole of the browser's along. */
declare module 'fontoxpath/dist/fontoxpath.esm.js' {
  import type { Document, Element } from 'slimdom';

  /** The expression as XQueryX, made by the document and not put into it. */
  export function parseScript(expression: string, options: object, maker: Document): Element;
  export function evaluateXPath(
    expression: string | Element,
    context: object,
    facade: null,
    variables: null,
    returnType: number,
    options: { readonly namespaceResolver: (prefix: string) => string | null },
  ): readonly unknown[];
  export const ReturnType: { readonly ALL_RESULTS: number };
}
