import { authorized } from '../auth/authorize.ts';
import type { Invocation } from '../cli/parse.ts';
import { Failure } from '../failure.ts';
import type { Host, Sink } from '../host.ts';
import type { Canvas } from '../insight/canvas.ts';
import { certsView } from '../insight/certs-view.ts';
import { explainPlan, explainView } from '../insight/explain-view.ts';
import { hopsView } from '../insight/hops-view.ts';
import { type Reported, reportObject } from '../insight/json-report.ts';
import type { Report } from '../insight/report.ts';
import { timingView } from '../insight/timing-view.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import type { RequestPlan } from '../request/plan.ts';
import { previewVersion, requestHead } from '../request/wire.ts';
import { maskTexts } from '../secret.ts';
import { type StreamFile, streamFile } from '../store/stream-file.ts';
import type { Desk, PlannedTransfer } from './desk.ts';
import { type Observation, observe } from './observe.ts';

/** What `--explain`, `--hops`, `--certs`, `--timing` and `--json-report` tell of transfers. */
export interface Insight {
  /** Begins to watch a transfer. */
  observe(host: Host): Observation;
  /** Tells of a transfer that is over. */
  tell(observation: Observation, exitStatus: number, planned: PlannedTransfer, desk: Desk): Promise<void>;
  /** Tells of a request that is not sent, because that is not wished for. */
  tellUnsent(plan: RequestPlan, planned: PlannedTransfer, desk: Desk): Promise<void>;
  /** Tells of what kept a request from being planned. */
  tellFailure(failure: unknown, host: Host): Promise<void>;
  close(): Promise<void>;
}

/**
 * What the options ask for.
 *
 * @throws Failure `write` for a `--json-report` that cannot be written.
 */
export async function openInsight(
  { options, secrets }: Pick<Invocation, 'options' | 'secrets'>,
  { files }: Pick<Host, 'files'>,
): Promise<Insight> {
  const path = options['json-report'];
  const file: StreamFile | undefined =
    path === undefined || path === '-' || path === '%'
      ? undefined
      : await streamFile(files, path, options['create-dirs'] === true);
  const write = async (report: Report, reported: Omit<Reported, 'version'>, host: Host): Promise<void> => {
    if (path === undefined) return;
    const sink: Sink = file ?? (path === '-' ? host.stdout : host.stderr);
    const told = JSON.stringify(reportObject(report, { ...reported, version: host.version }));
    const text = reported.showsSecrets ? told : maskTexts(told, secrets);
    // What is no control character by itself, but may be one to a terminal, is escaped as JSON has it.
    await sink.write(`${makeTerminalSafe(text)}\n`);
  };
  return {
    observe,
    async tell(observation, exitStatus, planned, desk) {
      const report = observation.report();
      const { view, transferIndex } = planned;
      const canvas = canvasOf(desk, view.showsSecrets);
      const origin = { ...planned.origin, env: desk.host.env };
      if (options.explain) await desk.console.lines(explainView(report, origin, canvas));
      if (options.hops) await desk.console.lines(hopsView(report, canvas));
      if (options.certs) await desk.console.lines(certsView(report, canvas));
      if (options.timing) await desk.console.lines(timingView(report, canvas));
      const plan = report.hops[0]?.plan ?? authorized(planned.plan, desk.host);
      const { fields } = report.hops[0]?.head ?? requestHead(plan, previewVersion(plan));
      const failure = observation.failure();
      const told = { transferIndex, exitStatus, failure, showsSecrets: view.showsSecrets };
      await write(report, { ...told, request: { ...origin, plan, fields } }, desk.host);
    },
    async tellUnsent(plan, { view, transferIndex, origin }, desk) {
      const { host } = desk;
      const head = requestHead(plan, previewVersion(plan));
      const explained = { ...origin, env: host.env };
      const canvas = canvasOf(desk, view.showsSecrets);
      if (options.explain) await desk.console.lines(explainPlan(plan, head, explained, canvas));
      const request = { ...explained, plan, fields: head.fields };
      const told = { transferIndex, exitStatus: 0, failure: undefined, showsSecrets: view.showsSecrets };
      await write(nothingSent(host), { ...told, request }, host);
    },
    async tellFailure(failure, host) {
      const exitStatus = failure instanceof Failure ? failure.exitStatus : 70;
      const told = { request: undefined, transferIndex: undefined, exitStatus, failure, showsSecrets: false };
      await write(nothingSent(host), told, host);
    },
    close: async () => await file?.close(),
  };
}

function nothingSent({ now }: Host): Report {
  return { hops: [], totalMs: 0, nowMs: now() };
}

function canvasOf({ host, console }: Desk, showsSecrets: boolean): Canvas {
  const { stderr, env } = host;
  const isDrawn = stderr.isTerminal && env.TERM !== 'dumb';
  return { theme: console.theme, columns: isDrawn ? stderr.columns || undefined : undefined, showsSecrets };
}
