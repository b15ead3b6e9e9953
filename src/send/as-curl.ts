import { environmentNamesProxy } from '../config/proxy.ts';
import { resolveProxies } from '../config/settings.ts';
import { Failure } from '../failure.ts';
import { curlCommand } from '../interchange/curl-command.ts';
import { shellLine } from '../interchange/shell-line.ts';
import { CURL_USER_AGENT, type RequestPlan } from '../request/plan.ts';
import { besidesWords, readsStdin } from './curl-besides.ts';
import type { Desk, PlannedTransfer } from './desk.ts';

/**
 * `--as-curl`: on stdout the line that makes curl do this transfer, and nothing is sent.
 *
 * @throws Failure `usage` for what no curl line can say.
 */
export async function printAsCurl(planned: PlannedTransfer, { host, console, options }: Desk): Promise<void> {
  const { showsSecrets } = planned.view;
  const plan = withoutExceptions(planned.plan, options, host);
  const isDirect = plan.socks === undefined && plan.proxy === undefined;
  const command = curlCommand(plan, {
    showsSecrets,
    userAgent: CURL_USER_AGENT,
    avoidsProxy: options.noproxy === undefined && isDirect && environmentNamesProxy(plan.url, host.env),
    besides: besidesWords(planned, options),
  });
  if (command.input !== undefined && readsStdin(options)) {
    throw new Failure('usage', 'curl would read the body from stdin, which -w @- and -b - ask for too');
  }
  const line = shellLine(command);
  await host.stdout.write(`${line}\n`);
  if (plan.auth.attached?.once !== undefined)
    await console.note('curl can make no other DPoP proof: this one is good for one request, now');
  if (!showsSecrets && line.includes('(secret)')) await console.note('secrets are masked: --show-secrets prints them');
}

/** The plan as it is without `--noproxy`: a redirect may lead through the proxy, and the line says the exceptions. */
function withoutExceptions(plan: RequestPlan, options: Desk['options'], { env }: Desk['host']): RequestPlan {
  if (options.noproxy === undefined || plan.connection.unixSocket !== undefined) return plan;
  return { ...plan, ...resolveProxies({ ...options, noproxy: '' }, env)(plan.url) };
}
