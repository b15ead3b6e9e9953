/** undici's part for WebSockets by its own path: its index loads a hundred modules and makes a global Agent. */
declare module 'undici/lib/web/websocket/websocket.js' {
  export { WebSocket } from 'undici';
}
