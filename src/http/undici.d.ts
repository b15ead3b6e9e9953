/** undici's parts by their own paths: its index loads a hundred modules and makes a global Agent. */
declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici';

  export = Client;
}
