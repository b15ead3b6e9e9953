import { Failure } from '../failure.ts';
import { remarkOn } from '../profiles/hunt.ts';
import { spanText } from '../request/date.ts';
import type { Login } from './attendance.ts';
import type { Arrival } from './loopback.ts';
import { interruption } from './trouble.ts';

/** How long the user is waited for, unless said: time to find a password and a second factor. */
const LIMIT_MS = 5 * 60_000;

/** Where the browser goes in the end. */
interface Place {
  readonly redirectUri: string;
  readonly state: string;
  /** Whether the server promises to say there who it is (RFC 9207 §3). */
  readonly saysIssuer: boolean;
}

/**
 * Sends the user to an address, and waits for the browser to come back, or for the address that it was sent to. That is asked
 * for where a browser may not be opened, where there is none, and where slip does not hear it come back.
 *
 * @throws Failure `credential` when the time is over, or when there is neither browser nor user; `interrupted`.
 */
export async function comesBack(
  login: Login,
  address: string,
  place: Place,
  arrival: Promise<Arrival> | undefined,
): Promise<Arrival> {
  const { profile, parts, attendance, signal } = login;
  const { host } = parts;
  const { opensBrowser, limitMs = LIMIT_MS } = attendance;
  const remark = remarkOn(host);
  const over = new AbortController();
  const asking = AbortSignal.any([signal, over.signal]);
  try {
    await remark(
      opensBrowser
        ? `the browser opens to log in to profile ${profile.name}; if it does not, open this address:`
        : `open this address in a browser, to log in to profile ${profile.name}:`,
    );
    await host.stderr.write(`\n${address}\n\n`);
    return await new Promise<Arrival>((resolve, reject) => {
      const giveUp = (): void => reject(interruption(signal));
      if (signal.aborted) giveUp();
      else signal.addEventListener('abort', giveUp, { once: true });
      void host.sleep(limitMs).then(() => reject(tooLate(login, limitMs)));
      void arrival?.then(resolve);
      const paste = async (): Promise<void> => resolve(await pasted(login, place, asking));
      const open = async (): Promise<void> => {
        if (!opensBrowser) {
          await paste();
          return;
        }
        const isOpen = await host.openBrowser(address, asking);
        if (asking.aborted) return;
        if (!isOpen) await remark('there is no browser to open here');
        if (!isOpen || arrival === undefined) await paste();
        else await remark(`waiting for the browser, for ${spanText(limitMs)} at most; Ctrl-C gives up`);
      };
      open().catch(reject);
    });
  } finally {
    over.abort();
  }
}

function tooLate({ profile }: Login, limitMs: number): Failure {
  return new Failure('credential', `nobody logged in to profile ${profile.name} within ${spanText(limitMs)}`, {
    hint: `slip auth login ${profile.name} --max-time SECS waits longer`,
  });
}

/** What the user pastes: the address that the browser was sent to, or the code in it. */
async function pasted({ profile, parts, attendance }: Login, place: Place, signal: AbortSignal): Promise<Arrival> {
  const remark = remarkOn(parts.host);
  await remark('log in there, then paste the address that the browser shows, even if it says that nothing is there');
  for (;;) {
    const line = await attendance.ask('address', signal);
    if (line === undefined) {
      throw new Failure('credential', `nobody is here to log in to profile ${profile.name}`, {
        hint: 'run it on a terminal',
      });
    }
    const found = readPasted(line, place);
    if (found instanceof URL) return { url: found, answer: async () => {} };
    await remark(found);
  }
}

/** The redirect URI with its answer, or why the line is none. */
export function readPasted(line: string, { redirectUri, state, saysIssuer }: Place): URL | string {
  const text = line.trim().replace(/^["'<](.*)["'>]$/s, '$1');
  const url = new URL(redirectUri);
  const isQuery = /(?:^|&)(?:code|error)=/.test(text);
  const query = isQuery ? text : /\?(.*)$/s.exec(text)?.[1];
  if (query === undefined) {
    if (!/^[\x21-\x7e]+$/.test(text) || /:\/\//.test(text)) return 'there is no code in that: paste the whole address';
    // Who has sent the code is not to be seen from it.
    if (saysIssuer) return 'the code alone is not enough: paste the whole address, in which the server says who it is';
    url.search = new URLSearchParams({ code: text, state }).toString();
    return url;
  }
  url.search = query.replace(/#.*$/s, '');
  const { searchParams: said } = url;
  if (said.get('state') !== state) return 'that is the address of another login: paste the one of this';
  return said.has('code') || said.has('error') ? url : 'there is no code in that: paste the whole address';
}
