import type { Options } from '../../cli/options.ts';

/** What `--images` takes: a protocol, `auto` for what the terminal is known to speak, `none` for no images. */
export type ImageChoice = NonNullable<Options['images']>;

/** How images are written to a terminal. */
export type ImageProtocol = Exclude<ImageChoice, 'auto' | 'none'>;

/** What is known of the terminal. */
export interface ImageSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How many colours it has, as in `ColorLevel`. */
  readonly colorLevel: number;
}

/**
 * The protocol for images. A terminal is known by its variables alone: asking it would need its input. Inside of tmux
 * and screen those are of the terminal around, whose protocols do not pass. Where nothing is known, half blocks do, if
 * there are 256 colours at least.
 */
export function imageProtocol(choice: ImageChoice, { env, colorLevel }: ImageSurroundings): ImageProtocol | undefined {
  const { TERM: term = '', TERM_PROGRAM: program = '' } = env;
  if (choice === 'none' || term === 'dumb') return undefined;
  if (choice !== 'auto') return choice;
  if (!isSet(env.TMUX) && !isSet(env.STY) && !/^(?:screen|tmux)/.test(term)) {
    if (/^xterm-(?:kitty|ghostty)$/.test(term) || isSet(env.KITTY_WINDOW_ID) || program === 'ghostty') return 'kitty';
    // Konsole has kitty's protocol since 22.04.
    if (Number(env.KONSOLE_VERSION) >= 220400) return 'kitty';
    if (/^(?:iTerm\.app|WezTerm|mintty|rio)$/.test(program) || env.LC_TERMINAL === 'iTerm2') return 'iterm';
    if (/^(?:foot|mlterm|contour|yaft)|sixel/.test(term)) return 'sixel';
  }
  return colorLevel >= 2 ? 'blocks' : undefined;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
