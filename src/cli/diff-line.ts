import { Failure } from '../failure.ts';
import { OPTION_TABLE, type OptionName, type Options, optionForm } from './options.ts';
import type { Invocation } from './parse.ts';
import { splitMethod } from './words.ts';

/** What `slip diff` leaves out of its comparison, and how it prints it. */
export interface DiffWish {
  readonly paths: readonly string[];
  /** Names of header fields. */
  readonly fields: readonly string[];
  readonly allHeaders: boolean;
  readonly asJson: boolean;
}

/** A line of `slip diff`: requests, which have two URLs together. */
export interface DiffLine {
  readonly requests: readonly Invocation[];
  readonly wish: DiffWish;
}

/**
 * Reads `slip diff [METHOD] URL URL [ITEM…] [OPTIONS]`, where all that stands beside the URLs is for both, or two lines of
 * requests with `--next` between them.
 *
 * @throws Failure `usage` where there are not two URLs, and for options that mean nothing here.
 */
export function readDiffLine(invocations: readonly Invocation[]): DiffLine {
  const [first, ...others] = invocations;
  if (first === undefined) throw new Error('a line has at least one part');
  for (const { options } of invocations) refuseUseless(options);
  const ofSaved = (['env', 'var', 'file-root'] as const).find((name) => first.options[name] !== undefined);
  if (ofSaved !== undefined) throw new Failure('usage', `--${ofSaved} is for saved requests, which take no --next`);
  const requests = others.length === 0 ? [withTwoUrls(first)] : [asRequest(first), ...others.map(asRequest)];
  return { requests, wish: readDiffWish(first.options) };
}

/**
 * What is left out, and how it is printed.
 *
 * @throws Failure `usage` for a name that is none, and for options that mean nothing here.
 */
export function readDiffWish(options: Options): DiffWish {
  refuseUseless(options);
  const { ignore = [], 'all-headers': allHeaders = false, 'as-json': asJson = false } = options;
  const paths = ignore.filter((what) => what.startsWith('$'));
  const fields = ignore.filter((what) => !what.startsWith('$'));
  const noField = fields.find((name) => !/^[!#$%&'*+.^_`|~\w-]+$/.test(name));
  if (noField !== undefined) {
    throw new Failure('usage', 'this is neither a JSONPath nor the name of a header', {
      at: { text: `--ignore ${noField}`, start: 9, end: 9 + Math.max(1, noField.length) },
    });
  }
  return { paths, fields, allHeaders, asJson };
}

/** How many things can be compared. */
const SIDES = 2;

/** The words behind the method are URLs, however they look, until there are two. */
function withTwoUrls(invocation: Invocation): Invocation {
  const { words, options } = invocation;
  const { method, rest } = splitMethod(words);
  const typed = options.url ?? [];
  const missing = Math.max(0, SIDES - typed.length);
  const [urls, items] = [rest.slice(0, missing), rest.slice(missing)];
  const item = urls.find((word) => /^[^/?]*[=@]/.test(word));
  if (urls.length < missing || item !== undefined) {
    throw new Failure(
      'usage',
      `slip diff takes two URLs, or the names of saved requests${item === undefined ? '' : `; ${item} is neither`}`,
      {
        hint: 'slip diff [METHOD] URL URL [ITEM…], or two requests with --next between them',
      },
    );
  }
  return asRequest({
    ...invocation,
    words: [...(method === undefined ? [] : [method]), ...items],
    options: { ...options, url: [...typed, ...urls] },
  });
}

function asRequest(invocation: Invocation): Invocation {
  return { ...invocation, command: 'request' };
}

/** Groups about what is printed or saved, or about many transfers: of these only some options mean something. */
const USELESS_GROUPS: readonly string[] = ['Output', 'Picking', 'Files', 'Failing', 'Many'];
const USEFUL: readonly OptionName[] = [
  'verbose',
  'silent',
  'show-error',
  'pretty',
  'style',
  'stderr',
  'pager',
  'progress-meter',
  'buffer',
  'max-filesize',
  'fail',
  'next',
  'retry',
  'retry-all-errors',
  'retry-connrefused',
  'retry-delay',
  'retry-max-time',
];
const USELESS: readonly OptionName[] = ['offline', 'as-curl', 'time-cond', 'etag-compare'];

function refuseUseless(options: Options): void {
  const useless = OPTION_TABLE.names.find((name) => {
    if (options[name] === undefined || options[name] === false) return false;
    return USELESS.includes(name) || (USELESS_GROUPS.includes(optionForm(name).group) && !USEFUL.includes(name));
  });
  if (useless !== undefined) throw new Failure('usage', `--${useless} means nothing to slip diff`);
}
