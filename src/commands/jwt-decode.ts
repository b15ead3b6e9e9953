import { inputsFrom } from '../cli/inputs.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { writeJsonText } from '../json/write.ts';
import { type TimeClaim, timesOf } from '../jwt/times.ts';
import { readToken, type Token } from '../jwt/token.ts';
import { colorLevel } from '../render/color-level.ts';
import { documentPrinter } from '../render/json.ts';
import { jsonColors, openTheme } from '../render/paint.ts';
import { makeTerminalSafe } from '../render/safety.ts';

/** `slip jwt decode`: what a token says. */
export async function decodeToken(word: string | undefined, isJson: boolean, host: Host): Promise<number> {
  const token = await tokenFrom(word, host);
  const times = timesOf(token.claims, host.now());
  if (isJson) {
    await printJson(tokenJson(token, times, false), host);
    return 0;
  }
  const { stdout } = host;
  await stdout.write('header\n');
  await printJson(writeJsonText(token.header), host);
  await stdout.write('claims\n');
  await printJson(writeJsonText(token.claims), host);
  await stdout.write(times.map(timeLine).join(''));
  await host.stderr.write('slip: not verified: anybody can have written this\n');
  return 0;
}

/**
 * The token that a word says, or stdin for `-` and for none.
 *
 * @throws Failure `usage`
 */
export async function tokenFrom(word: string | undefined, host: Host): Promise<Token> {
  if (word === undefined && host.stdin.isTerminal) {
    throw new Failure('usage', 'there is no token', { hint: 'type it as a word, or let it come from stdin' });
  }
  if (word !== undefined && word !== '-') return readToken(word);
  return readToken(Buffer.from(await inputsFrom(host).read('-', 'usage')).toString('utf8'));
}

function tokenJson({ header, claims }: Token, times: readonly TimeClaim[], verified: boolean): string {
  const said = Object.fromEntries(times.map(({ name, at, inWords, verdict }) => [name, { at, inWords, verdict }]));
  const parts = [`"header":${writeJsonText(header)}`, `"claims":${writeJsonText(claims)}`];
  return `{"verified":${verified},${parts.join(',')},"times":${JSON.stringify(said)}}`;
}

function timeLine({ name, at, inWords, verdict }: TimeClaim): string {
  return `${name} ${at}, ${inWords}${verdict === undefined ? '' : `: ${verdict}`}\n`;
}

/** JSON laid out, on a terminal in colours and safe for it; in a pipe nothing but white space is changed. */
async function printJson(text: string, { stdout, env, platform }: Host): Promise<void> {
  const theme = await openTheme('auto', colorLevel({ isTerminal: stdout.isTerminal, env, platform }));
  const print = documentPrinter({ indent: 2, colors: theme.level === 0 ? undefined : jsonColors(theme) });
  const safe = stdout.isTerminal ? makeTerminalSafe(text, { oneLine: false }) : text;
  const laidOut = print(Buffer.from(safe));
  if (laidOut === undefined) throw new Error('what was parsed as JSON is none');
  await stdout.write(laidOut);
}
