import { Failure } from '../failure.ts';
import { shownText } from '../render/message.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { formatDuration } from '../render/summary.ts';
import { findHeader } from '../request/headers.ts';
import { maskUrlText, originOf } from '../request/url.ts';
import { type Canvas, hopTitle, shownUrl } from './canvas.ts';
import { ABOUT_THE_BODY, type Changes, changesAfter, type Named, unfollowedLocation } from './changes.ts';
import type { Hop, Report } from './report.ts';

/** `--hops`: the requests one after another, and what each reply led to: what was left out of the next, and why. */
export function hopsView({ hops }: Report, canvas: Canvas): readonly string[] {
  if (hops.length === 0) return ['nothing was sent'];
  return hops.flatMap((hop, index) => [
    hopTitle(hop, hops, canvas),
    ...remarksOn(hop, hops[index + 1], canvas).map((remark) => `   ${remark}`),
  ]);
}

function remarksOn(hop: Hop, following: Hop | undefined, canvas: Canvas): readonly string[] {
  const changes = changesAfter(hop, following);
  return [
    ...(changes === undefined ? [] : changeLines(hop, changes, canvas)),
    ...endLines(hop, canvas),
    ...(following === undefined ? [] : retryLines(hop, following)),
  ];
}

function changeLines(hop: Hop, changes: Changes, canvas: Canvas): readonly string[] {
  const { method, body, dropped, added } = changes;
  const aboutBody = dropped.filter(({ why }) => why === ABOUT_THE_BODY);
  const others = dropped.filter(({ why }) => why !== ABOUT_THE_BODY);
  return [
    leadText(hop, changes, canvas),
    ...(method === undefined ? [] : [`${method.from} becomes ${method.to}: ${method.why}`]),
    ...(body === 'kept' ? ['with its body'] : []),
    ...(body === 'dropped' ? [['without its body', ...aboutBody.map(({ name }) => name)].join(' and its ')] : []),
    ...byReason(others).map(([why, names]) => `without ${canvas.theme.clientError(names)}: ${why}`),
    ...(added.length === 0 ? [] : [`with ${namesText(added)}`]),
  ];
}

function leadText({ exchange, plan, next }: Hop, { kind }: Changes, canvas: Canvas): string {
  const headers = exchange?.head.headers ?? [];
  switch (kind) {
    case 'redirect': {
      if (next === undefined) return '';
      const isElsewhere = originOf(next.url) !== originOf(plan.url);
      const location = findHeader(headers, 'Location') ?? '';
      const isUpgraded = /^http:\/\//i.test(location) && next.url.scheme === 'https';
      const remarks = [
        ...(isElsewhere ? ['another origin'] : []),
        ...(isUpgraded ? ['https as its host has asked'] : []),
      ];
      return ['leads to '.concat(shownUrl(next.url, canvas)), ...remarks].join(', ');
    }
    case 'challenge': {
      const name = exchange?.head.status === 407 ? 'Proxy-Authenticate' : 'WWW-Authenticate';
      const lines = headers.filter(([candidate]) => candidate.toLowerCase() === name.toLowerCase());
      const schemes = lines.flatMap(([, value]) => /^\s*([\w-]+)/.exec(String(value))?.[1] ?? []);
      const who = exchange?.head.status === 407 ? 'the proxy' : 'the server';
      return `${who} asks who one is${schemes.length === 0 ? '' : ` (${schemes.join(', ')})`}: asked again`;
    }
    case 'unasked':
      return 'the server asks for nothing: asked again with the body';
    case 'expectation':
      return 'asked again without Expect';
    case 'refusal':
      return 'refused for now: asked again';
  }
}

/** Names by why they were left out, in the order of the first of each. */
function byReason(dropped: Changes['dropped']): readonly (readonly [why: string, names: string])[] {
  const reasons = [...new Set(dropped.map(({ why }) => why))];
  return reasons.map((why) => [why, namesText(dropped.filter((one) => one.why === why))]);
}

function namesText(parts: readonly Named[]): string {
  const names = parts.filter(({ what }) => what !== 'cookie').map(({ name }) => shownText(name));
  const cookies = parts.filter(({ what }) => what === 'cookie').map(({ name }) => shownText(name));
  if (cookies.length > 0) names.push(`the ${cookies.length === 1 ? 'cookie' : 'cookies'} ${cookies.join(', ')}`);
  return names.join(', ');
}

function endLines(hop: Hop, { theme, showsSecrets }: Canvas): readonly string[] {
  const { failure, isBroken, plan } = hop;
  if (failure !== undefined) {
    const sentence = makeTerminalSafe(failure instanceof Failure ? failure.message : String(failure));
    return [`${theme.error(isBroken ? 'broke off' : 'goes no further')}: ${sentence}`];
  }
  const location = unfollowedLocation(hop);
  if (location === undefined || plan.redirects.followed) return [];
  const shown = shownText(showsSecrets ? location : maskUrlText(location));
  return [`leads to ${shown}, which only -L follows`];
}

function retryLines(hop: Hop, following: Hop): readonly string[] {
  if (following.tryIndex === hop.tryIndex) return [];
  return [`tried again after ${formatDuration(Math.max(0, following.marks.begun - hop.marks.ended))}`];
}
