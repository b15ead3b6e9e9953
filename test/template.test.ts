import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Expression, namesIn, parseTemplate, TemplateFault } from '../src/collection/template.ts';

/** An expression as a few characters: paths with slashes, calls with their arguments. */
function shown(expression: Expression): string {
  switch (expression.kind) {
    case 'path':
      return expression.steps.map((step) => (typeof step === 'number' ? `#${step}` : step)).join('/');
    case 'call':
      return `${expression.name}(${expression.arguments.map(shown).join(', ')})`;
    case 'literal':
      return expression.json;
    case 'default':
      return `${shown(expression.first)} or ${shown(expression.otherwise)}`;
  }
}

const TEMPLATES: [text: string, pieces: readonly string[]][] = [
  ['', []],
  ['plain }} text', ['"plain }} text"']],
  ['{{who}}', ['who']],
  ['a {{ who }} b', ['"a "', 'who', '" b"']],
  ['{{a}}{{b}}', ['a', 'b']],
  ['{{login.body.user.id}}', ['login/body/user/id']],
  ['{{read-book.body.items.0.id}}', ['read-book/body/items/#0/id']],
  ['{{a[0][-1]["x y"]}}', ['a/#0/#-1/x y']],
  ['{{a.$ref}}', ['a/$ref']],
  ['{{$uuid}}', ['uuid()']],
  ['{{$env.HOME}}', ['env("HOME")']],
  ['{{$now(\'+1d\', "date")}}', ['now("+1d", "date")']],
  ['{{$random(1, 6)}}', ['random(1, 6)']],
  ['{{token | base64}}', ['base64(token)']],
  ['{{token|$hmac("k")|urlencode}}', ['urlencode(hmac(token, "k"))']],
  ['{{who ?? "nobody"}}', ['who or "nobody"']],
  ['{{a ?? b ?? 1}}', ['a or b or 1']],
  ['{{$base64(user ?? "x")}}', ['base64(user or "x")']],
  ["{{'{{'}}", ['"{{"']],
  ["{{'it\\'s'}}", ['"it\'s"']],
  ['{{true}}{{null}}{{-1.5e3}}', ['true', 'null', '-1.5e3']],
  ['{{trueish}}', ['trueish']],
];

for (const [text, pieces] of TEMPLATES) {
  test(`template ${text}`, () => {
    const parsed = parseTemplate(text);
    assert.deepEqual(
      parsed.map((piece) => (piece.kind === 'text' ? JSON.stringify(piece.text) : shown(piece.expression))),
      pieces,
    );
    assert.equal(
      parsed.map((piece) => (piece.kind === 'text' ? piece.text : text.slice(piece.start, piece.end))).join(''),
      text,
    );
  });
}

const FAULTS: [text: string, message: string, underlined: string][] = [
  ['a {{who', '{{ is not closed by }}', '{{'],
  ['{{', '{{ is not closed by }}', '{{'],
  ['{{}}', 'expected a name', '}'],
  ['{{who there}}', 'expected }} or | or ??', 't'],
  ['{{1 + 1}}', 'expected }} or | or ??', '+'],
  ['{{a.}}', 'expected a name', '}'],
  ['{{a[x]}}', 'expected an index or a name in quotes', 'x'],
  ['{{a[0}}', 'expected ]', '}'],
  ['{{$f(1 2)}}', 'expected , or )', '2'],
  ['{{"open}}', 'the text is not closed', '"open}}'],
  ['{{a | 1}}', 'expected a function', '1'],
  [`{{${'$f('.repeat(200)}`, 'this is nested too deep', '$'],
];

for (const [text, message, underlined] of FAULTS) {
  test(`template ${text.slice(0, 40)} is refused`, () => {
    assert.throws(
      () => parseTemplate(text),
      (error) => {
        assert.ok(error instanceof TemplateFault);
        assert.equal(error.message, message);
        assert.equal(text.slice(error.start, error.end), underlined);
        return true;
      },
    );
  });
}

test('the names that a template needs', () => {
  const [piece] = parseTemplate('{{$hmac(secret.key, body, gone ?? other) | base64}}');
  assert.ok(piece?.kind === 'expression');
  assert.deepEqual(
    [...namesIn(piece.expression)].map(({ steps }) => steps[0]),
    ['secret', 'body', 'other'],
  );
});
