import type { Options } from '../cli/options.ts';
import { cookieSite } from '../cookies/field.ts';
import { type CookieJar, type CookieSite, openJar } from '../cookies/jar.ts';
import type { Host } from '../host.ts';
import { headerValues } from '../request/headers.ts';
import { originOf } from '../request/url.ts';
import { mergedFields, rememberedFields, withSessionFields } from '../sessions/fields.ts';
import { EMPTY_SESSION, type Session, type SessionField } from '../sessions/session-file.ts';
import { changeSession, readSession, sessionPath } from '../sessions/session-store.ts';
import type { Console } from './console.ts';
import type { CookieEngine } from './cookies.ts';

/** What a reply has set. It is set again in the file's own jar, for another slip may have written there meanwhile. */
interface Learned {
  readonly lines: readonly string[];
  readonly from: CookieSite;
  readonly atSeconds: number;
}

/** A session, open for as long as the run: all parts that name it have the same. */
export interface OpenSession {
  readonly jar: CookieJar;
  /** The cookie engine of a part with the session around it. */
  around(engine: CookieEngine, options: Options, console: Console): CookieEngine;
}

/**
 * Opens a session (`--session`).
 *
 * @throws Failure `usage` for its name, `config` for its file.
 */
export async function openSession(name: string, host: Host): Promise<OpenSession> {
  const path = sessionPath(name, host);
  const nowSeconds = (): number => Math.floor(host.now() / 1000);
  const session = (await readSession(path, host)) ?? EMPTY_SESSION;
  const jar = openJar('slip');
  jar.load(session.cookies, nowSeconds());
  const headers = new Map(session.headers);
  let learned: readonly Learned[] = [];
  let typed = new Map<string, readonly SessionField[]>();
  let saving: Promise<unknown> = Promise.resolve();

  const save = async (): Promise<void> => {
    const news = { learned, typed };
    if (learned.length === 0 && typed.size === 0) return;
    learned = [];
    typed = new Map();
    await changeSession(path, host, (before) => withNews(before, news, nowSeconds()));
  };

  return {
    jar,
    around(engine, options, console) {
      const keeps = options['session-read-only'] !== true;
      const isSaid = (field: string): boolean => {
        const option = OPTION_OF_FIELD[field];
        return option !== undefined && options[option] !== undefined;
      };
      return {
        prepare(plan) {
          return engine.prepare(withSessionFields(plan, headers.get(originOf(plan.url)) ?? [], isSaid));
        },
        learn(exchange) {
          engine.learn(exchange);
          const { plan, head } = exchange;
          const origin = originOf(plan.url);
          // What was typed is for where the line goes, not for where that leads.
          const fields = (plan.auth.origin ?? origin) === origin ? rememberedFields(plan) : [];
          const merged = mergedFields(headers.get(origin) ?? [], fields);
          if (keeps && JSON.stringify(merged) !== JSON.stringify(headers.get(origin) ?? [])) {
            headers.set(origin, merged);
            typed.set(origin, mergedFields(typed.get(origin) ?? [], fields));
          }
          const own = plan.auth.attached?.cookie?.[0];
          // A profile's cookie stays the profile's, also where the server hands it back.
          const lines = headerValues(head.headers, 'Set-Cookie').filter(
            (line) => own === undefined || line.split('=', 1)[0]?.trim() !== own,
          );
          if (keeps && lines.length > 0) {
            learned = [...learned, { lines, from: cookieSite(plan), atSeconds: nowSeconds() }];
          }
        },
        async save(stdout) {
          // One after the other, where transfers run side by side.
          const writing = saving.then(save);
          saving = writing.catch(() => {});
          const status = await writing.then(
            () => 0,
            (error) => console.failure(error),
          );
          // Behind it, as nobody may read what it prints.
          return (await engine.save(stdout)) || status;
        },
      };
    },
  };
}

/** Options that say a field: with one of them the session's does not count. */
const OPTION_OF_FIELD: Readonly<Record<string, 'user-agent' | 'referer' | 'json'>> = {
  'user-agent': 'user-agent',
  referer: 'referer',
  accept: 'json',
};

function withNews(
  before: Session,
  {
    learned,
    typed,
  }: { readonly learned: readonly Learned[]; readonly typed: ReadonlyMap<string, readonly SessionField[]> },
  nowSeconds: number,
): Session {
  const jar = openJar('slip');
  jar.load(before.cookies, nowSeconds);
  for (const { lines, from, atSeconds } of learned) jar.take(lines, from, atSeconds);
  const headers = new Map(before.headers);
  for (const [origin, fields] of typed) headers.set(origin, mergedFields(headers.get(origin) ?? [], fields));
  return { headers, cookies: jar.all(nowSeconds) };
}
