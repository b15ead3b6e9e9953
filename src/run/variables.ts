import { type Answer, headerText } from '../collection/answer.ts';
import { beside, type Collection, type CollectionFile, type SavedRequest } from '../collection/collection.ts';
import { fillValue, type Scope } from '../collection/fill.ts';
import type { EnvironmentForm } from '../collection/format.ts';
import { callFunction, FUNCTION_NAMES, type FunctionWorld } from '../collection/functions.ts';
import { answeredRequest } from '../collection/order.ts';
import { stepInto, textValue, type Value } from '../collection/value.ts';
import { type JsonNode, jsonString } from '../json/tree.ts';
import { nearestWord } from '../nearest.ts';
import type { YamlNode } from '../yaml/node.ts';
import { failureAt, type YamlFile } from '../yaml/place.ts';

/** Where the values of `{{…}}` come from while a collection runs. */
export interface Variables {
  readonly collection: Collection;
  readonly environments: ReadonlyMap<CollectionFile, EnvironmentForm>;
  /** Typed with `--var`: before all others. */
  readonly typed: ReadonlyMap<string, Value>;
  /** Of `env-file`, by the file that names it. */
  readonly envFiles: ReadonlyMap<CollectionFile, ReadonlyMap<string, string>>;
  /** What requests have saved so far. */
  readonly saved: Map<string, Value>;
  /** The last answer of each request, by its name. */
  readonly answers: Map<string, Answer>;
  readonly world: FunctionWorld;
  /** Is told of each value that is filled in and may not be shown. */
  readonly conceal: (json: JsonNode) => void;
}

/** Whether a name has a value before any request is sent. */
export function isGiven(name: string, { home }: SavedRequest, variables: Variables): boolean {
  if (variables.typed.has(name) || declared(name, home, variables) !== undefined) return true;
  return envFileValue(name, home, variables) !== undefined;
}

/** What templates of a request mean, and the profiles whose secrets were filled in so far. */
export interface RequestScope extends Scope {
  readonly carried: ReadonlySet<string>;
}

/**
 * What templates of a request mean.
 *
 * @param row values of this round of `repeat`.
 */
export function scopeOf(request: SavedRequest, row: ReadonlyMap<string, Value>, variables: Variables): RequestScope {
  const open = new Set<string>();
  const carried = new Set<string>();
  const scopeIn = (home: CollectionFile, file: YamlFile): Scope => ({
    file,
    call: (name, given) => callFunction(name, given, worldIn(file, variables.world)),
    conceal({ json, profiles = [] }) {
      variables.conceal(json);
      for (const profile of profiles) carried.add(profile);
    },
    nearest: (name) => nearestName(name, request, row, variables),
    async find(steps) {
      const [name, ...rest] = steps;
      const plain = variables.typed.get(name) ?? row.get(name) ?? variables.saved.get(name);
      if (plain !== undefined) return stepped(plain, rest);
      const found = declared(name, home, variables);
      if (found !== undefined) {
        if (open.has(name)) {
          throw failureAt(found.file, found.node, `the variable ${name} is made of itself`);
        }
        open.add(name);
        try {
          return stepped(await fillValue(found.node, scopeIn(home, found.file)), rest);
        } finally {
          open.delete(name);
        }
      }
      const line = envFileValue(name, home, variables);
      if (line !== undefined) return stepped(textValue(line), rest);
      const answered = answeredRequest(steps, request, variables.collection.requests);
      const answer = answered && variables.answers.get(answered.request.name);
      const value = answer && (await answeredValue(answer, answered.rest));
      return value && { ...value, isAnswered: true };
    },
  });
  return { ...scopeIn(request.home, request.home.file), carried };
}

/** Files start where the file stands that names them. */
function worldIn({ path }: YamlFile, world: FunctionWorld): FunctionWorld {
  return { ...world, readText: (name) => world.readText(beside(path, name)) };
}

function stepped(value: Value, steps: readonly (string | number)[]): Value | undefined {
  const json = stepInto(value.json, steps);
  return json && { ...value, json };
}

/** A variable of the environment, of the file, or of those around it. */
function declared(
  name: string,
  home: CollectionFile,
  { environments }: Variables,
): { readonly node: YamlNode; readonly file: YamlFile } | undefined {
  for (let file: CollectionFile | undefined = home; file !== undefined; file = file.parent) {
    for (const vars of [environments.get(file)?.vars, file.form.vars]) {
      const found = vars?.find((one) => one.name === name);
      if (found !== undefined) return { node: found.value, file: file.file };
    }
  }
  return undefined;
}

function envFileValue(name: string, home: CollectionFile, { envFiles }: Variables): string | undefined {
  for (let file: CollectionFile | undefined = home; file !== undefined; file = file.parent) {
    const value = envFiles.get(file)?.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What is said of an answer: `status`, `url`, `time`, `text`, `headers.NAME`, `cookies.NAME`, `body.…`. */
async function answeredValue(
  answer: Answer,
  [part, ...rest]: readonly (string | number)[],
): Promise<Value | undefined> {
  const [name = ''] = rest;
  switch (part) {
    case 'status':
      return { json: { kind: 'number', text: String(answer.status) }, isSecret: false };
    case 'time':
      return { json: { kind: 'number', text: String(Math.round(answer.totalMs)) }, isSecret: false };
    case 'url':
      return textValue(answer.url);
    case 'text':
      return textValue(await answer.text());
    case 'headers': {
      const text = headerText(answer, String(name));
      return text === undefined ? undefined : textValue(text);
    }
    case 'cookies': {
      const cookie = answer.cookies.get(String(name));
      return cookie === undefined ? undefined : { json: jsonString(cookie), isSecret: true };
    }
    case 'body': {
      const json = await answer.json();
      const value = 'message' in json ? undefined : stepInto(json, rest);
      return value && { json: value, isSecret: false };
    }
    default:
      return undefined;
  }
}

function nearestName(
  name: string,
  request: SavedRequest,
  row: ReadonlyMap<string, Value>,
  { typed, saved, collection }: Variables,
): string | undefined {
  const names = new Set([...typed.keys(), ...row.keys(), ...saved.keys()]);
  for (const { form } of collection.files) for (const one of form.vars ?? []) names.add(one.name);
  for (const { form } of collection.requests.values()) for (const one of form.save ?? []) names.add(one.name);
  for (const one of collection.requests.keys()) names.add(one);
  if (FUNCTION_NAMES.includes(name)) return `a function begins with $: $${name}`;
  names.delete(request.name);
  const nearest = nearestWord(name, names);
  return nearest === undefined ? `--var ${name}=VALUE sets it` : `did you mean ${nearest}?`;
}
