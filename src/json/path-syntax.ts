import {
  type Condition,
  type JsonPath,
  leadsToOne,
  type Operand,
  type Operator,
  type Query,
  type Segment,
  type Selector,
} from './path-grammar.ts';
import {
  ahead,
  type Cursor,
  expect,
  notAPath,
  skipSpace,
  take,
  takeInteger,
  takeName,
  takeNumber,
  takePattern,
  takeString,
} from './path-words.ts';
import { jsonString } from './tree.ts';

/**
 * Reads a JSONPath (RFC 9535), and checks that its functions are used as they are typed (§2.4.3).
 *
 * Beyond the RFC, white space may stand inside the brackets of a query that is compared: `@[ 'a' ] == 1`.
 *
 * @throws Failure `usage` with the offending place underlined.
 */
export function parseJsonPath(text: string): JsonPath {
  const cursor: Cursor = { text, at: 0 };
  if (!take(cursor, '$')) throw notAPath(cursor, 'it has to begin with $, the whole document');
  const segments = readSegments(cursor, 0);
  if (cursor.at < text.length) throw notAPath(cursor, 'expected . or [');
  return { text, segments };
}

/** How deep filters and parentheses may stand inside one another: the reader calls itself for each. */
const MAX_NESTING = 100;

/** All segments from here; white space that no segment follows is left. */
function readSegments(cursor: Cursor, depth: number): Segment[] {
  if (depth > MAX_NESTING) throw notAPath(cursor, `more than ${MAX_NESTING} levels of filters`);
  const segments: Segment[] = [];
  for (;;) {
    const before = cursor.at;
    skipSpace(cursor);
    if (take(cursor, '..')) {
      const selectors = ahead(cursor) === '[' ? readBrackets(cursor, depth) : [readShorthand(cursor)];
      segments.push({ kind: 'descendant', selectors });
    } else if (take(cursor, '.')) {
      segments.push({ kind: 'child', selectors: [readShorthand(cursor)] });
    } else if (ahead(cursor) === '[') {
      segments.push({ kind: 'child', selectors: readBrackets(cursor, depth) });
    } else {
      cursor.at = before;
      return segments;
    }
  }
}

function readShorthand(cursor: Cursor): Selector {
  if (take(cursor, '*')) return { kind: 'wildcard' };
  const name = takeName(cursor);
  if (name === undefined) throw notAPath(cursor, "expected a name, * or [; other names stand in ['…']");
  return { kind: 'name', name };
}

function readBrackets(cursor: Cursor, depth: number): Selector[] {
  const selectors: Selector[] = [];
  do {
    cursor.at += 1;
    skipSpace(cursor);
    selectors.push(readSelector(cursor, depth));
    skipSpace(cursor);
  } while (ahead(cursor) === ',');
  if (!take(cursor, ']')) throw notAPath(cursor, 'expected , or ]');
  return selectors;
}

