import { Failure } from '../failure.ts';
import type { RequestUrl } from '../request/url.ts';

/** What slip speaks. */
export type Scheme = RequestUrl['scheme'];

const SPOKEN: readonly Scheme[] = ['http', 'https'];

/**
 * The schemes that `--proto` or `--proto-redir` leave: `=https` only these, `+http` these too, `-http` not these, names
 * after each other with commas, `all` for every one. Names that slip does not speak change nothing.
 *
 * @throws Failure `usage` where nothing at all would be left.
 */
export function allowedSchemes(text: string | undefined, option: 'proto' | 'proto-redir'): readonly Scheme[] {
  let allowed: readonly Scheme[] = SPOKEN;
  let hasOthers = true;
  for (const entry of text?.split(',') ?? []) {
    const [, signs = '', typed = ''] = /^([=+-]*)(.*)$/s.exec(entry.trim()) ?? [];
    const sign = signs.at(-1) ?? '+';
    const name = typed.toLowerCase();
    const named = name === 'all' ? SPOKEN : SPOKEN.filter((scheme) => scheme === name);
    const isOther = name === 'all' || OTHERS.has(name);
    if (sign === '-') {
      allowed = allowed.filter((scheme) => !named.includes(scheme));
      hasOthers &&= name !== 'all';
    } else {
      allowed = SPOKEN.filter((scheme) => (sign === '+' && allowed.includes(scheme)) || named.includes(scheme));
      hasOthers = isOther || (sign === '+' && hasOthers);
    }
  }
  if (allowed.length > 0 || hasOthers) return allowed;
  throw new Failure('usage', `--${option} ${text} leaves no protocol at all`);
}

/** What else curl speaks: allowing one of these leaves something, though nothing that slip could do. */
const OTHERS: ReadonlySet<string> = new Set(
  'dict file ftp ftps gopher gophers imap imaps ldap ldaps mqtt mqtts pop3 pop3s rtmp rtsp scp sftp smb smbs smtp smtps telnet tftp ws wss'.split(
    ' ',
  ),
);

/**
 * The scheme of `--proto-default`.
 *
 * @throws Failure `protocol` for one that slip does not speak.
 */
export function defaultScheme(text: string | undefined): Scheme | undefined {
  if (text === undefined) return undefined;
  const scheme = SPOKEN.find((spoken) => spoken === text.toLowerCase());
  if (scheme !== undefined) return scheme;
  throw new Failure('protocol', `--proto-default names ${text}, which slip does not speak`, {
    hint: 'http and https are what it speaks',
  });
}
