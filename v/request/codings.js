/** What to ask for with `Accept-Encoding`, best first; in curl's manner in curl's order. */
export function acceptedCodings(withZstd, dialect) {
    const codings = dialect === 'curl' ? 'deflate, gzip, br' : 'gzip, deflate, br';
    return withZstd ? `${codings}, zstd` : codings;
}
//# sourceMappingURL=codings.js.map