/**
 * Templates: what stands in `{{ }}` in a text of a collection. An expression names a value, or makes one by a function of a
 * closed set; it runs no code.
 *
 *     expression = value { "|" call } [ "??" expression ]
 *     value      = path | call | literal
 *     path       = name { "." name | "[" integer "]" | "[" text "]" }
 *     call       = "$" name [ "." name ] [ "(" [ expression { "," expression } ] ")" ]
 *     literal    = text in ' ' or " " | JSON number | true | false | null
 */
export type Template = readonly TemplatePiece[];

/** Text as it stands, or an expression with its place in the template. */
export type TemplatePiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly start: number; readonly end: number };

/** What an expression is; offsets count from the start of the template. */
export type Expression = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'path'; readonly steps: readonly [string, ...(string | number)[]] }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  /** A JSON token. */
  | { readonly kind: 'literal'; readonly json: string }
  | { readonly kind: 'default'; readonly first: Expression; readonly otherwise: Expression }
);

/** Why a text is no template, and where. */
export class TemplateFault extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.start = start;
    this.end = end;
  }
}

/** Whether a text has anything to fill in. */
export function isTemplate(text: string): boolean {
  return text.includes('{{');
}

/**
 * Reads a text with `{{…}}` in it.
 *
 * @throws TemplateFault
 */
export function parseTemplate(text: string): Template {
  const pieces: TemplatePiece[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    if (open > at || (open < 0 && at < text.length)) {
      pieces.push({ kind: 'text', text: text.slice(at, open < 0 ? undefined : open) });
    }
    if (open < 0) return pieces;
    const reader: Reader = { text, at: open + 2 };
    const expression = readExpression(reader);
    skipSpace(reader);
    if (!text.startsWith('}}', reader.at)) {
      const isOpen = reader.at >= text.length;
      throw isOpen
        ? new TemplateFault('{{ is not closed by }}', open, open + 2)
        : new TemplateFault('expected }} or | or ??', reader.at, reader.at + 1);
    }
    at = reader.at + 2;
    pieces.push({ kind: 'expression', expression, start: open, end: at });
  }
}

/** The paths in a template that have to be known before it can be filled in: not those that have a default. */
export function* namesIn(expression: Expression): Generator<Expression & { readonly kind: 'path' }> {
  switch (expression.kind) {
    case 'path':
      yield expression;
      return;
    case 'call':
      for (const argument of expression.arguments) yield* namesIn(argument);
      return;
    case 'default':
      yield* namesIn(expression.otherwise);
      return;
    case 'literal':
      return;
  }
}

/** A template on its way to an expression. */
interface Reader {
  readonly text: string;
  at: number;
}

/** How deep calls may stand in each other: a file must not overflow the stack. */
const MOST_NESTED = 100;

function readExpression(reader: Reader, depth = 0): Expression {
  skipSpace(reader);
  const { at: start } = reader;
  if (depth > MOST_NESTED) throw new TemplateFault('this is nested too deep', start, start + 1);
  let value = readValue(reader, depth);
  for (;;) {
    skipSpace(reader);
    if (reader.text[reader.at] !== '|') break;
    reader.at += 1;
    skipSpace(reader);
    const callStart = reader.at;
    if (reader.text[reader.at] === '$') reader.at += 1;
    const name = readName(reader, 'a function');
    const more = readArguments(reader, depth);
    value = { kind: 'call', name, arguments: [value, ...more], start: callStart, end: reader.at };
  }
  if (!reader.text.startsWith('??', reader.at)) return value;
  reader.at += 2;
  const otherwise = readExpression(reader, depth + 1);
  return { kind: 'default', first: value, otherwise, start, end: reader.at };
}

