import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import { failureAt, type Place, type YamlFile } from '../yaml/place.ts';
import { readYamlFile } from '../yaml/read.ts';
import { COLLECTION, type CollectionForm, type RequestForm } from './format.ts';
import type { Named, Report } from './shape.ts';
import { isTemplate, parseTemplate, TemplateFault } from './template.ts';

/** Mistakes of a file that are told at once; the rest comes when these are mended. */
const MOST_TOLD = 20;

/**
 * Reads a collection file and checks all of it.
 *
 * @throws Failure `config` with every mistake as file:line:column: what is not YAML, a key that is none, a value of the
 * wrong form, a template that is none.
 */
export async function readCollection(file: YamlFile): Promise<CollectionForm> {
  const mistakes: [place: Place, message: string, hint: string | undefined][] = [];
  const report: Report = (place, message, hint) => mistakes.push([place, message, hint]);
  const root = await readYamlFile(file);
  const form = COLLECTION.read(root.kind === 'null' ? { kind: 'map', entries: [], start: 0, end: 0 } : root, report);
  for (const request of form?.requests ?? []) {
    const { start, end } = request.value;
    // What is wrong with a part would be told twice.
    if (!mistakes.some(([place]) => place.start >= start && place.start < end)) checkRequest(request, report);
  }
  for (const scalar of textsIn(root)) checkTemplate(file, scalar, report);
  mistakes.sort(([left], [right]) => left.start - right.start);
  const [first, ...others] = mistakes.slice(0, MOST_TOLD);
  if (first !== undefined) {
    throw failureAt(
      file,
      ...first,
      others.map((mistake) => failureAt(file, ...mistake)),
    );
  }
  return form ?? { start: 0, end: 0 };
}

/** Ways to say what is sent, of which a request has one; and its body, of which it has at most one. */
const SENDING = ['request', 'curl', 'items'] as const;
const BODIES = ['json', 'form', 'multipart', 'text', 'xml', 'graphql', 'file'] as const;

function checkRequest({ name, namePlace, value }: Named<RequestForm>, report: Report): void {
  const ways = SENDING.filter((way) => value[way] !== undefined);
  if (ways.length === 0) report(namePlace, `${name} needs one of request, curl and items`);
  if (ways.length > 1) report(namePlace, `${name} has ${ways.join(' and ')}, of which one is needed`);
  const bodies = BODIES.filter((body) => value[body] !== undefined);
  if (bodies.length > 1) report(namePlace, `${name} has more than one body: ${bodies.join(' and ')}`);
  if (bodies.length > 0 && value.request === undefined && ways.length > 0) {
    report(namePlace, `the body of ${name} belongs into its ${ways[0]}, and not into ${bodies[0]}`);
  }
  if (value.until === undefined) {
    for (const key of ['every', 'at-most'] as const) {
      if (value[key] !== undefined) report(namePlace, `${key} of ${name} says nothing without until`);
    }
  }
  if (value.request !== undefined && !/^(?:[A-Za-z]+\s+)?\S+$/.test(withoutTemplates(value.request.text))) {
    report(value.request, 'this is not METHOD URL', 'GET /books, or {{base}}/books');
  }
}

function withoutTemplates(text: string): string {
  return text.trim().replaceAll(/\{\{.*?\}\}/gs, 'x');
}

function checkTemplate(file: YamlFile, scalar: YamlScalar, report: Report): void {
  try {
    parseTemplate(scalar.text);
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    report(placeWithin(file, scalar, error.start, error.end), error.message);
  }
}

/**
 * Where a part of a text stands in the file, as far as that can be told: escapes and folded lines move it.
 *
 * @param start where it begins in the text.
 */
export function placeWithin(file: YamlFile, scalar: YamlScalar, start: number, end: number): Place {
  const source = file.text.slice(scalar.start, scalar.end);
  const part = scalar.text.slice(start, end);
  const quoted = source.indexOf(scalar.text);
  const at = quoted >= 0 ? quoted + start : source.indexOf(part);
  if (part === '' || at < 0) return scalar;
  return { start: scalar.start + at, end: scalar.start + at + part.length };
}

/** All texts with something to fill in. */
function* textsIn(node: YamlNode): Generator<YamlScalar> {
  if (node.kind === 'list') for (const item of node.items) yield* textsIn(item);
  else if (node.kind === 'map') for (const { value } of node.entries) yield* textsIn(value);
  else if (node.kind === 'text' && isTemplate(node.text)) yield node;
}
