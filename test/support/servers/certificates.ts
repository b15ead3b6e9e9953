import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
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
  /** An authority that the first one has made, with an RSA key and a name to stumble over, and a server of its own. */
  readonly branch: { readonly authority: string; readonly leaf: KeyPair };
  /** Of a visitor, for servers that ask. */
  readonly visitor: KeyPair;
  /** The visitor's key once more, encrypted with `PASSPHRASE`. */
  readonly lockedKey: string;
  /** The visitor's certificate and key once more: in DER, and both in PKCS #12 with `PASSPHRASE`. */
  readonly visitorDer: KeyPair;
  readonly visitorP12: string;
  /** What the authority has revoked: nothing, and the certificate `server`. */
  readonly crl: string;
  readonly revokingCrl: string;
  /** The authority's word on `server` (OCSP): good, revoked, and good but signed by a stranger. */
  readonly status: { readonly good: string; readonly revoked: string; readonly forged: string };
  /** Public key of `server` in PEM and DER, and as `sha256//…`. */
  readonly serverKey: { readonly pem: string; readonly der: string; readonly hash: string };
  /** Folders with the authority in them: by its name, and by the hash OpenSSL looks for, next to one that has none. */
  readonly folder: string;
  readonly hashedFolder: string;
}

/** What opens `lockedKey`. */
export const PASSPHRASE = 'open-sesame';

const LOCAL_NAMES = 'DNS:localhost,DNS:api.localhost,IP:127.0.0.1';
const execute = promisify(execFile);

type OpenSsl = (...words: readonly string[]) => Promise<{ readonly stdout: string }>;

/** Makes them all in a folder, with openssl. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const openssl: OpenSsl = (...words) => execute(programPath('openssl'), [...words], { cwd: folder });
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
  const server = await issue('server', `subjectAltName=${LOCAL_NAMES}`);
  const visitor = await issue('visitor', 'extendedKeyUsage=clientAuth');
  const certificates = {
    authority: authority.certificate,
    server,
    selfSigned: await selfSign('self-signed', `subjectAltName=${LOCAL_NAMES}`),
    expired: await issue('expired', `subjectAltName=${LOCAL_NAMES}`, '-1'),
    wrongName: await issue('wrong-name', 'subjectAltName=DNS:elsewhere.example'),
    branch: await makeBranch(folder, openssl),
    visitor,
    lockedKey: join(folder, 'locked.key'),
    visitorDer: { certificate: join(folder, 'visitor.der'), key: join(folder, 'visitor-key.der') },
    visitorP12: join(folder, 'visitor.p12'),
    ...(await makeRevocations(folder, openssl)),
    status: await makeStatus(folder, openssl),
    serverKey: await exportKey(folder, openssl),
    folder: await trustFolder(join(folder, 'trusted'), 'authority.pem', folder),
    hashedFolder: await trustFolder(join(folder, 'hashed'), `${await subjectHash(openssl)}.0`, folder),
  };
  const lock = ['-aes256', '-passout', `pass:${PASSPHRASE}`];
  await openssl('pkey', '-in', visitor.key, ...lock, '-out', certificates.lockedKey);
  await openssl('x509', '-in', visitor.certificate, '-outform', 'DER', '-out', certificates.visitorDer.certificate);
  await openssl('pkey', '-in', visitor.key, '-outform', 'DER', '-out', certificates.visitorDer.key);
  const pack = ['pkcs12', '-export', '-in', visitor.certificate, '-inkey', visitor.key];
  await openssl(...pack, '-passout', `pass:${PASSPHRASE}`, '-out', certificates.visitorP12);
  return certificates;
}

async function makeBranch(folder: string, openssl: OpenSsl): Promise<Certificates['branch']> {
  const issue = async (name: string, subject: string, extension: string, issuer: string): Promise<void> => {
    const names = ['-utf8', '-subj', subject];
    await openssl('req', '-new', '-key', `${name}.key`, ...names, '-out', `${name}.csr`);
    await writeFile(join(folder, `${name}.ext`), `${extension}\n`);
    const authority = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial'];
    const request = ['-in', `${name}.csr`, '-extfile', `${name}.ext`, '-days', '40'];
    await openssl('x509', '-req', ...request, ...authority, '-out', `${name}.pem`);
  };
  await openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'branch.key');
  await issue('branch', '/O=Books, Inc\u202e/CN=br\u001b[31manch', 'basicConstraints=critical,CA:TRUE', 'authority');
  await openssl('genpkey', '-algorithm', 'ed25519', '-out', 'leaf.key');
  const names = Array.from({ length: 10 }, (_, index) => `DNS:${index}.example`);
  await issue('leaf', '/CN=leaf', `subjectAltName=${LOCAL_NAMES},${names.join(',')}`, 'branch');
  const leaf = { certificate: join(folder, 'leaf.pem'), key: join(folder, 'leaf.key') };
  return { authority: join(folder, 'branch.pem'), leaf };
}

/** openssl keeps an authority's books in files of its own. */
async function makeRevocations(folder: string, openssl: OpenSsl): Promise<Pick<Certificates, 'crl' | 'revokingCrl'>> {
  await writeFile(join(folder, 'books.txt'), '');
  await writeFile(join(folder, 'crl-number'), '01\n');
  const books = 'database=books.txt\ncrlnumber=crl-number\ndefault_md=sha256\ndefault_crl_days=2';
  await writeFile(join(folder, 'books.cnf'), `[ca]\ndefault_ca=books\n[books]\n${books}\n`);
  const authority = ['ca', '-config', 'books.cnf', '-cert', 'authority.pem', '-keyfile', 'authority.key'];
  await openssl(...authority, '-gencrl', '-out', 'nothing.crl');
  await openssl(...authority, '-revoke', 'server.pem');
  await openssl(...authority, '-gencrl', '-out', 'server.crl');
  return { crl: join(folder, 'nothing.crl'), revokingCrl: join(folder, 'server.crl') };
}

