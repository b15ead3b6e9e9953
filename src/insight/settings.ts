import type { OptionGroup } from '../cli/option-row.ts';
import { type OptionName, type Options, optionForm } from '../cli/options.ts';
import type { Invocation } from '../cli/parse.ts';
import { sortWords } from '../cli/words.ts';
import { proxySource } from '../config/proxy.ts';
import type { RequestPlan } from '../request/plan.ts';
import { displayUrl, maskUrlText } from '../request/url.ts';
import { type Origin, optionSource, type Source } from './sources.ts';

/** A decision about how a request is sent, and where it comes from. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly source: Source;
}

/** The settings in force for a request: those that always count, then whatever else the line or a config file says. */
export function settingsOf(
  plan: RequestPlan,
  { invocation, draft }: Origin,
  env: Readonly<Record<string, string | undefined>>,
): readonly Setting[] {
  const { options } = invocation;
  const fixed = [
    { name: 'method', value: plan.method, source: methodSource(plan, invocation) },
    { name: 'scheme', value: plan.url.scheme, source: schemeSource(plan, draft.url, invocation) },
    { name: 'proxy', ...proxySetting(plan, invocation, env) },
    { name: 'redirects', ...redirectSetting(plan, invocation) },
    ...(hasLimit(plan) ? [] : [{ name: 'time limits', value: 'none', source: DEFAULT }]),
    ...(plan.url.scheme === 'https' ? [{ name: 'roots', ...rootSetting(plan, invocation, env) }] : []),
  ];
  const { attached } = plan.auth;
  const profile =
    attached === undefined
      ? []
      : [
          {
            name: 'profile',
            value: `${attached.kind}, in ${attached.place.in} ${attached.place.name}`,
            source: { kind: 'profile', name: attached.profile } as const,
          },
        ];
  const others = [...new Set(invocation.occurrences.map(({ name }) => name))]
    .filter((name) => isTold(name) && options[name] !== undefined)
    .map(
      (name): Setting => ({
        name,
        value: shownValue(name, options),
        source: optionSource(name, invocation),
      }),
    );
  return [...fixed, ...profile, ...others];
}

type Told = Pick<Setting, 'value' | 'source'>;

const DEFAULT: Source = { kind: 'default' };

function methodSource({ methodIsTyped, body }: RequestPlan, invocation: Invocation): Source {
  const { options, dialect, words } = invocation;
  if (options.request !== undefined) return optionSource('request', invocation);
  if (methodIsTyped && dialect === 'slip' && sortWords(words, options.url ?? []).method !== undefined) {
    return { kind: 'item' };
  }
  if (options.head) return optionSource('head', invocation);
  return body.kind === 'none' ? DEFAULT : { kind: 'body' };
}

function schemeSource({ url }: RequestPlan, typedUrl: string, invocation: Invocation): Source {
  const typed = /^(https?):\/\//i.exec(typedUrl)?.[1]?.toLowerCase();
  if (typed === url.scheme) return { kind: 'url' };
  if (typed !== undefined) return { kind: 'host-memory' };
  return invocation.options['proto-default'] === undefined ? DEFAULT : optionSource('proto-default', invocation);
}

const PROXY_OPTIONS = ['proxy', 'proxy1.0', 'socks4', 'socks4a', 'socks5', 'socks5-hostname', 'preproxy'] as const;

function proxySetting(plan: RequestPlan, invocation: Invocation, env: Parameters<typeof settingsOf>[2]): Told {
  const { options } = invocation;
  const { proxy, socks, url } = plan;
  const typed = PROXY_OPTIONS.find((name) => options[name] !== undefined);
  const said = proxySource(url, typed, options.noproxy, env);
  const at = socks?.at.kind === 'unix' ? socks.at.path : `${socks?.at.host}:${socks?.at.port}`;
  const ways = [
    ...(socks === undefined ? [] : [`socks${socks.version}://${at}`]),
    ...(proxy === undefined ? [] : [displayUrl(proxy.url)]),
  ];
  const value = ways.length === 0 ? 'none' : ways.join(', then ');
  if (said === undefined) return { value, source: DEFAULT };
  if (said.kind === 'option' && typed !== undefined) return { value, source: optionSource(typed, invocation) };
  if (said.name === '--noproxy') return { value, source: optionSource('noproxy', invocation) };
  return { value, source: { kind: 'variable', name: said.name } };
}

function redirectSetting({ redirects }: RequestPlan, invocation: Invocation): Told {
  const name = (['location', 'location-trusted', 'follow', 'download'] as const).find((one) => invocation.options[one]);
  const value = redirects.followed
    ? `followed, ${redirects.limit === undefined ? 'any number' : `at most ${redirects.limit}`}`
    : 'not followed';
  return { value, source: name === undefined ? DEFAULT : optionSource(name, invocation) };
}

/** Those that are there stand among the options. */
function hasLimit({ limits }: RequestPlan): boolean {
  return [limits.totalMs, limits.connectMs, limits.idleMs].some((limit) => limit !== undefined);
}

function rootSetting({ connection }: RequestPlan, invocation: Invocation, env: Parameters<typeof settingsOf>[2]): Told {
  const { verified, trusted } = connection.tls;
  if (!verified) return { value: 'not checked', source: optionSource('insecure', invocation) };
  const value = trusted
    .map((source) => ('path' in source ? source.path : source.kind === 'system' ? "the system's" : "Node's own"))
    .join(', ');
  const name = (['cacert', 'capath', 'ca-native'] as const).find((one) => invocation.options[one]);
  if (name !== undefined) return { value, source: optionSource(name, invocation) };
  const variable = ['CURL_CA_BUNDLE', 'SSL_CERT_FILE', 'SSL_CERT_DIR'].find((one) => env[one]);
  return { value, source: variable === undefined ? DEFAULT : { kind: 'variable', name: variable } };
}

/** Groups of options that decide how a request is sent. */
const ABOUT_SENDING: readonly OptionGroup[] = [
  'Cookies',
  'Credentials',
  'Redirects',
  'Connection',
  'Proxy',
  'TLS',
  'Many',
];

/** Told already. */
const ELSEWHERE: ReadonlySet<string> = new Set<OptionName>([
  'cookie',
  ...PROXY_OPTIONS,
  ...['noproxy', 'location', 'insecure', 'cacert', 'capath', 'ca-native', 'proto-default'],
] as OptionName[]); // the names are those of the table

function isTold(name: OptionName): boolean {
  return !ELSEWHERE.has(name) && ABOUT_SENDING.includes(optionForm(name).group);
}

/** A text may be a credential, unless it is about the connection; a URL is shown without its password. */
function shownValue(name: OptionName, options: Options): string {
  const row = optionForm(name);
  const value = options[name];
  if (row.takes === 'nothing') return value === true ? 'on' : 'off';
  if (row.takes === 'url') return maskUrlText(String(value));
  if (row.takes === 'text' && row.group !== 'Connection') return 'given';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
