import type { JsonScalar } from './tree.ts';

/** A JSONPath query (RFC 9535) that has been read and is well typed. */
export interface JsonPath {
  /** As it was typed. */
  readonly text: string;
  readonly segments: readonly Segment[];
}

/** One step from nodes to other nodes: to their children, or to those of all that is inside them. */
export interface Segment {
  readonly kind: 'child' | 'descendant';
  readonly selectors: readonly Selector[];
}

/** Whether the path leads to one place, if to any: by names and indexes alone (RFC 9535 §2.3.5.1, a singular query). */
export function leadsToOne({ segments }: Pick<JsonPath, 'segments'>): boolean {
  return segments.every(({ kind, selectors: [only, ...others] }) => {
    return kind === 'child' && others.length === 0 && (only?.kind === 'name' || only?.kind === 'index');
  });
}

/** Which children of a node are meant. */
export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly start?: number; readonly end?: number; readonly step: number }
  | { readonly kind: 'filter'; readonly condition: Condition };

/** What a filter asks of a child. */
export type Condition =
  | { readonly kind: 'or' | 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'compare'; readonly left: Operand; readonly operator: Operator; readonly right: Operand }
  | { readonly kind: 'matches'; readonly whole: boolean; readonly value: Operand; readonly pattern: Operand };

/** How two values are compared. */
export type Operator = '==' | '!=' | '<=' | '>=' | '<' | '>';

/** A query inside a filter: from the whole document, or from the child that is judged. */
export interface Query {
  readonly from: 'root' | 'current';
  readonly segments: readonly Segment[];
}

/** Something that has one value, or none. A `single` query has names and indexes only. */
export type Operand =
  | { readonly kind: 'literal'; readonly value: JsonScalar }
  | { readonly kind: 'single'; readonly query: Query }
  | { readonly kind: 'length'; readonly of: Operand }
  | { readonly kind: 'count' | 'value'; readonly query: Query };
