import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { Dialect } from '../request/plan.ts';
import type { ClientCertificate, PinnedKeys, TlsPolicy, TlsVersion, TrustSource } from '../request/tls.ts';
import { Secret } from '../secret.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How servers are trusted and spoken to: what was typed, then `CURL_CA_BUNDLE`, `SSL_CERT_DIR` and `SSL_CERT_FILE` as
 * curl reads them, then the dialect's default.
 *
 * @throws Failure `usage` for a word that is none of those an option takes, or for bounds that leave no version.
 */
export function serverTls(options: Options, env: Environment, dialect: Dialect): TlsPolicy {
  const { file, folder } = typedAuthorities(options, env);
  return {
    ...versionBounds(minVersionOf(options), options['tls-max']),
    verified: !options.insecure,
    trusted: trustSources(file, folder, Boolean(options['ca-native']), dialect),
    crlPath: options.crlfile,
    pinnedKeys: pinnedKeys(options.pinnedpubkey),
    needsStatus: Boolean(options['cert-status']),
    certificate: clientCertificate({
      cert: options.cert,
      form: options['cert-type'],
      key: options.key,
      keyForm: options['key-type'],
      pass: options.pass,
      prefix: '',
    }),
    ciphers: options.ciphers,
    tls13Ciphers: options['tls13-ciphers'],
    curves: options.curves,
    signatureAlgorithms: options.sigalgs,
    offersProtocols: options.alpn !== false,
    resumesSessions: options.sessionid !== false,
    toleratesBeast: Boolean(options['ssl-allow-beast']),
  };
}

/**
 * The same for an https proxy. It has options of its own; where they are missing, the folder of authorities and the
 * list of revoked certificates are those for servers, and nothing else is, as in curl.
 */
export function proxyTls(options: Options, env: Environment, dialect: Dialect): TlsPolicy {
  const folder = options['proxy-capath'] ?? typedAuthorities(options, env).folder;
  return {
    ...versionBounds(options['proxy-tlsv1'] ? 'TLSv1' : undefined, undefined),
    verified: !options['proxy-insecure'],
    trusted: trustSources(options['proxy-cacert'], folder, Boolean(options['proxy-ca-native']), dialect),
    crlPath: options['proxy-crlfile'] ?? options.crlfile,
    pinnedKeys: pinnedKeys(options['proxy-pinnedpubkey']),
    needsStatus: false,
    certificate: clientCertificate({
      cert: options['proxy-cert'],
      form: options['proxy-cert-type'],
      key: options['proxy-key'],
      keyForm: options['proxy-key-type'],
      pass: options['proxy-pass'],
      prefix: 'proxy-',
    }),
    ciphers: options['proxy-ciphers'],
    tls13Ciphers: options['proxy-tls13-ciphers'],
    curves: options.curves,
    signatureAlgorithms: options.sigalgs,
    offersProtocols: options.alpn !== false,
    resumesSessions: options.sessionid !== false,
    toleratesBeast: Boolean(options['proxy-ssl-allow-beast']),
  };
}

/** The environment counts only where neither option was typed and certificates are checked. */
function typedAuthorities(
  options: Options,
  env: Environment,
): { readonly file: string | undefined; readonly folder: string | undefined } {
  const { cacert, capath, insecure } = options;
  if (cacert !== undefined || capath !== undefined || insecure) return { file: cacert, folder: capath };
  if (env.CURL_CA_BUNDLE) return { file: env.CURL_CA_BUNDLE, folder: undefined };
  return { file: env.SSL_CERT_FILE || undefined, folder: env.SSL_CERT_DIR || undefined };
}

/** What is typed stands in place of the default; the system's list comes on top of either. */
function trustSources(
  file: string | undefined,
  folder: string | undefined,
  addsSystem: boolean,
  dialect: Dialect,
): readonly TrustSource[] {
  const typed: TrustSource[] = [
    ...(file === undefined ? [] : [{ kind: 'file' as const, path: file }]),
    ...(folder === undefined ? [] : [{ kind: 'folder' as const, path: folder }]),
  ];
  if (typed.length === 0 && dialect === 'slip') typed.push({ kind: 'bundled' });
  return addsSystem || typed.length === 0 ? [...typed, { kind: 'system' }] : typed;
}

const VERSIONS: ReadonlyMap<string, TlsVersion> = new Map([
  ['1.0', 'TLSv1'],
  ['1.1', 'TLSv1.1'],
  ['1.2', 'TLSv1.2'],
  ['1.3', 'TLSv1.3'],
]);

/** Of several, the latest version is the bound. */
function minVersionOf(options: Options): TlsVersion | undefined {
  if (options['tlsv1.3']) return 'TLSv1.3';
  if (options['tlsv1.2']) return 'TLSv1.2';
  if (options['tlsv1.1']) return 'TLSv1.1';
  return options.tlsv1 ? 'TLSv1' : undefined;
}

