/** Percent-encodes what cannot stand in a request target: controls, space, and all beyond ASCII as UTF-8. */
export function encodeTarget(text: string): string {
  return text.replace(/[^\x21-\x7e]+/gu, percentEncoded);
}

/** A path as curl sends it: with the digits of what is percent-encoded in upper case. */
export function curlPath(path: string): string {
  return encodeTarget(path).replace(TRIPLET, (triplet) => triplet.toUpperCase());
}

/** Pairs of options as curl adds them to a query: with those digits in lower case, and otherwise as they are. */
export function curlPairs(pairs: string): string {
  return pairs.replace(TRIPLET, (triplet) => triplet.toLowerCase());
}

/**
 * A `Location` as curl reads it, behind its host: what no URL can have percent-encoded, of a space in the query a plus.
 *
 * @param location text of bytes (latin-1), as it stands in the head.
 */
export function curlReference(location: string): string {
  const hostEnd = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?]*/i.exec(location)?.[0].length ?? 0;
  const queryStart = location.indexOf('?', hostEnd);
  const encoded = [...location.slice(hostEnd)].map((byte, index) => {
    if (byte === ' ') return queryStart >= 0 && hostEnd + index > queryStart ? '+' : '%20';
    return /[\x21-\x7e]/.test(byte) ? byte : `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return location.slice(0, hostEnd) + encoded.join('').replace(TRIPLET, (triplet) => triplet.toUpperCase());
}

const TRIPLET = /%[\da-f]{2}/gi;

function percentEncoded(text: string): string {
  return [...new TextEncoder().encode(text)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
