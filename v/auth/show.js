import { Secret } from '../secret.js';
/** What is shown at this stage, if there is anything to show. */
export function show(subject, schemes, progress, credentials) {
    const { login, bearer } = credentials ?? {};
    const scheme = usedScheme(schemes, progress);
    const shown = { scheme: undefined, value: undefined, progress, asksFirst: false };
    if (scheme === 'bearer') {
        return bearer === undefined ? shown : { ...shown, scheme, value: new Secret(`Bearer ${bearer.reveal()}`) };
    }
    if (login === undefined)
        return shown;
    switch (scheme) {
        case 'basic':
            return { ...shown, scheme, value: basicAuthorization(login) };
        case 'aws-sigv4':
            return { ...shown, scheme };
        case 'digest':
            return { ...shown, scheme, ...digestAnswer(subject, progress, login) };
        case undefined:
            return { ...shown, asksFirst: progress.chosen === undefined && schemes.join() === 'digest' };
    }
}
/** The scheme that a request is made with; `undefined` where it asks first. */
export function usedScheme(schemes, progress) {
    const scheme = progress.chosen ?? (schemes.length === 1 ? schemes[0] : undefined);
    if (scheme === 'none' || (scheme === 'digest' && progress.digest === undefined))
        return undefined;
    return scheme;
}
/** RFC 7617, in UTF-8. */
function basicAuthorization({ name, password }) {
    return new Secret(`Basic ${Buffer.from(`${name}:${password.reveal()}`).toString('base64')}`);
}
function digestAnswer(subject, progress, login) {
    const { digest } = progress;
    if (digest === undefined)
        return {};
    const useCount = digest.useCount + 1;
    return {
        value: new Secret(digest.answer(login, subject, useCount)),
        progress: { ...progress, digest: { ...digest, useCount } },
    };
}
//# sourceMappingURL=show.js.map