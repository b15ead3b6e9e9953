import { readInvocations } from '../cli/config-words.ts';
import { inputsFrom } from '../cli/inputs.ts';
import { findOptionsFile } from '../config/options-file.ts';
import { resolveSettings } from '../config/settings.ts';
import type { Host } from '../host.ts';
import type { Transport } from '../http/transport.ts';
import type { PlanAndSend } from '../oauth/back-channel.ts';

/** Acts with a way to servers, opened when it is asked for, that is as a request's: the user's options file and the environment count. */
export async function withChannel<Result>(
  host: Host,
  act: (channel: () => Promise<PlanAndSend>) => Promise<Result>,
): Promise<Result> {
  let transport: Transport | undefined;
  try {
    return await act(async () => {
      const [line] = await readInvocations([], await findOptionsFile(host), inputsFrom(host), () => {});
      const settings = resolveSettings(line?.options ?? {}, host.env);
      transport ??= (await import('../http/transport.ts')).openTransport(host);
      return {
        settings: { ...settings, acceptEncoding: undefined, decodesTyped: false, userAgent: `slip/${host.version}` },
        send: transport.send,
      };
    });
  } finally {
    await transport?.close();
  }
}
