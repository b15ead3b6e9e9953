import { Failure } from '../failure.ts';
import type { HeaderEdit, RequestDraft } from '../request/draft.ts';
import { encodeDataUrlencode } from '../request/form.ts';
import { type Glob, type GlobPick, literalGlob, parseGlob, pickAt } from '../request/glob.ts';
import { parseCurlHeaderLine, parseHeaderLine, shownLine } from '../request/header-line.ts';
import type { Item } from '../request/items.ts';
import type { Disposition } from '../request/multipart.ts';
import type { Dialect } from '../request/plan.ts';
import { type BodyWords, readBody, type TypedBody } from './body.ts';
import { readBytes, readData, readUrlencoded } from './body-given.ts';
import { readConditions, resumedBody } from './conditions.ts';
import type { Inputs } from './inputs.ts';
import { atHome, itemText } from './item-files.ts';
import { readLogin } from './login.ts';
import type { Options } from './options.ts';
import type { Invocation } from './parse.ts';
import { typedBoundary, withBoundary } from './typed-boundary.ts';
import { type RequestWords, sortWords } from './words.ts';

/** One URL of a line, which by its sets and ranges may stand for many. */
export interface DraftSeries {
  /** How many requests it stands for: those of the URL, for each file of `-T`. */
  readonly count: bigint;
  /** @param index from 0, below the count; each at most once, as it may claim stdin. */
  at(index: bigint): Promise<PickedDraft>;
}

/** A draft, and what the sets and ranges of its URL and of its file are: for names with `#1`. */
export interface PickedDraft {
  readonly draft: RequestDraft;
  /** `undefined` where `-g` takes the meaning from them. */
  readonly picks: readonly GlobPick[] | undefined;
}

/**
 * The requests of a command line, URL by URL: each is read when it is reached. What else the line names is read once,
 * before the first.
 *
 * @param boundary makes one for a multipart body: random, so that no content can hold it.
 * @param warn is told what is sent all the same though it looks wrong.
 * @throws Failure `usage` for what cannot be meant, `read` for a file of curl's options that cannot be read; from a
 * series, those of its file of `-T`, and `url` for sets and ranges that are none.
 */
export async function draftsFromInvocation(
  invocation: Invocation,
  inputs: Inputs,
  boundary: () => string,
  warn: (sentence: string) => Promise<void> = async () => {},
): Promise<Iterable<DraftSeries>> {
  const { options } = invocation;
  const words = requestWords(invocation);
  if (invocation.dialect === 'slip') refuseSurplusFiles(options, words.urls.length);
  const items = words.items.map((item) => atHome(item, inputs.env));
  const method = typedMethod(words, options);
  const user = await readUser(options, inputs);
  const typedHeaders = await readHeaders(invocation, items, inputs, warn);
  const headers = invocation.dialect === 'curl' ? withJsonHeaders(typedHeaders, options) : typedHeaders;
  const proxyHeaders = await readHeaderLines('proxy-header', invocation, inputs, warn);
  const bodyWords: BodyWords = {
    ...invocation,
    items,
    uploadPath: undefined,
    boundary: () => typedBoundary(headers, invocation.dialect) ?? boundary(),
    disposition: invocation.dialect === 'curl' ? dispositionBy(headers) : 'form-data',
  };
  const query = await readQuery(bodyWords, inputs);
  const shared = await readBody(bodyWords, inputs);
  const { continueAt, ...conditions } = await readConditions(
    options,
    invocation.dialect,
    words.urls.length,
    inputs,
    warn,
  );
  const draftOf = (url: string, body: TypedBody): RequestDraft => ({
    method,
    url,
    pathAsIs: options['path-as-is'] === true,
    requestTarget: typedTarget(options['request-target']),
    headers: [...withBoundary(headers, body.source, invocation.dialect), ...conditions.headers],
    proxyHeaders,
    query,
    ...resumedBody(body.source, continueAt),
    range: conditions.range,
    timeCondition: conditions.timeCondition,
    continueAt,
    impliedMethod: options.head ? 'HEAD' : body.impliedMethod,
    contentType: body.contentType,
    accept: body.accept ?? '*/*',
    uploadName: body.uploadName,
    userAgent: typedValue('User-Agent', options['user-agent'], invocation.dialect),
    referer: typedValue('Referer', options.referer?.replace(/;auto$/, '')),
    cookies: typedValue('Cookie', literalCookies(options.cookie)),
    user,
    ...(invocation.secrets?.length ? { secrets: invocation.secrets } : {}),
  });
  const globOf = (text: string): Glob =>
    options.globoff ? literalGlob(text) : parseGlob(text, { strict: invocation.dialect === 'curl' });
  return seriesOf(Math.max(words.urls.length, 1), (urlIndex) => {
    const typedUrl = words.urls[urlIndex];
    if (typedUrl === undefined) {
      throw new Failure('usage', 'there is no URL', { hint: 'slip curl [OPTION…] URL…' });
    }
    const urls = globOf(typedUrl);
    const typedPath = options['upload-file']?.[urlIndex];
    const paths = typedPath === undefined ? undefined : globOf(typedPath);
    const count = urls.count * (paths?.count ?? 1n);
    if (shared.source.kind === 'stdin' && (words.urls.length > 1 || count > 1n)) {
      throw new Failure('usage', 'stdin can be sent to one URL only');
    }
    return {
      count,
      async at(index) {
        const url = pickAt(urls, index % urls.count);
        const path = paths && pickAt(paths, index / urls.count);
        const body = path ? await readBody({ ...bodyWords, uploadPath: path.text }, inputs) : shared;
        const picks = path ? [url, path] : [url];
        return { draft: draftOf(url.text, body), picks: options.globoff ? undefined : picks };
      },
    };
  });
}

