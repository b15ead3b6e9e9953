import type { Masks } from '../masks.ts';
import { type RunResult, tally } from '../outcome.ts';
import { factsOf, type OutcomeFacts } from './facts.ts';
import { xml as escaped } from './junit.ts';

/** One page that needs nothing beside itself: filterable, with a bar for each request's time, readable on a phone. */
export function htmlReport(result: RunResult, masks: Masks): string {
  const { passed, failed, broken, skipped } = tally(result.outcomes);
  const all = result.outcomes.map((outcome) => ({
    facts: factsOf(outcome, masks),
    fromMs: outcome.startedAtMs - result.startedAtMs,
  }));
  const spanMs = Math.max(1, result.durationMs);
  const bad = failed + broken;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${escaped(result.name)}: ${bad === 0 ? 'all passed' : `${bad} failed`}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(result.name)}</h1>
<p class="when">${escaped(result.path)} · ${new Date(result.startedAtMs).toISOString()} · ${(result.durationMs / 1000).toFixed(2)} s · ${escaped(result.client)}</p>
<nav>
<button data-show="all" aria-pressed="true">${all.length} all</button>
<button data-show="passed" aria-pressed="false">${passed} passed</button>
<button data-show="bad" aria-pressed="false">${bad} failed</button>
<button data-show="skipped" aria-pressed="false">${skipped} skipped</button>
<input type="search" placeholder="filter" aria-label="filter">
</nav>
</header>
<main>
${all.map(({ facts, fromMs }) => entry(facts, (100 * fromMs) / spanMs, (100 * facts.durationMs) / spanMs)).join('\n')}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function entry(facts: OutcomeFacts, left: number, width: number): string {
  const group = facts.state === 'broken' ? 'failed' : facts.state;
  const line = facts.method === undefined ? '' : `<code>${escaped(`${facts.method} ${facts.url ?? ''}`)}</code>`;
  const bar = `<span class="bar"><i style="left:${percent(left)};width:${percent(width)}"></i></span>`;
  const about = [
    ...(facts.description === undefined ? [] : [`<p>${escaped(facts.description)}</p>`]),
    ...(facts.reason === undefined ? [] : [`<p class="reason">${escaped(facts.reason)}</p>`]),
    ...facts.mismatches.map(
      ({ subject, expected, actual, changes, place }) =>
        `<div class="miss"><b>${escaped(subject)}</b> <small>${escaped(place)}</small><pre class="want">${escaped(expected)}</pre><pre class="got">${escaped(actual)}</pre>${changes.length === 0 ? '' : `<pre>${escaped(changes.join('\n'))}</pre>`}</div>`,
    ),
    `<p class="more">${facts.bodyBytes} bytes · ${facts.startedAt}${facts.attempts > 1 ? ` · sent ${facts.attempts} times` : ''}</p>`,
  ].join('');
  const isOpen = group === 'failed' ? ' open' : '';
  return `<details class="${group}"${isOpen}><summary><b>${escaped(facts.name)}</b> ${line} <span>${facts.status ?? ''}</span> <span>${facts.durationMs} ms</span>${bar}</summary>${about}</details>`;
}

function percent(value: number): string {
  return `${Math.min(100, Math.max(0.5, value)).toFixed(2)}%`;
}

const STYLE = `
:root{color-scheme:light dark;--line:#8884;--good:#1a7f37;--bad:#c92a2a;--dim:#777}
@media(prefers-color-scheme:dark){:root{--good:#4ac26b;--bad:#ff7b72;--dim:#999}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem}
h1{font-size:1.4rem;margin:0}
.when,.more,small{color:var(--dim);font-size:.85rem;overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0}
button,input{font:inherit;padding:.3rem .8rem;border:1px solid var(--line);border-radius:.4rem;background:none;color:inherit}
button[aria-pressed=true]{border-color:currentColor;font-weight:600}
input{flex:1;min-width:8rem}
details{border:1px solid var(--line);border-left:.3rem solid var(--good);border-radius:.4rem;margin:.4rem 0;padding:.4rem .8rem}
details.failed{border-left-color:var(--bad)}
details.skipped{border-left-color:var(--dim);color:var(--dim)}
summary{cursor:pointer;display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:baseline}
summary code{flex:1;min-width:10rem}
code,pre{font:13px/1.4 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap;margin:.2rem 0}
.bar{flex-basis:100%;height:.3rem;position:relative;background:var(--line);border-radius:.2rem}
.bar i{position:absolute;top:0;bottom:0;background:currentColor;opacity:.6;border-radius:.2rem}
.want::before{content:"expected ";color:var(--good)}
.got::before{content:"actual ";color:var(--bad)}
.reason{color:var(--bad)}
.skipped .reason{color:inherit}
[hidden]{display:none}
`;

const SCRIPT = `
const all=[...document.querySelectorAll('details')];
const buttons=[...document.querySelectorAll('button')];
const search=document.querySelector('input');
let shown='all';
const apply=()=>{const text=search.value.toLowerCase();
for(const one of all){const fits=shown==='all'||one.classList.contains(shown==='bad'?'failed':shown);
one.hidden=!fits||!one.textContent.toLowerCase().includes(text);}};
for(const button of buttons)button.onclick=()=>{shown=button.dataset.show;
for(const other of buttons)other.setAttribute('aria-pressed',String(other===button));apply();};
search.oninput=apply;
`;
