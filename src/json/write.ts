import type { JsonNode } from './tree.ts';

/**
 * The value as text, its tokens as they were typed.
 *
 * What was parsed and not changed has its white space, too; everything else has none.
 */
export function writeJsonText(node: JsonNode): string {
  return written(node, (value) => value.text);
}

/** The value on one line without any white space between its tokens, which are as they were typed. */
export function writeCompactJson(node: JsonNode): string {
  return written(node, (value) => (value.kind === 'array' || value.kind === 'object' ? undefined : value.text));
}

/** Keeps a stack of its own, because a call per level would overflow on a value of nothing but arrays. */
function written(node: JsonNode, textOf: (value: JsonNode) => string | undefined): string {
  const whole = textOf(node);
  if (whole !== undefined) return whole;
  const done: string[] = [];
  const unfinished = [piecesOf(node)];
  for (let pieces = unfinished.at(-1); pieces !== undefined; pieces = unfinished.at(-1)) {
    const { value: piece } = pieces.next();
    if (piece === undefined) unfinished.pop();
    else if (typeof piece === 'string') done.push(piece);
    else {
      const text = textOf(piece);
      if (text === undefined) unfinished.push(piecesOf(piece));
      else done.push(text);
    }
  }
  return done.join('');
}

/** What a container is written as, in order: text, and the values inside it. */
function* piecesOf(node: JsonNode): Generator<string | JsonNode, undefined> {
  if (node.kind === 'array') {
    yield '[';
    for (const [index, item] of node.items.entries()) {
      if (index > 0) yield ',';
      yield item;
    }
    yield ']';
  } else if (node.kind === 'object') {
    yield '{';
    for (const [index, { key, value }] of node.members.entries()) {
      yield index > 0 ? `,${key}:` : `${key}:`;
      yield value;
    }
    yield '}';
  }
}
