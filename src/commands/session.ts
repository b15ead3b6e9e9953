import type { Command, CommandLine } from '../cli/command-row.ts';
import { SESSION } from '../cli/commands/session.ts';
import type { Cookie } from '../cookies/cookie.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { readableText, shownText } from '../render/message.ts';
import type { Session } from '../sessions/session-file.ts';
import { readSession, sessionNames, sessionPath } from '../sessions/session-store.ts';
import { withLock } from '../store/lock.ts';

/** `slip session`: looks after sessions. */
export const SESSION_COMMAND: Command<typeof SESSION> = { table: SESSION, run };

async function run(host: Host, line: CommandLine<typeof SESSION>): Promise<number> {
  const [name = ''] = line.words;
  switch (line.verb) {
    case 'list': {
      const names = await sessionNames(host);
      if (names.length === 0 && !line.options.json) {
        await host.stderr.write('slip: there are no sessions: slip --session NAME URL begins one\n');
        return 0;
      }
      await print(host, line.options.json ? names : names.map((one) => `${one}\n`).join(''));
      return 0;
    }
    case 'show': {
      const session = await readSession(sessionPath(name, host), host);
      if (session === undefined) throw await unknownSession(name, host);
      const shown = line.options['show-secrets'] ? session : masked(session);
      await print(host, line.options.json ? { name, ...facts(shown) } : sessionText(shown));
      return 0;
    }
    case 'clear': {
      const path = sessionPath(name, host);
      await withLock(host, path, async () => {
        try {
          await host.files.remove(path);
        } catch (cause) {
          const { code } = cause as { code?: string }; // files fail with system errors
          if (code === 'ENOENT') throw await unknownSession(name, host);
          throw new Failure('write', `${path} cannot be removed`, { cause });
        }
      });
      if (line.options.json) await print(host, { cleared: name });
      return 0;
    }
  }
}

async function print({ stdout }: Host, what: string | object): Promise<void> {
  await stdout.write(typeof what === 'string' ? what : `${jsonText(what)}\n`);
}

/** JSON leaves the upper control characters as they are, and a cookie may have brought one. */
function jsonText(what: object): string {
  const text = JSON.stringify(what, (_key, value) => (typeof value === 'string' ? readableText(value) : value), 2);
  return text.replace(/[\x7f-\x9f]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

async function unknownSession(name: string, host: Host): Promise<Failure> {
  const names = await sessionNames(host);
  return new Failure('usage', `there is no session ${name}`, {
    hint:
      names.length === 0
        ? `slip --session ${name} URL begins one`
        : `there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`,
  });
}

function masked({ headers, cookies }: Session): Session {
  return { headers, cookies: cookies.map((cookie) => ({ ...cookie, value: '(secret)' })) };
}

function facts({ headers, cookies }: Session): object {
  return { headers: Object.fromEntries(headers), cookies };
}

/** A section for each origin that has headers, and for each domain that has cookies. */
function sessionText({ headers, cookies }: Session): string {
  const lines = [...headers].flatMap(([origin, fields]) => [
    origin,
    ...fields.map(([name, value]) => `  ${name}: ${value}`),
  ]);
  const domains = [...new Set(cookies.map(({ domain }) => domain))].sort();
  for (const domain of domains) {
    const own = cookies.filter((cookie) => cookie.domain === domain);
    lines.push(`cookies of ${domain}`, ...own.map(cookieText));
  }
  return lines.map((line) => `${shownText(line)}\n`).join('');
}

/** The last that a date can have; the first is as far off. */
const LAST_SECOND = 8.64e12;

function cookieText({ name, value, path, isSecure, expiresAtSeconds }: Cookie): string {
  const end =
    expiresAtSeconds === undefined
      ? ''
      : `, until ${new Date(Math.max(-LAST_SECOND, Math.min(expiresAtSeconds, LAST_SECOND)) * 1000).toISOString()}`;
  return `  ${name}=${value}  ${path}${isSecure ? ', https only' : ''}${end}`;
}
