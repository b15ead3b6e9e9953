import { type OptionName, type Options, optionForm } from '../cli/options.ts';
import { hrefOf } from '../request/url.ts';
import { urlFileName } from '../store/download-name.ts';
import type { PlannedTransfer } from './desk.ts';
import { destinationWish } from './destination.ts';

/** The part of a transfer that is said here. */
type TransferFacts = Pick<PlannedTransfer, 'plan' | 'destination' | 'origin' | 'urlIndex' | 'continueAt'>;

/**
 * What a curl line says besides its request: where the body goes, what counts as a failure, what is tried again, and which
 * files are read and written. Options that mean the same to both are said as they were typed; slip's own curl cannot be told.
 */
export function besidesWords(planned: TransferFacts, options: Options): readonly string[] {
  const { continueAt } = planned;
  return [
    ...SAID_AS_TYPED.flatMap((name) => typedWords(name, options[name])),
    // The cookies that were typed are a header of the plan.
    ...(options.cookie ?? []).filter((value) => !value.includes('=')).flatMap((file) => ['-b', file]),
    ...(continueAt === undefined ? [] : ['-C', continueAt === 'end' ? '-' : String(continueAt)]),
    ...destinationWords(planned, options),
  ];
}

/** Whether one of these words has curl read its stdin. */
export function readsStdin(options: Options): boolean {
  return options['write-out'] === '@-' || options.cookie?.includes('-') === true;
}

const SAID_AS_TYPED = [
  'silent',
  'show-error',
  'fail',
  'fail-with-body',
  'include',
  'noproxy',
  'hsts',
  'alt-svc',
  'cookie-jar',
  'junk-session-cookies',
  'retry',
  'retry-all-errors',
  'retry-connrefused',
  'retry-delay',
  'retry-max-time',
  'write-out',
  'dump-header',
  'etag-save',
  'remote-time',
  'create-dirs',
  'clobber',
  'skip-existing',
  'remove-on-error',
] as const satisfies readonly OptionName[];

function typedWords(
  name: (typeof SAID_AS_TYPED)[number],
  value: string | number | boolean | readonly string[] | undefined,
): readonly string[] {
  const row = optionForm(name);
  const isInitiallyOn = row.takes === 'nothing' && row.initially === 'on';
  const word = row.short === undefined ? `--${name}` : `-${row.short}`;
  if (value === undefined) return [];
  if (value === true) return [word];
  if (value === false) return isInitiallyOn ? [`--no-${name}`] : [];
  return [value].flat().flatMap((text) => [word, String(text)]);
}

/** Of the URL's own `-o`, `-O` or `--out-null`, for it is alone on its line. */
function destinationWords({ plan, destination, origin, urlIndex }: TransferFacts, options: Options): readonly string[] {
  switch (destination.kind) {
    case 'stdout':
      return destination.forced ? ['-o', '-'] : [];
    case 'null':
      return ['--out-null'];
    case 'download':
      return [];
    case 'server-named':
      return [...folderWords(options), '-O', '-J'];
    case 'file': {
      const { path } = destination;
      const isTyped = destinationWish(origin.invocation, urlIndex)?.name === 'output';
      // An upload's URL has the file's name at its end by now, which is not what -O took.
      const isOfUrl = path.split(/[/\\]/).at(-1) === urlFileName(hrefOf(plan.url));
      return isTyped || !isOfUrl ? ['-o', path] : [...folderWords(options), '-O'];
    }
  }
}

function folderWords({ 'output-dir': folder }: Options): readonly string[] {
  return folder === undefined ? [] : ['--output-dir', folder];
}
