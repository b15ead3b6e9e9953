import { textOfJson } from '../collection/value.ts';
import type { JsonNode } from '../json/tree.ts';
import { maskTexts } from '../secret.ts';

/** Values of a run that may not be shown, wherever they turn up. */
export interface Masks {
  add(json: JsonNode): void;
  /** All of them, the longest first. */
  readonly texts: readonly string[];
  /** The text with every one of them as `(secret)`. */
  mask(text: string): string;
}

/** Shorter ones would make every text unreadable, and hide nothing. */
const SHORTEST = 4;

/** A secret as it may turn up: as it is, in a path, in a query, in a form, in JSON, in ASCII or not, and in a text of JSON. */
function formsOf(secret: string): readonly string[] {
  // What UTF-8 cannot hold is sent as the replacement character, too.
  const sent = Buffer.from(secret, 'utf8').toString('utf8');
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    encodeURI(sent),
    encodeURIComponent(sent),
    new URLSearchParams({ '': sent }).toString().slice(1),
    ...[escaped, inAscii(escaped)].flatMap((json) => [json, json.replaceAll('/', '\\/')]),
    JSON.stringify(escaped).slice(1, -1),
  ];
}

/** As servers write JSON whose language trusts nothing else to arrive. */
function inAscii(json: string): string {
  return json.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** No value yet. */
export function openMasks(): Masks {
  const secrets = new Set<string>();
  const forms = new Set<string>();
  let longestFirst: readonly string[] = [];
  const addText = (secret: string): void => {
    if (secret.length < SHORTEST || secrets.has(secret)) return;
    secrets.add(secret);
    for (const form of formsOf(secret)) forms.add(form);
    longestFirst = [...forms].sort((left, right) => right.length - left.length);
  };
  const add = (json: JsonNode): void => {
    if (json.kind === 'array') for (const item of json.items) add(item);
    else if (json.kind === 'object') for (const { value } of json.members) add(value);
    else addText(textOfJson(json));
  };
  return {
    add,
    get texts() {
      return longestFirst;
    },
    mask: (text) => maskTexts(text, longestFirst),
  };
}
