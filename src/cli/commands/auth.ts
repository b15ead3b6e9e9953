import { ALGORITHMS } from '../algorithms.ts';
import type { VerbTable } from '../command-row.ts';
import type { CommandOptionRow } from '../option-row.ts';

const JSON_OPTION = {
  takes: 'nothing',
  summary: 'Print JSON',
} as const satisfies CommandOptionRow;

const KINDS = ['api-key', 'bearer', 'basic', 'digest', 'jwt', 'aws'];

/** The kinds that cannot stand beside this one. */
function others(kind: string): readonly string[] {
  return KINDS.filter((other) => other !== kind);
}

/** `slip auth`. */
// biome-ignore format: a row reads best as few lines
export const AUTH = {
  about: [
    'A profile says who you are somewhere. It stands in `auth.yaml` in the config folder; its secret stands in the keychain of the system, and nowhere else. A request to a URL that a profile is for carries it by itself: `--auth NAME` chooses another one, `--no-auth` none.',
  ],
  verbs: {
    add: {
      words: 'NAME',
      names: 'profile',
      summary: 'Make a profile, and ask for its secret',
      about: [
        'One of the kinds says how the secret is shown. It is asked for without echo, or read with `--secret-stdin`; it is never an argument. For a profile that is there, `slip auth add NAME` alone asks for a new secret.',
      ],
      options: {
        for: {
          takes: 'url', value: 'URL', repeats: true,
          summary: 'Where it may go: this origin, and paths below',
          detail: 'Scheme, host and port have to be the same; a path is compared segment by segment. `https://*.example.com` is for all sub-domains. Of several profiles that fit, the closest is used: the exact host, then the longest path.',
        },
        'api-key': { takes: 'nothing', excludes: others('api-key'), summary: 'A key in a header, or where `--in` says' },
        in: {
          takes: 'text', value: 'PLACE', excludes: others('api-key'),
          summary: 'Place of a key, such as `query:key`',
          detail: '`header:NAME`, `query:NAME` or `cookie:NAME`; without, `header:X-API-Key`.',
        },
        prefix: {
          takes: 'text', value: 'TEXT', excludes: others('api-key'),
          summary: 'What stands before a key, such as `Token `',
        },
        bearer: { takes: 'nothing', excludes: others('bearer'), summary: 'A token, as `Authorization: Bearer`' },
        basic: { takes: 'text', value: 'USER', excludes: others('basic'), summary: 'A password, as Basic' },
        digest: { takes: 'text', value: 'USER', excludes: others('digest'), summary: 'A password, for Digest challenges' },
        jwt: {
          takes: 'nothing', excludes: others('jwt'),
          summary: 'A token with claims: a stored one, or signed anew',
          detail: 'With `--key` or `--alg` each request carries a token of its own, with `iat`, `exp`, `jti` and what `--claim` says. Without, the token is kept, and refused when it has expired.',
        },
        key: {
          takes: 'file', value: 'FILE', excludes: others('jwt'),
          summary: 'The key to sign with: PEM or a JWK',
          detail: 'It stays where it is. If it is locked, its passphrase is the secret. Without `--key`, the key itself is the secret.',
        },
        alg: {
          takes: 'choice', value: 'ALG', choices: ALGORITHMS, excludes: others('jwt'),
          summary: 'How to sign; may be left out for a key in a file',
        },
        claim: {
          takes: 'text', value: 'NAME=TEXT|NAME:=JSON', repeats: true, excludes: others('jwt'),
          summary: 'What each token says, such as `iss=desk`',
        },
        ttl: {
          takes: 'text', value: 'TIME', excludes: others('jwt'),
          summary: 'How long each counts; without, 5m',
        },
        kid: { takes: 'text', value: 'NAME', excludes: others('jwt'), summary: 'Name of the key, where the server wants one' },
        aws: {
          takes: 'nothing', excludes: others('aws'),
          summary: 'A secret access key, for AWS Signature 4',
          detail: 'With `--exec` the command may print JSON as a `credential_process` of AWS does, session token included.',
        },
        'access-key': { takes: 'text', value: 'ID', summary: 'Access key ID that belongs to it' },
        region: { takes: 'text', value: 'REGION', summary: 'Region to sign for; without, from the host name' },
        service: { takes: 'text', value: 'SERVICE', summary: 'Service to sign for; without, from the host name' },
        exec: {
          takes: 'text', value: 'COMMAND',
          summary: 'Command that prints the secret, run each time',
          detail: 'It is run by the shell, has 30 seconds, and is shown before it is run for the first time. Nothing is kept. Without a kind it is a bearer token.',
        },
        'secret-stdin': { takes: 'nothing', excludes: ['exec'], summary: 'Read the secret from stdin' },
        replace: { takes: 'nothing', summary: 'Take the place of a profile of this name' },
      },
      examples: [
        { literal: 'slip auth add work --for api.example.com --api-key', summary: 'Ask for a key' },
        { literal: "slip auth add gh --for api.github.com --exec 'gh auth token'", summary: 'Keep none' },
      ],
    },
    login: {
      words: 'NAME',
      names: 'profile',
      summary: 'Make an OAuth profile, and get its first token',
      about: [
        'Tokens stand in the keychain, beside the secret of the client, and are replaced before they end. For a profile that is there, `slip auth login NAME` alone logs in anew; what else is typed is changed.',
      ],
      options: {
        for: { takes: 'url', value: 'URL', repeats: true, summary: 'Where the token may go; see `slip auth add -h`' },
        preset: {
          takes: 'choice', value: 'NAME',
          choices: ['github', 'gitlab', 'google', 'microsoft', 'auth0', 'okta', 'keycloak'],
          summary: 'Endpoints and ways of a provider that slip knows',
          detail: 'What else is typed counts before it. The client is still your own. `auth0`, `okta` and `keycloak` need `--domain`, and `keycloak` needs `--tenant`.',
        },
        domain: {
          takes: 'text', value: 'HOST',
          summary: 'Where the provider of `--preset` is',
          detail: 'Of `github` and `gitlab` where it is your own; a path may stand behind it.',
        },
        tenant: {
          takes: 'text', value: 'NAME', aliases: ['realm'],
          summary: 'Tenant of `microsoft`, realm, `okta` server',
          detail: 'Without, it is `common` for `microsoft` and `default` for `okta`. `--realm` is the same.',
        },
        issuer: { takes: 'url', value: 'URL', summary: 'Server that gives tokens, which tells its endpoints' },
        'client-id': { takes: 'text', value: 'ID', summary: 'What the server calls this client' },
        flow: {
          takes: 'choice', value: 'FLOW', choices: ['code', 'device', 'client-credentials', 'jwt-bearer', 'token-exchange'],
          summary: 'How a token is got; `code` unless said',
          detail: '`code`: the user logs in with a browser. `device`: with a browser elsewhere, where a code is entered. `client-credentials`: for the client itself. `jwt-bearer`: for an assertion signed with `--key` (RFC 7523). `token-exchange`: for another token (RFC 8693), which is the secret unless `--subject-profile` or `--subject-file` says where it is.',
        },
        scope: { takes: 'text', value: 'SCOPE', repeats: true, summary: 'What the token is to be good for' },
        audience: { takes: 'text', value: 'NAME', repeats: true, summary: 'Whom it is to be good for, as some servers ask' },
        resource: { rare: true, takes: 'text', value: 'URI', repeats: true, summary: 'Likewise (RFC 8707)' },
        parameter: { rare: true, takes: 'text', value: 'NAME=VALUE', repeats: true, summary: 'Whatever else the server wants to know' },
        'secret-stdin': { takes: 'nothing', summary: 'Read the secret of the client from stdin' },
        'no-browser': {
          takes: 'nothing',
          summary: 'Print the address, and ask where it led to',
          detail: 'For a machine without a browser: log in elsewhere, and paste the address that the browser shows in the end. It may also be a line of stdin.',
        },
        'max-time': { takes: 'seconds', value: 'SECS', summary: 'How long to wait for the user; without, 5 minutes' },
        'redirect-uri': {
          rare: true,
          takes: 'text', value: 'URL',
          summary: 'Where the browser goes in the end',
          detail: 'On this machine: `http://127.0.0.1`, `http://[::1]` or `http://localhost`, with the port that the client is registered with, or none for any that is free; without, `http://127.0.0.1/callback`. From any other, the address that the browser shows in the end is asked for.',
        },
        'client-auth': {
          rare: true,
          takes: 'choice', value: 'HOW',
          choices: ['none', 'basic', 'post', 'client-secret-jwt', 'private-key-jwt', 'mtls', 'assertion'],
          summary: 'How the client says who it is',
          detail: '`basic` and `post` show its secret, in a header or in the body; `client-secret-jwt` signs with it, `private-key-jwt` with `--key`; `mtls` shows the certificate `--cert`; `none` shows the client ID alone; `assertion` leaves it to that of `--flow jwt-bearer`, as is usual there.',
        },
        key: {
          takes: 'file', value: 'FILE',
          summary: 'Private key: PEM or a JWK',
          detail: 'To sign with, and where nothing is signed that of `--cert`. It stays where it is. If it is locked, its passphrase is the secret. Without `--key`, a key that is needed is the secret.',
        },
        alg: { rare: true, takes: 'choice', value: 'ALG', choices: ALGORITHMS, summary: 'How to sign, if the key leaves a choice' },
        kid: { rare: true, takes: 'text', value: 'NAME', summary: 'Name of the key, where the server wants one' },
        cert: {
          rare: true,
          takes: 'file', value: 'FILE',
          summary: 'Client certificate, shown to the server and the API',
        },
        dpop: {
          rare: true,
          takes: 'nothing',
          summary: 'Bind the token to a key of its own (RFC 9449)',
          detail: 'The key is made at login and kept with the token; each request proves that it is there. A token that is stolen alone is good for nothing.',
        },
        par: {
          rare: true,
          takes: 'nothing',
          summary: 'Push the request for a code to the server first',
          detail: 'RFC 9126; done by itself where the server wants it.',
        },
        claim: {
          rare: true,
          takes: 'text', value: 'NAME=TEXT|NAME:=JSON', repeats: true,
          summary: 'What the assertion of `jwt-bearer` says besides',
          detail: '`iss` and `sub` are the client, and `aud` is the token endpoint, unless they are said; one that is said to be empty is left out. The scope is said, too.',
        },
        ttl: { rare: true, takes: 'text', value: 'TIME', summary: 'How long an assertion counts; without, 5m' },
        'assertion-audience': {
          rare: true,
          takes: 'text', value: 'URL',
          summary: 'Whom a signed assertion is for; without, the server',
        },
        'subject-profile': { rare: true, takes: 'text', value: 'NAME', names: 'profile', summary: 'Profile whose token is exchanged' },
        'subject-file': { rare: true, takes: 'file', value: 'FILE', summary: 'File with the token that is exchanged' },
        'subject-type': {
          rare: true,
          takes: 'text', value: 'TYPE', summary: 'What kind of token it is; without, `access-token`',
          detail: '`access-token`, `refresh-token`, `id-token`, `jwt`, `saml1`, `saml2` or a URI.',
        },
        'actor-profile': { rare: true, takes: 'text', value: 'NAME', names: 'profile', summary: 'Profile of who acts for the subject' },
        'actor-file': { rare: true, takes: 'file', value: 'FILE', summary: 'File with a token of who acts for the subject' },
        'actor-type': { rare: true, takes: 'text', value: 'TYPE', summary: 'What kind of token that is' },
        'requested-type': { rare: true, takes: 'text', value: 'TYPE', summary: 'What kind of token is wanted in exchange' },
        'token-endpoint': { rare: true, takes: 'url', value: 'URL', summary: 'Where tokens are got; no server is asked for it' },
        'authorization-endpoint': { rare: true, takes: 'url', value: 'URL', summary: 'Likewise, the page where one logs in' },
        'device-authorization-endpoint': { rare: true, takes: 'url', value: 'URL', summary: 'Likewise, for codes of devices' },
        'par-endpoint': { rare: true, takes: 'url', value: 'URL', summary: 'Likewise, for pushed requests (RFC 9126)' },
        'jwks-uri': { rare: true, takes: 'url', value: 'URL', summary: 'Likewise, of the keys that sign its ID tokens' },
        'revocation-endpoint': { rare: true, takes: 'url', value: 'URL', summary: 'Likewise, where tokens are revoked' },
        'introspection-endpoint': { rare: true, takes: 'url', value: 'URL', summary: 'Likewise, for show --remote' },
      },
      examples: [
        {
          literal: 'slip auth login me --issuer https://login.example.com --client-id ID',
          summary: 'In the browser',
        },
        { literal: 'slip auth login gh --preset github --client-id ID --flow device', summary: 'With a code' },
        { literal: 'slip auth login ci --issuer URL --client-id ID --flow client-credentials', summary: 'A service' },
      ],
    },
    list: {
      words: '',
      summary: 'Show all profiles, and whether their secrets are there',
      options: { json: JSON_OPTION },
    },
    show: {
      words: 'NAME',
      names: 'profile',
      summary: 'Show one profile, without its secret',
      about: ['Of an OAuth profile also what its tokens say, and when they end.'],
      options: {
        json: JSON_OPTION,
        remote: { takes: 'nothing', summary: 'Ask the server what it knows of the token (RFC 7662)' },
      },
    },
    token: {
      words: 'NAME',
      names: 'profile',
      summary: 'Print the secret of a profile, or a fresh token',
      about: ['For scripts that cannot use slip: `curl -H "X-API-Key: $(slip auth token work)"` shows it to every process here.', 'For an OAuth profile it is the access token, got anew where it is over.'],
      options: {},
    },
    refresh: { words: 'NAME', names: 'profile', summary: 'Get another token for an OAuth profile, now', options: {} },
    logout: {
      words: 'NAME',
      names: 'profile',
      summary: 'Forget the secret or the tokens, and keep the profile',
      about: ['Of an OAuth profile its tokens are forgotten, and revoked (RFC 7009) where its server has a place for that; the secret of the client stays.'],
      options: {},
    },
    remove: { words: 'NAME', names: 'profile', summary: 'Forget a profile and its secret', options: {} },
    move: {
      words: '',
      summary: 'Move all secrets into the keychain or the vault',
      about: [
        'Copies them, reads the copies, writes `keychain:` into `auth.yaml`, and only then removes the old ones: wherever it is broken off nothing is lost, and the next move goes on. The vault is one encrypted file in the config folder, for machines without a keychain.',
      ],
      options: {
        to: { takes: 'choice', value: 'PLACE', choices: ['keychain', 'vault'], summary: 'Where to: `keychain` or `vault`' },
        replace: { takes: 'nothing', summary: 'Take the place of other secrets of the same names' },
      },
      examples: [{ literal: 'slip auth move --to vault', summary: 'On a server without a keychain' }],
    },
    passphrase: {
      words: '',
      summary: 'Change the passphrase of the vault',
      about: ['Asks for the old one, as always, and then twice for the new one. Everything is sealed anew.'],
      options: { 'secret-stdin': { takes: 'nothing', summary: 'Read the new passphrase from stdin' } },
    },
  },
  examples: [
    { literal: 'slip auth add work --for api.example.com --bearer', summary: 'Ask for a token' },
    { literal: 'slip api.example.com/books', summary: 'It goes along' },
    { literal: 'slip auth list', summary: 'What there is' },
  ],
} as const satisfies VerbTable;
