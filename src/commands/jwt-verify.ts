import type { CommandLine } from '../cli/command-row.ts';
import type { JWT } from '../cli/commands/jwt.ts';
import { type Inputs, inputsFrom } from '../cli/inputs.ts';
import { parseInvocation } from '../cli/parse.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { writeJsonText } from '../json/write.ts';
import { type KeyRing, verifyToken } from '../jwt/check.ts';
import { readKeySet, readPublicKeys, secretKey } from '../jwt/keys.ts';
import { timesOf } from '../jwt/times.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { displayUrl, isLoopback, maskUrlText, parseUrl } from '../request/url.ts';
import { sendLine } from '../run/send-line.ts';
import { openCompany } from '../send/requests.ts';
import { printJson, tokenFrom, tokenJson } from './jwt-token.ts';

type VerifyOptions = (CommandLine<typeof JWT> & { verb: 'verify' })['options'];

/** `slip jwt verify`: whether a token counts, and what it says. Gives the exit status. */
export async function verifyWord(word: string | undefined, options: VerifyOptions, host: Host): Promise<number> {
  const inputs = inputsFrom(host);
  const token = await tokenFrom(word, host, inputs);
  const ring = await openRing(options, inputs, host);
  if (typeof ring === 'number') return ring;
  const { alg, iss, aud, json } = options;
  const { kid } = await verifyToken(token, ring, { alg, iss, aud }, host.now());
  const times = timesOf(token.claims, host.now());
  if (json) {
    await printJson(tokenJson(token, times, true), host);
    return 0;
  }
  await printJson(writeJsonText(token.claims), host);
  const end = times.find(({ name }) => name === 'exp');
  const by = kid === undefined ? ring.name : `key ${kid} of ${ring.name}`;
  const sentence = `valid: signed by ${by}, ${end === undefined ? 'without an end' : `until ${end.at}, ${end.inWords}`}`;
  await host.stderr.write(`slip: ${makeTerminalSafe(sentence)}\n`);
  return 0;
}

/** The keys, or the exit status of a request for them that came to nothing and was told. */
async function openRing(options: VerifyOptions, inputs: Inputs, host: Host): Promise<KeyRing | number> {
  const { key, jwks } = options;
  if (options['secret-stdin']) {
    return { keys: [secretKey(await inputs.read('-', 'usage'))], isSet: false, name: 'the secret' };
  }
  if (key !== undefined) {
    const keys = readPublicKeys(await readText(key, inputs), key);
    return { keys, isSet: keys.length > 1, name: key };
  }
  if (jwks === undefined) {
    throw new Failure('usage', 'there is no key to verify with', { hint: '--jwks URL, --jwks FILE or --key FILE' });
  }
  if (!/^https?:\/\//i.test(jwks))
    return { keys: readKeySet(await readText(jwks, inputs), jwks), isSet: true, name: jwks };
  const { scheme, host: name } = parseUrl(jwks);
  if (scheme === 'http' && !isLoopback(name)) {
    throw new Failure('credential', `keys over http can be anybody's: ${maskUrlText(jwks)}`, {
      hint: 'https says whose they are',
    });
  }
  return await fetchRing(jwks, inputs, host);
}

async function readText(path: string, inputs: Inputs): Promise<string> {
  return Buffer.from(await inputs.read(path, 'usage')).toString('utf8');
}

/** A set of keys is small: no more is read, and nobody waits longer. */
const FETCH = ['-sSfL', '--proto-redir', '=https', '--max-filesize', '1M', '--max-time', '30'];

async function fetchRing(url: string, inputs: Inputs, host: Host): Promise<KeyRing | number> {
  const company = openCompany(inputs, host);
  try {
    const sent = await sendLine([parseInvocation([...FETCH, url])], { company, inputs, host, prints: false });
    if (sent.exitStatus !== 0 || sent.answer === undefined) {
      await host.stderr.write(sent.told);
      return sent.exitStatus;
    }
    return {
      keys: readKeySet(await sent.answer.text(), displayUrl(parseUrl(url))),
      isSet: true,
      name: displayUrl(parseUrl(url)),
    };
  } finally {
    await company.transport.close();
  }
}
