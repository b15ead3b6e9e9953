/** undici's part for WebSockets by its own path: its index loads a hundred modules and makes a global Agent. */
declare module 'undici/lib/web/websocket/websocket.js' {
  import type { Dispatcher, WebSocket as Whole } from 'undici';

  /** What it uses of a dispatcher, where undici's own types ask for all of one. */
  export interface WebSocketDispatcher extends Pick<Dispatcher, 'dispatch'> {
    readonly webSocketOptions: { readonly maxPayloadSize: number };
  }

  export type WebSocket = Whole;

  export const WebSocket: new (
    url: string,
    init: { readonly protocols: readonly string[]; readonly dispatcher: WebSocketDispatcher },
  ) => Whole;
}
