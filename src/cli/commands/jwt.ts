import { ALGORITHMS } from '../algorithms.ts';
import type { VerbTable } from '../command-row.ts';
import type { CommandOptionRow } from '../option-row.ts';

const JSON_OPTION = {
  takes: 'nothing',
  summary: 'Print JSON',
} as const satisfies CommandOptionRow;

/** `slip jwt`. */
// biome-ignore format: a row reads best as few lines
export const JWT = {
  about: ['Tokens with claims (RFC 7519). Nothing is sent anywhere, and nothing fetched but the keys of `verify --jwks URL`.'],
  verbs: {
    decode: {
      words: '[TOKEN]',
      summary: 'Show what a token says, and verify nothing',
      about: [
        'Prints its header and its claims as JSON, numbers as they are written, and its times in words. Without TOKEN, or with `-`, the token comes from stdin, where no other process can see it; a `Bearer` before it is passed over. Anybody can write such a token.',
      ],
      options: { json: JSON_OPTION },
    },
    verify: {
      words: '[TOKEN]',
      summary: 'Verify a token, and print its claims',
      about: [
        'Exit 0 if its signature and its times are right, 102 with the reason if not. What a key may be used for is decided by the key, never by the token; `alg: none` is always refused. The token comes from stdin as in `slip jwt decode`.',
      ],
      options: {
        jwks: {
          takes: 'text', value: 'URL|FILE', excludes: ['key', 'secret-stdin'],
          summary: 'Public keys: a JWK Set, the key chosen by its name',
          detail: 'A URL is https, or of this machine; it is fetched as a request of slip is, profiles and proxies included.',
        },
        key: {
          takes: 'file', value: 'FILE', excludes: ['jwks', 'secret-stdin'],
          summary: 'The key: PEM, a certificate, or a JWK',
        },
        'secret-stdin': { takes: 'nothing', excludes: ['jwks', 'key'], summary: 'Read the shared secret of HS256 from stdin' },
        alg: { takes: 'choice', value: 'ALG', choices: ALGORITHMS, summary: 'Only this algorithm counts, such as ES256' },
        iss: { takes: 'text', value: 'ISSUER', summary: 'Who has to have issued it' },
        aud: { takes: 'text', value: 'AUDIENCE', summary: 'Whom it has to be for, among others' },
        json: JSON_OPTION,
      },
      examples: [
        { literal: 'slip jwt verify - --jwks https://id.example.com/jwks.json', summary: 'By the keys of its issuer' },
      ],
    },
    sign: {
      words: '',
      summary: 'Sign claims with a key of your own, and print the token',
      about: [
        'The claims are those that are typed, and `iat`. Nothing keeps the key: it is read from its file, and its passphrase is asked for without echo.',
      ],
      options: {
        key: {
          takes: 'file', value: 'FILE', excludes: ['secret-stdin'],
          summary: 'The private key: PEM (PKCS #8, PKCS #1, SEC 1) or a JWK',
        },
        'secret-stdin': { takes: 'nothing', excludes: ['key'], summary: 'Read the shared secret of HS256 from stdin' },
        alg: {
          takes: 'choice', value: 'ALG', choices: ALGORITHMS,
          summary: 'How to sign, where the key leaves a choice',
        },
        claim: {
          takes: 'text', value: 'NAME=TEXT|NAME:=JSON', repeats: true,
          summary: 'What the token says, such as `sub=ada` or `level:=3`',
        },
        ttl: {
          takes: 'text', value: 'TIME', mayBeEmpty: true,
          summary: 'How long it counts: 90s, 5m, 1h or 30d; else for ever',
        },
        kid: { takes: 'text', value: 'NAME', summary: 'Name of the key; without, the one in its JWK' },
        header: { takes: 'text', value: 'NAME=TEXT', repeats: true, summary: 'One more parameter of the header' },
      },
      examples: [
        { literal: 'slip jwt sign --key key.pem --claim sub=ada --ttl 5m', summary: 'For five minutes' },
      ],
    },
  },
  examples: [{ literal: 'slip auth token work | slip jwt decode', summary: 'What a stored token says' }],
} as const satisfies VerbTable;
