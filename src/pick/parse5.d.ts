/** parse5 as far as slip uses it: the version that cli-highlight brings along has no types of its own. */
declare module 'parse5' {
  export interface HtmlNode {
    /** Not of parse5: how deep it was put. */
    level?: number;
    readonly nodeName: string;
    /** Of elements. */
    readonly tagName?: string;
    readonly attrs?: readonly {
      readonly name: string;
      readonly value: string;
      /** Of attributes that SVG has from elsewhere, as `xlink:href`. */
      readonly prefix?: string;
      readonly namespace?: string;
    }[];
    readonly childNodes?: readonly HtmlNode[];
    /** Of templates, in place of children. */
    readonly content?: HtmlNode;
    /** Of texts. */
    readonly value?: string;
    /** Of comments. */
    readonly data?: string;
  }
  /** What is done while a tree is made. */
  export interface TreeAdapter {
    readonly appendChild: (parent: HtmlNode, child: HtmlNode) => void;
  }
  export function parse(html: string, options: { readonly treeAdapter: TreeAdapter }): HtmlNode;
  /** The markup of what stands in a node. */
  export function serialize(node: Pick<HtmlNode, 'nodeName' | 'childNodes'>): string;
}

declare module 'parse5/lib/tree-adapters/default.js' {
  const treeAdapter: import('parse5').TreeAdapter;
  // biome-ignore lint/style/noDefaultExport: what a CommonJS module is, as a whole
  export default treeAdapter;
}
