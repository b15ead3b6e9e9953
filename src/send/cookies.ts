import type { Inputs } from '../cli/inputs.ts';
import type { Options } from '../cli/options.ts';
import { cookieSite, withCookies } from '../cookies/field.ts';
import { type CookieJar, openJar } from '../cookies/jar.ts';
import { type CookieFile, parseCookieFile, printCookieFile } from '../cookies/netscape.ts';
import { Failure } from '../failure.ts';
import { BrokenPipe, type Host, type Sink } from '../host.ts';
import type { Exchange } from '../request/exchange.ts';
import { headerValues } from '../request/headers.ts';
import type { Dialect, RequestPlan } from '../request/plan.ts';
import { writeWholeFile } from '../store/whole-file.ts';
import type { Console } from './console.ts';

/** The cookie engine of one part of a command line. Every part has the same jar, which lives as long as the run. */
export interface CookieEngine {
  /** The plan with the cookies that its URL gets by now: for each hop anew. */
  prepare(plan: RequestPlan): RequestPlan;
  /** Keeps what a reply sets, be it a redirect or a refusal. */
  learn(exchange: Exchange): void;
  /** Writes the jar where `-c` says, after each transfer. Gives the exit status that a failure to do so means. */
  save(stdout: Sink): Promise<number>;
}

/** What an engine is made from. */
export interface EngineParts {
  readonly jar: CookieJar;
  readonly options: Options;
  readonly dialect: Dialect;
  readonly inputs: Inputs;
  readonly host: Host;
  readonly console: Console;
}

/** The jar of a run, empty. */
export function emptyJar(dialect: Dialect): CookieJar {
  return openJar(dialect);
}

/**
 * Reads the files that `-b` names. Their cookies go into the jar with the first request of this part, so that no earlier
 * part sends them.
 *
 * @throws Failure `usage` when stdin is asked for twice.
 */
export async function openCookieEngine({
  jar,
  options,
  dialect,
  inputs,
  host,
  console,
}: EngineParts): Promise<CookieEngine> {
  const nowSeconds = (): number => Math.floor(host.now() / 1000);
  const files = await readFiles(options.cookie ?? [], dialect, inputs, console, nowSeconds());
  let isLoaded = false;
  let saving: Promise<unknown> = Promise.resolve();
  const load = (): void => {
    if (isLoaded) return;
    isLoaded = true;
    const keepsSession = options['junk-session-cookies'] !== true;
    for (const { cookies } of files) {
      jar.load(
        cookies.filter(({ expiresAtSeconds }) => keepsSession || expiresAtSeconds !== undefined),
        nowSeconds(),
      );
    }
  };
  const write = async (path: string, stdout: Sink): Promise<void> => {
    const text = Buffer.from(printCookieFile(jar.all(nowSeconds())), 'latin1');
    if (path === '-') await stdout.write(text);
    else await writeWholeFile(host, path, text);
  };
  return {
    prepare(plan) {
      load();
      return withCookies(plan, jar.cookiesFor(cookieSite(plan), nowSeconds()), options.session !== undefined);
    },
    learn({ plan, head }) {
      jar.take(headerValues(head.headers, 'Set-Cookie'), cookieSite(plan), nowSeconds());
    },
    async save(stdout) {
      const path = options['cookie-jar'];
      if (path === undefined) return 0;
      load();
      // One after the other, where transfers run side by side: the last to begin has seen the most.
      const writing = saving.then(() => write(path, stdout));
      saving = writing.catch(() => {});
      try {
        await writing;
        return 0;
      } catch (error) {
        if (error instanceof BrokenPipe) throw error;
        if (dialect === 'slip' || !(error instanceof Failure)) return await console.failure(error);
        // In curl the exit status tells nothing.
        await console.warning(`the cookies were not saved: ${error.message}`);
        return 0;
      }
    },
  };
}

/** A file that is not there holds no cookies: so it is when `-b` and `-c` name one that is still to be made. */
async function readFiles(
  values: readonly string[],
  dialect: Dialect,
  inputs: Inputs,
  console: Console,
  nowSeconds: number,
): Promise<readonly CookieFile[]> {
  const files: CookieFile[] = [];
  for (const path of values.filter((value) => value !== '' && !value.includes('='))) {
    try {
      const text = Buffer.from(await inputs.read(path, 'read')).toString('latin1');
      const file = parseCookieFile(text, nowSeconds, dialect);
      if (file.badLines.length > 0)
        await console.warning(badLinesSentence(path === '-' ? 'stdin' : path, file.badLines));
      files.push(file);
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'read') throw error;
      const { code } = (error.cause ?? {}) as { code?: string }; // a system error
      if (code !== 'ENOENT') await console.warning(`${error.message}, and has no cookies`);
    }
  }
  return files;
}

/** How many line numbers are told. */
const TOLD_LINES = 5;

function badLinesSentence(path: string, badLines: readonly number[]): string {
  const told = badLines.slice(0, TOLD_LINES);
  const more = badLines.length - told.length;
  const numbers = more > 0 ? `${told.join(', ')} and ${more} more` : told.join(', ').replace(/, (\d+)$/, ' and $1');
  return `${path}: ${badLines.length === 1 ? `line ${numbers} is no cookie` : `lines ${numbers} are no cookies`}`;
}
