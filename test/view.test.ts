import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Options } from '../src/cli/options.ts';
import { Failure } from '../src/failure.ts';
import { decideView, type Surroundings, type View } from '../src/render/view.ts';

const PIPE: Surroundings = {
  dialect: 'slip',
  isTraced: false,
  stdoutIsTerminal: false,
  stderrIsTerminal: false,
  stdoutColors: 0,
  background: undefined,
  isDumb: false,
  refusesColor: false,
  bodyToFile: false,
};
/** stdout in a pipe, a person before stderr. */
const WATCHED: Surroundings = { ...PIPE, stderrIsTerminal: true };
const TERMINAL: Surroundings = { ...WATCHED, stdoutIsTerminal: true, stdoutColors: 3 };
const TO_FILE: Surroundings = { ...TERMINAL, bodyToFile: true };
const PLACES = { pipe: PIPE, 'watched pipe': WATCHED, terminal: TERMINAL, file: TO_FILE } as const;

/** The parts on stdout as letters of `--print`, and `+m` for a summary on stderr. */
function letters({ parts, summaryOnStderr }: View): string {
  const { requestHead, requestBody, head, body, summary } = parts;
  return `${requestHead ? 'H' : ''}${requestBody ? 'B' : ''}${summary ? 'm' : ''}${head ? 'h' : ''}${body ? 'b' : ''}${summaryOnStderr ? '+m' : ''}`;
}

const PARTS: [options: Options, method: string, shown: Record<keyof typeof PLACES, string>][] = [
  [{}, 'GET', { pipe: 'b', 'watched pipe': 'b+m', terminal: 'mb', file: 'b+m' }],
  [{ include: true }, 'GET', { pipe: 'hb', 'watched pipe': 'hb', terminal: 'hb', file: 'hb' }],
  [{}, 'HEAD', { pipe: 'h', 'watched pipe': 'h', terminal: 'h', file: 'h' }],
  [{ head: true }, 'HEAD', { pipe: 'h', 'watched pipe': 'h', terminal: 'h', file: 'h' }],
  [{ silent: true }, 'GET', { pipe: 'b', 'watched pipe': 'b', terminal: 'b', file: 'b' }],
  // The head stands on stderr already.
  [{ verbose: true }, 'GET', { pipe: 'b', 'watched pipe': 'b', terminal: 'b', file: 'b' }],
  [{ offline: true }, 'POST', { pipe: 'HB', 'watched pipe': 'HB+m', terminal: 'HB+m', file: 'HB+m' }],
  [{ print: 'HBhbm' }, 'GET', { pipe: 'HBmhb', 'watched pipe': 'HBmhb', terminal: 'HBmhb', file: 'HBmhb' }],
  [{ print: 'hh' }, 'GET', { pipe: 'h', 'watched pipe': 'h', terminal: 'h', file: 'h' }],
  [{ print: '' }, 'GET', { pipe: '', 'watched pipe': '', terminal: '', file: '' }],
  [{ print: 'b', include: true }, 'GET', { pipe: 'b', 'watched pipe': 'b', terminal: 'b', file: 'b' }],
  [{ print: 'b' }, 'HEAD', { pipe: 'b', 'watched pipe': 'b', terminal: 'b', file: 'b' }],
  [{ print: 'b', silent: true }, 'GET', { pipe: 'b', 'watched pipe': 'b', terminal: 'b', file: 'b' }],
];

for (const [options, method, shown] of PARTS) {
  for (const place of Object.keys(PLACES) as (keyof typeof PLACES)[]) {
    if (options.offline && place !== 'pipe') continue;
    test(`${JSON.stringify(options)} ${method} shows ${shown[place] || 'nothing'} with a ${place}`, () => {
      assert.equal(letters(decideView(options, method, PLACES[place])), shown[place]);
    });
  }
}

