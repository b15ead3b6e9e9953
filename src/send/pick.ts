import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { type BodyPick, choosePicks, type HeadPick } from '../pick/choose.ts';
import type { Jq } from '../pick/jq.ts';
import { type PickView, pickedBody } from '../pick/present.ts';
import type { XPath } from '../pick/xpath.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import type { ReplyHead } from '../request/exchange.ts';
import { headerValues } from '../request/headers.ts';
import type { Console } from './console.ts';
import type { Desk } from './desk.ts';

/** What is printed in place of the bodies of a part. */
export interface Picker {
  /** Stands in for `presentBody`; `undefined` where the body is shown as it is, if at all. */
  readonly body:
    | ((
        chunks: AsyncIterable<Uint8Array>,
        contentType: string | undefined,
        view: PickView,
      ) => AsyncIterable<Uint8Array>)
    | undefined;
  /** Prints what is wanted of the last head of a transfer that is over, and gives an exit status; `undefined` as above. */
  readonly head: ((head: ReplyHead, desk: Desk) => Promise<number>) | undefined;
}

/**
 * What the options pick.
 *
 * @throws Failure `usage` for what cannot be picked.
 */
export async function openPicker(options: Options, host: Host, console: Console): Promise<Picker> {
  const { body, head } = choosePicks(options);
  const tools = { jq: await openFilter(body, host, console), xpath: await openExpression(body, host) };
  return {
    body: body && ((chunks, contentType, view) => pickedBody(chunks, contentType, body, tools, view)),
    head: head && ((reply, desk) => printPicked(reply, head, desk)),
  };
}

async function openFilter(pick: BodyPick | undefined, host: Host, console: Console): Promise<Jq | undefined> {
  if (pick?.filter === undefined) return undefined;
  const { openJq } = await import('../pick/jq.ts');
  return await openJq(pick.filter, {
    interrupted: host.interrupted,
    tell: (lines) => console.lines(lines.map((line) => makeTerminalSafe(line))),
  });
}

async function openExpression(pick: BodyPick | undefined, host: Host): Promise<XPath | undefined> {
  if (pick?.expression === undefined) return undefined;
  const { openXPath } = await import('../pick/xpath.ts');
  return await openXPath(pick.expression, host.interrupted);
}

async function printPicked(
  { status, headers }: ReplyHead,
  { statusCode, fieldNames, mustMatch }: HeadPick,
  { host, console }: Desk,
): Promise<number> {
  const valuesOf = (name: string): readonly string[] => headerValues(headers, name);
  const lines = [...(statusCode ? [String(status)] : []), ...fieldNames.flatMap(valuesOf)];
  const safe = host.stdout.isTerminal ? lines.map((line) => makeTerminalSafe(line)) : lines;
  await host.stdout.write(safe.map((line) => `${line}\n`).join(''));
  const missing = fieldNames.find((name) => valuesOf(name).length === 0);
  if (!mustMatch || missing === undefined) return 0;
  return await console.failure(new Failure('noMatch', `the reply has no header ${missing}`));
}
