/**
 * The end of a login on this machine: what listens for the browser that comes back (RFC 8252 §7.3). It is heard on loopback
 * alone, under one name and one path, and one request counts: the first with the state of this login. Others are turned
 * away and change nothing, since every page in the browser can make some; who does not know the state cannot end a login.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoopbackUri } from '../auth/redirect-uri.ts';
import { Failure } from '../failure.ts';
import { PAGE_FIELDS, type PageText, pageHtml } from './page.ts';

/** What listens for a browser. */
export interface RedirectListener {
  /** The redirect URI with the port that is in use. */
  readonly uri: string;
  /** Resolves when the browser has come, with the URL that it was sent to, and a way to answer it once. */
  readonly arrival: Promise<Arrival>;
  /** Ends it, and whatever is still connected. */
  close(): Promise<void>;
}

/** The browser is here, and waits for a page. */
export interface Arrival {
  readonly url: URL;
  answer(page: PageText): Promise<void>;
}

/** Browsers open some more than they need. */
const MAX_CONNECTIONS = 32;

/**
 * Listens for the browser.
 *
 * @param onStranger is called for the first request to the right place that is not of this login.
 * @throws Failure `credential` where the port cannot be had.
 */
export async function listenForRedirect(
  { host, port, path }: LoopbackUri,
  state: string,
  onStranger: () => void,
): Promise<RedirectListener> {
  const servers: Server[] = [];
  let arrive: (arrival: Arrival) => void = () => {};
  const arrival = new Promise<Arrival>((resolve) => {
    arrive = resolve;
  });
  let name = '';
  // As the browser asks for it: without dots, and with a slash at least.
  const { pathname } = new URL(path, `http://${host}/`);
  let hasArrived = false;
  let isStrange = false;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    const url = findUrl(request, name);
    const states = url?.searchParams.getAll('state') ?? [];
    // A name that is bound to this address elsewhere must not reach it (DNS rebinding).
    if (url === undefined || request.headers.host !== name.replace(/:80$/, '')) refuse(response, 400);
    else if (url.pathname !== pathname) refuse(response, 404);
    else if (request.method !== 'GET') refuse(response, 405);
    else if (hasArrived || states.length !== 1 || states[0] !== state) {
      if (!hasArrived && !isStrange) onStranger();
      isStrange = true;
      void show(response, 400, STRANGE);
    } else {
      hasArrived = true;
      arrive({ url, answer: (page) => show(response, 200, page) });
    }
  };
  const listen = async (address: string, wanted: number): Promise<number> => {
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, listener);
    server.maxConnections = MAX_CONNECTIONS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(wanted, address, resolve);
    });
    servers.push(server);
    return (server.address() as AddressInfo).port; // a TCP server has no other address
  };
  const close = async (): Promise<void> => {
    await Promise.all(
      servers.splice(0).map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  };
  try {
    const used = await listen(host === '[::1]' ? '::1' : '127.0.0.1', port);
    // The browser may take either address for the name, and must not find another program at one of them.
    if (host === 'localhost') await listen('::1', used).catch(unlessMissing);
    name = `${host}:${used}`;
    // As it is sent in both requests, which have to agree: with a slash at least, and without a port 80.
    return { uri: new URL(`http://${name}${path}`).href, arrival, close };
  } catch (cause) {
    await close();
    throw unheard(cause, host, port);
  }
}

function findUrl({ url = '' }: IncomingMessage, name: string): URL | undefined {
  return url.startsWith('/') && URL.canParse(`http://${name}${url}`) ? new URL(`http://${name}${url}`) : undefined;
}

/** Says nothing: pages of others, icons, and whoever looks around. */
function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close', 'content-length': 0, 'cache-control': 'no-store' }).end();
}

const STRANGE: PageText = {
  isGood: false,
  heading: 'This is not the login that slip waits for',
  text: 'Nothing was done. The login may be an older one: go on in the tab that was opened last, or begin anew in the terminal.',
};

/** Resolves when the browser has it all, or is gone. */
async function show(response: ServerResponse, status: number, page: PageText): Promise<void> {
  const bytes = Buffer.from(pageHtml(page));
  response.writeHead(status, { ...PAGE_FIELDS, 'content-length': bytes.byteLength, connection: 'close' });
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.end(bytes, resolve);
  });
}

/** A machine may have one family of addresses only. */
function unlessMissing(cause: unknown): void {
  const { code = '' } = cause as { code?: string }; // node:net's error
  if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(code)) throw cause;
}

function unheard(cause: unknown, host: string, port: number): Failure {
  const { code = '' } = cause as { code?: string }; // node:net's error
  const sentences: Record<string, string> = {
    EADDRINUSE: `port ${port} of ${host} is taken, and the browser is to come back there`,
    EACCES: `port ${port} of ${host} may not be used, and the browser is to come back there`,
    EADDRNOTAVAIL: `this machine has no ${host} for the browser to come back to`,
  };
  return new Failure('credential', sentences[code] ?? `the browser cannot come back to ${host}:${port} (${code})`, {
    hint:
      port === 0
        ? '--redirect-uri names another place, --no-browser takes the address that the browser is sent to'
        : 'end the program that has it, or name another --redirect-uri that the client is registered with',
    cause,
  });
}
