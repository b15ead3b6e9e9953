// The results as a Markdown table.

const HEAD = ['what', 'slip', 'against', 'its figures', 'time', 'CPU', 'target'];
const RULE = ['---', '---', '---', '---', '--:', '--:', '---'];

/** One line for each pair, that of a row's first with its title; `slip` and `other` have `wallMs`, `cpuMs` and `peakBytes`, each perhaps `undefined`. */
export function tableOf(results) {
  const lines = results.map(({ title, slip, other, atMost, byCpu, maxMegabytes }) => [
    title ?? '',
    title === undefined ? '' : figures(slip),
    other.name,
    figures(other),
    ratio(slip.wallMs, other.wallMs),
    ratio(slip.cpuMs, other.cpuMs),
    targets(slip, other, { atMost, byCpu, maxMegabytes }),
  ]);
  return [HEAD, RULE, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function figures({ wallMs, wallSpread, cpuMs, cpuSpread, peakBytes }) {
  const facts = [
    time(wallMs, wallSpread),
    ...(cpuMs === undefined ? [] : [`${time(cpuMs, cpuSpread)} CPU`]),
    ...(peakBytes === undefined ? [] : [`${(peakBytes / 1e6).toFixed(0)} MB`]),
  ];
  return facts.join(', ');
}

/** A median, and how far half of the values are from it at most. */
function time(durationMs, spreadMs) {
  const [unit, scale, digits] = durationMs < 1000 ? ['ms', 1, 0] : ['s', 1000, 2];
  const spread = spreadMs === undefined ? '' : ` ± ${(spreadMs / scale).toFixed(digits)}`;
  return `${(durationMs / scale).toFixed(digits)}${spread} ${unit}`;
}

function ratio(ours, theirs) {
  return ours === undefined || !theirs ? '' : `${(ours / theirs).toFixed(2)} ×`;
}

function targets(slip, other, { atMost, byCpu, maxMegabytes }) {
  const what = byCpu && slip.cpuMs !== undefined ? 'cpuMs' : 'wallMs';
  const verdicts = [
    ...(atMost === undefined
      ? []
      : [[`≤ ${atMost.toFixed(2)} ×${what === 'cpuMs' ? ' CPU' : ''}`, slip[what] <= atMost * other[what]]]),
    ...(maxMegabytes === undefined || slip.peakBytes === undefined
      ? []
      : [[`≤ ${maxMegabytes} MB`, slip.peakBytes <= maxMegabytes * 1e6]]),
  ];
  return verdicts.map(([text, met]) => `${text} ${met ? '✓' : '✗'}`).join(', ');
}
