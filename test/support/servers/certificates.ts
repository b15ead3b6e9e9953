import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programPath } from './programs.ts';

/** Paths of a certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** Throw-away certificates for servers on this machine, and for their visitors. */
export interface Certificates {
  /** The authority's certificate; nobody else trusts it. */
  readonly authority: string;
  /** For `localhost`, `api.localhost` and 127.0.0.1. */
  readonly server: KeyPair;
  /** The same names, signed by itself. */
  readonly selfSigned: KeyPair;
  /** The same names, valid until yesterday. */
  readonly expired: KeyPair;
  /** For `elsewhere.example` only. */
  readonly wrongName: KeyPair;
  /** Of a visitor, for servers that ask. */
  readonly visitor: KeyPair;
  /** The visitor's key once more, encrypted with `PASSPHRASE`. */
  readonly lockedKey: string;
}

/** What opens `lockedKey`. */
export const PASSPHRASE = 'open-sesame';

const LOCAL_NAMES = 'DNS:localhost,DNS:api.localhost,IP:127.0.0.1';
const execute = promisify(execFile);

/** Makes them all in a folder, with openssl. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const openssl = (...words: readonly string[]) => execute(programPath('openssl'), [...words], { cwd: folder });
  const newKey = (name: string) =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
  const pair = (name: string): KeyPair => ({
    certificate: join(folder, `${name}.pem`),
    key: join(folder, `${name}.key`),
  });
  const selfSign = async (name: string, extension: string): Promise<KeyPair> => {
    await newKey(name);
    const subject = ['-subj', `/CN=${name}`, '-addext', extension];
    await openssl('req', '-new', '-x509', '-key', `${name}.key`, '-days', '2', ...subject, '-out', `${name}.pem`);
    return pair(name);
  };
  const issue = async (name: string, extension: string, days = '2'): Promise<KeyPair> => {
    await newKey(name);
    await openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
    await writeFile(join(folder, `${name}.ext`), `${extension}\n`);
    const authority = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial'];
    const request = ['-in', `${name}.csr`, '-extfile', `${name}.ext`];
    await openssl('x509', '-req', ...request, ...authority, '-days', days, '-out', `${name}.pem`);
    return pair(name);
  };

  const authority = await selfSign('authority', 'keyUsage=critical,keyCertSign,cRLSign');
  const certificates = {
    authority: authority.certificate,
    server: await issue('server', `subjectAltName=${LOCAL_NAMES}`),
    selfSigned: await selfSign('self-signed', `subjectAltName=${LOCAL_NAMES}`),
    expired: await issue('expired', `subjectAltName=${LOCAL_NAMES}`, '-1'),
    wrongName: await issue('wrong-name', 'subjectAltName=DNS:elsewhere.example'),
    visitor: await issue('visitor', 'extendedKeyUsage=clientAuth'),
    lockedKey: join(folder, 'locked.key'),
  };
  const lock = ['-aes256', '-passout', `pass:${PASSPHRASE}`];
  await openssl('pkey', '-in', certificates.visitor.key, ...lock, '-out', certificates.lockedKey);
  return certificates;
}
