/**
 * kernel/json.ts as WebAssembly in base64, which the build (scripts/kernel.mjs) puts in the place of this; without it all
 * is printed byte by byte.
 */
export const KERNEL_CODE: string = '';
