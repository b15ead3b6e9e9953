import type { Masks } from '../masks.ts';
import { type RunResult, tally } from '../outcome.ts';
import { factsOf, faultLines } from './facts.ts';

const MARKS = { passed: '✅', failed: '❌', broken: '❌', skipped: '⏭️' } as const;

/** A page of Markdown, for a pull request's summary. */
export function markdownReport(result: RunResult, masks: Masks): string {
  const { passed, failed, broken, skipped } = tally(result.outcomes);
  const rows = result.outcomes.map((outcome) => {
    const { state, name, method, url, status, durationMs } = factsOf(outcome, masks);
    const line = method === undefined ? '' : code(`${method} ${url ?? ''}`);
    return `| ${MARKS[state]} | ${cell(name)} | ${line} | ${status ?? ''} | ${durationMs} ms |`;
  });
  const faults = result.outcomes.flatMap((outcome) => {
    const facts = factsOf(outcome, masks);
    if (facts.state !== 'failed' && facts.state !== 'broken') return [];
    return [`### ${cell(facts.name)}`, '', ...faultLines(facts).map((fault) => `- ${code(fault)}`), ''];
  });
  return [
    `# ${cell(result.name)}`,
    '',
    `${result.outcomes.length} requests: ${passed} passed, ${failed + broken} failed, ${skipped} skipped in ${(result.durationMs / 1000).toFixed(2)} s`,
    '',
    '| | request | | status | time |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...faults,
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#]/g, '\\$&').replaceAll(/[\r\n]+/g, ' ');
}

/** A code span that any text may stand in. */
function code(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
