import { Failure } from '../failure.ts';
import type { Item } from '../request/items.ts';
import type { Disposition } from '../request/multipart.ts';
import type { BodySource } from '../request/plan.ts';
import { bodyGiven } from './body-given.ts';
import type { Inputs } from './inputs.ts';
import type { Occurrence, OptionName, Options } from './options.ts';

/** A body, and what it says of the request around it. */
export interface TypedBody {
  readonly source: BodySource;
  readonly contentType?: string;
  /** The reply is wished for as JSON, because the body is. */
  readonly accept?: string;
  readonly impliedMethod: 'GET' | 'POST' | 'PUT';
  readonly uploadName?: string;
}

/** What a body is made from. */
export interface BodyWords {
  readonly occurrences: readonly Occurrence[];
  readonly items: readonly Item[];
  readonly options: Options;
  /** The file of `-T` for this URL; there is one for each. */
  readonly uploadPath: string | undefined;
  /** Makes one for a multipart body: random, so that no content can hold it. */
  readonly boundary: () => string;
  /** What the parts of a multipart body are. */
  readonly disposition: Disposition;
}

/**
 * The body that options and items describe, with the files they name read or measured.
 *
 * @throws Failure `usage` for a body given twice in ways that cannot combine, `read` for a file of curl's options.
 */
export async function readBody(words: BodyWords, inputs: Inputs): Promise<TypedBody> {
  const way = theOneWay(words);
  return way === undefined ? { source: { kind: 'none' }, impliedMethod: 'GET' } : await bodyGiven(way, words, inputs);
}

/** The ways to give a body; no two of them combine. */
export type BodyWay = 'data' | 'form' | 'upload' | 'fields' | 'whole';

/** The options that give one. */
export const WAY_OF_OPTION: { readonly [Name in OptionName]?: BodyWay } = {
  data: 'data',
  'data-raw': 'data',
  'data-binary': 'data',
  'data-urlencode': 'data',
  json: 'data',
  form: 'form',
  'form-string': 'form',
  'upload-file': 'upload',
};

function theOneWay({ occurrences, items, options }: BodyWords): BodyWay | undefined {
  const typed = new Map<BodyWay, string>();
  for (const { name } of occurrences) {
    const way = WAY_OF_OPTION[name];
    if (way !== undefined && !(way === 'data' && options.get)) typed.set(way, `--${name}`);
  }
  for (const { kind, word } of items) {
    if (kind === 'field' || kind === 'json' || kind === 'upload') typed.set('fields', shortened(word));
    if (kind !== 'body') continue;
    if (typed.has('whole'))
      throw new Failure('usage', `the body is given twice: by ${typed.get('whole')} and by ${word}`);
    typed.set('whole', word);
  }
  const [first, second] = [...typed];
  if (first !== undefined && second !== undefined) {
    // HTTPie's --form is a switch.
    const hint = typed.get('fields') !== undefined && options.form ? { hint: '--as form makes a form of items' } : {};
    throw new Failure('usage', `the body is given twice: by ${first[1]} and by ${second[1]}`, hint);
  }
  if (first !== undefined && options.head && !options.request) {
    throw new Failure('usage', `--head asks for no body, and ${first[1]} gives one`, {
      hint: '-G puts -d data in the query',
    });
  }
  return first?.[0];
}

/** An item's name is enough to find it, and its value may be a credential. */
function shortened(word: string): string {
  return `${/^[^=:@]*/.exec(word)?.[0]}${/[=:@]+/.exec(word)?.[0]}…`;
}