function readSelector(cursor: Cursor, depth: number): Selector {
  if (take(cursor, '*')) return { kind: 'wildcard' };
  if (take(cursor, '?')) {
    skipSpace(cursor);
    return { kind: 'filter', condition: readCondition(cursor, depth + 1) };
  }
  const name = takeString(cursor);
  if (name !== undefined) return { kind: 'name', name };
  const start = takeInteger(cursor);
  const afterStart = cursor.at;
  skipSpace(cursor);
  if (!take(cursor, ':')) {
    cursor.at = afterStart;
    if (start !== undefined) return { kind: 'index', index: start };
    throw notAPath(cursor, "expected an index, a slice, *, ?, or a name in quotes: ['name']");
  }
  skipSpace(cursor);
  const end = takeInteger(cursor);
  skipSpace(cursor);
  const step = take(cursor, ':') ? readStep(cursor) : 1;
  return { kind: 'slice', step, ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
}

function readStep(cursor: Cursor): number {
  skipSpace(cursor);
  return takeInteger(cursor) ?? 1;
}

function readCondition(cursor: Cursor, depth: number): Condition {
  return readJoined(cursor, '||', 'or', () => readJoined(cursor, '&&', 'and', () => readBasic(cursor, depth)));
}

function readJoined(cursor: Cursor, sign: string, kind: 'or' | 'and', readPart: () => Condition): Condition {
  const first = readPart();
  const parts = [first];
  for (;;) {
    const before = cursor.at;
    skipSpace(cursor);
    if (!take(cursor, sign)) {
      cursor.at = before;
      return parts.length === 1 ? first : { kind, parts };
    }
    skipSpace(cursor);
    parts.push(readPart());
  }
}

function readBasic(cursor: Cursor, depth: number): Condition {
  if (depth > MAX_NESTING) throw notAPath(cursor, `more than ${MAX_NESTING} levels of parentheses`);
  const start = cursor.at;
  const negated = take(cursor, '!');
  if (negated) skipSpace(cursor);
  const enclosed = take(cursor, '(');
  const condition = enclosed ? readParenthesis(cursor, depth) : readTest(cursor, depth);
  if (!negated) return condition;
  if (condition.kind === 'compare' && !enclosed) {
    throw notAPath(cursor, 'a comparison after ! stands in parentheses: !(…)', start, cursor.at);
  }
  return { kind: 'not', condition };
}

function readParenthesis(cursor: Cursor, depth: number): Condition {
  skipSpace(cursor);
  const condition = readCondition(cursor, depth + 1);
  skipSpace(cursor);
  expect(cursor, ')');
  return condition;
}

/** A comparison, or something that holds or does not by itself. */
function readTest(cursor: Cursor, depth: number): Condition {
  const start = cursor.at;
  const left = readTerm(cursor, depth);
  const end = cursor.at;
  skipSpace(cursor);
  const operator = takeOperator(cursor);
  if (operator === undefined) {
    cursor.at = end;
    return conditionOf(cursor, left, start);
  }
  skipSpace(cursor);
  const leftOperand = operandOf(cursor, left, start, end);
  const rightStart = cursor.at;
  const right = readTerm(cursor, depth);
  return { kind: 'compare', left: leftOperand, operator, right: operandOf(cursor, right, rightStart) };
}

function takeOperator(cursor: Cursor): Operator | undefined {
  for (const operator of ['==', '!=', '<=', '>=', '<', '>'] as const) {
    if (take(cursor, operator)) return operator;
  }
  if (ahead(cursor) === '=') throw notAPath(cursor, 'values are compared with ==');
  return undefined;
}

/** What may stand on one side of a comparison, alone as a test, or as an argument: its place decides whether it fits. */
type Term = Operand | { readonly kind: 'query'; readonly query: Query } | (Condition & { readonly kind: 'matches' });

function readTerm(cursor: Cursor, depth: number): Term {
  const text = takeString(cursor);
  if (text !== undefined) return { kind: 'literal', value: jsonString(text) };
  const number = takeNumber(cursor);
  if (number !== undefined) return { kind: 'literal', value: { kind: 'number', text: number } };
  const query = takeQuery(cursor, depth);
  if (query !== undefined) return { kind: 'query', query };
  const start = cursor.at;
  const word = takePattern(cursor, /[a-z][a-z_\d]*/y);
  if (word === undefined) throw notAPath(cursor, 'expected @, $, a value or a function');
  if (take(cursor, '(')) return readFunction(cursor, word, start, depth);
  if (word === 'null') return { kind: 'literal', value: { kind: 'null', text: word } };
  if (word === 'true' || word === 'false') return { kind: 'literal', value: { kind: 'boolean', text: word } };
  throw notAPath(cursor, 'text stands in quotes', start);
}

function takeQuery(cursor: Cursor, depth: number): Query | undefined {
  if (take(cursor, '@')) return { from: 'current', segments: readSegments(cursor, depth + 1) };
  if (take(cursor, '$')) return { from: 'root', segments: readSegments(cursor, depth + 1) };
  return undefined;
}

function readFunction(cursor: Cursor, name: string, start: number, depth: number): Term {
  if (depth > MAX_NESTING) throw notAPath(cursor, `more than ${MAX_NESTING} levels of functions`);
  skipSpace(cursor);
  switch (name) {
    case 'length':
      return { kind: 'length', of: lastArgument(cursor, readOperand(cursor, depth)) };
    case 'count':
    case 'value':
      return { kind: name, query: lastArgument(cursor, readNodes(cursor, depth)) };
    case 'match':
    case 'search': {
      const value = readOperand(cursor, depth);
      skipSpace(cursor);
      expect(cursor, ',');
      skipSpace(cursor);
      const pattern = lastArgument(cursor, readOperand(cursor, depth));
      return { kind: 'matches', whole: name === 'match', value, pattern };
    }
    default:
      throw notAPath(cursor, 'the functions are length, count, match, search and value', start, start + name.length);
  }
}

function lastArgument<T>(cursor: Cursor, argument: T): T {
  skipSpace(cursor);
  expect(cursor, ')');
  return argument;
}

function readOperand(cursor: Cursor, depth: number): Operand {
  const start = cursor.at;
  return operandOf(cursor, readTerm(cursor, depth + 1), start);
}

function readNodes(cursor: Cursor, depth: number): Query {
  const query = takeQuery(cursor, depth + 1);
  if (query === undefined) throw notAPath(cursor, 'expected a path that begins with @ or $');
  return query;
}

/** The term as something with one value (RFC 9535 §2.4.3: ValueType). */
function operandOf(cursor: Cursor, term: Term, start: number, end = cursor.at): Operand {
  if (term.kind === 'matches') throw notAPath(cursor, 'match and search give no value to compare', start, end);
  if (term.kind !== 'query') return term;
  if (leadsToOne(term.query)) return { kind: 'single', query: term.query };
  throw notAPath(
    cursor,
    'only a path to one place has a value; value(…) takes it of one that may lead to more',
    start,
    end,
  );
}

/** The term as a test of its own: whether there are such nodes, or what a function of LogicalType says. */
function conditionOf(cursor: Cursor, term: Term, start: number): Condition {
  if (term.kind === 'query') return { kind: 'exists', query: term.query };
  if (term.kind === 'matches') return term;
  throw notAPath(cursor, 'a value alone is no test: compare it', start, cursor.at);
}
