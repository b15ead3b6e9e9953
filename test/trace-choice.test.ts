import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Occurrence } from '../src/cli/options.ts';
import { chooseTrace } from '../src/cli/trace-choice.ts';
import type { Dialect } from '../src/request/plan.ts';

function occurrences(line: string): readonly Occurrence[] {
  return line.split(' ').flatMap((word): readonly Occurrence[] => {
    const [, no, name = '', value] = /^(no-)?([a-z-]+)(?:=(.*))?$/.exec(word) ?? [];
    return [{ name: name as Occurrence['name'], value: value ?? no === undefined }]; // names of the table, typed here
  });
}

/** The choice in short: form, target, `t` for time, `i` for numbers, `+v` where slip's own -v stands beside it. */
function chosen(line: string, dialect: Dialect): string {
  const choice = chooseTrace(occurrences(line), dialect);
  if (choice === undefined) return 'none';
  const { form, target, time, ids, replacesVerbose } = choice;
  return `${form} ${target}${time ? ' t' : ''}${ids ? ' i' : ''}${replacesVerbose ? '' : ' +v'}`;
}

const CHOICES: [line: string, curls: string, slips: string][] = [
  ['silent', 'none', 'none'],
  ['verbose', 'plain %', 'none'],
  ['verbose verbose', 'plain % t i', 'plain % t i'],
  ['verbose verbose verbose', 'ascii % t i', 'ascii % t i'],
  ['verbose silent verbose', 'plain %', 'none'],
  ['verbose no-verbose', 'none', 'none'],
  ['verbose verbose no-verbose', 'none', 'none'],
  ['trace=f', 'hex f', 'hex f +v'],
  ['trace-ascii=-', 'ascii -', 'ascii - +v'],
  ['trace=f trace-ascii=g', 'ascii g', 'ascii g +v'],
  ['verbose trace=f', 'hex f', 'hex f +v'],
  ['trace=f verbose', 'plain %', 'hex f +v'],
  ['trace-time', 'none', 'none'],
  ['trace-time verbose', 'plain % t', 'plain % t'],
  ['verbose trace-time trace-ids no-trace-time', 'plain % i', 'plain % i'],
  ['verbose trace-config=time', 'plain % t', 'plain % t'],
  ['verbose trace-config=all,-ids', 'plain % t', 'plain % t'],
  ['verbose trace-config=ssl,IDS,+http/2', 'plain % i', 'plain % i'],
];
for (const [line, curls, slips] of CHOICES) {
  test(`${line} is the trace ${curls} in curl`, () => assert.equal(chosen(line, 'curl'), curls.replace(' +v', '')));
  test(`${line} is the trace ${slips} in slip`, () => assert.equal(chosen(line, 'slip'), slips));
}
