import { jsonEquals } from './equal.ts';
import { type IRegexp, parseIRegexp } from './i-regexp.ts';
import { compareJsonNumbers } from './number.ts';
import type { Condition, JsonPath, Operand, Operator, Query, Segment, Selector } from './path-grammar.ts';
import { decodeJsonString, findMember, isNamed, type JsonArray, type JsonNode } from './tree.ts';

/** A value that a path leads to, and where it stands. */
export interface JsonMatch {
  readonly value: JsonNode;
  /** `undefined` for the whole document. */
  readonly place: JsonPlace | undefined;
}

/** The way to a value: the place of what it stands in, and the name or index there. */
export interface JsonPlace {
  readonly parent: JsonPlace | undefined;
  readonly step: string | number;
}

/**
 * The values that a path leads to, in the RFC's order (9535), found as they are asked for.
 *
 * The RFC leaves open what a repeated name means: here all its values are selected, and the last one is compared.
 */
export function selectJson(path: JsonPath, root: JsonNode): Generator<JsonMatch, undefined> {
  return walk({ root, patterns: new Map() }, path.segments, { value: root, place: undefined });
}

/** The path that leads to this place only, written in the one normal way (RFC 9535 §2.7). */
export function normalizedPath(place: JsonPlace | undefined): string {
  const steps: string[] = [];
  for (let at = place; at !== undefined; at = at.parent) {
    steps.push(typeof at.step === 'number' ? `[${at.step}]` : `['${at.step.replace(UNPLAIN, escaped)}']`);
  }
  return `$${steps.reverse().join('')}`;
}

/** The same, names shortened where they can be (RFC 9535 §2.5.1.1): `$.books[0].title`. */
export function shortPath(place: JsonPlace | undefined): string {
  return normalizedPath(place).replace(/\['([A-Za-z_]\w*)'\]/g, '.$1');
}

const UNPLAIN = /[\u0000-\u001f'\\]/g;
const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '\\': '\\\\',
};

