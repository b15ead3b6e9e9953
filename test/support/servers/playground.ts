import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApache } from './apache.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { serveDoh } from './doh.ts';
import { type Heard, serveEcho } from './echo.ts';
import { startNghttpd } from './nghttpd.ts';
import { startNginx } from './nginx.ts';
import { findProgram } from './programs.ts';
import { startDanted, startMicrosocks, startSquid, startStrictSquid, startTinyproxy } from './proxies.ts';
import { S_SERVERS, startSServer } from './s-server.ts';
import { type Outcome, runSlip } from './spawned-slip.ts';

/** The servers that others wrote. */
export type ServerName = 'apache2' | 'nginx' | 'nghttpd' | keyof typeof S_SERVERS | keyof typeof PROXIES;

/** `strictSquid` is squid that asks with Digest. */
const PROXIES = {
  squid: startSquid,
  strictSquid: startStrictSquid,
  tinyproxy: startTinyproxy,
  danted: startDanted,
  microsocks: startMicrosocks,
};

/** The files that nginx and nghttpd serve. */
export const FILES = {
  'words.txt': Buffer.from(`${'the quick brown fox jumps over the lazy dog\n'.repeat(20)}the end\n`),
  'book.json': Buffer.from('{"title":"Dune","price":9.50}'),
  /** Nothing that a coding could make smaller. */
  'big.bin': randomBytes(30_000_000),
};

/**
 * Servers and files, and lines for slip in which `{name}` stands for one of them: `{secure}` is `https://localhost:PORT`
 * of nginx. A line may begin with variables, as in a shell: `http_proxy={tinyproxy} slip {echo}/a`.
 */
export interface Playground {
  /** Starts those of the servers that are installed. */
  open(): Promise<void>;
  /** Stops all that runs, also after an `open` that broke off. */
  close(): Promise<void>;
  /** A new empty folder. */
  newFolder(): Promise<string>;
  /** The words of a line, each name in braces replaced. */
  wordsOf(line: string): readonly string[];
  /** Runs a line. */
  slip(line: string, stdin?: string): Promise<Outcome>;
}

