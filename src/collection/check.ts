import { Failure } from '../failure.ts';
import type { JsonFault } from '../json/parse.ts';
import { type JsonNode, jsonString } from '../json/tree.ts';
import { writeCompactJson } from '../json/write.ts';
import { jsonTextOf, type YamlScalar } from '../yaml/node.ts';
import { failureAt, type Place } from '../yaml/place.ts';
import { type Answer, headerText, valueAt } from './answer.ts';
import { beside } from './collection.ts';
import type { Expectation } from './expect-shape.ts';
import { fillText, type Scope, Unfillable } from './fill.ts';
import { judgeLimit } from './limit.ts';
import { type Mismatch, mismatches } from './match.ts';
import type { Matcher } from './matcher-shape.ts';
import { firstGroup, regularExpression } from './pattern.ts';
import type { Named } from './shape.ts';
import type { SchemaFault, Tools } from './tools.ts';
import { isTrue } from './value.ts';

/** What an answer is held against beside its expectation. */
export interface Check {
  readonly answer: Answer;
  readonly method: string;
  readonly scope: Scope;
  readonly tools: Tools;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/**
 * Where an answer is not what was expected.
 *
 * @throws Failure `config` for a path, pattern, file or template of the expectation that is none.
 */
export async function checkAnswer(expectation: Expectation, check: Check): Promise<readonly Mismatch[]> {
  const found: Mismatch[] = [];
  for (const part of PARTS) found.push(...(await part(expectation, check)));
  return found;
}

type PartCheck = (expectation: Expectation, check: Check) => Promise<readonly Mismatch[]>;

/** Each part in the order it is told. */
const PARTS: readonly PartCheck[] = [
  async ({ status = [] }, { answer, scope }) => {
    if (status.length === 0) return [];
    const wanted: string[] = [];
    for (const one of status) wanted.push((await fillText(one, scope)).toLowerCase());
    const actual = String(answer.status);
    if (wanted.some((one) => one === actual || one === `${actual[0]}xx`)) return [];
    const [first] = status;
    return [{ subject: 'status', wanted: `is ${wanted.join(' or ')}`, actual, place: first ?? { start: 0, end: 0 } }];
  },
  async ({ headers = [] }, check) =>
    await matchEach('header', headers, check, async ({ name, value }) => {
      const text = headerText(check.answer, name);
      return text === undefined ? undefined : textNode(text, value);
    }),
  async ({ body = [] }, check) => {
    if (body.length === 0) return [];
    const json = await check.answer.json();
    return 'message' in json
      ? [notJson(json, await check.answer.text(), body[0]?.namePlace)]
      : await matchEach('body', body, check, async ({ name, namePlace }) =>
          atPath(await filledName(name, namePlace, check), namePlace, json, check),
        );
  },
  async ({ text }, { answer, scope }) =>
    text === undefined ? [] : await mismatches('text', text, jsonString(await answer.text()), placeOf(text), scope),
  async ({ file }, check) => {
    if (file === undefined) return [];
    const path = await fillText(file, check.scope);
    const wanted = await orPlace(file, check, () => check.tools.readFile(beside(check.scope.file.path, path)));
    if (Buffer.compare(wanted, check.answer.body) === 0) return [];
    const actual = `${check.answer.body.byteLength} other bytes`;
    return [{ subject: 'body', wanted: `is what ${path} holds (${wanted.byteLength} bytes)`, actual, place: file }];
  },
  async ({ xpath = [] }, check) =>
    await matchEach('xpath', xpath, check, async ({ name, namePlace, value }) => {
      const { answer, tools } = check;
      const found = await orPlace(namePlace, check, async () =>
        tools.xpath(name, await answer.text(), headerText(answer, 'Content-Type')),
      );
      return oneOrAll(found.map((text) => textNode(text, value)));
    }),
  async ({ regex = [] }, check) =>
    await matchEach('regex', regex, check, async ({ name, namePlace, value }) => {
      const pattern = regularExpression(name);
      if (pattern === undefined) throw failureAt(check.scope.file, namePlace, 'this is not a regular expression');
      const found = firstGroup(pattern, await check.answer.text());
      return found === undefined ? undefined : textNode(found, value);
    }),
  async ({ jq = [] }, check) => {
    const found: Mismatch[] = [];
    for (const expression of jq) {
      const text = await fillText(expression, check.scope);
      const results = await orPlace(expression, check, async () => check.tools.jq(text, await check.answer.text()));
      const actual = results.length === 0 ? 'nothing' : results.map(writeCompactJson).join(', ');
      if (results.length > 0 && results.every(isTrue)) continue;
      found.push({ subject: `jq ${text}`, wanted: 'is true', actual, place: expression });
    }
    return found;
  },
  async ({ schema }, check) => {
    if (schema === undefined) return [];
    const isFile = schema.kind === 'text';
    const text = isFile
      ? Buffer.from(await orPlace(schema, check, () => readNamed(schema, check))).toString('utf8')
      : jsonTextOf(schema);
    const faults = await orPlace(schema, check, async () => check.tools.schema(text, await check.answer.text()));
    return faults.map((fault) => schemaMismatch('schema', fault, schema));
  },
  async ({ openapi }, check) => {
    if (openapi === undefined) return [];
    const file = 'kind' in openapi ? openapi : openapi.file;
    const operation = 'kind' in openapi ? undefined : openapi.operation;
    if (file === undefined) return [];
    const { answer, method, tools } = check;
    const faults = await orPlace(file, check, async () =>
      tools.openapi({
        description: Buffer.from(await readNamed(file, check)).toString('utf8'),
        operation: operation?.text,
        method,
        url: answer.url,
        status: answer.status,
        contentType: headerText(answer, 'Content-Type'),
        body: await answer.text(),
      }),
    );
    return faults.map((fault) => schemaMismatch('openapi', fault, openapi));
  },
  async ({ time }, check) => await limit('time', time, ['duration', '<='], check.answer.totalMs, check),
  async ({ size }, check) => await limit('size', size, ['size', '='], check.answer.body.byteLength, check),
  async ({ redirects }, { answer, scope }) =>
    redirects === undefined
      ? []
      : await mismatches('redirects', redirects, numberNode(answer.redirectCount), placeOf(redirects), scope),
  async ({ url }, { answer, scope }) =>
    url === undefined ? [] : await mismatches('url', url, jsonString(answer.url), placeOf(url), scope),
  async ({ certificate }, check) => {
    const ends = certificate?.['expires-in'];
    if (ends === undefined) return [];
    const { certificateEndsAtMs } = check.answer;
    if (certificateEndsAtMs !== undefined) {
      return await limit('certificate expires in', ends, ['duration', '>='], certificateEndsAtMs - check.nowMs, check);
    }
    return [{ subject: 'certificate', wanted: 'is there', actual: 'nothing', place: ends }];
  },
];

async function matchEach(
  kind: string,
  wanted: readonly Named<Matcher>[],
  { scope }: Check,
  find: (one: Named<Matcher>) => Promise<JsonNode | undefined>,
): Promise<readonly Mismatch[]> {
  const found: Mismatch[] = [];
  for (const one of wanted) {
    found.push(...(await mismatches(`${kind} ${one.name}`, one.value, await find(one), one.namePlace, scope)));
  }
  return found;
}

/** A key that may have templates in it. */
async function filledName(name: string, place: Place, { scope }: Check): Promise<string> {
  return await fillText({ kind: 'text', text: name, ...place }, scope);
}

function atPath(path: string, place: Place, json: JsonNode, { scope }: Check): JsonNode | undefined {
  try {
    return valueAt(path, json);
  } catch (error) {
    throw error instanceof Failure ? failureAt(scope.file, place, error.message) : error;
  }
}

function notJson(fault: JsonFault, text: string, place: Place = { start: 0, end: 0 }): Mismatch {
  // All of it: whoever shows it hides secrets before anything is cut.
  const shown = text === '' ? 'an empty body' : JSON.stringify(text);
  return { subject: 'body', wanted: 'is JSON', actual: `no JSON (${fault.message}): ${shown}`, place };
}

async function readNamed(path: YamlScalar, { scope, tools }: Check): Promise<Uint8Array> {
  return await tools.readFile(beside(scope.file.path, await fillText(path, scope)));
}

/** What a tool refuses is a mistake of the file, told with its place. */
async function orPlace<T>(place: Place, { scope }: Check, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Unfillable ? failureAt(scope.file, place, error.message) : error;
  }
}

