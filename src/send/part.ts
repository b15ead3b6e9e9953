import { authorized } from '../auth/authorize.ts';
import { mayConcern } from '../auth/mention.ts';
import { type DraftSeries, draftsFromInvocation, type PickedDraft } from '../cli/draft.ts';
import type { Inputs } from '../cli/inputs.ts';
import { type OptionName, type Options, optionForm } from '../cli/options.ts';
import type { Invocation } from '../cli/parse.ts';
import { chooseTrace } from '../cli/trace-choice.ts';
import { sortWords } from '../cli/words.ts';
import { configFolder } from '../config/paths.ts';
import { resolveSettings, type SettingsResolver } from '../config/settings.ts';
import type { CookieJar } from '../cookies/jar.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { StrictHosts } from '../hosts/hsts.ts';
import type { Transport } from '../http/transport.ts';
import type { TokenParts } from '../oauth/tokens.ts';
import type { ProfileEngine } from '../profiles/engine.ts';
import { backgroundOf, colorLevel } from '../render/color-level.ts';
import { openTheme, type Theme } from '../render/paint.ts';
import { withTypedParts } from '../render/url-parts.ts';
import { decideView, type View } from '../render/view.ts';
import { acceptedCodings } from '../request/codings.ts';
import type { RequestDraft } from '../request/draft.ts';
import { CURL_USER_AGENT, type Dialect, type PlanSettings, planRequest, type RequestPlan } from '../request/plan.ts';
import { hrefOf } from '../request/url.ts';
import { etagFile } from '../store/etag-file.ts';
import { headerDump } from '../store/header-dump.ts';
import { openAuthTools, withProxyPassword } from './auth-tools.ts';
import { type Console, openConsole } from './console.ts';
import type { CookieEngine } from './cookies.ts';
import type { Desk, PlannedTransfer } from './desk.ts';
import { destinationOf } from './destination.ts';
import type { Events } from './events.ts';
import type { HostMemory } from './host-memory.ts';
import type { Pages } from './pages.ts';
import type { Picker } from './pick.ts';
import type { profilesFor } from './profiles.ts';
import type { OpenSession } from './session.ts';
import { openWriteOut } from './write-out.ts';

/** One part of a line between `--next`: its requests, and what they share. */
export interface Part {
  readonly series: Iterable<DraftSeries>;
  /** @throws Failure `url`, `protocol`, `argument`, `login`, `read` of netrc. */
  readonly plan: (picked: PickedDraft, urlIndex: number, transferIndex: number) => PlannedTransfer;
  readonly desk: Desk;
}

/** Opens the memory of one part; every part of a run is given the same opener. */
type MemoryOpener = (invocation: Invocation, console: Console) => Promise<HostMemory | undefined>;

/** Loads what `--hsts` and `--alt-svc` need, where one of them stands. */
export function memoryOpener(host: Host): MemoryOpener {
  let strictHosts: StrictHosts | undefined;
  return async ({ options, dialect }, console) => {
    if (options.hsts === undefined && options['alt-svc'] === undefined) return undefined;
    const { noStrictHosts, openHostMemory } = await import('./host-memory.ts');
    strictHosts ??= noStrictHosts();
    return await openHostMemory({ strictHosts, options, dialect, host, console });
  };
}

/** Opens the cookie engine of one part, likewise. */
type CookieOpener = (invocation: Invocation, console: Console) => Promise<CookieEngine | undefined>;

/** Loads the cookie engine where a part asks for one; all have one jar, but that a session has its own. */
export function cookieOpener(inputs: Inputs, host: Host): CookieOpener {
  let jar: CookieJar | undefined;
  const sessions = new Map<string, Promise<OpenSession>>();
  return async ({ options, dialect }, console) => {
    const { session: name } = options;
    const namesFile = options.cookie?.some((value) => !value.includes('=')) === true;
    if (name === undefined && options['session-read-only']) {
      throw new Failure('usage', '--session-read-only needs --session');
    }
    if (name === undefined && !namesFile && options['cookie-jar'] === undefined) return undefined;
    const { emptyJar, openCookieEngine } = await import('./cookies.ts');
    if (name === undefined) {
      jar ??= emptyJar(dialect);
      return await openCookieEngine({ jar, options, dialect, inputs, host, console });
    }
    const opening = sessions.get(name) ?? (await import('./session.ts')).openSession(name, host);
    sessions.set(name, opening);
    const session = await opening;
    const parts = { jar: session.jar, options, dialect, inputs, host, console };
    return session.around(await openCookieEngine(parts), options, console);
  };
}