/** A playground that is to have these servers. */
export function playground(...wanted: readonly ServerName[]): Playground {
  const places = new Map<string, string>();
  const stops: (() => Promise<void>)[] = [];
  let folder = '';

  const started = async <S extends { stop(): Promise<void> }>(starting: Promise<S>): Promise<S> => {
    const server = await starting;
    stops.push(() => server.stop());
    return server;
  };
  const placed = (text: string): string =>
    // `%{name}` is a variable of --write-out.
    text.replace(/(?<!%)\{(\w+)\}/g, (_, name: string) => {
      const place = places.get(name);
      if (place === undefined) throw new Error(`nothing is called {${name}} here`);
      return place;
    });
  const wordsOf = (line: string): readonly string[] => line.split(' ').map(placed);

  return {
    async open() {
      folder = await mkdtemp(join(tmpdir(), 'slip-servers-'));
      // squid, when root starts it, is another user, who has to get through to its own folder.
      await chmod(folder, 0o755);
      const root = join(folder, 'site');
      await mkdir(root);
      for (const [name, bytes] of Object.entries(FILES)) await writeFile(join(root, name), bytes);
      places
        .set('words', join(root, 'words.txt'))
        .set('big', join(root, 'big.bin'))
        .set('nowhere', join(root, 'nowhere'));
      if (findProgram('openssl') === undefined) return;

      const certificates = await makeCertificates(folder);
      for (const [name, place] of certificatePlaces(certificates)) places.set(name, place);
      const echo = await started(serveEcho());
      places.set('echo', `http://localhost:${echo.port}`).set('echoPort', `${echo.port}`).set('empty', '');
      const doh = await started(serveDoh(certificates.server));
      places.set('doh', `https://localhost:${doh.port}/dns-query`);
      for (const name of wanted.filter(
        (program) => program in S_SERVERS || findProgram(program === 'strictSquid' ? 'squid' : program) !== undefined,
      )) {
        switch (name) {
          case 'apache2': {
            const { ports } = await started(startApache(join(folder, name)));
            places.set(name, `http://localhost:${ports.plain}`);
            break;
          }
          case 'nginx': {
            const site = { root, echoPort: echo.port };
            const { ports } = await started(startNginx(join(folder, name), site, certificates));
            for (const [port, number] of Object.entries(ports)) {
              const scheme = port === 'plain' ? 'http' : 'https';
              places.set(port, `${scheme}://localhost:${number}`).set(`${port}Port`, `${number}`);
            }
            break;
          }
          case 'nghttpd': {
            const clear = await started(startNghttpd(root));
            const secure = await started(startNghttpd(root, certificates));
            places.set('h2c', `http://localhost:${clear.ports.http2}`);
            places.set('h2', `https://localhost:${secure.ports.http2}`);
            break;
          }
          case 'tls10':
          case 'tls12':
          case 'tls13':
          case 'chain':
          case 'statusGood':
          case 'statusRevoked':
          case 'statusForged': {
            const { ports } = await started(startSServer(name, join(folder, name), certificates));
            places.set(name, `https://localhost:${ports.secure}`);
            break;
          }
          case 'squid':
          case 'strictSquid':
          case 'tinyproxy':
          case 'danted':
          case 'microsocks': {
            const { ports } = await started(PROXIES[name](join(folder, name)));
            places.set(name, `127.0.0.1:${ports.proxy}`);
          }
        }
      }
    },
    async close() {
      await Promise.allSettled(stops.map((stop) => stop()));
      await rm(folder, { recursive: true, force: true });
    },
    newFolder: () => mkdtemp(join(folder, 'new-')),
    wordsOf,
    async slip(line, stdin) {
      const [, variables = '', words = ''] = /^((?:\w+=\S* )*)slip (.*)$/.exec(line) ?? [];
      const env = Object.fromEntries(
        variables
          .split(' ')
          .filter((variable) => variable !== '')
          .map((variable) => placed(variable).split(/=(.*)/s, 2)),
      );
      return await runSlip(wordsOf(words), { folder, env, ...(stdin === undefined ? {} : { stdin }) });
    },
  };
}

function certificatePlaces(certificates: Certificates): readonly (readonly [name: string, place: string])[] {
  const { authority, visitor, visitorDer, serverKey } = certificates;
  return [
    ['ca', authority],
    ['branch', certificates.branch.leaf.certificate],
    ['branchAuthority', certificates.branch.authority],
    ['server', certificates.server.certificate],
    ['serverKey', certificates.server.key],
    ['visitor', visitor.certificate],
    ['visitorKey', visitor.key],
    ['lockedKey', certificates.lockedKey],
    ['visitorDer', visitorDer.certificate],
    ['visitorKeyDer', visitorDer.key],
    ['visitorP12', certificates.visitorP12],
    ['crl', certificates.crl],
    ['revokingCrl', certificates.revokingCrl],
    ['pin', serverKey.hash],
    ['pinPem', serverKey.pem],
    ['pinDer', serverKey.der],
    ['trusted', certificates.folder],
    ['hashed', certificates.hashedFolder],
  ];
}

/** A line, the exit status, what stdout is or has in it, and what stderr has in it; without that, it is empty. */
export type LineRow = readonly [line: string, status: number, stdout: string | Buffer | RegExp, stderr?: RegExp];

/** One test for each row. */
export function testLines(ground: Playground, rows: readonly LineRow[]): void {
  for (const [line, status, stdout, stderr = /^$/] of rows) {
    test(line, async () => {
      const outcome = await ground.slip(line);
      assert.equal(outcome.status, status, outcome.stderr);
      assert.match(outcome.stderr, stderr);
      if (stdout instanceof RegExp) assert.match(outcome.stdout, stdout);
      else assert.equal(outcome.stdout, stdout.toString());
    });
  }
}

/** What the echo at the end of a line heard. */
export function heardIn({ stdout, stderr }: Outcome): Heard {
  assert.match(stdout, /^\{/, stderr);
  return JSON.parse(stdout);
}

/** In hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
