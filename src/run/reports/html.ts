import type { Timings } from '../../request/exchange.ts';
import type { Masks } from '../masks.ts';
import { type RunResult, tally } from '../outcome.ts';
import { factsOf, type MismatchFacts, type OutcomeFacts } from './facts.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './html-page.ts';
import { xml as escaped } from './junit.ts';

/** One page that needs nothing beside itself: filterable, with a waterfall of the requests' times, readable on a phone. */
export function htmlReport(result: RunResult, masks: Masks): string {
  const { name, path, outcomes, startedAtMs, durationMs, client } = result;
  const { passed, failed, broken, skipped } = tally(outcomes);
  const bad = failed + broken;
  const verdict = bad > 0 ? `${bad} of ${outcomes.length} failed` : passed > 0 ? 'all passed' : 'nothing was sent';
  const spanMs = Math.max(1, durationMs);
  const rows = outcomes.map((outcome) => {
    const left = outcome.startedAtMs - startedAtMs;
    return row(factsOf(outcome, masks), barOf(outcome.timings, outcome.durationMs, left, spanMs));
  });
  const counts = [
    ['all', outcomes.length, 'all'],
    ['passed', passed, 'passed'],
    ['failed', bad, 'failed'],
    ['skipped', skipped, 'skipped'],
  ] as const;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${escaped(name)}: ${verdict}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(name)} <span class="${bad > 0 ? 'failed' : 'passed'}">${verdict}</span></h1>
<p class="dim">${escaped(path)} · <time datetime="${new Date(startedAtMs).toISOString()}">${new Date(startedAtMs).toISOString().replace('T', ' ').slice(0, 19)} UTC</time> · ${inTime(durationMs)} · ${escaped(client)}</p>
<div class="share" aria-hidden="true">${[
    ['passed', passed],
    ['failed', bad],
    ['skipped', skipped],
  ]
    .map(([state, count]) => `<i class="${state}" style="flex-grow:${count}"></i>`)
    .join('')}</div>
<nav>
${counts.map(([state, count, word]) => `<button data-show="${state}" aria-pressed="${state === 'all'}"${count === 0 ? ' disabled' : ''}>${count} ${word}</button>`).join('\n')}
<input type="search" placeholder="name, URL, tag, text" aria-label="Filter">
</nav>
</header>
<main>
${rows.join('\n')}
<p class="dim" id="none" hidden>No request fits.</p>
</main>
<footer class="dim"><span><i class="connect"></i> connecting</span> <span><i class="wait"></i> waiting</span> <span><i class="receive"></i> receiving</span></footer>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

const MARKS = { passed: '✓', failed: '✗', broken: '✗', skipped: '–' } as const;

function row(facts: OutcomeFacts, bar: string): string {
  const { state, name, method, url, status, durationMs, description, tags, reason, mismatches } = facts;
  const isAnswered = status !== undefined;
  const group = state === 'broken' ? 'failed' : state;
  const line = method !== undefined ? `${method} ${url ?? ''}` : state === 'skipped' ? (reason ?? '') : '';
  const about = [
    ...(description === undefined ? [] : [`<p>${escaped(description)}</p>`]),
    ...(tags.length === 0 ? [] : [`<p>${tags.map((tag) => `<span class="tag">${escaped(tag)}</span>`).join(' ')}</p>`]),
    ...(reason === undefined || state === 'skipped' ? [] : [`<p class="reason">${escaped(reason)}</p>`]),
    ...mismatches.map(mismatch),
    `<p class="dim">${sentence(facts)}</p>`,
  ].join('');
  return `<details class="${group}"${group === 'failed' ? ' open' : ''}><summary><b class="mark">${MARKS[state]}</b><b class="name">${escaped(name)}</b><code>${escaped(line)}</code><span class="status">${status ?? ''}</span><span class="took">${isAnswered ? inTime(durationMs) : ''}</span>${isAnswered ? bar : ''}</summary><div>${about}</div></details>`;
}

function sentence({ status, bodyBytes, startedAt, attempts }: OutcomeFacts): string {
  const parts = [
    startedAt.replace('T', ' ').replace('Z', ' UTC'),
    ...(status === undefined ? [] : [`${bodyBytes === 1 ? '1 byte' : `${bodyBytes} bytes`} of body`]),
    ...(attempts > 1 ? [`sent ${attempts} times`] : []),
  ];
  return parts.join(' · ');
}

/** What is different within a value says more than two long values. */
function mismatch({ subject, expected, actual, changes, place }: MismatchFacts): string {
  const values =
    changes.length === 0
      ? `<pre><ins>expected</ins> ${escaped(expected)}\n<del>actual</del>   ${escaped(actual)}</pre>`
      : `<pre>${changes.map(change).join('\n')}</pre>`;
  return `<div class="miss"><b>${escaped(subject)}</b> <span class="dim">${escaped(place)}</span>${values}</div>`;
}

function change(line: string): string {
  const tag = line.startsWith('-') ? 'ins' : line.startsWith('+') ? 'del' : 'span';
  return `<${tag}>${escaped(line)}</${tag}>`;
}

/** When a request was on its way, on the time axis of the run. */
function barOf(timings: Timings | undefined, durationMs: number, left: number, spanMs: number): string {
  const { preTransferMs = 0, firstByteMs = preTransferMs } = timings ?? {};
  const phases = [
    ['connect', preTransferMs],
    ['wait', firstByteMs - preTransferMs],
    ['receive', durationMs - firstByteMs],
  ] as const;
  const parts = phases.map(([phase, ms]) => `<i class="${phase}" style="flex-grow:${Math.max(0, ms).toFixed(2)}"></i>`);
  const start = Math.min(99, (100 * Math.max(0, left)) / spanMs);
  const width = Math.min(100 - start, Math.max(1, (100 * durationMs) / spanMs));
  const told = phases.map(([phase, ms]) => `${phase} ${inTime(Math.max(0, ms))}`).join(', ');
  return `<span class="bar" title="${told}"><span style="margin-left:${start.toFixed(2)}%;width:${width.toFixed(2)}%">${parts.join('')}</span></span>`;
}

function inTime(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