function escaped(character: string): string {
  return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** What the filters of one evaluation share. */
interface Evaluation {
  readonly root: JsonNode;
  /** Each pattern is read once, not once a value. */
  readonly patterns: Map<string, IRegexp | undefined>;
}

function* walk(evaluation: Evaluation, segments: readonly Segment[], from: JsonMatch): Generator<JsonMatch, undefined> {
  const [segment, ...others] = segments;
  if (segment === undefined) {
    yield from;
    return;
  }
  for (const start of segment.kind === 'child' ? [from] : descendants(from)) {
    for (const selector of segment.selectors) {
      for (const match of select(evaluation, selector, start)) {
        if (others.length === 0) yield match;
        else yield* walk(evaluation, others, match);
      }
    }
  }
}

/** The node and all that is inside it, each before what is inside itself. */
function* descendants(from: JsonMatch): Generator<JsonMatch, undefined> {
  const waiting = [from];
  for (let match = waiting.pop(); match !== undefined; match = waiting.pop()) {
    yield match;
    const first = waiting.length;
    for (const child of children(match)) waiting.push(child);
    reverseFrom(waiting, first);
  }
}

function reverseFrom<T>(list: T[], first: number): void {
  for (const [index, item] of list.slice(first).reverse().entries()) list[first + index] = item;
}

function* children({ value, place: parent }: JsonMatch): Generator<JsonMatch, undefined> {
  if (value.kind === 'array') {
    for (const [step, item] of value.items.entries()) yield { value: item, place: { parent, step } };
  } else if (value.kind === 'object') {
    for (const member of value.members) {
      yield { value: member.value, place: { parent, step: decodeJsonString(member.key) } };
    }
  }
}

function* select(evaluation: Evaluation, selector: Selector, from: JsonMatch): Generator<JsonMatch, undefined> {
  const { value, place: parent } = from;
  switch (selector.kind) {
    case 'name': {
      if (value.kind !== 'object') return;
      const { name } = selector;
      for (const member of value.members) {
        if (isNamed(member, name)) yield { value: member.value, place: { parent, step: name } };
      }
      return;
    }
    case 'wildcard':
      yield* children(from);
      return;
    case 'index':
      if (value.kind === 'array') yield* at(value, parent, fromEnd(selector.index, value.items.length));
      return;
    case 'slice':
      if (value.kind !== 'array') return;
      for (const index of sliceIndexes(selector, value.items.length)) yield* at(value, parent, index);
      return;
    case 'filter':
      for (const child of children(from)) {
        if (holds(evaluation, selector.condition, child.value)) yield child;
      }
      return;
  }
}

function* at({ items }: JsonArray, parent: JsonPlace | undefined, step: number): Generator<JsonMatch, undefined> {
  const value = items[step];
  if (value !== undefined) yield { value, place: { parent, step } };
}

/** A negative index counts from the end. */
function fromEnd(index: number, length: number): number {
  return index < 0 ? index + length : index;
}

/** RFC 9535 §2.3.4.2.2. */
function* sliceIndexes({ start, end, step }: Selector & { kind: 'slice' }, length: number): Generator<number> {
  if (step > 0) {
    const first = clamp(fromEnd(start ?? 0, length), 0, length);
    const last = clamp(fromEnd(end ?? length, length), 0, length);
    for (let index = first; index < last; index += step) yield index;
  } else if (step < 0) {
    const first = clamp(start === undefined ? length - 1 : fromEnd(start, length), -1, length - 1);
    const last = clamp(end === undefined ? -1 : fromEnd(end, length), -1, length - 1);
    for (let index = first; index > last; index += step) yield index;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function holds(evaluation: Evaluation, condition: Condition, current: JsonNode): boolean {
  switch (condition.kind) {
    case 'or':
      return condition.parts.some((part) => holds(evaluation, part, current));
    case 'and':
      return condition.parts.every((part) => holds(evaluation, part, current));
    case 'not':
      return !holds(evaluation, condition.condition, current);
    case 'exists':
      return nodes(evaluation, condition.query, current).next().done === false;
    case 'compare': {
      const [left, right] = [condition.left, condition.right].map((side) => operandValue(evaluation, side, current));
      return compares(left, condition.operator, right);
    }
    case 'matches': {
      const [value, pattern] = [condition.value, condition.pattern].map((side) =>
        operandValue(evaluation, side, current),
      );
      if (value?.kind !== 'string' || pattern?.kind !== 'string') return false;
      return findPattern(evaluation, pattern.text)?.(decodeJsonString(value.text), condition.whole) === true;
    }
  }
}

function findPattern({ patterns }: Evaluation, token: string): IRegexp | undefined {
  if (!patterns.has(token)) patterns.set(token, parseIRegexp(decodeJsonString(token)));
  return patterns.get(token);
}

function nodes(evaluation: Evaluation, { from, segments }: Query, current: JsonNode): Generator<JsonMatch, undefined> {
  return walk(evaluation, segments, { value: from === 'root' ? evaluation.root : current, place: undefined });
}

/** What stands on one side of a comparison; `undefined` is the RFC's Nothing. */
function operandValue(evaluation: Evaluation, operand: Operand, current: JsonNode): JsonNode | undefined {
  switch (operand.kind) {
    case 'literal':
      return operand.value;
    case 'single':
      return singleValue(operand.query, operand.query.from === 'root' ? evaluation.root : current);
    case 'length':
      return lengthOf(operandValue(evaluation, operand.of, current));
    case 'count': {
      let count = 0;
      for (const _ of nodes(evaluation, operand.query, current)) count += 1;
      return { kind: 'number', text: String(count) };
    }
    case 'value': {
      const [only, another] = nodes(evaluation, operand.query, current);
      return another === undefined ? only?.value : undefined;
    }
  }
}

function singleValue({ segments }: Query, from: JsonNode): JsonNode | undefined {
  let value: JsonNode | undefined = from;
  for (const { selectors } of segments) {
    for (const selector of selectors) {
      if (selector.kind === 'name') value = value?.kind === 'object' ? findMember(value, selector.name) : undefined;
      if (selector.kind === 'index') {
        value = value?.kind === 'array' ? value.items[fromEnd(selector.index, value.items.length)] : undefined;
      }
    }
  }
  return value;
}

function lengthOf(value: JsonNode | undefined): JsonNode | undefined {
  if (value?.kind === 'array') return { kind: 'number', text: String(value.items.length) };
  if (value?.kind === 'object') return { kind: 'number', text: String(value.members.length) };
  if (value?.kind === 'string') return { kind: 'number', text: String([...decodeJsonString(value.text)].length) };
  return undefined;
}

/** RFC 9535 §2.3.5.2.2. */
function compares(left: JsonNode | undefined, operator: Operator, right: JsonNode | undefined): boolean {
  switch (operator) {
    case '==':
      return same(left, right);
    case '!=':
      return !same(left, right);
    case '<':
      return isLess(left, right);
    case '>':
      return isLess(right, left);
    case '<=':
      return isLess(left, right) || same(left, right);
    case '>=':
      return isLess(right, left) || same(left, right);
  }
}

function same(left: JsonNode | undefined, right: JsonNode | undefined): boolean {
  return left === undefined || right === undefined ? left === right : jsonEquals(left, right);
}

function isLess(left: JsonNode | undefined, right: JsonNode | undefined): boolean {
  if (left?.kind === 'number' && right?.kind === 'number') return compareJsonNumbers(left.text, right.text) < 0;
  if (left?.kind !== 'string' || right?.kind !== 'string') return false;
  return compareCodePoints(decodeJsonString(left.text), decodeJsonString(right.text)) < 0;
}

/** In the order of code points, which is not that of UTF-16 units: surrogates stand for the highest of all. */
function compareCodePoints(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left.charCodeAt(at) === right.charCodeAt(at)) at += 1;
  return rank(left, at) - rank(right, at);
}

function rank(text: string, at: number): number {
  if (at >= text.length) return -1;
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
