import type { Command, CommandLine } from '../cli/command-row.ts';
import { JWT } from '../cli/commands/jwt.ts';
import type { Host } from '../host.ts';
import { decodeToken } from './jwt-decode.ts';

/** `slip jwt`: tokens with claims. */
export const JWT_COMMAND: Command<typeof JWT> = { table: JWT, run };

async function run(host: Host, line: CommandLine<typeof JWT>): Promise<number> {
  const [word] = line.words;
  switch (line.verb) {
    case 'decode':
      return await decodeToken(word, line.options.json === true, host);
    case 'sign': {
      const { signClaims } = await import('./jwt-sign.ts');
      return await signClaims(line.options, host);
    }
    case 'verify': {
      const { verifyWord } = await import('./jwt-verify.ts');
      return await verifyWord(word, line.options, host);
    }
  }
}
