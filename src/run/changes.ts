import type { Mismatch } from '../collection/match.ts';
import { compareJson, type JsonSide } from '../json/diff.ts';
import type { JsonNode } from '../json/tree.ts';
import { writeCompactJson } from '../json/write.ts';
import { changeLines } from '../render/comparison.ts';
import type { Theme } from '../render/paint.ts';
import type { Masks } from './masks.ts';

/** How many differences are told; the rest is counted. */
const MOST_CHANGES = 20;

/** What is different within an array or object that was wanted: `-` and the first value are the wanted one. */
export function changesOf({ compared }: Mismatch, theme: Theme, masks: Masks): readonly string[] {
  if (compared === undefined || !(isContainer(compared.wanted) && isContainer(compared.actual))) return [];
  const changes = [...(compareJson(sideOf(compared.wanted), sideOf(compared.actual))?.changes ?? [])];
  const view = { theme, onTerminal: true, columns: 80, showsSecrets: false, mask: masks.mask };
  const more = changes.length - MOST_CHANGES;
  return [
    ...changes.slice(0, MOST_CHANGES).flatMap((change) => [...changeLines(change, view)]),
    ...(more > 0 ? [`… ${more} more`] : []),
  ];
}

function sideOf(value: JsonNode): JsonSide {
  return { text: writeCompactJson(value), ignored: new Set() };
}

function isContainer({ kind }: JsonNode): boolean {
  return kind === 'array' || kind === 'object';
}
