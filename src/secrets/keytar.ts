import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import type * as keytar from 'keytar';

/** The functions of keytar that slip uses. */
export type Keytar = Pick<typeof keytar, 'getPassword' | 'setPassword' | 'deletePassword' | 'findCredentials'>;

const EUNLOADABLE = 'EUNLOADABLE';

/**
 * Loads keytar, which is a native library.
 *
 * @throws an error with the code EUNLOADABLE and the words of the system's loader, which keytar's own error lacks.
 */
export function loadKeytar(): Keytar {
  const require = createRequire(import.meta.url);
  try {
    return require('keytar');
  } catch (cause) {
    // keytar itself does not look for its library for musl, on which Alpine is built. It has the same functions.
    const [own, musl] = ['', 'musl'].map((libc) => loaded(() => require(libraryPath(libc))));
    if (musl?.library !== undefined) return musl.library;
    const reason = own?.error ?? cause;
    throw Object.assign(new Error(reason instanceof Error ? reason.message : String(reason)), { code: EUNLOADABLE });
  }
}

function libraryPath(libc: string): string {
  return `keytar/prebuilds/${platform()}${libc}-${arch()}/keytar.node`;
}

function loaded(load: () => Keytar): { readonly library?: Keytar; readonly error?: unknown } {
  try {
    return { library: load() };
  } catch (error) {
    return { error };
  }
}
