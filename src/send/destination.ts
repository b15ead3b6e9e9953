import type { PickedDraft } from '../cli/draft.ts';
import type { Occurrence, Options } from '../cli/options.ts';
import type { Invocation } from '../cli/parse.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { ReplyHead } from '../request/exchange.ts';
import { fillReferences } from '../request/glob.ts';
import { findHeader } from '../request/headers.ts';
import type { Dialect, RequestPlan } from '../request/plan.ts';
import { hrefOf, parseUrl } from '../request/url.ts';
import type { DownloadTarget, PartialDownload } from '../store/download.ts';
import { downloadName, safeFileName, urlFileName } from '../store/download-name.ts';
import { type FileRules, parentOf, writeFailure } from '../store/output.ts';
import { downloadReceiver, type Receiver, type ServerNamedTarget } from '../store/receiver.ts';

/** Where the body of one URL is to go. */
export type Destination =
  /** `forced`: `-o -`, which lets binary bytes through to a terminal. */
  | { readonly kind: 'stdout'; readonly forced: boolean }
  /** Nowhere (`--out-null`). */
  | { readonly kind: 'null' }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly rules: FileRules;
      /** A file that is there already means that nothing is sent. */
      readonly skipsExisting: boolean;
    }
  /** `-O -J`: a file that the server may name. */
  | { readonly kind: 'server-named'; readonly target: ServerNamedTarget; readonly skipsExisting: boolean }
  /** `path` is typed, or a folder for the server's name to stand in. */
  | {
      readonly kind: 'download';
      readonly path: string | undefined;
      readonly folder: string | undefined;
      readonly createsFolders: boolean;
    };

/**
 * The destination of each URL: the n-th `-o`, `-O` or `--out-null` belongs to the n-th URL, as in curl.
 *
 * @param picked what the plan was made from, and what `#1` in a name is.
 * @throws Failure `argument` for a name in it that no set or range has.
 */
export function destinationOf(
  invocation: Invocation,
  urlIndex: number,
  plan: RequestPlan,
  picked: PickedDraft,
): Destination {
  const { options } = invocation;
  const { draft, picks } = picked;
  const wish = destinationWish(invocation, urlIndex);
  const template = wish?.name === 'output' ? String(wish.value) : undefined;
  const typed = template !== undefined && picks !== undefined ? fillReferences(template, picks) : template;
  const folder = options['output-dir'] || undefined;
  const createsFolders = options['create-dirs'] === true;
  if (options.download) {
    return { kind: 'download', path: typed === undefined ? undefined : within(folder, typed), folder, createsFolders };
  }
  if (typed === '-') return { kind: 'stdout', forced: true };
  if (wish?.name === 'out-null') return { kind: 'null' };
  const rulesFor = fileRules(options, plan.dialect);
  const skipsExisting = options['skip-existing'] === true;
  if (typed !== undefined) {
    return { kind: 'file', path: within(folder, typed), rules: rulesFor({ isServers: false }), skipsExisting };
  }
  const isRemote = wish?.name === 'remote-name' ? wish.value === true : options['remote-name-all'] === true;
  if (!isRemote) return { kind: 'stdout', forced: false };
  // The name of a file that is sent is no part of the URL that was typed.
  const { url: text, pathAsIs, uploadName } = draft;
  const url = uploadName === undefined ? plan.url : parseUrl(text, { pathAsIs, defaultScheme: 'http' });
  const urlName = urlFileName(hrefOf(url));
  if (options['remote-header-name']) {
    const pathOf = (name: string): string => within(folder, name);
    return { kind: 'server-named', target: { urlName, pathOf, rulesFor }, skipsExisting };
  }
  return { kind: 'file', path: within(folder, urlName), rules: rulesFor({ isServers: false }), skipsExisting };
}

/** The `-o`, `-O` or `--out-null` that belongs to a URL. */
export function destinationWish({ options, occurrences }: Invocation, urlIndex: number): Occurrence | undefined {
  return occurrences.filter((occurrence) => namesDestination(occurrence, options))[urlIndex];
}

/** `--no-remote-name` counts only where it takes something back. */
function namesDestination({ name, value }: Occurrence, options: Options): boolean {
  if (name === 'output') return true;
  if (name === 'out-null') return value === true;
  return name === 'remote-name' && (value === true || options['remote-name-all'] === true);
}

/** A name from the server overwrites nothing unasked; one that was typed or stands in the URL does. */
function fileRules(options: Options, dialect: Dialect): ServerNamedTarget['rulesFor'] {
  const whenFailed = dialect === 'curl' ? 'none' : 'write';
  const taken = { true: 'replace', false: 'number' } as const;
  return ({ isServers }) => ({
    createFolders: options['create-dirs'] === true,
    removedAfter: options['remove-on-error'] ? 'any' : whenFailed,
    taken: options.clobber === undefined ? (isServers ? 'refuse' : 'replace') : taken[`${options.clobber}`],
  });
}

/** Where the file of a transfer will be, as far as that is known before the reply. */
export function expectedPath(destination: Destination): string | undefined {
  if (destination.kind === 'file') return destination.path;
  return destination.kind === 'server-named' ? destination.target.pathOf(destination.target.urlName) : undefined;
}

/** Makes the folders that `--create-dirs` is about. */
export async function makeFolders(destination: Destination, { files }: Host): Promise<void> {
  const path = expectedPath(destination);
  const folder = path === undefined ? undefined : parentOf(path);
  if (folder === undefined || !createsFolders(destination)) return;
  await files.makeFolder(folder).catch((error) => {
    throw writeFailure(error, folder);
  });
}

function createsFolders(destination: Destination): boolean {
  if (destination.kind === 'file') return destination.rules.createFolders;
  return destination.kind === 'server-named' && destination.target.rulesFor({ isServers: false }).createFolders;
}

function within(folder: string | undefined, path: string): string {
  return folder === undefined ? path : `${folder.replace(/(?<=.)[\\/]+$/, '')}/${path}`;
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
