import type { Invocation } from '../cli/parse.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { ReplyHead } from '../request/exchange.ts';
import { findHeader } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { displayUrl, hrefOf } from '../request/url.ts';
import type { DownloadTarget, PartialDownload } from '../store/download.ts';
import { downloadName, safeFileName, urlFileName } from '../store/download-name.ts';
import { parentOf, writeFailure } from '../store/output.ts';
import { downloadReceiver, type Receiver } from '../store/receiver.ts';

/** Where the body of one URL is to go. */
export type Destination =
  /** `forced`: `-o -`, which lets binary bytes through to a terminal. */
  | { readonly kind: 'stdout'; readonly forced: boolean }
  | { readonly kind: 'file'; readonly path: string; readonly createsFolders: boolean }
  /** `path` is typed, or a folder for the server's name to stand in. */
  | {
      readonly kind: 'download';
      readonly path: string | undefined;
      readonly folder: string | undefined;
      readonly createsFolders: boolean;
    };

/**
 * The destination of each URL: the n-th `-o` or `-O` belongs to the n-th URL, as in curl.
 *
 * @throws Failure `usage` when a URL has no name for `-O`.
 */
export function destinationOf(invocation: Invocation, urlIndex: number, plan: RequestPlan): Destination {
  const { options, occurrences } = invocation;
  const named = occurrences.filter(
    ({ name, value }) => name === 'output' || (name === 'remote-name' && value === true),
  );
  const wish = named[urlIndex];
  const typed = wish?.name === 'output' ? String(wish.value) : undefined;
  const folder = options['output-dir'];
  const createsFolders = options['create-dirs'] === true;
  if (options.download) {
    return { kind: 'download', path: typed === undefined ? undefined : within(folder, typed), folder, createsFolders };
  }
  if (wish === undefined) return { kind: 'stdout', forced: false };
  if (typed === '-') return { kind: 'stdout', forced: true };
  return {
    kind: 'file',
    path: within(folder, typed ?? remoteName(plan)),
    createsFolders,
  };
}

function remoteName(plan: RequestPlan): string {
  const name = urlFileName(hrefOf(plan.url));
  if (name !== undefined) return name;
  throw new Failure('write', `${displayUrl(plan.url)} has no file name for -O`, { hint: '-o FILE names one' });
}

function within(folder: string | undefined, path: string): string {
  return folder === undefined ? path : `${folder.replace(/[\\/]+$/, '')}/${path}`;
}

/** What an earlier run of the same download left, and the plan that asks for the rest. */
export interface Resumption {
  readonly target: DownloadTarget;
  readonly partial: PartialDownload | undefined;
  readonly plan: RequestPlan;
}

/** Looks for a part to go on with. A Range that was typed is the user's own, and rules that out. */
export async function resume(
  destination: Destination & { kind: 'download' },
  plan: RequestPlan,
  host: Host,
): Promise<Resumption> {
  const url = hrefOf(plan.url);
  const target = {
    url,
    path: destination.path ?? within(destination.folder, safeFileName(downloadName([], url, undefined))),
  };
  if (findHeader(plan.headers, 'Range') !== undefined) {
    throw new Failure('usage', '--download asks for its own Range', { hint: '-o FILE saves the part you ask for' });
  }
  const { findPartial, resumeHeaders } = await import('../store/download.ts');
  const partial = await findPartial(host.files, target, host.now());
  return { target, partial, plan: { ...plan, headers: [...plan.headers, ...resumeHeaders(partial)] } };
}

/**
 * Opens the place of a download, once the head says what it is.
 *
 * @throws Failure of a reply that must not be written: a status of 400 and above, or a part that does not fit.
 */
export async function openDownload(
  destination: Destination,
  head: ReplyHead,
  resumption: Resumption | undefined,
  host: Host,
): Promise<Receiver> {
  if (destination.kind !== 'download' || resumption === undefined) throw new Error('only a download is opened late');
  const { target, partial } = resumption;
  const { acceptReply, openPart } = await import('../store/download.ts');
  const accepted = acceptReply(partial, head);
  if (accepted.kind === 'refused') throw accepted.failure;
  const parent = parentOf(target.path);
  if (destination.createsFolders && parent !== undefined) {
    await host.files.makeFolder(parent).catch((error) => {
      throw writeFailure(error, parent);
    });
  }
  const part = await openPart(host.files, target, partial, accepted, head);
  const name = downloadName(head.headers, target.url, findHeader(head.headers, 'Content-Type'));
  return downloadReceiver(
    part,
    destination.path ?? within(destination.folder, safeFileName(name)),
    accepted.kind !== 'complete',
  );
}
