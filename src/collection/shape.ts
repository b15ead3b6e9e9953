import { nearestWord } from '../nearest.ts';
import type { YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import type { Place } from '../yaml/place.ts';

/**
 * What a part of a collection may look like. From one such description come the TypeScript type of what is read, the
 * reader that finds every mistake, and the JSON Schema that editors complete from.
 */
export interface Shape<T> {
  /** What is wanted, as it ends the sentence "this takes …". */
  readonly wanted: string;
  /** JSON Schema, draft 7. */
  readonly schema: JsonSchema;
  /** The value, or `undefined` when something is wrong with it, which has been reported. */
  read(node: YamlNode, report: Report): T | undefined;
  /** Whether the value is of the right kind at all: which of several alternatives is meant. */
  fits(node: YamlNode): boolean;
}

/** The type of what a shape reads. */
export type Read<S> = S extends Shape<infer T> ? T : never;

/** A piece of JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Is told of each mistake. */
export type Report = (place: Place, message: string, hint?: string) => void;

/** A text with its place; `{{…}}` in it is not looked at here. */
export function text(wanted: string, check?: (text: string) => string | undefined): Shape<YamlScalar> {
  return scalar(wanted, ['text'], { type: 'string' }, check);
}

/** A text, or a number or truth value written without quotes that stands for its text; `{{…}}` in it is kept. */
export function word(wanted: string, check?: (text: string) => string | undefined): Shape<YamlScalar> {
  return scalar(wanted, ['text', 'number', 'boolean'], { type: ['string', 'number', 'boolean'] }, check);
}

/** A text that is one of these. */
export function choice<const Choice extends string>(choices: readonly Choice[]): Shape<Choice> {
  const wanted = `one of ${choices.join(', ')}`;
  return {
    wanted,
    schema: { enum: choices },
    fits: (node) => node.kind === 'text' && choices.some((one) => one === node.text),
    read(node, report) {
      const found = node.kind === 'text' ? choices.find((one) => one === node.text) : undefined;
      if (found === undefined) report(node, `this takes ${wanted}`, meant(node, choices));
      return found;
    },
  };
}

/** A whole number, at least this. */
export function count(wanted: string, least = 0): Shape<number> {
  return mapped(
    scalar(wanted, ['number'], { type: 'integer', minimum: least }, (token) =>
      /^\d{1,9}$/.test(token) && Number(token) >= least ? undefined : `this takes ${wanted}`,
    ),
    (node) => Number(node.text),
  );
}

/** True or false. */
export function flag(): Shape<boolean> {
  return mapped(scalar('true or false', ['boolean'], { type: 'boolean' }), (node) => node.text === 'true');
}

/** Nothing but the one value. */
export function literal<const Value extends boolean | null>(value: Value): Shape<Value> {
  return {
    wanted: String(value),
    schema: { const: value },
    fits: (node) => (node.kind === 'boolean' || node.kind === 'null') && node.text === String(value),
    read(node, report) {
      if (this.fits(node)) return value;
      report(node, `this takes ${String(value)}`);
      return undefined;
    },
  };
}

/** Any value, as it stands. */
export function anything(wanted: string): Shape<YamlNode> {
  return { wanted, schema: {}, fits: () => true, read: (node) => node };
}

/** A list of what the shape says. */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    wanted: `a list of ${item.wanted}`,
    schema: { type: 'array', items: item.schema },
    fits: (node) => node.kind === 'list',
    read(node, report) {
      if (node.kind !== 'list') {
        report(node, `this takes a list, each ${item.wanted}`);
        return undefined;
      }
      return node.items.map((one) => item.read(one, report)).filter((one) => one !== undefined);
    },
  };
}

/** One, or a list of them. */
export function oneOrMore<T>(item: Shape<T>): Shape<readonly T[]> {
  return either(
    mapped(item, (one): readonly T[] => [one]),
    list(item),
  );
}

/** A named value of a mapping, with the place of its name. */
export interface Named<T> {
  readonly name: string;
  readonly namePlace: Place;
  readonly value: T;
}

/**
 * A mapping of names that the user chooses.
 *
 * @param fault what is wrong with a name, if something is.
 */
export function mapOf<T>(
  wanted: string,
  value: Shape<T>,
  fault: (name: string) => string | undefined = () => undefined,
): Shape<readonly Named<T>[]> {
  return {
    wanted,
    schema: { type: 'object', additionalProperties: value.schema },
    fits: (node) => node.kind === 'map',
    read(node, report) {
      if (node.kind !== 'map') {
        report(node, `this takes a mapping of ${wanted}`);
        return undefined;
      }
      return node.entries.flatMap((entry): Named<T>[] => {
        const wrong = fault(entry.key);
        if (wrong !== undefined) report(entry.keyPlace, wrong);
        const read = value.read(entry.value, report);
        return read === undefined ? [] : [{ name: entry.key, namePlace: entry.keyPlace, value: read }];
      });
    },
  };
}

/** A key of a record: what it holds, and what an editor says of it. */
export interface Key<T> {
  readonly shape: Shape<T>;
  readonly about: string;
}

