import { environmentNamesProxy } from '../config/proxy.ts';
import { curlCommand } from '../interchange/curl-command.ts';
import { shellLine } from '../interchange/shell-line.ts';
import type { View } from '../render/view.ts';
import { CURL_USER_AGENT, type RequestPlan } from '../request/plan.ts';
import type { Desk } from './transfer.ts';

/** `--as-curl`: on stdout the line that makes curl send this request, and nothing is sent. */
export async function printAsCurl(plan: RequestPlan, { showsSecrets }: View, { host, console }: Desk): Promise<void> {
  const isDirect = plan.socks === undefined && plan.proxy === undefined;
  const line = shellLine(
    curlCommand(plan, {
      showsSecrets,
      userAgent: CURL_USER_AGENT,
      avoidsProxy: isDirect && environmentNamesProxy(plan.url, host.env),
    }),
  );
  await host.stdout.write(`${line}\n`);
  if (!showsSecrets && line.includes('(secret)')) await console.note('secrets are masked: --show-secrets prints them');
}
