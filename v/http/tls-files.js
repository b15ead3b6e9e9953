import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Failure } from '../failure.js';
import { pinOfFile } from './trust.js';
/**
 * Reads the files that a policy names, and asks for the passphrase that is missing.
 *
 * @throws Failure `caFile`, `crlFile`, `clientCertificate`, `argument`, `pinnedKey`.
 */
export async function readTlsFiles(policy, host) {
    const { verified, trusted, crlPath, certificate, pinnedKeys } = policy;
    return {
        // An unchecked certificate is traced to nobody, so that what is told of it is the same everywhere.
        ca: verified ? await readAuthorities(trusted, host) : [],
        crl: verified && crlPath !== undefined ? await readRevocations(crlPath, host) : undefined,
        identity: certificate === undefined ? {} : await readIdentity(certificate, host),
        pins: pinnedKeys === undefined ? undefined : await readPins(pinnedKeys, host),
    };
}
async function read(path, kind, host) {
    try {
        return await host.files.read(path);
    }
    catch (cause) {
        throw new Failure(kind, `${path || 'a file without a name'} cannot be read`, { cause });
    }
}
async function readAuthorities(trusted, host) {
    if (trusted.every(({ kind }) => kind === 'bundled'))
        return undefined;
    const found = await Promise.all(trusted.map((source) => authoritiesOf(source, host)));
    // Where the system has no list, Node's own stands in for it.
    if (trusted.every(({ kind }, index) => kind === 'system' && found[index] === undefined))
        return undefined;
    const lists = await Promise.all(found.map(async (list) => list ?? (await bundledAuthorities())));
    return lists.flat();
}
async function authoritiesOf(source, host) {
    switch (source.kind) {
        case 'bundled':
            return await bundledAuthorities();
        case 'system':
            return await systemAuthorities(host);
        case 'file': {
            const bytes = Buffer.from(await read(source.path, 'caFile', host));
            // Node takes a file without certificates for one that adds none, and says nothing.
            if (!holdsCertificate(bytes))
                throw new Failure('caFile', `${source.path} does not hold PEM certificates`);
            return [bytes];
        }
        case 'folder': {
            const folders = source.path.split(host.platform === 'win32' ? ';' : ':').filter((path) => path !== '');
            return (await Promise.all(folders.map((path) => readFolder(path, host)))).flat();
        }
    }
}
async function bundledAuthorities() {
    const tls = await import('node:tls');
    return tls.getCACertificates?.('default') ?? tls.rootCertificates;
}
/** Where the lists of the usual systems stand: Debian, Fedora, openSUSE, Alpine and macOS, FreeBSD. */
const SYSTEM_LISTS = [
    '/etc/ssl/certs/ca-certificates.crt',
    '/etc/pki/tls/certs/ca-bundle.crt',
    '/etc/ssl/ca-bundle.pem',
    '/etc/ssl/cert.pem',
    '/usr/local/share/certs/ca-root-nss.crt',
];
async function systemAuthorities(host) {
    const tls = await import('node:tls');
    const isKept = host.platform === 'darwin' || host.platform === 'win32';
    if (isKept && tls.getCACertificates !== undefined)
        return tls.getCACertificates('system');
    for (const path of SYSTEM_LISTS) {
        const bytes = await host.files.read(path).then(Buffer.from, () => undefined);
        if (bytes !== undefined && holdsCertificate(bytes))
            return [bytes];
    }
    return undefined;
}
/**
 * The certificates of a folder. Where files carry the hashes by which OpenSSL finds them, those alone count, as for
 * OpenSSL; otherwise every file that holds a certificate does. A folder that is not there has none.
 */