/** curl takes `--tls-max default` beside a typed minimum for a maximum below it; slip leaves the maximum open. */
function versionBounds(
  minVersion: TlsVersion | undefined,
  typedMax: string | undefined,
): Pick<TlsPolicy, 'minVersion' | 'maxVersion'> {
  const maxVersion = VERSIONS.get(typedMax ?? 'default');
  if (typedMax !== undefined && typedMax !== 'default' && maxVersion === undefined) {
    throw new Failure('usage', `--tls-max takes default, ${[...VERSIONS.keys()].join(', ')}, not ${typedMax}`, {
      at: { text: typedMax, start: 0, end: Math.max(1, typedMax.length) },
    });
  }
  const order = [...VERSIONS.values()];
  if (minVersion === undefined || maxVersion === undefined) {
    // A maximum below the usual minimum takes the minimum along; a server that speaks nothing later is meant.
    const isOld = maxVersion !== undefined && order.indexOf(maxVersion) < order.indexOf('TLSv1.2');
    return { minVersion: isOld ? maxVersion : minVersion, maxVersion };
  }
  if (order.indexOf(minVersion) > order.indexOf(maxVersion)) {
    throw new Failure('usage', `--tls-max ${typedMax} is below the earliest version that --tlsv1.x allows`);
  }
  return { minVersion, maxVersion };
}

const HASH_PREFIX = 'sha256//';

/** `--pinnedpubkey`: hashes with `;` between, up to the first that is none, or a file. */
function pinnedKeys(text: string | undefined): PinnedKeys | undefined {
  if (text === undefined) return undefined;
  if (text === '') throw new Failure('usage', '--pinnedpubkey takes a file, or hashes that begin with sha256//');
  if (!text.startsWith(HASH_PREFIX)) return { kind: 'file', path: text };
  const pieces = text.split(';');
  const end = pieces.findIndex((piece) => !piece.startsWith(HASH_PREFIX));
  const hashes = pieces.slice(0, end < 0 ? pieces.length : end).map((piece) => piece.slice(HASH_PREFIX.length));
  return { kind: 'hashes', hashes };
}

/** What is typed about a client certificate; `prefix` is what its options' names begin with. */
interface CertificateWords {
  readonly cert: string | undefined;
  readonly form: string | undefined;
  readonly key: string | undefined;
  readonly keyForm: string | undefined;
  readonly pass: string | undefined;
  readonly prefix: '' | 'proxy-';
}

function clientCertificate(words: CertificateWords): ClientCertificate | undefined {
  const { cert, key, pass, prefix } = words;
  const form = fileForm(words.form, `--${prefix}cert-type`, ['PEM', 'DER', 'P12'] as const);
  const keyForm = fileForm(words.keyForm, `--${prefix}key-type`, ['PEM', 'DER'] as const);
  if (cert === undefined) return undefined;
  if (cert === '') throw new Failure('usage', `--${prefix}cert takes the name of a file`);
  if (/^pkcs11:/i.test(cert)) {
    throw new Failure('usage', `--${prefix}cert takes a file: Node reaches no keys on a device (pkcs11:)`);
  }
  const { path, password } = splitCertificate(cert);
  const passphrase = password ?? pass;
  return {
    path,
    form: form ?? 'PEM',
    keyPath: key ?? path,
    keyForm: keyForm ?? (key === undefined && form === 'DER' ? 'DER' : 'PEM'),
    passphrase: passphrase === undefined ? undefined : new Secret(passphrase),
  };
}

/** `FILE[:PASSWORD]`; a backslash keeps a colon in the name, and so does a Windows drive letter. No password is none. */
function splitCertificate(text: string): { readonly path: string; readonly password: string | undefined } {
  const match = /^((?:[a-z]:(?=[\\/]))?(?:\\[\s\S]|[^\\:])*\\?)(?::([\s\S]*))?$/i.exec(text);
  return {
    path: (match?.[1] ?? text).replace(/\\([:\\])/g, '$1'),
    password: match?.[2] || undefined,
  };
}

/** In any case, as in curl. Engines and providers of OpenSSL are beyond what Node can reach. */
function fileForm<Form extends string>(
  text: string | undefined,
  option: string,
  forms: readonly Form[],
): Form | undefined {
  if (text === undefined) return undefined;
  const form = forms.find((candidate) => candidate === text.toUpperCase());
  if (form !== undefined) return form;
  const isDevice = /^(?:ENG|PROV)$/i.test(text);
  const reason = isDevice ? ': Node reaches no keys in engines and providers' : '';
  throw new Failure('usage', `${option} takes ${forms.join(', ')}, not ${text}${reason}`, {
    at: { text, start: 0, end: Math.max(1, text.length) },
  });
}
