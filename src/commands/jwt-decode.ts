import { inputsFrom } from '../cli/inputs.ts';
import type { Host } from '../host.ts';
import { writeJsonText } from '../json/write.ts';
import { type TimeClaim, timesOf } from '../jwt/times.ts';
import { printJson, tokenFrom, tokenJson } from './jwt-token.ts';

/** `slip jwt decode`: what a token says. */
export async function decodeToken(word: string | undefined, isJson: boolean, host: Host): Promise<number> {
  const token = await tokenFrom(word, host, inputsFrom(host));
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

/** A time on a line of its own: when, how far from now, and what follows from it. */
export function timeLine({ name, at, inWords, verdict }: TimeClaim): string {
  return `${name} ${at}, ${inWords}${verdict === undefined ? '' : `: ${verdict}`}\n`;
}
