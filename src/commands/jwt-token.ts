import type { Inputs } from '../cli/inputs.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { writeJsonText } from '../json/write.ts';
import type { TimeClaim } from '../jwt/times.ts';
import { readToken, type Token } from '../jwt/token.ts';
import { colorLevel } from '../render/color-level.ts';
import { documentPrinter } from '../render/json.ts';
import { jsonColors, openTheme } from '../render/paint.ts';
import { makeTerminalSafe } from '../render/safety.ts';

/**
 * The token that a word says, or stdin for `-` and for none.
 *
 * @throws Failure `usage`
 */
export async function tokenFrom(word: string | undefined, host: Host, inputs: Inputs): Promise<Token> {
  if (word === undefined && host.stdin.isTerminal) {
    throw new Failure('usage', 'there is no token', { hint: 'type it as a word, or let it come from stdin' });
  }
  if (word !== undefined && word !== '-') return readToken(word);
  return readToken(Buffer.from(await inputs.read('-', 'usage')).toString('utf8'));
}

/** All that a token says, as one JSON text. */
export function tokenJson({ header, claims }: Token, times: readonly TimeClaim[], verified: boolean): string {
  const said = Object.fromEntries(times.map(({ name, at, inWords, verdict }) => [name, { at, inWords, verdict }]));
  const parts = [`"header":${writeJsonText(header)}`, `"claims":${writeJsonText(claims)}`];
  return `{"verified":${verified},${parts.join(',')},"times":${JSON.stringify(said)}}`;
}

/** JSON laid out, on a terminal in colours and safe for it; in a pipe nothing but white space is changed. */
export async function printJson(text: string, { stdout, env, platform }: Host): Promise<void> {
  const theme = await openTheme('auto', colorLevel({ isTerminal: stdout.isTerminal, env, platform }));
  const printer = documentPrinter({ indent: 2, colors: theme.level === 0 ? undefined : jsonColors(theme) });
  const safe = stdout.isTerminal ? makeTerminalSafe(text, { oneLine: false }) : text;
  const laidOut = printer.print(Buffer.from(safe));
  if (laidOut === undefined) throw new Error('what was parsed as JSON is none');
  await stdout.write(laidOut);
}
