/** 0 no escape sequences at all, 1 the terminal's sixteen colours, 2 its 256, 3 any. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** What a colour level is decided by. */
export interface ColorSurroundings {
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** An option asked for colours (`--pretty all|colors`): a pipe gets them, too. */
  readonly asked?: boolean;
}

/**
 * How many colours to use. From strongest to weakest: `TERM=dumb` (none), `NO_COLOR` (no-color.org: not if empty),
 * `FORCE_COLOR` (Node's meaning: 0-3, `true`, `false`, empty for 1), being asked, `CLICOLOR_FORCE` and `CLICOLOR=0`
 * (bixense.com/clicolors), and then what a terminal says of itself; a pipe has none.
 */
export function colorLevel({ isTerminal, env, platform, asked = false }: ColorSurroundings): ColorLevel {
  if (env.TERM === 'dumb' || isSet(env.NO_COLOR)) return 0;
  if (env.FORCE_COLOR !== undefined) return forcedLevel(env.FORCE_COLOR);
  if (asked || (isSet(env.CLICOLOR_FORCE) && env.CLICOLOR_FORCE !== '0')) return terminalLevel(env, platform) || 1;
  return isTerminal && env.CLICOLOR !== '0' ? terminalLevel(env, platform) : 0;
}

/**
 * What a terminal says of its background in `COLORFGBG` (`15;0`, `0;default;15`): the last number is its colour among the
 * sixteen, of which 7 and those from 9 on are light, as vim has it. Nothing else tells without asking the terminal.
 */
export function backgroundOf(env: ColorSurroundings['env']): 'light' | 'dark' | undefined {
  const [, color] = /;(\d{1,2})$/.exec(env.COLORFGBG ?? '') ?? [];
  if (color === undefined || Number(color) > 15) return undefined;
  return Number(color) === 7 || Number(color) >= 9 ? 'light' : 'dark';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

// Any other value forces as well, as it does in tools that only look whether the variable is there.
function forcedLevel(value: string): ColorLevel {
  if (value === 'false' || value === '0') return 0;
  if (value === '2') return 2;
  return Number(value) >= 3 ? 3 : 1;
}

function terminalLevel(env: ColorSurroundings['env'], platform: NodeJS.Platform): ColorLevel {
  const { TERM: term = '', TERM_PROGRAM: program = '', COLORTERM: colors = '' } = env;
  if (/^(?:truecolor|24bit)$/i.test(colors)) return 3;
  if (/^(?:iTerm\.app|vscode|WezTerm|ghostty)$/.test(program) || isSet(env.WT_SESSION)) return 3;
  if (/-direct$|^(?:xterm-kitty|xterm-ghostty|alacritty|foot|wezterm)/.test(term)) return 3;
  // Every Windows console that Node 20 runs in has 256 colours, and none sets TERM.
  if (platform === 'win32' || program === 'Apple_Terminal' || /-256(?:color)?$/i.test(term)) return 2;
  return term === '' ? 0 : 1;
}