/** The books know `server` as revoked by then; others are made that do not. */
async function makeStatus(folder: string, openssl: OpenSsl): Promise<Certificates['status']> {
  const books = await readFile(join(folder, 'books.txt'), 'latin1');
  await writeFile(join(folder, 'good-books.txt'), books.replace(/^R(\t\w+\t)\w+/, 'V$1'));
  const question = ['ocsp', '-issuer', 'authority.pem', '-cert', 'server.pem', '-no_nonce', '-reqout', 'status.req'];
  await openssl(...question);
  const answer = async (name: string, index: string, signer: string): Promise<string> => {
    const signing = ['-rsigner', `${signer}.pem`, '-rkey', `${signer}.key`, '-CA', 'authority.pem', '-ndays', '1'];
    await openssl('ocsp', '-index', index, ...signing, '-reqin', 'status.req', '-respout', `${name}.der`);
    return join(folder, `${name}.der`);
  };
  return {
    good: await answer('status-good', 'good-books.txt', 'authority'),
    revoked: await answer('status-revoked', 'books.txt', 'authority'),
    forged: await answer('status-forged', 'good-books.txt', 'visitor'),
  };
}

async function exportKey(folder: string, openssl: OpenSsl): Promise<Certificates['serverKey']> {
  const [pem, der] = [join(folder, 'server-public.pem'), join(folder, 'server-public.der')];
  await openssl('pkey', '-in', 'server.key', '-pubout', '-out', pem);
  await openssl('pkey', '-in', 'server.key', '-pubout', '-outform', 'DER', '-out', der);
  const hash = createHash('sha256')
    .update(await readFile(der))
    .digest('base64');
  return { pem, der, hash: `sha256//${hash}` };
}

async function subjectHash(openssl: OpenSsl): Promise<string> {
  return (await openssl('x509', '-in', 'authority.pem', '-noout', '-hash')).stdout.trim();
}

async function trustFolder(path: string, name: string, folder: string): Promise<string> {
  await mkdir(path);
  await copyFile(join(folder, 'authority.pem'), join(path, name));
  await copyFile(join(folder, 'authority.key'), join(path, 'readme.txt'));
  return path;
}
