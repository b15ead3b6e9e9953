import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { openAlternatives, parseAltSvcFile, type ServiceProtocol, updatedAltSvcFile } from '../hosts/alt-svc.ts';
import { openStrictHosts, parseHstsFile, type StrictHosts, updatedHstsFile } from '../hosts/hsts.ts';
import type { Exchange } from '../request/exchange.ts';
import { type HeaderList, hasHeader } from '../request/headers.ts';
import { findDetour } from '../request/network.ts';
import type { Dialect, RequestPlan } from '../request/plan.ts';
import type { RequestUrl } from '../request/url.ts';
import { writeWholeFile } from '../store/whole-file.ts';
import type { Console } from './console.ts';

/** What hosts have said of themselves (`--hsts`, `--alt-svc`), for one part of a command line. */
export interface HostMemory {
  /** The URL to ask for in place of this one: https where its host wants nothing else. */
  upgraded(url: RequestUrl): RequestUrl;
  /** The plan with the place to connect to that its origin has told. */
  detoured(plan: RequestPlan): RequestPlan;
  /** Keeps what a reply says. */
  learn(exchange: Exchange): void;
  /** Writes the files, if there is something new. Gives the exit status that a failure to do so means. */
  save(): Promise<number>;
}

/** What a memory is made from. */
export interface MemoryParts {
  /** One for the whole run, as in curl. */
  readonly strictHosts: StrictHosts;
  readonly options: Options;
  readonly dialect: Dialect;
  readonly host: Host;
  readonly console: Console;
}

/** A file, and what there is to write there. */
interface Cache {
  /** `undefined` where the option was not typed, empty for no file. */
  readonly path: string | undefined;
  hasNews: boolean;
  /** The file's text anew, from what it is by then. */
  readonly updated: (text: string) => string;
}

/** The strict hosts of a run, none yet. */
export function noStrictHosts(): StrictHosts {
  return openStrictHosts();
}

/** Reads the files; one that is not there holds nothing, nor does one without a name, which is not written either. */
export async function openHostMemory({
  strictHosts,
  options,
  dialect,
  host,
  console,
}: MemoryParts): Promise<HostMemory> {
  const nowSeconds = (): number => Math.floor(host.now() / 1000);
  const read = async (path: string): Promise<string> => {
    try {
      return path === '' ? '' : Buffer.from(await host.files.read(path)).toString('latin1');
    } catch (error) {
      const { code } = error as { code?: string }; // files fail with system errors
      if (code !== 'ENOENT') await console.note(`${path} cannot be read, and tells nothing of hosts`);
      return '';
    }
  };
  const alternatives = openAlternatives();
  for (const path of options.hsts ?? []) strictHosts.load(parseHstsFile(await read(path), nowSeconds()));
  for (const path of options['alt-svc'] ?? []) alternatives.load(parseAltSvcFile(await read(path), nowSeconds()));
  const strict: Cache = {
    path: options.hsts?.at(-1),
    // curl writes its files whether there is something new or not.
    hasNews: dialect === 'curl',
    updated: (text) => updatedHstsFile(text, strictHosts, nowSeconds()),
  };
  const alternative: Cache = {
    path: options['alt-svc']?.at(-1),
    hasNews: dialect === 'curl',
    updated: (text) => updatedAltSvcFile(text, alternatives, nowSeconds()),
  };
  let saving: Promise<unknown> = Promise.resolve();

  return {
    upgraded: (url) => (strict.path === undefined ? url : strictHosts.upgraded(url, nowSeconds())),
    detoured(plan) {
      const { url, connection } = plan;
      const isElsewhere = findDetour(url, connection.detours) !== undefined || connection.unixSocket !== undefined;
      if (alternative.path === undefined || url.scheme !== 'https' || isElsewhere) return plan;
      const protocols = PROTOCOLS[connection.http];
      const found = alternatives.find(url, protocols, nowSeconds());
      if (found === undefined || (found.to.host === url.host && found.to.port === url.port)) return plan;
      const { host: toHost, port } = found.to;
      return { ...plan, via: { host: toHost, port }, headers: withAltUsed(plan, `${toHost}:${port}`) };
    },
    learn({ plan, head, peer }) {
      // What a server says counts only if it is the server (RFC 6797 §8.1); curl takes its word under -k too.
      if (plan.url.scheme !== 'https' || !(dialect === 'curl' || peer.verified)) return;
      const values = (name: string): readonly string[] =>
        head.headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => String(value));
      const [policy] = values('strict-transport-security');
      if (strict.path !== undefined && policy !== undefined) {
        strict.hasNews = strictHosts.learn(plan.url.host, policy, nowSeconds()) || strict.hasNews;
      }
      const services = values('alt-svc');
      if (alternative.path !== undefined && services.length > 0) {
        const from = {
          protocol: head.version === '2' ? 'h2' : 'h1',
          host: plan.url.host,
          port: plan.url.port,
        } as const;
        alternative.hasNews = alternatives.learn(from, services.join(', '), nowSeconds()) || alternative.hasNews;
      }
    },
    async save() {
      let exitStatus = 0;
      for (const cache of [strict, alternative]) {
        const { path, hasNews, updated } = cache;
        if (!path || !hasNews) continue;
        cache.hasNews = false;
        // One after the other, where transfers run side by side.
        const write = saving.then(
          async () => await writeWholeFile(host, path, Buffer.from(updated(await read(path)), 'latin1')),
        );
        saving = write.catch(() => {});
        try {
          await write;
        } catch (error) {
          if (dialect === 'slip' || !(error instanceof Failure)) exitStatus = await console.failure(error);
          // curl says nothing, and its exit status tells nothing.
          else await console.note(`what hosts told was not saved: ${error.message}`);
        }
      }
      return exitStatus;
    },
  };
}

/** The protocols in which an alternative may be spoken to, best first; QUIC, which h3 needs, slip does not speak. */
const PROTOCOLS: Readonly<Record<RequestPlan['connection']['http'], readonly ServiceProtocol[]>> = {
  auto: ['h2', 'h1'],
  '1.1': ['h1'],
  '1.0': [],
  '2-prior-knowledge': [],
};

/** Fields that curl writes before this one. */
const BEFORE_ALT_USED =
  /^(?:host|proxy-authorization|authorization|range|user-agent|accept|te|accept-encoding|referer)$/i;

/** RFC 7838 §5: the other place is told by which name it was found. */
function withAltUsed({ headers, removed }: RequestPlan, place: string): HeaderList {
  if (hasHeader(headers, 'Alt-Used') || removed.includes('alt-used')) return headers;
  const index = headers.findIndex(([name]) => !BEFORE_ALT_USED.test(name));
  const at = index < 0 ? headers.length : index;
  return [...headers.slice(0, at), ['Alt-Used', place], ...headers.slice(at)];
}
