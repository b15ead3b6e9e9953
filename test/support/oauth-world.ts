import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach } from 'node:test';
import { type FakeKeychain, fakeKeychain } from './fake-keychain.ts';
import { CLIENT_SECRET, type OidcServer, type OidcWishes, startOidc } from './servers/oidc.ts';
import { slip, type World } from './slip.ts';

/** A user of OAuth: a home, a keychain, and a clock that a test may move. */
export interface OAuthWorld {
  readonly folder: string;
  readonly keychain: FakeKeychain;
  /** Milliseconds by which slip's clock is ahead of the server's. */
  aheadMs: number;
  slip(argv: readonly string[], around?: Around): Promise<Said>;
  /** A file of the config folder. */
  text(name: string): Promise<string>;
  write(name: string, text: string): Promise<void>;
  close(): Promise<void>;
}

/** What else is around a run. */
interface Around {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** What is typed when slip asks for a secret; the client's secret unless said, `null` where nobody can be asked. */
  readonly password?: string | null;
  /** What is typed where slip asks for a line; nobody is there unless said. */
  readonly answerLine?: NonNullable<World['answerLine']>;
  readonly interrupted?: AbortSignal;
  /** In place of the world's own. */
  readonly keychain?: FakeKeychain;
  readonly whileWaiting?: NonNullable<World['whileWaiting']>;
  readonly terminals?: readonly ('stdin' | 'stdout' | 'stderr')[];
}

/** What came of it. */
interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Makes one, with nothing in it. */
export async function oauthWorld(): Promise<OAuthWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'slip-oauth-'));
  const keychain = fakeKeychain();
  const startMs = performance.now();
  let waitedMs = 0;
  const world: OAuthWorld = {
    folder,
    keychain,
    aheadMs: 0,
    async slip(
      argv,
      {
        env = {},
        stdin = '',
        password = CLIENT_SECRET,
        terminals = [],
        answerLine,
        interrupted,
        whileWaiting,
        ...other
      } = {},
    ) {
      const outcome = await slip(argv, {
        folder,
        env: { HOME: folder, ...env },
        terminals,
        columns: 80,
        stdin: Buffer.from(stdin),
        password: password ?? undefined,
        nowMs: Date.now() + world.aheadMs,
        uptimeMs: () => performance.now() - startMs + waitedMs,
        pass: (durationMs) => {
          waitedMs += durationMs;
        },
        readerBytes: undefined,
        interrupted: interrupted ?? new AbortController().signal,
        keychain: other.keychain ?? keychain,
        randomBytes: (count) => randomBytes(count),
        ...(answerLine && { answerLine }),
        ...(whileWaiting && { whileWaiting }),
      });
      const { status, stdout, stderr } = outcome;
      return { status, stdout: stdout.toString(), stderr: stderr.toString() };
    },
    text: async (name) => await readFile(join(folder, '.config', 'slip', name), 'utf8'),
    write: async (name, text) => await writeFile(join(folder, '.config', 'slip', name), text, { mode: 0o600 }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
  return world;
}

/** For the tests of a file, or of a suite, one server, and for each of them a world of its own, with nothing heard yet. */
export function oauthTests(set: (server: OidcServer, world: OAuthWorld) => void, wishes?: OidcWishes): void {
  let server: OidcServer;
  let world: OAuthWorld;
  before(async () => {
    server = await startOidc(wishes);
  });
  after(() => server.close());
  beforeEach(async () => {
    server.heard.length = 0;
    server.misbehave = () => false;
    world = await oauthWorld();
    set(server, world);
  });
  afterEach(() => world.close());
}
