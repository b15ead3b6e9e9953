import type { Condition, JsonPath, Operand, Query, Segment, Selector } from '../json/path-grammar.ts';

/** One level of a path that can be followed while the text passes by. */
export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'all' }
  /** The items of an array from `start` on, a `step` apart, before `end`. */
  | { readonly kind: 'items'; readonly start: number; readonly end: number; readonly step: number };

/** A path in two: where its values are looked for, and what is left to do with each value that stands there. */
export interface SplitPath {
  readonly steps: readonly Step[];
  /** `undefined` where the values are what was asked for. */
  readonly rest: JsonPath | undefined;
  /** The rest begins with a filter of the value itself: it is for an array that holds the value alone. */
  readonly isWrapped: boolean;
}

/**
 * Splits off the beginning of a path that one pass over the text can follow: names, `*`, indexes and slices from the
 * front, and a filter that asks of nothing but the value it judges. The rest needs the whole value in memory.
 */
export function splitPath(path: JsonPath): SplitPath {
  const steps: Step[] = [];
  for (const [index, segment] of path.segments.entries()) {
    const [selector] = segment.selectors;
    const isPlain = segment.kind === 'child' && segment.selectors.length === 1;
    if (isPlain && selector?.kind === 'filter') {
      const rest = restOf(path, index);
      if (rest.segments.some(readsRoot)) return { steps: [], rest: path, isWrapped: false };
      return { steps: [...steps, { kind: 'all' }], rest, isWrapped: true };
    }
    const step = isPlain && selector !== undefined ? stepOf(selector) : undefined;
    if (step === undefined) {
      const rest = restOf(path, index);
      if (rest.segments.some(readsRoot)) return { steps: [], rest: path, isWrapped: false };
      return { steps, rest, isWrapped: false };
    }
    steps.push(step);
  }
  return { steps, rest: undefined, isWrapped: false };
}

function restOf({ text, segments }: JsonPath, from: number): JsonPath {
  return { text, segments: segments.slice(from) };
}

function stepOf(selector: Selector): Step | undefined {
  switch (selector.kind) {
    case 'name':
      return selector;
    case 'wildcard':
      return { kind: 'all' };
    case 'index':
      return selector.index < 0
        ? undefined
        : { kind: 'items', start: selector.index, end: selector.index + 1, step: 1 };
    case 'slice': {
      const { start = 0, end = Number.POSITIVE_INFINITY, step } = selector;
      return start < 0 || end < 0 || step < 1 ? undefined : { kind: 'items', start, end, step };
    }
    case 'filter':
      return undefined;
  }
}

/** Whether a filter in it asks of the whole document (`$`). */
function readsRoot({ selectors }: Segment): boolean {
  return selectors.some((selector) => selector.kind === 'filter' && asksRoot(selector.condition));
}

function asksRoot(condition: Condition): boolean {
  switch (condition.kind) {
    case 'or':
    case 'and':
      return condition.parts.some(asksRoot);
    case 'not':
      return asksRoot(condition.condition);
    case 'exists':
      return queriesRoot(condition.query);
    case 'compare':
      return operandAsksRoot(condition.left) || operandAsksRoot(condition.right);
    case 'matches':
      return operandAsksRoot(condition.value) || operandAsksRoot(condition.pattern);
  }
}

function operandAsksRoot(operand: Operand): boolean {
  switch (operand.kind) {
    case 'literal':
      return false;
    case 'length':
      return operandAsksRoot(operand.of);
    case 'single':
    case 'count':
    case 'value':
      return queriesRoot(operand.query);
  }
}

function queriesRoot({ from, segments }: Query): boolean {
  return from === 'root' || segments.some(readsRoot);
}
