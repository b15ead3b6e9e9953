import { Unfillable } from '../collection/fill.ts';
import type { OpenApiQuestion, SchemaFault } from '../collection/tools.ts';
import { jsonTextOf } from '../yaml/node.ts';
import { readYaml } from '../yaml/tree.ts';
import { faultsWithin } from './json-schema.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Where an answer is not what an OpenAPI 3 description says of its operation: a status, a type or a body that it does not
 * have.
 *
 * @throws Unfillable for a description that is none, and an operation that it does not have.
 */
export function openApiFaults(question: OpenApiQuestion): readonly SchemaFault[] {
  const description = readDescription(question.description);
  const operation = findOperation(description, question);
  const responses = asObject(operation.value.responses);
  const key = [String(question.status), `${String(question.status)[0]}XX`, 'default'].find((one) => one in responses);
  if (key === undefined) return [{ pointer: '', message: `has a status of ${Object.keys(responses).join(', ')}` }];
  const response = resolved(description, responses[key], `${operation.pointer}/responses/${key}`);
  const content = asObject(response.value.content);
  const types = Object.keys(content);
  if (types.length === 0) return question.body === '' ? [] : [{ pointer: '', message: 'has no body' }];
  const type = findType(types, question.contentType);
  if (type === undefined) return [{ pointer: '', message: `has a type of ${types.join(', ')}` }];
  const schema = asObject(content[type]).schema;
  if (schema === undefined || !/[/+]json$/.test(type.replace(/;.*/, ''))) return [];
  return faultsWithin(description, `${response.pointer}/content/${escaped(type)}/schema`, question.body);
}

function readDescription(text: string): Json {
  const value = asObject(JSON.parse(jsonTextOf(readYaml({ path: 'the OpenAPI file', text }))));
  if (!/^3\./.test(String(value.openapi))) throw new Unfillable('this is no OpenAPI 3 description');
  return value;
}

/** A part of the description, and the JSON Pointer to it. */
interface Part {
  readonly value: Json;
  readonly pointer: string;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

function findOperation(description: Json, { operation, method, url }: OpenApiQuestion): Part {
  const path = new URL(url).pathname;
  const candidates: Part[] = [];
  for (const [template, value] of Object.entries(asObject(description.paths))) {
    const item = resolved(description, value, `/paths/${escaped(template)}`);
    for (const one of METHODS) {
      if (!(one in item.value)) continue;
      const found: Part = { value: asObject(item.value[one]), pointer: `${item.pointer}/${one}` };
      if (operation !== undefined) {
        if (found.value.operationId === operation) return found;
      } else if (one === method.toLowerCase() && matchesPath(template, path)) candidates.push(found);
    }
  }
  // A path without variables before one with them (OpenAPI 3.1, "Paths Object").
  const [first] = candidates.sort((left, right) => variableCount(left) - variableCount(right));
  if (first !== undefined) return first;
  throw new Unfillable(operation === undefined ? `it has no ${method} ${path}` : `it has no operation ${operation}`);
}

function variableCount({ pointer }: Part): number {
  return pointer.split('{').length;
}

/** Whether a path is one of a template, behind whatever path the server has. */
function matchesPath(template: string, path: string): boolean {
  const pattern = template
    .split(/\{[^}]*\}/)
    .map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+');
  return new RegExp(`${pattern}/?$`).test(path);
}

function findType(types: readonly string[], contentType: string | undefined): string | undefined {
  const actual = (contentType ?? '').replace(/\s*;.*$/s, '').toLowerCase();
  const [main] = actual.split('/');
  return [actual, `${main}/*`, '*/*']
    .map((wanted) => types.find((type) => type.replace(/\s*;.*$/s, '').toLowerCase() === wanted))
    .find((type) => type !== undefined);
}

/** A part, behind a `$ref` within the description. */
function resolved(description: Json, value: unknown, pointer: string, depth = 0): Part {
  const object = asObject(value);
  const reference = object.$ref;
  if (typeof reference !== 'string') return { value: object, pointer };
  if (!reference.startsWith('#/') || depth > 20) throw new Unfillable(`it refers to ${reference}, which is not in it`);
  let at: unknown = description;
  for (const step of reference.slice(2).split('/')) {
    at = asObject(at)[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return resolved(description, at, reference.slice(1), depth + 1);
}

function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}; // checked here
}
