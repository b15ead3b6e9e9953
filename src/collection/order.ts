import { failureAt } from '../yaml/place.ts';
import { type Collection, findRequest, type SavedRequest } from './collection.ts';
import { isTemplate, namesIn, parseTemplate } from './template.ts';

/** A request that another one needs, and how that is known. */
export interface Need {
  readonly request: SavedRequest;
  /** The name that stands for a value of it; `undefined` for `after`. */
  readonly value?: string;
}

/**
 * The requests to send, in order: those that are wanted as they stand in the document, each behind what it needs.
 *
 * @param isGiven whether a variable has a value without any request.
 * @throws Failure `config` for requests that need each other, and for one that needs what goes last.
 */
export function inOrder(
  collection: Collection,
  wanted: readonly SavedRequest[],
  isGiven: (name: string, request: SavedRequest) => boolean,
): readonly SavedRequest[] {
  const savers = saversOf(collection);
  const done = new Set<SavedRequest>();
  // No function that calls itself: a file with a chain of many thousands must not overflow the stack.
  const visit = (first: SavedRequest): void => {
    const open = new Map<SavedRequest, Iterator<Need>>();
    const path: SavedRequest[] = [];
    const enter = (request: SavedRequest): void => {
      if (done.has(request)) return;
      if (open.has(request)) throw cycle(path.slice(path.indexOf(request)));
      open.set(request, needsOf(request, collection, savers, isGiven).values());
      path.push(request);
    };
    enter(first);
    for (let request = path.at(-1); request !== undefined; request = path.at(-1)) {
      const next = open.get(request)?.next();
      if (next === undefined || next.done === true) {
        path.pop();
        open.delete(request);
        done.add(request);
      } else {
        const needed = next.value.request;
        if (needed.form.always === true && request.form.always !== true) throw lateNeed(request, needed);
        enter(needed);
      }
    }
  };
  const rank = new Map([...collection.requests.values()].map((request, index) => [request, index]));
  for (const request of [...wanted].sort((left, right) => (rank.get(left) ?? 0) - (rank.get(right) ?? 0)))
    visit(request);
  // What cleans up comes last, whatever its place.
  return [...done].sort((left, right) => Number(left.form.always ?? false) - Number(right.form.always ?? false));
}

/** What a request needs: `after`, requests that a template names, and those that save what a template names. */
export function needsOf(
  request: SavedRequest,
  { requests }: Collection,
  savers: ReadonlyMap<string, readonly SavedRequest[]>,
  isGiven: (name: string, request: SavedRequest) => boolean,
): readonly Need[] {
  const needs: Need[] = [];
  const add = (need: Need): void => {
    // A value of its own, as `until` may name one, is nothing to wait for; `after` itself is a circle.
    if (need.request === request && need.value !== undefined) return;
    if (!needs.some((one) => one.request === need.request)) needs.push(need);
  };
  for (const name of request.form.after ?? []) {
    const found = findRequest(name.text, request.home, requests);
    if (found !== undefined) add({ request: found });
  }
  for (const steps of pathsIn(request)) {
    const [name] = steps;
    const answered = answeredRequest(steps, request, requests);
    if (answered !== undefined) add({ request: answered.request, value: answered.request.name });
    else if (!isGiven(name, request)) {
      const [saver] = savers.get(name) ?? [];
      if (saver !== undefined) add({ request: saver, value: name });
    }
  }
  return needs;
}

/** Which requests save a value of each name, in the order of the document. */
export function saversOf({ requests }: Collection): ReadonlyMap<string, readonly SavedRequest[]> {
  const savers = new Map<string, SavedRequest[]>();
  for (const request of requests.values()) {
    for (const { name } of request.form.save ?? []) savers.set(name, [...(savers.get(name) ?? []), request]);
  }
  return savers;
}

/** The request whose answer a path is about, `{{login.body.id}}`, and the steps that are left; names may have dots. */
export function answeredRequest(
  steps: readonly (string | number)[],
  { home }: SavedRequest,
  requests: Collection['requests'],
): { readonly request: SavedRequest; readonly rest: readonly (string | number)[] } | undefined {
  for (let length = steps.length - 1; length > 0; length--) {
    const found = findRequest(steps.slice(0, length).join('.'), home, requests);
    if (found !== undefined) return { request: found, rest: steps.slice(length) };
  }
  return undefined;
}

/** The requests whose answers templates of a collection name: `{{login.body.id}}`. */
export function answeredRequests(collection: Collection): ReadonlySet<SavedRequest> {
  const answered = new Set<SavedRequest>();
  for (const request of collection.requests.values()) {
    for (const steps of pathsIn(request)) {
      const found = answeredRequest(steps, request, collection.requests);
      if (found !== undefined) answered.add(found.request);
    }
  }
  return answered;
}

/** The variables that templates of a collection name: no requests. */
export function namesUsed(collection: Collection): ReadonlySet<string> {
  const names = new Set<string>();
  for (const request of collection.requests.values()) {
    for (const steps of pathsIn(request)) {
      if (answeredRequest(steps, request, collection.requests) === undefined) names.add(steps[0]);
    }
  }
  return names;
}

type Steps = readonly [string, ...(string | number)[]];

const NO_PATHS: readonly Steps[] = [];

/** What was found in a request, which several ask for and nothing changes. */
const knownPaths = new WeakMap<SavedRequest, readonly Steps[]>();

/** The paths of all templates of a request; a file with one that cannot be read is refused before. */
function pathsIn(request: SavedRequest): readonly Steps[] {
  const known = knownPaths.get(request);
  if (known !== undefined) return known;
  const found: Steps[] = [];
  visitTexts(request.form, (text) => {
    if (!isTemplate(text)) return;
    for (const piece of parseTemplate(text)) {
      if (piece.kind === 'expression') for (const { steps } of namesIn(piece.expression)) found.push(steps);
    }
  });
  const paths = found.length === 0 ? NO_PATHS : found;
  knownPaths.set(request, paths);
  return paths;
}

/** Takes the texts in what a shape has read; a generator of them, in itself again and again, takes three times as long. */
function visitTexts(part: unknown, take: (text: string) => void): void {
  if (Array.isArray(part)) for (const one of part) visitTexts(one, take);
  else if (typeof part === 'object' && part !== null) {
    if ('kind' in part && part.kind === 'text' && 'text' in part) take(String(part.text));
    else for (const one of Object.values(part)) visitTexts(one, take);
  }
}

function lateNeed({ name, namePlace, home }: SavedRequest, late: SavedRequest): Error {
  return failureAt(
    home.file,
    namePlace,
    `${name} needs ${late.name}, which goes last: it is there to clean up (always)`,
  );
}

function cycle(requests: readonly SavedRequest[]): Error {
  const [first] = requests;
  if (first === undefined) throw new Error('a cycle has at least one request');
  const names = [...requests, first].map(({ name }) => name).join(' → ');
  return failureAt(first.home.file, first.namePlace, `these requests need each other: ${names}`);
}
