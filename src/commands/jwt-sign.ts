import type { CommandLine } from '../cli/command-row.ts';
import { ALGORITHMS, type JWT } from '../cli/commands/jwt.ts';
import { type Inputs, inputsFrom } from '../cli/inputs.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { claimsText } from '../jwt/claims.ts';
import { type Algorithm, allows, isLocked, type JwtKey, keyText, readPrivateKey, secretKey } from '../jwt/keys.ts';
import { signedToken } from '../jwt/signature.ts';

type SignOptions = (CommandLine<typeof JWT> & { verb: 'sign' })['options'];

/** `slip jwt sign`: prints a token with the claims that were typed. */
export async function signClaims(options: SignOptions, host: Host): Promise<number> {
  const { claim = [], header = [], ttl } = options;
  const claims = claimsText({ words: claim, ttl }, Math.floor(host.now() / 1000));
  const more = headerOf(header);
  const key = await openKey(options, inputsFrom(host));
  const alg = chosenAlgorithm(options.alg, key);
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

function chosenAlgorithm(typed: Algorithm | undefined, key: JwtKey): Algorithm {
  const allowed = ALGORITHMS.filter((alg) => allows(key, alg));
  const [first, ...others] = allowed;
  const alg = typed ?? (others.length === 0 ? first : undefined);
  if (alg === undefined && first !== undefined) {
    throw new Failure('usage', `a key that is ${keyText(key)} signs in several ways`, {
      hint: `such as --alg ${first}`,
    });
  }
  if (alg !== undefined && allowed.includes(alg)) return alg;
  const use = alg === undefined ? 'signing' : `alg ${alg}`;
  throw new Failure('credential', `${use} is not allowed for the key, which is ${keyText(key)}`);
}

/** A shared secret has to have the length of the hash (RFC 7518 §3.2): a shorter one can be found out from one token. */
function weakness({ key }: JwtKey, alg: Algorithm): string | undefined {
  const least = Number(alg.slice(2)) / 8;
  const count = key.symmetricKeySize;
  if (count === undefined || count >= least) return undefined;
  return `the secret has ${count} bytes, and ${alg} wants ${least}: a short one can be guessed from a token`;
}
