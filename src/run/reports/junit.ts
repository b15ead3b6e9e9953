import type { Masks } from '../masks.ts';
import { type RunResult, tally } from '../outcome.ts';
import { factsOf, faultLines } from './facts.ts';

/** JUnit's XML, in the form that build servers read: a test suite with a test case for each request. */
export function junitReport(result: RunResult, masks: Masks): string {
  const { failed, broken, skipped } = tally(result.outcomes);
  const cases = result.outcomes.map((outcome) => {
    const facts = factsOf(outcome, masks);
    const attributes = `name="${xml(facts.name)}" classname="${xml(result.name)}" time="${seconds(facts.durationMs)}"`;
    if (facts.state === 'passed') return `    <testcase ${attributes}/>`;
    const [first = ''] = faultLines(facts);
    const inside =
      facts.state === 'skipped'
        ? `<skipped message="${xml(facts.reason ?? '')}"/>`
        : `<${facts.state === 'failed' ? 'failure' : 'error'} message="${xml(first)}">${xml(faultLines(facts).join('\n'))}</${facts.state === 'failed' ? 'failure' : 'error'}>`;
    return `    <testcase ${attributes}>\n      ${inside}\n    </testcase>`;
  });
  const counts = `tests="${result.outcomes.length}" failures="${failed}" errors="${broken}" skipped="${skipped}"`;
  const time = `time="${seconds(result.durationMs)}"`;
  const begun = new Date(result.startedAtMs).toISOString().replace(/\.\d+Z$/, '');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="slip" ${counts} ${time}>`,
    `  <testsuite name="${xml(result.name)}" ${counts} ${time} timestamp="${begun}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** Text for an element or attribute; characters that XML 1.0 cannot hold (§2.2) are shown as such. */
export function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
