/** What the names in braces stand for. */
export type Placeholders = ReadonlyMap<string, string>;

/** The text with its placeholders filled in; a name that is none of them stays as it is, for JSON has braces, too. */
export function filled(text: string, placeholders: Placeholders): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => placeholders.get(name) ?? all);
}

/**
 * The bytes that a text of a case file stands for: UTF-8, its escapes undone.
 *
 * @throws Error for an escape that is none.
 */
export function bytesOf(text: string, placeholders: Placeholders = new Map()): Buffer {
  const pieces = filled(text, placeholders).match(/\\x[0-9a-f]{2}|\\[\s\S]?|[^\\]+/gi) ?? [];
  return Buffer.concat(
    pieces.map((piece) => {
      if (/^\\x../i.test(piece)) return Buffer.from(piece.slice(2), 'hex');
      if (!piece.startsWith('\\')) return Buffer.from(piece);
      const plain = ESCAPES.get(piece.slice(1));
      if (plain === undefined) throw new Error(`there is no escape ${piece}`);
      return Buffer.from(plain);
    }),
  );
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['e', '\x1b'],
  ['r', '\r'],
  ['n', '\n'],
  ['t', '\t'],
  ['0', '\0'],
  ['\\', '\\'],
]);

/**
 * Bytes as lines of a case file's block: what is not readable as an escape, a last line without its end marked by a
 * backslash. Two lists of bytes are the same if, and only if, these lines are.
 */
export function readableLines(bytes: Uint8Array): readonly string[] {
  const text = readable(bytes);
  if (text === '') return [];
  return text.endsWith('\n') ? text.slice(0, -1).split('\n') : `${text}\\`.split('\n');
}

function readable(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  // Byte by byte where it is no UTF-8, so that nothing is lost in U+FFFD.
  if (!buffer.equals(Buffer.from(buffer.toString('utf8')))) {
    return [...buffer].map((byte) => (byte < 0x80 ? readable(Uint8Array.of(byte)) : hexEscape(byte))).join('');
  }
  return buffer.toString('utf8').replace(/[\\\0-\x09\x0b-\x1f\x7f-\x9f]/g, (character) => {
    const named = [...ESCAPES].find(([, plain]) => plain === character)?.[0];
    return named === undefined ? [...Buffer.from(character)].map(hexEscape).join('') : `\\${named}`;
  });
}

function hexEscape(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** Two lists of lines beside each other, those that differ marked; a line that only one has stands alone. */
export function sideBySide(expected: readonly string[], actual: readonly string[]): string {
  const rows = aligned(expected, actual);
  const width = Math.max('expected'.length, ...expected.map((line) => line.length));
  const table = rows.map(([left, right]) => {
    const mark = left === right ? ' ' : '≠';
    return `  ${mark} ${(left ?? '').padEnd(width)} │ ${right ?? ''}`.trimEnd();
  });
  return [`    ${'expected'.padEnd(width)} │ actual`, ...table].join('\n');
}

type Row = readonly [left: string | undefined, right: string | undefined];

/** Lines that one list alone has are passed over up to the next line that both have. */
function aligned(expected: readonly string[], actual: readonly string[]): readonly Row[] {
  const [left, ...restLeft] = expected;
  const [right, ...restRight] = actual;
  if (left === undefined || right === undefined) {
    return left === undefined
      ? actual.map((line): Row => [undefined, line])
      : expected.map((line): Row => [line, undefined]);
  }
  if (left === right) return [[left, right], ...aligned(restLeft, restRight)];
  const extra = actual.indexOf(left);
  const lacking = expected.indexOf(right);
  if (extra > 0 && (lacking < 0 || extra <= lacking)) return [[undefined, right], ...aligned(expected, restRight)];
  if (lacking > 0) return [[left, undefined], ...aligned(restLeft, actual)];
  return [[left, right], ...aligned(restLeft, restRight)];
}
