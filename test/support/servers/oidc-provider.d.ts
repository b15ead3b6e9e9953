/** What the tests use of the package, which has no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  /** Something that the server has given out. */
  interface Model {
    readonly accountId?: string;
    readonly clientId?: string;
    readonly scope?: string;
    readonly expiration: number;
    readonly aud?: string | readonly string[];
    /** The certificate, and the key, that it is bound to. */
    readonly 'x5t#S256'?: string;
    readonly jkt?: string;
    save(): Promise<string>;
    destroy(): Promise<void>;
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
  }

  interface ModelClass {
    new (properties: object): Model;
    find(value: string): Promise<Model | undefined>;
  }

  interface Context {
    body: unknown;
    readonly req: IncomingMessage;
    readonly oidc: {
      readonly client: { readonly clientId: string };
      readonly params: Readonly<Record<string, string | undefined>>;
    };
  }

  class Provider {
    constructor(issuer: string, configuration: object);
    readonly Client: { find(id: string): Promise<object | undefined> };
    readonly Grant: ModelClass;
    readonly AccessToken: ModelClass;
    readonly ClientCredentials: ModelClass;
    readonly RefreshToken: ModelClass;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    registerGrantType(
      name: string,
      handler: (context: Context, next: () => Promise<void>) => Promise<void>,
      parameters: readonly string[],
      repeated?: readonly string[],
    ): void;
    on(event: string, act: (...facts: readonly unknown[]) => void): void;
  }

  export { type Context, type Model, Provider };
}
