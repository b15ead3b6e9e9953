import { Failure } from '../failure.ts';
import type { HeaderEdit, RequestDraft } from './draft.ts';

/** Whether a URL text asks for a WebSocket (RFC 6455 §3). */
export function asksForWebSocket(url: string): boolean {
  return /^wss?:\/\//i.test(url);
}

/**
 * The request that opens a WebSocket (RFC 6455 §4.1). It has no body: what would have been that are messages.
 *
 * @param key 16 random bytes in base64.
 * @throws Failure `usage` for another method than GET, and for parts, which are no message.
 */
export function openingDraft(draft: RequestDraft, key: string): RequestDraft {
  if (draft.method !== undefined && draft.method !== 'GET') {
    throw new Failure('usage', `a WebSocket is opened with GET, and not with ${draft.method}`);
  }
  if (draft.body.kind === 'multipart') {
    throw new Failure('usage', 'a multipart body is no message of a WebSocket', {
      hint: '@FILE sends a file as a message',
    });
  }
  const typed = new Set(draft.headers.map(({ name }) => name.toLowerCase()));
  const own: readonly (readonly [name: string, value: string])[] = [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', key],
  ];
  const missing = own
    .filter(([name]) => !typed.has(name.toLowerCase()))
    .map(([name, value]): HeaderEdit => ({ kind: 'send', name, value }));
  return {
    ...draft,
    impliedMethod: 'GET',
    contentType: undefined,
    accept: '',
    uploadName: undefined,
    body: { kind: 'none' },
    headers: [...draft.headers, ...missing],
  };
}
