import { parseJsonText } from '../json/parse.ts';
import { type JsonNode, jsonString } from '../json/tree.ts';
import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import { failureAt, type Place, type YamlFile } from '../yaml/place.ts';
import { placeWithin } from './read.ts';
import { type Expression, isTemplate, parseTemplate } from './template.ts';
import { madeOf, openValue, textOfJson, textValue, type Value } from './value.ts';

/** What the names and functions of templates mean. */
export interface Scope {
  /** The file that the templates stand in, for places. */
  readonly file: YamlFile;
  /** `undefined` for a name that is not known; a failure thrown by it is told as it is. */
  find(steps: readonly [string, ...(string | number)[]]): Promise<Value | undefined>;
  /** @throws Unfillable for what cannot be done, in one sentence. */
  call(name: string, given: readonly Value[]): Promise<Value>;
  /** Is told of each value that is filled in and may not be shown. */
  conceal(value: Value): void;
  /** What to say beside a name that is not known. */
  nearest(name: string): string | undefined;
}

/** Why a function gives nothing: the end of "file:line:column: …". */
export class Unfillable extends Error {}

/**
 * Fills in a text.
 *
 * @throws Failure `config` with the place, for a name that is not known and a function that cannot do what it is asked.
 */
export async function fillText(scalar: YamlScalar, scope: Scope): Promise<string> {
  if (scalar.kind !== 'text' || !isTemplate(scalar.text)) return scalar.text;
  return textOfJson((await fillScalar(scalar, scope)).json);
}

/** Fills in all texts of a value; one that is a `{{…}}` and nothing else becomes what it stands for, type included. */
export async function fillValue(node: YamlNode, scope: Scope): Promise<Value> {
  switch (node.kind) {
    case 'text':
      return await fillScalar(node, scope);
    case 'number':
    case 'boolean':
    case 'null':
      return openValue({ kind: node.kind, text: node.text });
    case 'list': {
      const items: Value[] = [];
      for (const item of node.items) items.push(await fillValue(item, scope));
      return madeOf({ kind: 'array', items: items.map(({ json }) => json) }, items);
    }
    case 'map': {
      const members: { readonly key: string; readonly value: JsonNode }[] = [];
      const parts: Value[] = [];
      for (const { key, keyPlace, value } of node.entries) {
        const name = await fillScalar({ kind: 'text', text: key, ...keyPlace }, scope);
        const filled = await fillValue(value, scope);
        members.push({ key: jsonString(textOfJson(name.json)).text, value: filled.json });
        parts.push(name, filled);
      }
      return madeOf({ kind: 'object', members }, parts);
    }
  }
}

async function fillScalar(scalar: YamlScalar, scope: Scope): Promise<Value> {
  if (!isTemplate(scalar.text)) return openValue(jsonString(scalar.text));
  const template = parseTemplate(scalar.text);
  const [only] = template;
  if (template.length === 1 && only?.kind === 'expression') return await filledIn(only.expression, scalar, scope);
  const parts: Value[] = [];
  for (const piece of template) {
    parts.push(piece.kind === 'text' ? textValue(piece.text) : await filledIn(piece.expression, scalar, scope));
  }
  return madeOf(jsonString(parts.map(({ json }) => textOfJson(json)).join('')), parts);
}

/** Fills in a text, piece by piece, with the word of which are a server's. @throws Failure as `fillText` does. */
export async function fillPieces(
  scalar: YamlScalar,
  scope: Scope,
): Promise<readonly { readonly text: string; readonly isAnswered: boolean }[]> {
  if (scalar.kind !== 'text') return [{ text: scalar.text, isAnswered: false }];
  const pieces = [];
  for (const piece of parseTemplate(scalar.text)) {
    if (piece.kind === 'text') pieces.push({ text: piece.text, isAnswered: false });
    else {
      const { json, isAnswered = false } = await filledIn(piece.expression, scalar, scope);
      pieces.push({ text: textOfJson(json), isAnswered });
    }
  }
  return pieces;
}

async function filledIn(expression: Expression, scalar: YamlScalar, scope: Scope): Promise<Value> {
  const value = await evaluate(expression, scalar, scope);
  if (value.isSecret) scope.conceal(value);
  return value;
}

async function evaluate(expression: Expression, scalar: YamlScalar, scope: Scope): Promise<Value> {
  const place = (): Place => placeWithin(scope.file, scalar, expression.start, expression.end);
  switch (expression.kind) {
    case 'literal':
      return openValue(parseJsonText(expression.json));
    case 'path': {
      const found = await scope.find(expression.steps);
      if (found !== undefined) return found;
      const written = scalar.text.slice(expression.start, expression.end);
      throw failureAt(scope.file, place(), `nothing is called ${written}`, scope.nearest(expression.steps[0]));
    }
    case 'call': {
      const given: Value[] = [];
      for (const argument of expression.arguments) given.push(await evaluate(argument, scalar, scope));
      try {
        const made = await scope.call(expression.name, given);
        return madeOf(made.json, [made, ...given]);
      } catch (error) {
        if (error instanceof Unfillable) throw failureAt(scope.file, place(), error.message);
        throw error;
      }
    }
    case 'default': {
      const { first, otherwise } = expression;
      const found = first.kind === 'path' ? await scope.find(first.steps) : await evaluate(first, scalar, scope);
      const isMissing = found === undefined || found.json.kind === 'null' || found.json.text === '""';
      return isMissing ? await evaluate(otherwise, scalar, scope) : found;
    }
  }
}
