import { configFolder } from '../config/paths.ts';
import type { FileFacts, Host } from '../host.ts';
import { maskUrlText } from '../request/url.ts';
import type { Finding } from './doctor-secrets.ts';

/** What slip runs on and with: itself, its folder, and what the environment says of proxies and certificates. */
export async function surroundingFindings(host: Host): Promise<readonly Finding[]> {
  return [
    { about: 'slip', state: 'ok', says: `${host.version} on ${host.runtime}` },
    ...(await folderFindings(host)),
    ...proxyFindings(host),
    ...(await certificateFindings(host)),
  ];
}

/**
 * What others may do with a file of slip's, where that is too much.
 *
 * @param mode permission bits that nobody but the owner is to have.
 */
export function permissionFinding(
  about: string,
  path: string,
  facts: FileFacts,
  { platform }: Pick<Host, 'platform'>,
): Finding | undefined {
  if (platform === 'win32' || (facts.mode & 0o077) === 0) return undefined;
  const isFolder = facts.kind === 'folder';
  const what = (facts.mode & 0o022) === 0 ? (isFolder ? 'look into' : 'read') : isFolder ? 'write to' : 'change';
  return {
    about,
    state: 'note',
    says: `others than its owner may ${what} ${path} (${facts.mode.toString(8)})`,
    hint: `chmod ${isFolder ? '700' : '600'} ${path}`,
  };
}

async function folderFindings(host: Host): Promise<readonly Finding[]> {
  const about = 'folder';
  const folder = configFolder(host.env, host.platform);
  if (folder === undefined) {
    return [
      { about, state: 'note', says: 'none: HOME is not set', hint: 'SLIP_CONFIG_DIR names a folder for files of slip' },
    ];
  }
  const facts = await host.files.facts(folder).catch(() => undefined);
  if (facts === undefined) return [{ about, state: 'ok', says: `${folder}, which is yet to be made` }];
  const options = await host.files.facts(`${folder}/config`).catch(() => undefined);
  const has = options === undefined ? 'without a file of options' : 'with options in config';
  return [permissionFinding(about, folder, facts, host) ?? { about, state: 'ok', says: `${folder}, ${has}` }];
}

const PROXY_VARIABLES = [
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'all_proxy',
  'ALL_PROXY',
  'no_proxy',
  'NO_PROXY',
] as const;

function proxyFindings({ env }: Host): readonly Finding[] {
  const set = PROXY_VARIABLES.flatMap((name) => {
    const value = env[name];
    return value ? [`${name}=${maskUrlText(value)}`] : [];
  });
  const finding: Finding = { about: 'proxies', state: 'ok', says: set.length === 0 ? 'none' : set.join(', ') };
  if (!env.HTTP_PROXY || env.http_proxy) return [finding];
  const says = 'HTTP_PROXY is set, which is passed over: a web server sets it from a header of its visitors';
  return [finding, { about: 'proxies', state: 'note', says, hint: 'http_proxy is the variable for http' }];
}

/** In the order in which they count, as curl has it. */
const CERTIFICATE_VARIABLES = ['CURL_CA_BUNDLE', 'SSL_CERT_FILE', 'SSL_CERT_DIR'] as const;

async function certificateFindings({ env, files }: Host): Promise<readonly Finding[]> {
  const about = 'certificates';
  const named = CERTIFICATE_VARIABLES.filter((name) => env[name]);
  const counting = env.CURL_CA_BUNDLE ? named.slice(0, 1) : named;
  const added = env.NODE_EXTRA_CA_CERTS ? (['NODE_EXTRA_CA_CERTS'] as const) : [];
  const isOwn = counting.length === 0;
  const says = isOwn
    ? `the list of ${added.length === 0 ? 'Node' : `Node and ${env.NODE_EXTRA_CA_CERTS}`}`
    : counting.map((name) => `${name}=${env[name]}`).join(', ');
  const findings: Finding[] = [{ about, state: 'ok', says }];
  for (const name of isOwn ? added : counting) {
    const path = env[name] ?? '';
    if ((await files.facts(path).catch(() => undefined)) !== undefined) continue;
    findings.push({
      about,
      state: 'problem',
      kind: 'caFile',
      says: `${name} names ${path}, which cannot be read`,
      hint: `unset ${name}, or --cacert names another file`,
    });
  }
  return findings;
}
