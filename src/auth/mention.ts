import { Failure } from '../failure.ts';
import { isLoopback, parseUrl } from '../request/url.ts';

/**
 * Whether a profile in the text of auth.yaml may be for one of these URLs, as far as that can be told without reading the
 * text: most requests go elsewhere, and need no profile to be loaded. It says so only where it is sure.
 */
export function mayConcern(text: string, urls: readonly string[]): boolean {
  // Wildcards, aliases, and all that writes a name in another way than it is compared.
  if (urls.length === 0 || /[*\\%]|[^\x09-\x7e]/.test(text)) return true;
  const lowerText = text.toLowerCase();
  return urls.some((url) => {
    if (/[[\]{}]/.test(url)) return true;
    const host = hostOf(url);
    // Addresses and this machine have many names, or none, as in `:3000`.
    return host === undefined || isLoopback(host) || !/[a-z]$/.test(host) || lowerText.includes(host);
  });
}

function hostOf(url: string): string | undefined {
  try {
    return parseUrl(url).host;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
