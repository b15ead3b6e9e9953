import type { Masks } from '../masks.ts';
import type { RunResult } from '../outcome.ts';
import { factsOf, faultLines } from './facts.ts';

/** The Test Anything Protocol, version 14. */
export function tapReport(result: RunResult, masks: Masks): string {
  const lines = ['TAP version 14', `1..${result.outcomes.length}`];
  for (const [index, outcome] of result.outcomes.entries()) {
    const facts = factsOf(outcome, masks);
    const isBad = facts.state === 'failed' || facts.state === 'broken';
    const skip = facts.state === 'skipped' ? ` # SKIP ${line(facts.reason ?? '')}` : '';
    lines.push(`${isBad ? 'not ok' : 'ok'} ${index + 1} - ${description(facts.name)}${skip}`);
    lines.push('  ---', `  duration_ms: ${facts.durationMs}`);
    if (facts.status !== undefined) lines.push(`  status: ${facts.status}`);
    if (isBad) {
      lines.push('  faults:');
      for (const fault of faultLines(facts)) lines.push(`    - ${JSON.stringify(fault)}`);
    }
    lines.push('  ...');
  }
  return `${lines.join('\n')}\n`;
}

/** `#` begins a directive, and a backslash escapes it. */
function description(text: string): string {
  return line(text).replaceAll(/[\\#]/g, '\\$&');
}

function line(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
