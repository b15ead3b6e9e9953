import { openBody } from '../http/send-body.ts';
import { presentBody } from '../render/body.ts';
import { requestLines } from '../render/message.ts';
import type { View } from '../render/view.ts';
import type { RequestHead } from '../request/exchange.ts';
import { findHeader } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { isRepeatable } from '../request/plan.ts';
import type { Desk } from './desk.ts';

/** The request's own parts on stdout, where `--print` or `--offline` ask for them: as it goes out, credentials masked. */
export async function printRequest(plan: RequestPlan, head: RequestHead, view: View, desk: Desk): Promise<void> {
  const { host, theme, console } = desk;
  const { stdout } = host;
  if (view.parts.requestHead) {
    // In a pipe the line ends are those of the wire, so that the preview can be sent by something else.
    const lineEnd = view.onTerminal ? '\n' : '\r\n';
    const lines = [...requestLines(head, theme, view.showsSecrets), ''];
    await stdout.write(lines.map((line) => line + lineEnd).join(''));
  }
  if (!view.parts.requestBody || plan.body.kind === 'none') return;
  if (!isRepeatable(plan.body) && !desk.options.offline) {
    await console.note('the body comes from a pipe and cannot be shown');
    return;
  }
  const body = openBody(plan.body, host);
  if (body === undefined) return;
  const chunks = body instanceof Uint8Array ? once(body) : body;
  const shown = await presentBody(chunks, findHeader(plan.headers, 'Content-Type'), {
    ...view,
    theme,
    columns: stdout.columns,
    env: host.env,
    forced: false,
    patience: () => host.sleep(20),
  });
  if (shown === undefined) {
    await console.note('the body is binary and not shown');
    return;
  }
  let lastByte = 0x0a;
  for await (const chunk of shown) {
    lastByte = chunk.at(-1) ?? lastByte;
    await stdout.write(chunk);
  }
  if (view.onTerminal) await stdout.write(lastByte === 0x0a ? '\n' : '\n\n');
  else if (!desk.options.offline) await stdout.write('\n\n');
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
