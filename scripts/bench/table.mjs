// The results as a Markdown table.

const HEAD = ['what', 'slip', 'against', 'its figures', 'time', 'CPU', 'target'];
const RULE = ['---', '---', '---', '---', '--:', '--:', '---'];

/** One line for each pair, that of a row's first with its title; `slip` and `other` have `wallMs`, `cpuMs` and `peakBytes`, each perhaps `undefined`. */
export function tableOf(results) {
  const lines = results.map(({ title, slip, other, atMost, maxMegabytes }) => [
    title ?? '',
    title === undefined ? '' : figures(slip),
    other.name,
    figures(other),
    ratio(slip.wallMs, other.wallMs),
    ratio(slip.cpuMs, other.cpuMs),
    targets(slip, other, atMost, maxMegabytes),
  ]);
  return [HEAD, RULE, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function figures({ wallMs, cpuMs, peakBytes }) {
  const facts = [
    time(wallMs),
    ...(cpuMs === undefined ? [] : [`${time(cpuMs)} CPU`]),
    ...(peakBytes === undefined ? [] : [`${(peakBytes / 1e6).toFixed(0)} MB`]),
  ];
  return facts.join(', ');
}

function time(durationMs) {
  return durationMs < 1000 ? `${durationMs.toFixed(0)} ms` : `${(durationMs / 1000).toFixed(2)} s`;
}

function ratio(ours, theirs) {
  return ours === undefined || !theirs ? '' : `${(ours / theirs).toFixed(2)} ×`;
}

function targets(slip, other, atMost, maxMegabytes) {
  const verdicts = [
    ...(atMost === undefined ? [] : [[`≤ ${atMost.toFixed(2)} ×`, slip.wallMs <= atMost * other.wallMs]]),
    ...(maxMegabytes === undefined || slip.peakBytes === undefined
      ? []
      : [[`≤ ${maxMegabytes} MB`, slip.peakBytes <= maxMegabytes * 1e6]]),
  ];
  return verdicts.map(([text, met]) => `${text} ${met ? '✓' : '✗'}`).join(', ');
}
