import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { BasicOCSPResponse, id_kp_OCSPSigning, id_pkix_ocsp_basic, OCSPResponse, OCSPResponseStatus, } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, ExtendedKeyUsage, id_ce_extKeyUsage } from '@peculiar/asn1-x509';
/** How far two clocks may differ, as in curl. */
const SKEW_MS = 300_000;
/**
 * What is wrong with a stapled answer about a certificate (RFC 6066 §8, RFC 6960), as the end of a sentence that begins
 * with the certificate; `undefined` for one that is good.
 *
 * @param answer DER; `undefined` where none came.
 * @param chain DER, the certificate in question first and then its issuer.
 * @param nowMs milliseconds since the epoch.
 */
export function stapledTrouble(answer, chain, nowMs) {
    const [own, issuer] = chain;
    if (answer === undefined)
        return 'comes without word of whether it was revoked';
    if (own === undefined || issuer === undefined)
        return 'comes from an authority whose word does not count here';
    try {
        const basic = readAnswer(answer);
        if (basic === undefined)
            return 'comes with no usable word of whether it was revoked';
        const authority = new X509Certificate(issuer);
        // Node finds the issuer by its name alone, and anybody may send a certificate of that name.
        const isIssuer = new X509Certificate(own).verify(authority.publicKey);
        if (!isIssuer || !isSigned(basic, authority, nowMs)) {
            return 'comes with word that its authority has not signed';
        }
        return statusTrouble(findSingle(basic, own, issuer), nowMs);
    }
    catch {
        // The parser throws what its schemas do not foresee; the bytes are the server's, who is not trusted yet.
        return 'comes with word that cannot be read';
    }
}
function readAnswer(answer) {
    const { responseStatus, responseBytes } = AsnConvert.parse(answer, OCSPResponse);
    if (responseStatus !== OCSPResponseStatus.successful || responseBytes?.responseType !== id_pkix_ocsp_basic) {
        return undefined;
    }
    return AsnConvert.parse(responseBytes.response.buffer, BasicOCSPResponse);
}
/** The answer about this certificate, which is told by its issuer's key and its number (RFC 6960 §4.1.1). */
function findSingle(basic, own, issuer) {
    const { serialNumber } = AsnConvert.parse(own, Certificate).tbsCertificate;
    const key = AsnConvert.parse(issuer, Certificate).tbsCertificate.subjectPublicKeyInfo.subjectPublicKey;
    return basic.tbsResponseData.responses.find(({ certID }) => {
        const hash = HASHES[certID.hashAlgorithm.algorithm];
        if (hash === undefined || !Buffer.from(certID.serialNumber).equals(Buffer.from(serialNumber)))
            return false;
        const keyHash = createHash(hash).update(Buffer.from(key)).digest();
        return keyHash.equals(Buffer.from(certID.issuerKeyHash.buffer));
    });
}
function statusTrouble(single, nowMs) {
    if (single === undefined)
        return 'comes with word of another certificate';
    const { certStatus, thisUpdate, nextUpdate } = single;
    if (certStatus.revoked !== undefined)
        return 'has been revoked';
    if (certStatus.good === undefined)
        return 'is not known to its authority';
    if (thisUpdate.getTime() > nowMs + SKEW_MS)
        return 'comes with word of the future';
    if (nextUpdate !== undefined && nextUpdate.getTime() < nowMs - SKEW_MS)
        return 'comes with word that is out of date';
    return undefined;
}
/** Whether the issuer has signed it, or somebody to whom the issuer has left this (RFC 6960 §4.2.2.2). */
function isSigned(basic, issuer, nowMs) {
    const { tbsResponseDataRaw, signatureAlgorithm, signature, certs } = basic;
    if (tbsResponseDataRaw === undefined)
        return false;
    const delegates = (certs ?? []).filter((certificate) => isDelegate(certificate, issuer.publicKey, nowMs));
    const keys = [issuer.publicKey, ...delegates.map(keyOf)];
    return keys.some((key) => isSignedBy(key, tbsResponseDataRaw, signatureAlgorithm.algorithm, signature));
}
function isDelegate(certificate, issuer, nowMs) {
    const { tbsCertificate, tbsCertificateRaw, signatureAlgorithm, signatureValue } = certificate;
    const usage = tbsCertificate.extensions?.find(({ extnID }) => extnID === id_ce_extKeyUsage);
    if (usage === undefined || tbsCertificateRaw === undefined)
        return false;
    if (!AsnConvert.parse(usage.extnValue.buffer, ExtendedKeyUsage).includes(id_kp_OCSPSigning))
        return false;
    const { notBefore, notAfter } = tbsCertificate.validity;
    if (notBefore.getTime().getTime() > nowMs || notAfter.getTime().getTime() < nowMs)
        return false;
    return isSignedBy(issuer, tbsCertificateRaw, signatureAlgorithm.algorithm, signatureValue);
}
function keyOf({ tbsCertificate }) {
    const key = Buffer.from(AsnConvert.serialize(tbsCertificate.subjectPublicKeyInfo));
    return createPublicKey({ key, format: 'der', type: 'spki' });
}
/** Object identifiers of hashes (RFC 8017 appendix B.1). */
const HASHES = {
    '1.3.14.3.2.26': 'sha1',
    '2.16.840.1.101.3.4.2.1': 'sha256',
    '2.16.840.1.101.3.4.2.2': 'sha384',
    '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** Kind of key and hash by the signature algorithms of RFC 8017, RFC 5758 and RFC 8410; SHA-1 is too weak to sign with. */
const SIGNATURES = {
    '1.2.840.113549.1.1.11': ['rsa', 'sha256'],
    '1.2.840.113549.1.1.12': ['rsa', 'sha384'],
    '1.2.840.113549.1.1.13': ['rsa', 'sha512'],
    '1.2.840.10045.4.3.2': ['ec', 'sha256'],
    '1.2.840.10045.4.3.3': ['ec', 'sha384'],
    '1.2.840.10045.4.3.4': ['ec', 'sha512'],
    '1.3.101.112': ['ed25519', undefined],
    '1.3.101.113': ['ed448', undefined],
};
function isSignedBy(key, data, algorithm, signature) {
    const [keyType, hash] = SIGNATURES[algorithm] ?? [];
    if (keyType === undefined || key.asymmetricKeyType !== keyType)
        return false;
    return verify(hash, Buffer.from(data), key, Buffer.from(signature));
}
//# sourceMappingURL=stapled.js.map