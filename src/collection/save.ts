import { Failure } from '../failure.ts';
import { parseJsonText } from '../json/parse.ts';
import { type JsonNode, jsonString } from '../json/tree.ts';
import { failureAt, type Place } from '../yaml/place.ts';
import { type Answer, headerText, valueAt } from './answer.ts';
import type { Check } from './check.ts';
import type { SaveSource } from './expect-shape.ts';
import { fillText, fillValue, Unfillable } from './fill.ts';
import { firstGroup, regularExpression } from './pattern.ts';
import type { Named } from './shape.ts';
import { textOfJson, type Value } from './value.ts';

/**
 * The values that a request saves of its answer, by name.
 *
 * @throws Failure `config` with the place for what cannot be read or made into what it is wished for, and for a value that
 * is not there and has no default: nothing that needs it may go out without it.
 */
export async function savedValues(
  sources: readonly Named<SaveSource>[],
  check: Check,
): Promise<ReadonlyMap<string, Value>> {
  const saved = new Map<string, Value>();
  for (const { name, namePlace, value: source } of sources) {
    const found = await findValue(source, check);
    const isSecret = source.secret === true;
    if (found !== undefined) saved.set(name, { json: converted(found, source, check), isSecret, isAnswered: true });
    else if (source.default !== undefined) {
      const filled = await fillValue(source.default, check.scope);
      saved.set(name, { ...filled, isSecret: isSecret || filled.isSecret });
    } else throw failureAt(check.scope.file, namePlace, `there is nothing to save as ${name}`);
  }
  return saved;
}

/** Of an answer that is not what was expected the values that it has all the same; an error's answer has none. */
export async function valuesThere(
  sources: readonly Named<SaveSource>[],
  check: Check,
): Promise<ReadonlyMap<string, Value>> {
  const there = new Map<string, Value>();
  for (const { name, value: source } of check.answer.status < 400 ? sources : []) {
    try {
      const found = await findValue(source, check);
      if (found !== undefined)
        there.set(name, { json: converted(found, source, check), isSecret: source.secret === true, isAnswered: true });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
  return there;
}

async function findValue(source: SaveSource, check: Check): Promise<JsonNode | undefined> {
  if (source.from !== undefined) return await ownValue(source.from, check.answer);
  const { answer, scope, tools } = check;
  const { body, header, cookie, regex, xpath, jq } = source;
  try {
    if (body !== undefined) {
      const json = await answer.json();
      return 'message' in json ? undefined : valueAt(await fillText(body, scope), json);
    }
    if (header !== undefined) return textNode(headerText(answer, await fillText(header, scope)));
    if (cookie !== undefined) return textNode(answer.cookies.get(await fillText(cookie, scope)));
    if (regex !== undefined) {
      const pattern = regularExpression(await fillText(regex, scope));
      if (pattern === undefined) throw new Unfillable('this is not a regular expression');
      return textNode(firstGroup(pattern, await answer.text()));
    }
    if (xpath !== undefined) {
      const path = await fillText(xpath, scope);
      const [first] = await tools.xpath(path, await answer.text(), headerText(answer, 'Content-Type'));
      return textNode(first);
    }
    if (jq !== undefined) {
      const [first] = await tools.jq(await fillText(jq, scope), await answer.text());
      return first?.kind === 'null' ? undefined : first;
    }
  } catch (error) {
    const place: Place = body ?? header ?? cookie ?? regex ?? xpath ?? jq ?? source;
    if (error instanceof Unfillable) throw failureAt(scope.file, place, error.message);
    if (error instanceof Failure && error.kind === 'usage') throw failureAt(scope.file, place, error.message);
    throw error;
  }
  return undefined;
}

async function ownValue(from: NonNullable<SaveSource['from']>, answer: Answer): Promise<JsonNode> {
  switch (from) {
    case 'status':
      return { kind: 'number', text: String(answer.status) };
    case 'url':
      return jsonString(answer.url);
    case 'time':
      return { kind: 'number', text: String(Math.round(answer.totalMs)) };
    case 'body':
      return jsonString(await answer.text());
  }
}

function textNode(text: string | undefined): JsonNode | undefined {
  return text === undefined ? undefined : jsonString(text);
}

function converted(json: JsonNode, { as, ...place }: SaveSource, { scope }: Check): JsonNode {
  const text = textOfJson(json);
  switch (as) {
    case undefined:
      return json;
    case 'text':
      return jsonString(text);
    case 'number':
      if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text.trim()))
        return { kind: 'number', text: text.trim() };
      break;
    case 'boolean':
      if (/^(?:true|false)$/i.test(text.trim())) return { kind: 'boolean', text: text.trim().toLowerCase() };
      break;
    case 'json':
      try {
        return parseJsonText(text);
      } catch {
        break;
      }
  }
  throw failureAt(scope.file, place, `what is there is not ${as === 'json' ? 'JSON' : `a ${as}`}`);
}
