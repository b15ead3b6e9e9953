import { type JsonMember, type JsonNode, jsonString } from '../json/tree.ts';
import { writeCompactJson } from '../json/write.ts';
import type { YamlScalar } from '../yaml/node.ts';
import { failureAt, type Place } from '../yaml/place.ts';
import { beside } from './collection.ts';
import { fillValue, Unfillable } from './fill.ts';
import { allManners, asList, type ComposedOption, type Filling } from './filling.ts';
import type { RequestForm } from './format.ts';
import { escapedName, escapedText } from './item-words.ts';

/** A body as items and options. */
export interface ComposedBody {
  readonly items: readonly string[];
  readonly options: readonly ComposedOption[];
}

/** The body that a request has, in whichever of the ways. */
export async function bodyOf(form: RequestForm, filling: Filling): Promise<ComposedBody> {
  const { json, form: fields, multipart, text, xml, graphql, file } = form;
  if (json !== undefined) return jsonBody(await filling.json(json), json);
  if (graphql !== undefined) return jsonBody(await graphqlJson(graphql, filling), form);
  if (text !== undefined) return await typedBody(text, 'text/plain; charset=utf-8', form, filling);
  if (xml !== undefined) return await typedBody(xml, 'application/xml', form, filling);
  if (file !== undefined) return { items: [`@${await sentFile(file, filling)}`], options: [] };
  if (fields !== undefined) {
    const items: string[] = [];
    for (const { name, namePlace, value } of fields) {
      const filled = escapedName(await filling.text({ kind: 'text', text: name, ...namePlace }));
      for (const one of asList(value)) items.push(`${filled}=${escapedText(await filling.text(one))}`);
    }
    return { items, options: [{ name: 'as', value: 'form', place: form }] };
  }
  return multipart === undefined ? { items: [], options: [] } : await multipartBody(multipart, form, filling);
}

/** The path of a file that is sent. */
async function sentFile(file: YamlScalar, { home, text, admit, scope }: Filling): Promise<string> {
  const path = beside(home.file.path, await text(file));
  try {
    admit(path);
    return path;
  } catch (error) {
    throw error instanceof Unfillable ? failureAt(scope.file, file, error.message) : error;
  }
}

function jsonBody(json: string, place: Place): ComposedBody {
  return {
    items: [],
    options: [
      { name: 'data-raw', value: json, place },
      { name: 'as', value: 'json', place },
    ],
  };
}

async function graphqlJson(graphql: NonNullable<RequestForm['graphql']>, filling: Filling): Promise<string> {
  const query = 'kind' in graphql ? graphql : graphql.query;
  const members: JsonMember[] = [];
  const add = (key: string, value: JsonNode): void => {
    members.push({ key: jsonString(key).text, value });
  };
  if (query !== undefined) add('query', jsonString(await filling.text(query)));
  if (!('kind' in graphql)) {
    if (graphql.variables !== undefined) add('variables', (await fillValue(graphql.variables, filling.scope)).json);
    if (graphql.operation !== undefined) add('operationName', jsonString(await filling.text(graphql.operation)));
  }
  return writeCompactJson({ kind: 'object', members });
}

/** A body with the type that goes with it, unless the request says another one. */
async function typedBody(body: YamlScalar, type: string, form: RequestForm, filling: Filling): Promise<ComposedBody> {
  const isTyped = allManners(form, filling.home, ({ headers }) => headers).some(
    ({ name }) => name.toLowerCase() === 'content-type',
  );
  return {
    items: isTyped ? [] : [`Content-Type:${type}`],
    options: [{ name: 'data-raw', value: await filling.text(body), place: body }],
  };
}

async function multipartBody(
  parts: NonNullable<RequestForm['multipart']>,
  form: RequestForm,
  filling: Filling,
): Promise<ComposedBody> {
  const items: string[] = [];
  for (const { name, namePlace, value } of parts) {
    const filledName = escapedName(await filling.text({ kind: 'text', text: name, ...namePlace }));
    if (!('start' in value) || 'kind' in value) {
      for (const one of asList(value)) items.push(`${filledName}=${escapedText(await filling.text(one))}`);
      continue;
    }
    const { file, text, type, filename } = value;
    if (file === undefined || text !== undefined) {
      if (text === undefined || type !== undefined || filename !== undefined || file !== undefined) {
        throw failureAt(filling.scope.file, value, 'a part is a file, with its type and name, or a text');
      }
      items.push(`${filledName}=${escapedText(await filling.text(text))}`);
      continue;
    }
    const path = await sentFile(file, filling);
    const more = [
      ...(type === undefined ? [] : [`;type=${await filling.text(type)}`]),
      ...(filename === undefined ? [] : [`;filename=${await filling.text(filename)}`]),
    ];
    items.push(`${filledName}@${path}${more.join('')}`);
  }
  return { items, options: [{ name: 'as', value: 'multipart', place: form }] };
}