/** Each series when it is asked for; one that cannot be read is one draft that cannot be made, told in its turn. */
function* seriesOf(count: number, seriesAt: (urlIndex: number) => DraftSeries): Generator<DraftSeries> {
  for (let urlIndex = 0; urlIndex < count; urlIndex++) {
    let series: DraftSeries;
    try {
      series = seriesAt(urlIndex);
    } catch (error) {
      series = { count: 1n, at: () => Promise.reject(error) };
    }
    yield series;
  }
}

/** In curl's manner every word is a URL. */
function requestWords({ dialect, words, options }: Invocation): RequestWords {
  if (dialect === 'slip') return sortWords(words, options.url ?? []);
  return { method: undefined, urls: words, items: [] };
}

function refuseSurplusFiles(options: Options, urlCount: number): void {
  for (const name of ['output', 'upload-file'] as const) {
    const count = options[name]?.length ?? 0;
    if (count > urlCount)
      throw new Failure(
        'usage',
        `--${name} is given ${count} times for ${urlCount === 1 ? 'one URL' : `${urlCount} URLs`}`,
      );
  }
}

function typedMethod(words: RequestWords, options: Options): string | undefined {
  const { request } = options;
  if (request === undefined) return words.method;
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(request)) {
    throw new Failure('usage', 'this is not a method', {
      at: { text: `-X ${request}`, start: 3, end: 3 + Math.max(1, request.length) },
    });
  }
  if (words.method !== undefined && words.method.toLowerCase() !== request.toLowerCase()) {
    throw new Failure('usage', `the method ${words.method} and -X ${request} disagree`);
  }
  return request;
}

/** As in curl nobody is asked for a password beside a bearer token. */
async function readUser(options: Options, inputs: Inputs): Promise<RequestDraft['user']> {
  const { user } = options;
  if (user === undefined) return undefined;
  return await readLogin(
    options['oauth2-bearer'] === undefined || user.includes(':') ? user : `${user}:`,
    'user',
    inputs,
  );
}

/** The value of a header that has an option of its own; empty sends none, as in curl. */
function typedValue(name: string, value: string | undefined, dialect: Dialect = 'slip'): string | undefined {
  if (value === undefined || value === '') return value;
  // curl sends the white space at the end along.
  if (dialect === 'curl' && /^\S[^\r\n\0]*$/.test(value)) return Buffer.from(value, 'utf8').toString('latin1');
  const [edit] = parseHeaderLine(`${name}: ${value}`);
  return edit?.kind === 'send' ? edit.value : '';
}

/** A target that cannot end its line early. */
function typedTarget(target: string | undefined): string | undefined {
  const forbidden = target === undefined ? null : /[\0-\x20\x7f]/.exec(target);
  if (target === undefined || forbidden === null) return target;
  throw new Failure('usage', 'a request target cannot hold a space or control character', {
    at: { text: target, start: forbidden.index, end: forbidden.index + 1 },
  });
}

