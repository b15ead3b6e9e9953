import type { CommandLine } from '../cli/command-row.ts';
import type { JWT } from '../cli/commands/jwt.ts';
import { type Inputs, inputsFrom } from '../cli/inputs.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { claimsText } from '../jwt/claims.ts';
import { chooseAlgorithm, isLocked, type JwtKey, readPrivateKey, secretKey, weakness } from '../jwt/keys.ts';
import { signedToken } from '../jwt/signature.ts';

type SignOptions = (CommandLine<typeof JWT> & { verb: 'sign' })['options'];

/** `slip jwt sign`: prints a token with the claims that were typed. */
export async function signClaims(options: SignOptions, host: Host): Promise<number> {
  const { claim = [], header = [], ttl } = options;
  const claims = claimsText({ words: claim, ttl }, Math.floor(host.now() / 1000));
  const more = headerOf(header);
  const key = await openKey(options, inputsFrom(host));
  const alg = chooseAlgorithm(options.alg, key);
  const kid = options.kid ?? key.kid;
  const token = await signedToken(claims, { alg, typ: 'JWT', ...(kid === undefined ? {} : { kid }), ...more }, key);
  await host.stdout.write(`${token}\n`);
  const weak = weakness(key, alg);
  if (weak !== undefined) await host.stderr.write(`slip: ${weak}\n`);
  return 0;
}

/** Parameters of the header that have no option of their own. */
function headerOf(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.map((word) => {
      const [, name, value = ''] = /^([^=]*[^=:])=(.*)$/s.exec(word) ?? [];
      if (name === undefined) throw new Failure('usage', `--header is NAME=TEXT, and this is ${word}`);
      if (name === 'alg' || name === 'kid') throw new Failure('usage', `--${name} says the ${name} of the header`);
      return [name, value];
    }),
  );
}

async function openKey(options: SignOptions, inputs: Inputs): Promise<JwtKey> {
  if (options['secret-stdin']) return secretKey(await inputs.read('-', 'usage'));
  const { key: path } = options;
  if (path === undefined)
    throw new Failure('usage', 'there is no key to sign with', { hint: '--key FILE, or --secret-stdin' });
  const text = Buffer.from(await inputs.read(path, 'usage')).toString('utf8');
  if (!isLocked(text)) return readPrivateKey(text, path, undefined);
  const passphrase = await inputs.askSecret(`passphrase of ${path}`);
  if (passphrase !== undefined) return readPrivateKey(text, path, passphrase);
  throw new Failure('credential', `the key in ${path} is locked, and there is no terminal to ask for its passphrase`);
}