test('nothing is sent offline, so that there is nothing to sum up', () => {
  assert.equal(decideView({ offline: true }, 'GET', TERMINAL).parts.summary, false);
});

// docs/design.md, "Output" and ruling 1: what is indented (F) and coloured (C).
const LOOKS: [options: Options, around: Partial<Surroundings>, terminal: string, pipe: string][] = [
  [{}, {}, 'FC', ''],
  [{ pretty: 'all' }, {}, 'FC', 'FC'],
  [{ pretty: 'format' }, {}, 'F', 'F'],
  [{ pretty: 'colors' }, {}, 'C', 'C'],
  [{ pretty: 'none' }, {}, '', ''],
  // NO_COLOR takes the colours out of `all`, and not out of what names colours.
  [{}, { refusesColor: true, stdoutColors: 0 }, 'F', ''],
  [{ pretty: 'all' }, { refusesColor: true, stdoutColors: 0 }, 'F', 'F'],
  [{ pretty: 'colors' }, { refusesColor: true, stdoutColors: 0 }, 'C', 'C'],
  // TERM=dumb means no escape sequence at all.
  [{}, { isDumb: true, stdoutColors: 0 }, 'F', ''],
  [{ pretty: 'all' }, { isDumb: true, stdoutColors: 0 }, 'F', 'F'],
  [{ pretty: 'colors' }, { isDumb: true, stdoutColors: 0 }, '', ''],
  // FORCE_COLOR never colours the body in a pipe.
  [{}, { stdoutColors: 3 }, 'FC', ''],
  // A terminal without colours.
  [{}, { stdoutColors: 0 }, 'F', ''],
  // Whoever names an indentation wants it.
  [{ indent: '4' }, {}, 'FC', 'F'],
  [{ indent: '4', pretty: 'all' }, {}, 'FC', 'FC'],
  [{ indent: '4', pretty: 'format' }, {}, 'F', 'F'],
];

for (const [options, around, onTerminal, inPipe] of LOOKS) {
  test(`${JSON.stringify(options)} with ${JSON.stringify(around)} is ${onTerminal || 'plain'} on a terminal, ${inPipe || 'plain'} in a pipe`, () => {
    const look = (place: Surroundings): string => {
      const { formatted, colored } = decideView(options, 'GET', { ...place, ...around });
      return `${formatted ? 'F' : ''}${colored ? 'C' : ''}`;
    };
    assert.deepEqual([look(TERMINAL), look({ ...PIPE, ...around }), look(TO_FILE)], [onTerminal, inPipe, inPipe]);
  });
}

test('curl prints a body as it came, unless an indentation is asked for', () => {
  const looks = [{}, { indent: 'tab' }].map((options) =>
    [TERMINAL, PIPE].map((place) => decideView(options, 'GET', { ...place, dialect: 'curl' }).formatted),
  );
  assert.deepEqual(looks, [
    [false, false],
    [true, true],
  ]);
});

const INDENTS: [typed: string | undefined, indent: View['indent'], breaksLines: boolean][] = [
  [undefined, 2, false],
  ['0', 0, true],
  ['2', 2, true],
  ['16', 16, true],
  ['tab', 'tab', true],
];
for (const [typed, indent, breaksLines] of INDENTS) {
  test(`--indent ${typed ?? 'not typed'} is ${indent}`, () => {
    const view = decideView(typed === undefined ? {} : { indent: typed }, 'GET', TERMINAL);
    assert.deepEqual([view.indent, view.breaksLines], [indent, breaksLines]);
  });
}

for (const typed of ['', '-1', '17', '1.5', '2 ', 'tabs', '0x2', '002']) {
  test(`--indent ${JSON.stringify(typed)} is no indentation`, () => {
    assert.throws(() => decideView({ indent: typed }, 'GET', PIPE), usageAt(`--indent ${typed}`));
  });
}

