import type { ClientCertificate, TlsPolicy, TlsVersion, TrustSource } from '../request/tls.ts';
import { type CurlContext, nothingLeft, shownSecret, valued } from './curl-context.ts';

/** How the server is trusted and spoken to, in curl's options. */
export function serverTlsWords(tls: TlsPolicy, context: CurlContext): readonly string[] {
  const {
    minVersion,
    maxVersion,
    curves,
    signatureAlgorithms,
    offersProtocols,
    resumesSessions,
    needsStatus,
    ...alike
  } = tls;
  return [
    ...policyWords('', alike, context),
    ...(minVersion === undefined ? [] : [`--tlsv${versionNumber(minVersion)}`]),
    ...valued('tls-max', maxVersion === undefined ? undefined : versionNumber(maxVersion)),
    ...valued('curves', curves),
    ...valued('sigalgs', signatureAlgorithms),
    ...(offersProtocols ? [] : ['--no-alpn']),
    ...(resumesSessions ? [] : ['--no-sessionid']),
    ...(needsStatus ? ['--cert-status'] : []),
  ];
}

/** The same for an https proxy. Where it has no option of its own, curl takes what is said for the server. */
export function proxyTlsWords(tls: TlsPolicy, context: CurlContext): readonly string[] {
  const {
    minVersion,
    maxVersion: _maxVersion,
    curves: _curves,
    signatureAlgorithms: _algorithms,
    offersProtocols: _offers,
    resumesSessions: _resumes,
    needsStatus: _needsStatus,
    ...alike
  } = tls;
  return [...policyWords('proxy-', alike, context), ...(minVersion === undefined ? [] : ['--proxy-tlsv1'])];
}

/** What has an option for the server and a twin for the proxy. */
type Alike = Omit<
  TlsPolicy,
  'minVersion' | 'maxVersion' | 'curves' | 'signatureAlgorithms' | 'offersProtocols' | 'resumesSessions' | 'needsStatus'
>;

function policyWords(prefix: '' | 'proxy-', policy: Alike, context: CurlContext): readonly string[] {
  const { verified, trusted, crlPath, pinnedKeys, certificate, ciphers, tls13Ciphers, toleratesBeast, ...rest } =
    policy;
  nothingLeft(rest);
  const pinned =
    pinnedKeys?.kind === 'hashes' ? pinnedKeys.hashes.map((hash) => `sha256//${hash}`).join(';') : pinnedKeys?.path;
  return [
    ...(verified ? [] : [prefix === '' ? '-k' : '--proxy-insecure']),
    ...valued(`${prefix}cacert`, pathOf(trusted, 'file')),
    ...valued(`${prefix}capath`, pathOf(trusted, 'folder')),
    ...(trusted.length > 1 && trusted.some(({ kind }) => kind === 'system') ? [`--${prefix}ca-native`] : []),
    ...valued(`${prefix}crlfile`, crlPath),
    ...valued(`${prefix}pinnedpubkey`, pinned),
    ...(certificate === undefined ? [] : certificateWords(prefix, certificate, context)),
    ...valued(`${prefix}ciphers`, ciphers),
    ...valued(`${prefix}tls13-ciphers`, tls13Ciphers),
    ...(toleratesBeast ? [`--${prefix}ssl-allow-beast`] : []),
  ];
}

function certificateWords(prefix: string, certificate: ClientCertificate, context: CurlContext): readonly string[] {
  const { path, form, keyPath, keyForm, passphrase, ...rest } = certificate;
  nothingLeft(rest);
  const hasOwnKey = keyPath !== path;
  const usualKeyForm = !hasOwnKey && form === 'DER' ? 'DER' : 'PEM';
  return [
    `--${prefix}cert`,
    // Behind a colon would stand the password; a letter and a colon are a drive.
    /^[a-z]:[\\/]/i.test(path) ? path : path.replace(/[:\\]/g, '\\$&'),
    ...valued(`${prefix}cert-type`, form === 'PEM' ? undefined : form),
    ...valued(`${prefix}key`, hasOwnKey ? keyPath : undefined),
    ...valued(`${prefix}key-type`, keyForm === usualKeyForm ? undefined : keyForm),
    ...valued(`${prefix}pass`, passphrase === undefined ? undefined : shownSecret(passphrase, context)),
  ];
}

function pathOf(trusted: readonly TrustSource[], kind: 'file' | 'folder'): string | undefined {
  const source = trusted.find((candidate) => candidate.kind === kind);
  return source !== undefined && 'path' in source ? source.path : undefined;
}

function versionNumber(version: TlsVersion): string {
  return version === 'TLSv1' ? '1.0' : version.slice('TLSv'.length);
}
