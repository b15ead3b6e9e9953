import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { BrokenPipe } from '../host.ts';
import { defectText, failureText } from '../render/failure-text.ts';
import type { Theme } from '../render/paint.ts';
import { makeTerminalSafe } from '../render/safety.ts';

/** What is said about the exchange: stderr, in its own colours, silenced as the user asked. */
export interface Console {
  readonly theme: Theme;
  /** A sentence that nobody needs to act on. */
  note(sentence: string): Promise<void>;
  /** A sentence that curl would say too: of all but silent runs. */
  warning(sentence: string): Promise<void>;
  /** Lines as they are. */
  lines(lines: readonly string[]): Promise<void>;
  /** Tells of a failure, and gives the exit status it means. A broken pipe is no failure: the reader has had enough. */
  failure(error: unknown): Promise<number>;
}

/** How much may be said. */
export interface Volume {
  readonly notes: boolean;
  readonly warnings: boolean;
  readonly errors: boolean;
  /** Stack traces too. */
  readonly debug: boolean;
}

/** A console on the host's stderr. */
export function openConsole(host: Host, theme: Theme, volume: Volume): Console {
  const say = async (text: string): Promise<void> => {
    // With nobody left to read stderr there is nothing to be done about it.
    await host.stderr.write(text).catch(() => {});
  };
  const remark = async (sentence: string): Promise<void> => {
    await say(`${theme.note(`slip: ${makeTerminalSafe(sentence)}`)}\n`);
  };
  return {
    theme,
    async note(sentence) {
      if (volume.notes) await remark(sentence);
    },
    async warning(sentence) {
      if (volume.warnings) await remark(sentence);
    },
    async lines(lines) {
      await say(lines.map((line) => `${line}\n`).join(''));
    },
    async failure(error) {
      if (error instanceof BrokenPipe) return 0;
      if (!(error instanceof Failure)) {
        await say(defectText(error, theme));
        return 70;
      }
      // Whoever pressed Ctrl-C knows what happened.
      if (volume.errors && error.kind !== 'interrupted') await say(failureText(error, theme));
      if (volume.debug) await say(`${makeTerminalSafe(stackOf(error), { oneLine: false })}\n`);
      return error.exitStatus;
    },
  };
}

function stackOf(error: Error): string {
  const { cause } = error;
  return `${error.stack ?? error.message}${cause instanceof Error ? `\ncaused by ${stackOf(cause)}` : ''}`;
}
