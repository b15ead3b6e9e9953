import type { YamlNode } from '../yaml/node.ts';
import {
  anything,
  choice,
  either,
  flag,
  list,
  mapped,
  named,
  type RecordOf,
  record,
  type Shape,
  text,
  word,
} from './shape.ts';

/** The kinds of value that `type` tells apart: JSON's own, and forms of text. */
export const VALUE_TYPES = [
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'array',
  'object',
  'date',
  'date-time',
  'uuid',
  'url',
  'email',
] as const;

const LIMIT = word('a number, or a text that comes before or after in order');

/** The operators; each holds by itself, and all that stand together have to hold. */
const OPERATORS = {
  equals: {
    shape: anything('a value'),
    about: 'The value is this one; numbers compare by value, objects in any order',
  },
  not: { shape: named('matcher', () => MATCHER, 'what must not hold'), about: 'What is in here does not hold' },
  lt: { shape: LIMIT, about: 'Less than' },
  lte: { shape: LIMIT, about: 'Less than or equal' },
  gt: { shape: LIMIT, about: 'Greater than' },
  gte: { shape: LIMIT, about: 'Greater than or equal' },
  contains: {
    shape: anything('a value'),
    about: 'A text holds this text, an array this item, an object these members',
  },
  starts: { shape: word('a text'), about: 'A text begins with this' },
  ends: { shape: word('a text'), about: 'A text ends with this' },
  matches: {
    shape: text('a regular expression'),
    about: 'A text matches this regular expression: /…/i, or without slashes',
  },
  type: { shape: choice(VALUE_TYPES), about: 'What kind of value it is' },
  length: {
    shape: named('matcher', () => MATCHER, 'a number, or what its length has to be'),
    about: 'Characters of a text, items of an array, members of an object',
  },
  in: { shape: list(anything('a value')), about: 'The value is one of these' },
  exists: { shape: flag(), about: 'true: something is there, be it null; false: nothing is' },
  each: {
    shape: named('matcher', () => MATCHER, 'what holds for each item'),
    about: 'Holds for each item of an array',
  },
  any: { shape: named('matcher', () => MATCHER, 'what holds for an item'), about: 'Holds for at least one item' },
  none: { shape: named('matcher', () => MATCHER, 'what holds for no item'), about: 'Holds for no item' },
  unordered: { shape: list(anything('a value')), about: 'An array of exactly these items, in any order' },
  approx: {
    shape: record(
      'value and within',
      {
        value: { shape: word('a number'), about: 'The number' },
        within: { shape: word('a number'), about: 'How far off it may be' },
      },
      ['value'],
    ),
    about: 'A number that is near this one: { value: 3.14, within: 0.01 }',
  },
} as const;

/** An operator's name. */
export type OperatorName = keyof typeof OPERATORS;

/** What is wanted of a value: to be equal to one, or operators that hold. */
export type Matcher =
  | { readonly kind: 'value'; readonly value: YamlNode }
  | { readonly kind: 'operators'; readonly operators: Operators };

/** The operators that stand together. */
export type Operators = RecordOf<typeof OPERATORS>;

const BY_OPERATORS: Shape<Matcher> = {
  ...mapped(record('operators', OPERATORS), (operators): Matcher => ({ kind: 'operators', operators })),
  // A mapping that begins with an operator is one; { equals: { … } } says it of a value that looks alike.
  fits: (node) => node.kind === 'map' && Object.hasOwn(OPERATORS, node.entries[0]?.key ?? ''),
};

/** A matcher as it stands in a file. */
export const MATCHER: Shape<Matcher> = either(
  BY_OPERATORS,
  mapped(anything('a value'), (value): Matcher => ({ kind: 'value', value })),
);
