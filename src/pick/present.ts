import { Failure } from '../failure.ts';
import { decodeJsonString } from '../json/tree.ts';
import { jsonStyle } from '../render/body.ts';
import { decodeCharset } from '../render/charset.ts';
import { createJsonFormatter, formatJson } from '../render/json.ts';
import type { JsonStyle } from '../render/json-ink.ts';
import type { Theme } from '../render/paint.ts';
import { makeTerminalSafe, terminalSafe } from '../render/safety.ts';
import { parseContentType } from '../render/sniff.ts';
import type { View } from '../render/view.ts';
import { bytesOfText } from './bytes.ts';
import type { BodyPick } from './choose.ts';
import { findLines, valuesOf } from './found.ts';

/** How what was picked is shown. */
export interface PickView extends Pick<View, 'formatted' | 'indent' | 'colored' | 'onTerminal'> {
  readonly theme: Theme;
  /** Resolves when waiting for more bytes would keep a person waiting. */
  readonly patience: () => Promise<void>;
}

/**
 * What is picked from a body, as it is printed. The body comes with its content coding taken off, whoever asked for it.
 *
 * @throws Failure `content` for a body that cannot be picked from, `noMatch`.
 */
export async function* pickedBody(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  pick: BodyPick,
  view: PickView,
): AsyncGenerator<Uint8Array> {
  const lines = findLines(decodeCharset(chunks, contentType), pick.paths, parseContentType(contentType).type);
  yield* shown(pick.mustMatch ? matched(lines, pick) : lines, pick, view);
}

async function* matched(lines: AsyncIterable<Uint8Array>, { paths }: BodyPick): AsyncGenerator<Uint8Array> {
  let hasMatch = false;
  for await (const bytes of lines) {
    hasMatch = true;
    yield bytes;
  }
  if (!hasMatch) throw new Failure('noMatch', `the body has nothing at ${paths.map(({ text }) => text).join(' or ')}`);
}

function shown(lines: AsyncIterable<Uint8Array>, { shape }: BodyPick, view: PickView): AsyncIterable<Uint8Array> {
  const style = jsonStyle(view);
  if (shape === 'raw') return rawLines(lines, view, style);
  const safe = view.onTerminal ? terminalSafe(lines) : lines;
  return view.formatted || view.colored ? formatJson(safe, style, { patience: view.patience }) : safe;
}

/** Strings as their text, each with a line end; everything else as it is otherwise. */
async function* rawLines(
  lines: AsyncIterable<Uint8Array>,
  { onTerminal, formatted, colored }: PickView,
  style: JsonStyle,
): AsyncGenerator<Uint8Array> {
  const safe = (text: string) => (onTerminal ? makeTerminalSafe(text, { oneLine: false }) : text);
  for await (const values of valuesOf(lines)) {
    let plain = '';
    for (const value of values) {
      if (value.kind === 'string') plain += `${safe(decodeJsonString(value.text))}\n`;
      else if (!formatted && !colored) plain += `${safe(value.text ?? '')}\n`;
      else {
        yield bytesOfText(plain);
        plain = '';
        const formatter = createJsonFormatter(style);
        yield* formatter.push(bytesOfText(`${safe(value.text ?? '')}${formatted ? '' : '\n'}`));
        yield* formatter.end();
      }
    }
    yield bytesOfText(plain);
  }
}
