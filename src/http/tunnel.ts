import type { Socket } from 'node:net';
import Client from 'undici/lib/dispatcher/client.js';
import { proxyRounds } from '../auth/proxy-rounds.ts';
import { Failure } from '../failure.ts';
import type { HttpProxy } from '../request/plan.ts';
import { authorityOf, originOf } from '../request/url.ts';
import { Secret } from '../secret.ts';
import { explainTransport } from './explain.ts';

/**
 * A socket to `authority` through an HTTP proxy (CONNECT, RFC 9110 §9.3.6).
 *
 * @param authority `host:port`, the port always there.
 * @param connectToProxy gives the connected, and for an https proxy secured, socket to the proxy itself.
 * @throws Failure `receive` when the proxy refuses, as curl has it.
 */
export async function openTunnel(
  proxy: HttpProxy,
  authority: string,
  userAgent: string | undefined,
  randomBytes: (count: number) => Uint8Array,
  connectToProxy: () => Promise<Socket>,
): Promise<Socket> {
  const client = new Client(originOf(proxy.url), {
    connect: (_options, callback) => {
      connectToProxy().then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
    },
  });
  const name = authorityOf(proxy.url);
  return await new Promise((resolve, reject) => {
    client.dispatch(
      {
        method: 'CONNECT',
        path: authority,
        headers: [
          ...['host', authority],
          ...(userAgent === undefined ? [] : ['User-Agent', userAgent]),
          ...(proxyRounds(proxy, authority, randomBytes).next().value ?? []).flatMap(([field, value]) => [
            field,
            value instanceof Secret ? value.reveal() : value,
          ]),
        ],
      },
      {
        onRequestStart() {},
        onRequestUpgrade(_controller, status, _headers, socket) {
          if (status >= 200 && status < 300) return resolve(socket as Socket); // CONNECT hands over the net.Socket it was given
          socket.destroy();
          reject(
            new Failure('receive', `the proxy ${name} answered ${status} to the request for a tunnel to ${authority}`, {
              ...(status === 407 ? { hint: '--proxy-user USER:PASSWORD tells it who you are' } : {}),
            }),
          );
        },
        onResponseStart(controller, status) {
          controller.abort(new Failure('receive', `the proxy ${name} answered ${status} to the request for a tunnel`));
        },
        onResponseData() {},
        onResponseEnd() {},
        onResponseError(_controller, error) {
          const failure = explainTransport(error, `the proxy ${name}`, { heard: false, headIn: false });
          const sentence = `the proxy ${name} closed the connection when asked for a tunnel to ${authority}`;
          reject(failure.kind === 'empty' ? new Failure('receive', sentence, { cause: error }) : failure);
        },
      },
    );
  });
}