/** Opens the profiles of one part, likewise. */
type ProfileOpener = (
  invocation: Invocation,
  console: Console,
  channel: TokenParts['channel'],
) => Promise<ProfileEngine | undefined>;

/** Loads profiles where one may be for the line. `slip curl` does as curl does, unless one is named. */
export function profileOpener(host: Host): ProfileOpener {
  let open: ReturnType<typeof profilesFor> | undefined;
  let reading: Promise<string | undefined> | undefined;
  return async (invocation, console, channel) => {
    const { options, dialect, own = options } = invocation;
    const { auth: named } = options;
    const carries = invocation.carries ?? [];
    const attachesNone = named === false || (named === undefined && dialect === 'curl');
    if (attachesNone && carries.length === 0) return undefined;
    if (named === undefined && carries.length === 0) {
      reading ??= authText(host);
      const text = await reading;
      if (text === undefined || !mayNeedProfile(text, invocation)) return undefined;
    }
    open ??= (await import('./profiles.ts')).profilesFor(host);
    const line = {
      attachesNone,
      carries,
      allowsInsecure: own['allow-insecure-auth'] === true,
      isTrustBorrowed: TRUSTING.some((name) => options[name] !== own[name]),
    };
    return await open(options, line, console, channel);
  };
}

/** Options that say which certificates count. */
const TRUSTING = ['insecure', 'cacert', 'capath'] as const;

/** The text of auth.yaml, if there is one; of one that cannot be read, what might be about any URL. */
async function authText({ env, platform, files }: Host): Promise<string | undefined> {
  const folder = configFolder(env, platform);
  if (folder === undefined) return undefined;
  return await files.read(`${folder}/auth.yaml`).then(
    (bytes) => Buffer.from(bytes).toString('utf8'),
    // Files fail with system errors; what they are about is told by who reads the file.
    ({ code }: { code?: string }) => (code === 'ENOENT' || code === 'ENOTDIR' ? undefined : '*'),
  );
}

/** Whether a profile of auth.yaml may be for the URLs of a line, or for where they lead. */
function mayNeedProfile(text: string, { words, options }: Invocation): boolean {
  const leadsOn = LEADING_ON.some((name) => options[name]);
  return leadsOn || mayConcern(text, urlsOf(words, options.url ?? []));
}

/** Options with which a reply may lead to another host. */
const LEADING_ON = ['location', 'location-trusted', 'follow', 'download', 'paginate'] as const;

