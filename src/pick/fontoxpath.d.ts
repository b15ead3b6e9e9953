/** fontoxpath by its file's path, as far as slip uses it: its own types bring the whole of the browser's along. */
declare module 'fontoxpath/dist/fontoxpath.esm.js' {
  export function evaluateXPath(
    expression: string,
    context: object,
    facade: null,
    variables: null,
    returnType: number,
    options: { readonly namespaceResolver: (prefix: string) => string | null },
  ): readonly unknown[];
  export const ReturnType: { readonly ALL_RESULTS: number };
}