async function readFolder(path, host) {
    const names = await host.files.list(path).catch(() => []);
    const hashed = names.filter((name) => /^[0-9a-f]{8}\.\d+$/.test(name));
    const files = (hashed.length > 0 ? hashed : names).map(async (name) => {
        return await host.files.read(`${path}/${name}`).then(Buffer.from, () => undefined);
    });
    return (await Promise.all(files)).flatMap((bytes) => (bytes !== undefined && holdsCertificate(bytes) ? [bytes] : []));
}
function holdsCertificate(bytes) {
    return /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(bytes.toString('latin1'));
}
/** Node reads one list from each text. */
async function readRevocations(path, host) {
    const text = Buffer.from(await read(path, 'crlFile', host)).toString('latin1');
    const lists = text.match(/-----BEGIN X509 CRL-----[\s\S]+?-----END X509 CRL-----/g);
    if (lists === null)
        throw new Failure('crlFile', `${path} does not hold a PEM list of revoked certificates`);
    return lists;
}
async function readPins(keys, host) {
    if (keys.kind === 'hashes')
        return keys.hashes;
    return [pinOfFile(await read(keys.path, 'pinnedKey', host))];
}
async function readIdentity(certificate, host) {
    const { path, form, keyPath, keyForm } = certificate;
    const bytes = Buffer.from(await read(path, 'clientCertificate', host));
    if (form === 'P12')
        return { pfx: bytes, passphrase: certificate.passphrase?.reveal() ?? '' };
    const own = readCertificate(bytes, certificate);
    const keyBytes = Buffer.from(keyPath === path ? bytes : await read(keyPath, 'argument', host));
    const passphrase = certificate.passphrase?.reveal() ?? (await askPassphrase(keyBytes, certificate, host));
    const key = readKey(keyBytes, certificate, passphrase);
    if (!own.checkPrivateKey(key)) {
        throw new Failure('argument', `the key in ${keyPath} does not belong to the certificate in ${path}`);
    }
    return {
        // PEM may hold the authorities between ours and theirs.
        cert: form === 'PEM' ? bytes : own.toString(),
        key: keyForm === 'PEM' && passphrase === undefined ? keyBytes : key.export({ type: 'pkcs8', format: 'pem' }),
    };
}
function readCertificate(bytes, { path, form }) {
    try {
        const isPem = bytes.includes('-----BEGIN');
        if (isPem !== (form === 'PEM'))
            throw new Error(`not in ${form}`);
        return new X509Certificate(bytes);
    }
    catch (cause) {
        throw new Failure('clientCertificate', `${path} does not hold a ${form} certificate`, { cause });
    }
}
/** OpenSSL tells PKCS #8, PKCS #1 and SEC 1 apart by itself in PEM; in DER it is asked for each. */
function readKey(bytes, { keyPath, keyForm }, passphrase) {
    let trouble;
    const secret = passphrase === undefined ? {} : { passphrase };
    for (const type of keyForm === 'PEM' ? [undefined] : ['pkcs8', 'pkcs1', 'sec1']) {
        try {
            return type === undefined
                ? createPrivateKey({ key: bytes, format: 'pem', ...secret })
                : createPrivateKey({ key: bytes, format: 'der', type, ...secret });
        }
        catch (error) {
            trouble ??= error;
        }
    }
    const isLocked = isEncrypted(bytes);
    throw new Failure('argument', isLocked
        ? `the passphrase does not open the key in ${keyPath}`
        : `${keyPath} does not hold a ${keyForm} private key`, { cause: trouble, ...(isLocked ? {} : { hint: '--key FILE names the file of the key, where it is another one' }) });
}
/** RFC 1421 and PKCS #8 have their own marks. */
function isEncrypted(key) {
    return /^(?:-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED)/m.test(key.toString('latin1'));
}
async function askPassphrase(key, { keyPath }, host) {
    if (!isEncrypted(key))
        return undefined;
    const answer = await host.askSecret(`passphrase of ${keyPath}: `);
    if (answer === undefined) {
        throw new Failure('argument', `the key in ${keyPath} is locked, and there is no terminal to ask for its passphrase`, {
            hint: '--cert FILE:PASSWORD or --pass PASSWORD says it',
        });
    }
    return answer;
}
//# sourceMappingURL=tls-files.js.map