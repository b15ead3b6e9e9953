import {
  type Configuration,
  type DeviceAuthorizationResponse,
  genericGrantRequest,
  initiateDeviceAuthorization,
  type TokenEndpointResponse,
} from 'openid-client';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { remarkOn } from '../profiles/hunt.ts';
import { spanText } from '../request/date.ts';
import type { Login } from './attendance.ts';
import { bindingFor } from './binding.ts';
import { recordOf, wishesOf } from './grants.ts';
import { qrLines } from './qr.ts';
import type { TokenRecord } from './token-record.ts';
import { errorCodeOf, inStep, interruption, isOffline } from './trouble.ts';
import { isWebAddress, refuseOddAddress } from './web-address.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** How often a server is asked, if it does not say (RFC 8628 §3.2), and by how much less often if it says so (§3.5). */
const INTERVAL_SECONDS = 5;

/**
 * A token for a device (RFC 8628): the user logs in wherever there is a browser, with a code that is shown here.
 *
 * @throws Failure `credential`, `interrupted`.
 */
export async function deviceFlow(login: Login, server: Configuration): Promise<TokenRecord> {
  const { profile, attendance, signal } = login;
  const { device_authorization_endpoint: endpoint } = server.serverMetadata();
  if (endpoint === undefined) {
    throw new Failure('credential', `the server of profile ${profile.name} does not tell where devices get codes`, {
      hint: '--device-authorization-endpoint URL says it; with another --flow it is not needed',
    });
  }
  const step = { profile, step: 'device', server: endpoint, signal } as const;
  const given = await inStep(step, () => initiateDeviceAuthorization(server, wishesOf(profile)));
  refuseOddAddress(given.verification_uri, profile);
  const limitMs = Math.min(given.expires_in * 1000, attendance.limitMs ?? Number.POSITIVE_INFINITY);
  await showCode(login, given, limitMs);
  const record = await polled(login, server, given, limitMs);
  await attendance.keep(record);
  return record;
}

async function showCode({ profile, parts }: Login, given: DeviceAuthorizationResponse, limitMs: number): Promise<void> {
  const { host } = parts;
  const remark = remarkOn(host);
  const page = new URL(given.verification_uri).href;
  await remark(`to log in to profile ${profile.name}, open this page anywhere, and enter the code:`);
  await host.stderr.write(`\n    ${page}\n    ${given.user_code.replace(/\p{C}/gu, '')}\n\n`);
  const lines = given.verification_uri_complete === undefined ? [] : qrFor(given.verification_uri_complete, host);
  if (lines.length > 0) await host.stderr.write(`${lines.map((line) => `    ${line}\n`).join('')}\n`);
  await remark(`waiting for that, for ${spanText(limitMs)} at most; Ctrl-C gives up`);
}

/** The address with the code in it, for a telephone; on a terminal that can show it. */
function qrFor(address: string, { stderr, env }: Host): readonly string[] {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  if (!stderr.isTerminal || env.TERM === 'dumb' || /^(?:C|POSIX)$/.test(locale)) return [];
  if (!isWebAddress(address) || address.length > MAX_QR_LENGTH) return [];
  const lines = qrLines(address, !env.NO_COLOR);
  return lines.width + 4 <= stderr.columns ? lines.lines : [];
}

/** A code of more could not be read from a terminal. */
const MAX_QR_LENGTH = 1000;

/** Asks until the user has said yes or no; as seldom as the server wants. */
async function polled(
  { profile, parts, signal }: Login,
  server: Configuration,
  given: DeviceAuthorizationResponse,
  limitMs: number,
): Promise<TokenRecord> {
  const { host } = parts;
  const remark = remarkOn(host);
  const endMs = host.uptimeMs() + limitMs;
  const step = { profile, step: 'token', server: server.serverMetadata().token_endpoint ?? '', signal } as const;
  const binding = await bindingFor(profile, server, undefined);
  const ask = async (): Promise<TokenEndpointResponse> =>
    await genericGrantRequest(server, GRANT, { device_code: given.device_code }, binding.proof);
  let intervalSeconds = Math.max(given.interval ?? INTERVAL_SECONDS, 1);
  for (let failures = 0; ; ) {
    const pauseMs = Math.min(intervalSeconds * 1000, Math.max(endMs - host.uptimeMs(), 0));
    await host.wait(pauseMs, signal).catch(() => Promise.reject(interruption(signal)));
    if (host.uptimeMs() >= endMs) break;
    const askedAtMs = host.now();
    try {
      return recordOf(await inStep(step, ask), profile, askedAtMs, binding);
    } catch (error) {
      const code = errorCodeOf(error);
      if (code === 'slow_down') intervalSeconds += INTERVAL_SECONDS;
      else if (isOffline(error)) {
        // A network that is gone for a moment ends no login, but is asked for less and less often.
        intervalSeconds *= 2;
        if (failures++ === 0) await remark('the server cannot be reached; trying on');
      } else if (code !== 'authorization_pending') throw error;
    }
  }
  throw new Failure('credential', `nobody entered the code for profile ${profile.name} within ${spanText(limitMs)}`, {
    hint: `slip auth login ${profile.name} gives a new code`,
  });
}
