import { readCurlInvocations } from './cli/curl.ts';
import type { Inputs } from './cli/inputs.ts';
import type { Invocation } from './cli/parse.ts';
import { curlrcPaths } from './config/curlrc.ts';
import type { Host } from './host.ts';

/**
 * Reads what stands behind `slip curl`, with the user's `.curlrc`: the first that can be read. Loaded for such a line alone.
 *
 * @param note is told what is passed over, and what looks wrong.
 * @throws Failure as `readCurlInvocations` does.
 */
export async function readCurlLine(
  { env, platform, files, accountHome }: Pick<Host, 'env' | 'platform' | 'files' | 'accountHome'>,
  argv: readonly string[],
  inputs: Inputs,
  note: (sentence: string) => void,
): Promise<readonly Invocation[]> {
  for (const path of curlrcPaths(env, platform, accountHome())) {
    const text = await files.read(path).then(
      (bytes) => Buffer.from(bytes).toString('utf8'),
      () => undefined,
    );
    if (text !== undefined) return await readCurlInvocations(argv, { path, text }, inputs, note);
  }
  return await readCurlInvocations(argv, undefined, inputs, note);
}