/** No URLs where the words are no request. */
function urlsOf(words: readonly string[], more: readonly string[]): readonly string[] {
  try {
    return sortWords(words, more).urls;
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

/** What parts of a run share. */
export interface Openers {
  readonly settings: SettingsResolver;
  readonly memory: MemoryOpener;
  readonly cookies: CookieOpener;
  readonly profiles: ProfileOpener;
}

/**
 * A part made ready. In slip's manner the first request of each URL is planned once to begin with, so that nothing is sent
 * of a line that has a fault; curl finds the fault when it gets there.
 *
 * @throws Failure for what keeps the whole part from being sent.
 */
export async function preparePart(
  invocation: Invocation,
  given: Inputs,
  host: Host,
  transport: Transport,
  openers: Openers,
): Promise<Part> {
  const { dialect } = invocation;
  // Nobody is asked for what would be masked.
  const masks = invocation.options['as-curl'] && !invocation.options['show-secrets'];
  const inputs: Inputs = masks ? { ...given, askSecret: async () => '' } : given;
  const options = await withProxyPassword(invocation.options, inputs);
  const settings = openers.settings(options, dialect, await openAuthTools(options, host));
  // What the desk needs of a view depends on no single request.
  const viewOf = viewsFor(invocation, host);
  const view = viewOf('GET', false);
  const theme = await bodyTheme(view, host);
  const linked = await linksFor(view, host);
  const console = openConsole(
    host,
    { ...(await consoleTheme(view, host)), ...(host.stderr.isTerminal && linked) },
    {
      notes: view.notes,
      warnings: options.silent !== true,
      errors: view.errors,
      debug: options.debug === true,
    },
  );
  const picker = await openPicking(options, host, console);
  const pages = await openPages(options, host);
  const memory = await openers.memory(invocation, console);
  const planSettings: PlanSettings = {
    ...settings,
    ...(memory === undefined ? {} : { upgraded: memory.upgraded }),
    acceptEncoding: settings.compressed ? acceptedCodings(host.decodesZstd, dialect) : undefined,
    decodesTyped: options.compressed === true || picker?.body !== undefined,
    userAgent: dialect === 'curl' ? CURL_USER_AGENT : `slip/${host.version}`,
    ...(dialect === 'slip' && { webSocketKey: () => Buffer.from(host.randomBytes(16)).toString('base64') }),
  };
  const { own } = invocation;
  // Few requests have a profile that asks for it.
  const profiles = await openers.profiles(invocation, console, async () => ({
    settings: own === undefined ? planSettings : { ...planSettings, ...resolveSettings(own, host.env) },
    send: transport.send,
  }));
  const plan: Part['plan'] = (picked, urlIndex, transferIndex) => {
    const { draft } = picked;
    const request = planRequest(draft, planSettings);
    profiles?.check(request);
    // What a request says of who one is is made when it is sent; that it can be made is known now.
    authorized(request, host);
    const destination = destinationOf(invocation, urlIndex, request, picked);
    const view = viewOf(request.method, destination.kind !== 'stdout');
    const isSent = options.offline !== true && options['as-curl'] !== true;
    if (isSent && !view.parts.body) {
      if (picker?.body !== undefined) throw withoutBody(request.method, 'pick from');
      if (pages !== undefined) throw withoutBody(request.method, 'find items in');
    }
    if (request.messages !== undefined && pages !== undefined) throw new Failure('usage', 'a WebSocket has no pages');
    const { timeCondition, range, continueAt } = draft;
    return {
      plan: request,
      origin: { invocation, draft },
      destination,
      view,
      typedUrl: completedUrl(draft, request),
      urlIndex,
      transferIndex,
      // A part is not held to a time (RFC 9110 §13.2.2), in curl neither.
      timeCondition: range === undefined && continueAt === undefined ? timeCondition : undefined,
      continueAt: request.body.kind === 'none' ? continueAt : undefined,
    };
  };
  const series = await draftsFromInvocation(invocation, inputs, () => boundaryFrom(host, dialect), console.warning);
  const desk: Desk = {
    host,
    options,
    theme,
    headTheme:
      options['styled-output'] === false
        ? await openTheme(view.style, 0)
        : { ...theme, ...(host.stdout.isTerminal && linked) },
    console,
    send: transport.send,
    retries: settings.retries,
    memory,
    profiles,
    cookies: await openers.cookies(invocation, console),
    tracer: undefined,
    picker,
    witness: undefined,
    pages,
    events: await openEvents(options),
    keepPace: async () => {},
    insight: undefined,
    headerDump:
      options['dump-header'] === undefined
        ? undefined
        : headerDump(host, options['dump-header'], options['create-dirs'] === true),
    etagFile:
      options['etag-save'] === undefined
        ? undefined
        : etagFile(host.files, options['etag-save'], options['create-dirs'] === true, dialect),
    writeOut: await openWriteOut(options['write-out'], inputs),
  };
  return { ...(dialect === 'slip' ? await checked(series, plan) : { series, plan }), desk };
}

/** Links in heads, for the terminals that have them. */
async function linksFor({ parts, verbose, links }: View, { env }: Host): Promise<Pick<Theme, 'linked'> | undefined> {
  if (links === 'never' || !(parts.head || verbose)) return undefined;
  const { takesLinks, withLinks } = await import('../render/links.ts');
  return takesLinks(links, env) ? { linked: withLinks } : undefined;
}

/** Loads what picking needs, where one of its options stands. */
async function openPicking(options: Options, host: Host, console: Console): Promise<Picker | undefined> {
  const names = Object.keys(options) as OptionName[]; // Object.keys forgets the keys' type
  const isAsked = names.some((name) => optionForm(name).group === 'Picking');
  return isAsked ? (await import('./pick.ts')).openPicker(options, host, console) : undefined;
}

function withoutBody(method: string, use: string): Failure {
  return new Failure(
    'usage',
    `there is no body to ${use}: ${method === 'HEAD' ? 'HEAD asks for none' : '--print leaves it out'}`,
  );
}

/** Loads what lists in pages need, where one of their options stands. */
async function openPages(options: Options, host: Host): Promise<Pages | undefined> {
  if (options.paginate || options['next-from'] !== undefined) {
    return (await import('./pages.ts')).openPages(options, host);
  }
  const alone = (['next-param', 'items', 'max-pages'] as const).find((name) => options[name] !== undefined);
  if (alone !== undefined) throw new Failure('usage', `--${alone} needs --paginate or --next-from`);
  return undefined;
}

/** Loads what following an event stream needs, where one of its options stands. */
async function openEvents(options: Options): Promise<Events | undefined> {
  if (options.reconnect !== true && options['max-events'] === undefined) return undefined;
  return (await import('./events.ts')).openEvents(options);
}

/** The URL as it was typed; in curl's manner with what options have added to it, where they have. */
function completedUrl({ url: typed, query, uploadName = '' }: RequestDraft, { url, dialect }: RequestPlan): string {
  const file = `/${encodeURIComponent(uploadName)}`;
  const isNamed = file !== '/' && url.path.endsWith(file) && !typed.replace(/#.*$/s, '').endsWith(file);
  if (dialect === 'slip' || (query.join('') === '' && !isNamed)) return typed;
  return withTypedParts(`${hrefOf(url)}${url.fragment ?? ''}`, typed);
}

/** Plans the first request of each URL; what is sent first need not be planned again. */
async function checked(series: Iterable<DraftSeries>, plan: Part['plan']): Promise<Pick<Part, 'series' | 'plan'>> {
  const all: DraftSeries[] = [];
  let begun: { readonly picked: PickedDraft; readonly planned: PlannedTransfer } | undefined;
  for (const one of series) {
    const first = await one.at(0n);
    const planned = plan(first, all.length, 0);
    begun ??= { picked: first, planned };
    all.push({ count: one.count, at: async (index) => (index === 0n ? first : await one.at(index)) });
  }
  return {
    series: all,
    plan: (picked, urlIndex, transferIndex) =>
      begun?.picked === picked && transferIndex === 0 ? begun.planned : plan(picked, urlIndex, transferIndex),
  };
}

/** Random, so that no content can hold it; curl's has this form and length. */
function boundaryFrom(host: Host, dialect: Dialect): string {
  const random = Buffer.from(host.randomBytes(18)).toString('hex');
  return dialect === 'curl' ? `${'-'.repeat(24)}${random.slice(0, 22)}` : `slip-${random}`;
}

/** The views of a part's requests, decided once for each method and kind of destination. */
function viewsFor(
  { options, dialect, occurrences }: Invocation,
  { env, platform, stdout, stderr }: Host,
): (method: string, bodyToFile: boolean) => View {
  const views = new Map<string, View>();
  return (method, bodyToFile) => {
    const key = `${method} ${bodyToFile}`;
    const known = views.get(key);
    if (known !== undefined) return known;
    const view = decideView(options, method, {
      dialect,
      isTraced: chooseTrace(occurrences, dialect)?.replacesVerbose === true,
      stdoutIsTerminal: stdout.isTerminal,
      stderrIsTerminal: stderr.isTerminal,
      stdoutColors: colorLevel({ isTerminal: stdout.isTerminal, env, platform }),
      background: backgroundOf(env),
      isDumb: env.TERM === 'dumb',
      refusesColor: Boolean(env.NO_COLOR),
      bodyToFile,
    });
    views.set(key, view);
    return view;
  };
}

/** Colours of stdout: those of its terminal, or for a pipe that asked for them as many as the terminal around it has. */
async function bodyTheme(view: View, host: Host): Promise<Theme> {
  if (!view.colored) return await openTheme(view.style, 0);
  const { NO_COLOR: _refused, ...env } = host.env;
  return await openTheme(
    view.style,
    colorLevel({ isTerminal: host.stdout.isTerminal, env, platform: host.platform, asked: true }),
  );
}

async function consoleTheme(view: View, host: Host): Promise<Theme> {
  const { env, platform, stderr } = host;
  return await openTheme(view.style, colorLevel({ isTerminal: stderr.isTerminal, env, platform }));
}