async function limit(
  subject: string,
  scalar: YamlScalar | undefined,
  [unit, sign]: readonly ['duration' | 'size', '<=' | '>=' | '='],
  actual: number,
  { scope }: Check,
): Promise<readonly Mismatch[]> {
  if (scalar === undefined) return [];
  const text = await fillText(scalar, scope);
  const judged = judgeLimit(text, unit, sign, actual);
  if (judged === undefined) {
    throw failureAt(scope.file, scalar, `this is not a limit: ${unit === 'size' ? '<= 10kB' : '< 500ms'}`);
  }
  return judged.holds ? [] : [{ subject, wanted: `is ${text}`, actual: judged.actual, place: scalar }];
}

function schemaMismatch(subject: string, { pointer, message }: SchemaFault, place: Place): Mismatch {
  return { subject, wanted: message, actual: pointer === '' ? 'the whole body' : pointer, place };
}

function placeOf(matcher: Matcher): Place {
  return matcher.kind === 'value' ? matcher.value : matcher.operators;
}

/** A text that is asked for as a number is one, if it looks like one. */
function textNode(text: string, matcher: Matcher): JsonNode {
  return isNumber(text) && wantsNumber(matcher) ? numberNode(text) : jsonString(text);
}

function wantsNumber(matcher: Matcher): boolean {
  if (matcher.kind === 'value') return matcher.value.kind === 'number';
  const { equals, lt, lte, gt, gte, in: list, type, approx, not } = matcher.operators;
  if (type === 'number' || type === 'integer' || approx !== undefined) return true;
  if (not !== undefined && wantsNumber(not)) return true;
  return [equals, lt, lte, gt, gte, list?.[0]].some((node) => node?.kind === 'number');
}

function isNumber(text: string): boolean {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);
}

function numberNode(number: number | string): JsonNode {
  return { kind: 'number', text: String(number) };
}

/** One node alone, several as an array of them. */
function oneOrAll(nodes: readonly JsonNode[]): JsonNode | undefined {
  return nodes.length > 1 ? { kind: 'array', items: nodes } : nodes[0];
}