for (const pretty of ['none', 'colors'] as const) {
  test(`--indent has nothing to indent with --pretty ${pretty}`, () => {
    assert.throws(() => decideView({ indent: '2', pretty }, 'GET', TERMINAL), usageAt('--indent 2'));
  });
}

function usageAt(text: string): (error: unknown) => boolean {
  return (error) => error instanceof Failure && error.kind === 'usage' && error.at?.text === text;
}

test('charset, safety and binary detection are for a terminal only', () => {
  assert.equal(decideView({}, 'GET', TERMINAL).onTerminal, true);
  for (const place of [PIPE, WATCHED, TO_FILE]) {
    assert.equal(decideView({ pretty: 'all' }, 'GET', place).onTerminal, false);
  }
});

test('auto is the style of the background that the terminal tells of', () => {
  const styles = (['light', 'dark', undefined] as const).map((background) =>
    [{}, { style: 'auto' }, { style: 'nord' }].map(
      (options) => decideView(options as Options, 'GET', { ...TERMINAL, background }).style, // of the option's choices
    ),
  );
  assert.deepEqual(styles, [
    ['light', 'light', 'nord'],
    ['dark', 'dark', 'nord'],
    ['auto', 'auto', 'nord'],
  ]);
});

// curl(1), --silent: no progress and no messages; --show-error brings errors back.
const VOLUMES: [options: Options, notes: boolean, errors: boolean][] = [
  [{}, true, true],
  [{ silent: true }, false, false],
  [{ silent: true, 'show-error': true }, false, true],
  [{ 'show-error': true }, true, true],
  [{ silent: false }, true, true],
];

for (const [options, notes, errors] of VOLUMES) {
  test(`${JSON.stringify(options)} tells ${notes ? 'notes' : 'no notes'} and ${errors ? 'errors' : 'no errors'}`, () => {
    for (const place of Object.values(PLACES)) {
      const view = decideView(options, 'GET', place);
      assert.deepEqual([view.notes, view.errors], [notes, errors]);
    }
  });
}

const PROGRESS: [options: Options, around: Surroundings, progress: View['progress']][] = [
  [{}, WATCHED, 'terminal'],
  [{}, TO_FILE, 'terminal'],
  // It would run into the body.
  [{}, TERMINAL, 'none'],
  [{}, PIPE, 'none'],
  [{ silent: true }, WATCHED, 'none'],
  [{ 'progress-meter': false }, WATCHED, 'none'],
  [{ 'progress-bar': true }, PIPE, 'bar'],
];

for (const [options, around, progress] of PROGRESS) {
  test(`${JSON.stringify(options)} shows ${progress} progress with stdout ${around.stdoutIsTerminal ? 'on a terminal' : 'in a pipe'}`, () => {
    assert.equal(decideView(options, 'GET', around).progress, progress);
  });
}

for (const [letter, start] of [
  ['x', 1],
  [' ', 1],
  ['😀', 1],
] as const) {
  test(`--print h${letter}b is refused at its place`, () => {
    assert.throws(
      () => decideView({ print: `h${letter}b` }, 'GET', PIPE),
      (thrown) => {
        assert.ok(thrown instanceof Failure && thrown.kind === 'usage' && thrown.at !== undefined);
        const { text, start: from, end } = thrown.at;
        assert.equal(from, '--print '.length + start);
        assert.ok(letter.startsWith(text.slice(from, end)));
        return true;
      },
    );
  });
}

test('letters that are names of an object’s own are refused as well', () => {
  for (const print of ['constructor', '__proto__']) assert.throws(() => decideView({ print }, 'GET', PIPE), Failure);
});

test('secrets are shown where that is asked for', () => {
  assert.equal(decideView({}, 'GET', TERMINAL).showsSecrets, false);
  assert.equal(decideView({ verbose: true }, 'GET', TERMINAL).showsSecrets, false);
  assert.equal(decideView({ 'show-secrets': true }, 'GET', PIPE).showsSecrets, true);
});