function readValue(reader: Reader, depth: number): Expression {
  const { text, at: start } = reader;
  const first = text[start] ?? '';
  if (first === '$') return readCall(reader, depth);
  if (first === '"' || first === "'") {
    const json = JSON.stringify(readQuoted(reader));
    return { kind: 'literal', json, start, end: reader.at };
  }
  const token = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.-])/.exec(text.slice(start));
  if (token !== null) {
    reader.at += token[0].length;
    return { kind: 'literal', json: token[0], start, end: reader.at };
  }
  const steps: [string, ...(string | number)[]] = [readName(reader, 'a name')];
  for (;;) {
    if (text[reader.at] === '.') {
      reader.at += 1;
      steps.push(readStep(reader));
    } else if (text[reader.at] === '[') {
      reader.at += 1;
      steps.push(readIndex(reader));
    } else return { kind: 'path', steps, start, end: reader.at };
  }
}

/** `$uuid`, `$env.HOME`, `$now('iso')`; what stands behind the dot is the first argument. */
function readCall(reader: Reader, depth: number): Expression {
  const { at: start } = reader;
  reader.at += 1;
  const name = readName(reader, 'a function');
  const dotted: Expression[] = [];
  if (reader.text[reader.at] === '.') {
    reader.at += 1;
    const argumentStart = reader.at;
    const json = JSON.stringify(String(readStep(reader)));
    dotted.push({ kind: 'literal', json, start: argumentStart, end: reader.at });
  }
  return { kind: 'call', name, arguments: [...dotted, ...readArguments(reader, depth)], start, end: reader.at };
}

function readArguments(reader: Reader, depth: number): readonly Expression[] {
  if (reader.text[reader.at] !== '(') return [];
  reader.at += 1;
  const read: Expression[] = [];
  skipSpace(reader);
  if (reader.text[reader.at] === ')') {
    reader.at += 1;
    return read;
  }
  for (;;) {
    read.push(readExpression(reader, depth + 1));
    skipSpace(reader);
    const next = reader.text[reader.at];
    if (next !== ',' && next !== ')') throw faultAt(reader, 'expected , or )');
    reader.at += 1;
    if (next === ')') return read;
  }
}

function readName(reader: Reader, wanted: string): string {
  const name = /^[A-Za-z_][\w-]*/.exec(reader.text.slice(reader.at))?.[0];
  if (name === undefined) throw faultAt(reader, `expected ${wanted}`);
  reader.at += name.length;
  return name;
}

/** What stands behind a dot: a name, or an index written as in `items.0`. */
function readStep(reader: Reader): string | number {
  const step = /^[\w$-]+/.exec(reader.text.slice(reader.at))?.[0];
  if (step === undefined) throw faultAt(reader, 'expected a name');
  reader.at += step.length;
  return /^(?:0|[1-9]\d{0,8})$/.test(step) ? Number(step) : step;
}

function readIndex(reader: Reader): string | number {
  const { text } = reader;
  const index = /^-?\d{1,9}/.exec(text.slice(reader.at))?.[0];
  let step: string | number;
  if (index !== undefined) {
    reader.at += index.length;
    step = Number(index);
  } else if (text[reader.at] === '"' || text[reader.at] === "'") step = readQuoted(reader);
  else throw faultAt(reader, 'expected an index or a name in quotes');
  if (text[reader.at] !== ']') throw faultAt(reader, 'expected ]');
  reader.at += 1;
  return step;
}

/** A text in quotes, in which a backslash escapes the quote and itself, and `\n` and `\t` are what they are elsewhere. */
function readQuoted(reader: Reader): string {
  const { text, at: start } = reader;
  const quote = text[start];
  let read = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === quote) {
      reader.at = at + 1;
      return read;
    }
    if (character === '\\') {
      at += 1;
      const escaped = text[at] ?? '';
      read += escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
    } else read += character;
  }
  throw new TemplateFault('the text is not closed', start, text.length);
}

function skipSpace(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at += 1;
}

function faultAt(reader: Reader, message: string): TemplateFault {
  return reader.at >= reader.text.length
    ? new TemplateFault('{{ is not closed by }}', reader.text.lastIndexOf('{{'), reader.text.lastIndexOf('{{') + 2)
    : new TemplateFault(message, reader.at, reader.at + 1);
}