/** Header options and items in the order typed, options first. An item that drops a name drops what was typed before it. */
async function readHeaders(
  invocation: Invocation,
  items: readonly Item[],
  inputs: Inputs,
  warn: (sentence: string) => Promise<void>,
): Promise<readonly HeaderEdit[]> {
  let edits: HeaderEdit[] = [...(await readHeaderLines('header', invocation, inputs, warn))];
  if (invocation.options['user-agent'] === '') edits.push({ kind: 'remove', name: 'User-Agent' });
  for (const item of items) {
    if (item.kind === 'header-removed') {
      edits = edits.filter(({ name }) => name.toLowerCase() !== item.name.toLowerCase());
      edits.push({ kind: 'remove', name: item.name });
    }
    if (item.kind === 'header-empty') edits.push({ kind: 'send', name: item.name, value: '' });
    if (item.kind !== 'header') continue;
    const value = await itemText(item.value, inputs);
    edits.push(...parseHeaderLine(`${item.name}: ${item.value.from === 'file' ? value.trim() : value}`));
  }
  return edits;
}

/** Lines of `-H` or `--proxy-header`; `@FILE` holds several. */
async function readHeaderLines(
  option: 'header' | 'proxy-header',
  { dialect, options }: Invocation,
  inputs: Inputs,
  warn: (sentence: string) => Promise<void>,
): Promise<readonly HeaderEdit[]> {
  const parse = dialect === 'curl' ? parseCurlHeaderLine : parseHeaderLine;
  const edits: HeaderEdit[] = [];
  for (const line of options[option] ?? []) {
    if (!line.startsWith('@')) {
      if (dialect === 'curl' && !/[:;]/.test(line)) await warn(`${shownLine(line)} is no header line, and is not sent`);
      edits.push(...parse(line));
      continue;
    }
    const text = Buffer.from(await inputs.read(line.slice(1), 'read')).toString('utf8');
    for (const fileLine of text.split(/\r?\n/)) if (fileLine.trim() !== '') edits.push(...parse(fileLine));
  }
  return edits;
}

/** In curl's manner a typed Content-Type says whether a multipart body is a form. */
function dispositionBy(headers: readonly HeaderEdit[]): Disposition {
  const typed = headers.find(({ name }) => name.toLowerCase() === 'content-type');
  if (typed === undefined) return 'form-data';
  return typed.kind === 'send' && /^multipart\/form-data(?:[;\s]|$)/i.test(typed.value) ? 'form-data' : 'attachment';
}

async function readQuery(words: BodyWords, inputs: Inputs): Promise<readonly string[]> {
  const pairs: string[] = [];
  for (const { name, value } of words.occurrences) {
    if (name !== 'url-query') continue;
    const text = String(value);
    pairs.push(text.startsWith('+') ? text.slice(1) : await readUrlencoded(text, inputs));
  }
  if (words.options.get) {
    const data = Buffer.from(await readData(words, inputs)).toString('utf8');
    if (data !== '') pairs.push(data);
  }
  for (const item of words.items) {
    if (item.kind !== 'query') continue;
    const bytes = await readBytes(item.value, inputs, 'usage');
    // The line end that editors put at the end of a file is no part of the value, as in HTTPie.
    const value = item.value.from === 'file' && bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
    pairs.push(`${encodeDataUrlencode(undefined, Buffer.from(item.name))}=${encodeDataUrlencode(undefined, value)}`);
  }
  return pairs;
}

/** In curl's manner `--json` types two headers behind those that are typed. */
function withJsonHeaders(headers: readonly HeaderEdit[], { json }: Options): readonly HeaderEdit[] {
  if (json === undefined) return headers;
  const missing = ['Content-Type', 'Accept'].filter(
    (name) => !headers.some((edit) => edit.name.toLowerCase() === name.toLowerCase()),
  );
  return [...headers, ...missing.map((name): HeaderEdit => ({ kind: 'send', name, value: 'application/json' }))];
}

/** The cookies among the values of `-b`, which have a `=`; the others name files. Joined as curl joins them. */
function literalCookies(values: readonly string[] | undefined): string | undefined {
  const literal = (values ?? []).filter((value) => value.includes('='));
  if (literal.length === 0) return undefined;
  return literal.reduce((line, value) => `${line};${/^[ \t]/.test(value) ? '' : ' '}${value}`);
}