/** The type of a record with these keys, its own place included; no key has to be there. */
export type RecordOf<Keys> = Place & {
  readonly [Name in keyof Keys]?: Keys[Name] extends Key<infer T> ? T : never;
};

/** What is said to whoever comes from another tool. */
export interface Habits {
  /** What is typed here in place of a key that other tools have. */
  readonly keys?: Readonly<Record<string, string>>;
  /** What it may look like, to whoever writes no mapping. */
  readonly example?: string;
}

/** One answer to several keys of other tools. */
export function keysFor(here: string, keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [key, here]));
}

/**
 * A mapping with known keys.
 *
 * @param needs names of which one has to be there.
 */
export function record<Keys extends Readonly<Record<string, Key<unknown>>>>(
  wanted: string,
  keys: Keys,
  needs: readonly (keyof Keys & string)[] = [],
  habits: Habits = {},
): Shape<RecordOf<Keys>> {
  const properties = Object.fromEntries(
    Object.entries(keys).map(([name, { shape, about }]) => [name, { description: about, ...shape.schema }]),
  );
  return {
    wanted,
    schema: {
      type: 'object',
      properties,
      additionalProperties: false,
      ...(needs.length === 0
        ? {}
        : needs.length === 1
          ? { required: needs }
          : { anyOf: needs.map((name) => ({ required: [name] })) }),
    },
    fits: (node) => node.kind === 'map',
    read(node, report) {
      if (node.kind !== 'map') {
        report(node, `this takes ${wanted}, which is a mapping`, habits.example);
        return undefined;
      }
      const read: Record<string, unknown> = { start: node.start, end: node.end };
      for (const { key, keyPlace, value } of node.entries) {
        const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
        if (known === undefined) {
          report(keyPlace, `there is no key ${key} here`, meantOrList(key, Object.keys(keys), habits));
        } else {
          const one = known.shape.read(value, report);
          if (one !== undefined) read[key] = one;
        }
      }
      if (needs.length > 0 && !node.entries.some(({ key }) => needs.includes(key))) {
        report({ start: node.start, end: node.start }, `this needs ${needs.join(' or ')}`);
      }
      return read as RecordOf<Keys>; // each key read by the shape that its type comes from
    },
  };
}

/** The first of the alternatives that fits. */
export function either<const Shapes extends readonly Shape<unknown>[]>(...shapes: Shapes): Shape<Read<Shapes[number]>> {
  const wanted = shapes.map((shape) => shape.wanted).join(', or ');
  return {
    wanted,
    schema: { anyOf: shapes.map(({ schema }) => schema) },
    fits: (node) => shapes.some((shape) => shape.fits(node)),
    read(node, report) {
      const shape = shapes.find((one) => one.fits(node));
      if (shape === undefined) {
        report(node, `this takes ${wanted}`);
        return undefined;
      }
      return shape.read(node, report) as Read<Shapes[number]> | undefined; // one of those
    },
  };
}

/** What a shape reads, made into something else. */
export function mapped<T, U>(shape: Shape<T>, make: (value: T) => U): Shape<U> {
  return {
    ...shape,
    fits: (node) => shape.fits(node),
    read(node, report) {
      const read = shape.read(node, report);
      return read === undefined ? undefined : make(read);
    },
  };
}

/** A shape that is described once, under a name, and may stand within itself. */
export function named<T>(
  name: string,
  make: () => Shape<T>,
  wanted: string,
): Shape<T> & { readonly definition: string } {
  let made: Shape<T> | undefined;
  const shape = (): Shape<T> => {
    made ??= make();
    return made;
  };
  return {
    definition: name,
    wanted,
    schema: { $ref: `#/definitions/${name}` },
    fits: (node) => shape().fits(node),
    read: (node, report) => shape().read(node, report),
  };
}

function scalar(
  wanted: string,
  kinds: readonly YamlScalar['kind'][],
  schema: JsonSchema,
  check: (text: string) => string | undefined = () => undefined,
): Shape<YamlScalar> {
  const isOne = (node: YamlNode): node is Exclude<YamlNode, YamlList | YamlMap> =>
    node.kind !== 'list' && node.kind !== 'map' && kinds.includes(node.kind);
  return {
    wanted,
    schema,
    fits: isOne,
    read(node, report) {
      if (!isOne(node)) {
        report(node, `this takes ${wanted}`);
        return undefined;
      }
      const fault = check(node.text);
      if (fault !== undefined) report(node, fault);
      return fault === undefined ? node : undefined;
    },
  };
}

function meant(node: YamlNode, words: readonly string[]): string | undefined {
  const nearest = node.kind === 'text' ? nearestWord(node.text, words) : undefined;
  return nearest === undefined ? undefined : `did you mean ${nearest}?`;
}

function meantOrList(key: string, keys: readonly string[], { keys: foreign = {} }: Habits): string {
  const here = Object.hasOwn(foreign, key) ? foreign[key] : undefined;
  if (here !== undefined) return `slip has ${here} for that`;
  const nearest = nearestWord(key, keys);
  return nearest === undefined ? `the keys are ${keys.join(', ')}` : `did you mean ${nearest}?`;
}
