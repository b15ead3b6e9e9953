import { X509Certificate } from 'node:crypto';
/**
 * A certificate as curl writes it out: lines that say whose it is, from whom and for how long, and then the certificate in
 * PEM (RFC 7468). Of curl's lines those about the key, the signature and most extensions are left out.
 *
 * @param der what a server sent; if it cannot be read, the lines are missing.
 */
export function certificateText(der) {
    const base64 = Buffer.from(der).toString('base64');
    const armour = `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
    return [...details(der).map(([name, value]) => `${name}:${value}\n`), armour].join('');
}
function details(der) {
    let certificate;
    try {
        certificate = new X509Certificate(der);
    }
    catch {
        return [];
    }
    const { subject, issuer, serialNumber, subjectAltName, validFrom, validTo } = certificate;
    return [
        ['Subject', nameText(subject)],
        ['Issuer', nameText(issuer)],
        ['Serial Number', serialNumber.toLowerCase()],
        ...(subjectAltName === undefined ? [] : [['X509v3 Subject Alternative Name', subjectAltName]]),
        ['Start date', validFrom],
        ['Expire date', validTo],
    ];
}
/** OpenSSL's one-line form, with quotes; Node has a line for each part, backslashes, and not always a name. */
function nameText(name) {
    if (!name)
        return '';
    const parts = name.split('\n').map((part) => {
        const [, kind = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(part) ?? [];
        return `${kind} = ${/\\[,+<>;]/.test(value) ? `"${value.replace(/\\([,+<>;])/g, '$1')}"` : value}`;
    });
    return parts.join(', ');
}
//# sourceMappingURL=certificate-text.js.map