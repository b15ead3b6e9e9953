/** What can be painted, and how it looks without colours. */
import type { ColorLevel } from './color-level.ts';
import type { JsonColors } from './json-ink.ts';

/** The styles that `--style` knows. */
export const STYLE_NAMES = [
  'auto',
  'dark',
  'light',
  'solarized',
  'monokai',
  'dracula',
  'nord',
  'gruvbox',
  'high-contrast',
  'ansi-16',
] as const;

export type StyleName = (typeof STYLE_NAMES)[number];

/** Puts a text into the colours of a role; the text as it is at level 0. */
export type Paint = (text: string) => string;

/** What can be painted: classes of status, fields of a head, tokens of a body, parts of a message. */
export type Role =
  | 'information'
  | 'success'
  | 'redirection'
  | 'clientError'
  | 'serverError'
  | 'headerName'
  | 'headerValue'
  | 'dim'
  | 'key'
  | 'string'
  | 'number'
  | 'literal'
  | 'punctuation'
  | 'error'
  | 'hint'
  | 'caret'
  | 'note';

/** A style at a level. */
export type Theme = Readonly<Record<Role, Paint>> & {
  readonly level: ColorLevel;
  /** Makes links of the URLs in the value of a field, where the terminal has them. */
  readonly linked?: (name: string, shown: string) => string;
};

/** A style at a level. Chalk is loaded for it only where there is something to paint. */
export async function openTheme(style: StyleName, level: ColorLevel): Promise<Theme> {
  if (level === 0) return PLAIN_THEME;
  const { themeFor } = await import('./theme.ts');
  return themeFor(style, level);
}

/** How a status code is painted, by its class (RFC 9110 §15); one outside of 100-599 like a server error. */
export function statusPaint(theme: Theme, status: number): Paint {
  const roles = ['information', 'success', 'redirection', 'clientError'] as const;
  return theme[roles[Math.floor(status / 100) - 1] ?? 'serverError'];
}

/** The sequences of a theme for the JSON formatter; all of them empty at level 0. */
export function jsonColors(theme: Theme): JsonColors {
  return {
    key: opening(theme.key),
    string: opening(theme.string),
    number: opening(theme.number),
    literal: opening(theme.literal),
    punctuation: opening(theme.punctuation),
    dim: opening(theme.dim),
    reset: theme.level === 0 ? '' : '\x1b[0m',
  };
}

const asItIs: Paint = (text) => text;

/** No colours at all. */
export const PLAIN_THEME: Theme = {
  level: 0,
  information: asItIs,
  success: asItIs,
  redirection: asItIs,
  clientError: asItIs,
  serverError: asItIs,
  headerName: asItIs,
  headerValue: asItIs,
  dim: asItIs,
  key: asItIs,
  string: asItIs,
  number: asItIs,
  literal: asItIs,
  punctuation: asItIs,
  error: asItIs,
  hint: asItIs,
  caret: asItIs,
  note: asItIs,
};

function opening(paint: Paint): string {
  return paint('|').split('|')[0] ?? '';
}
