import { inputsFrom } from '../cli/inputs.ts';
import type { SavedRequest } from '../collection/collection.ts';
import { composeRequest } from '../collection/compose.ts';
import { inOrder } from '../collection/order.ts';
import type { Host } from '../host.ts';
import { compareSides, type Side, sidesOf, TROUBLE } from '../send/compare.ts';
import { preparePart } from '../send/part.ts';
import { openCompany } from '../send/requests.ts';
import { type Run, runRequests } from './engine.ts';
import { maskedSink } from './held-output.ts';
import { invocationsOf, NO_EXTRA } from './line.ts';
import { maskedHost, openRun } from './open-run.ts';
import type { Outcome } from './outcome.ts';
import { themeOf } from './perform.ts';
import { rootedInputs } from './rooted-inputs.ts';
import type { SavedPair, SavedSide } from './saved-pair.ts';
import { outcomeLines, writeLines } from './tell.ts';
import { isGiven, scopeOf } from './variables.ts';

/**
 * `slip diff` of saved requests: what each needs is sent before it, once in each environment, then both are asked for, and
 * where the answers differ is printed. What they expect does not count. Gives the exit status, as compareSides does.
 */
export async function compareSaved(pair: SavedPair, host: Host): Promise<number> {
  const runs = new Map<string | undefined, Run>();
  const sent = new Set<string>();
  const sides: Side[] = [];
  try {
    for (const side of pair.sides) {
      const run = runs.get(side.env) ?? (await openSideRun(side, pair, host));
      runs.set(side.env, run);
      const failed = await sendNeeds(side, run, sent);
      if (failed !== undefined) return Math.max(TROUBLE, failed.exitStatus || NOT_AS_EXPECTED);
      sides.push(...(await preparedSides(side, pair, run)));
    }
    return await compareSides(sides, pair.wish);
  } finally {
    for (const { sending } of runs.values()) await sending.company.transport.close();
  }
}

/** The exit status of an expectation that does not hold. */
const NOT_AS_EXPECTED = 100;

/** Cookies, connections and saved values of one environment; what is printed and told hides its secrets. */
async function openSideRun({ env }: SavedSide, pair: SavedPair, host: Host): Promise<Run> {
  const { path, fileRoot, variables, extra, collection } = pair;
  const { configured, occurrences } = extra;
  const setting = { path, fileRoot, env, variables, configured, updatesSnapshots: false };
  const opened = await openRun(host, setting, collection);
  const masked = maskedHost(host, occurrences, opened.masks);
  const shown = masked === host ? host : { ...masked, stdout: maskedSink(host.stdout, opened.masks) };
  const inputs = inputsFrom(shown);
  const theme = await themeOf(host, host.stderr);
  return {
    ...opened,
    sending: { company: openCompany(inputs, shown), inputs, host: shown },
    extra: NO_EXTRA,
    printed: undefined,
    bails: true,
    atOnce: 1,
    keepsExchanges: false,
    async tell(outcome) {
      if (outcome.state !== 'passed') await writeLines(host.stderr, await outcomeLines(outcome, theme, opened.masks));
    },
  };
}

/** Sends what a request needs, unless it has been sent in this environment; gives what has not succeeded. */
async function sendNeeds({ request, env }: SavedSide, run: Run, sent: Set<string>): Promise<Outcome | undefined> {
  const { variables, tell } = run;
  const isSent = ({ name }: SavedRequest): boolean => {
    const key = JSON.stringify([env, name]);
    return sent.has(key) || !sent.add(key);
  };
  const all = inOrder(variables.collection, [request], (name, one) => isGiven(name, one, variables));
  const needs = all.filter((one) => one !== request && !isSent(one));
  let failed: Outcome | undefined;
  await runRequests(needs, {
    ...run,
    async tell(outcome) {
      if (outcome.state !== 'passed') failed ??= outcome;
      await tell(outcome);
    },
  });
  return failed;
}

async function preparedSides({ request, env }: SavedSide, { extra }: SavedPair, run: Run): Promise<readonly Side[]> {
  const { variables, root, configured, masks, sending } = run;
  const scope = scopeOf(request, new Map(), variables);
  const composed = await composeRequest(request, {
    scope,
    environments: variables.environments,
    admit: (path) => root.admit(path),
  });
  const inputs = rootedInputs(sending.inputs, root, extra);
  const line = { inputs, configured, root, secrets: masks.texts, carries: [...scope.carried] };
  const { transport, openers } = sending.company;
  const parts = [];
  for (const invocation of await invocationsOf(composed, request, extra, line)) {
    parts.push(await preparePart(invocation, inputs, sending.host, transport, openers));
  }
  return await sidesOf(parts, env === undefined ? request.name : `${request.name} in ${env}`);
}
