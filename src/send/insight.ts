import type { Options } from '../cli/options.ts';
import type { Host } from '../host.ts';
import type { Canvas } from '../insight/canvas.ts';
import { certsView } from '../insight/certs-view.ts';
import { hopsView } from '../insight/hops-view.ts';
import { timingView } from '../insight/timing-view.ts';
import { type Observation, observe } from './observe.ts';
import type { Desk, PlannedTransfer } from './transfer.ts';

/** What `--timing` and its kin tell of transfers. */
export interface Insight {
  /** Begins to watch a transfer. */
  observe(host: Host): Observation;
  /** Tells of a transfer that is over. */
  tell(observation: Observation, planned: PlannedTransfer, desk: Desk): Promise<void>;
}

/** What the options ask for. */
export function openInsight(options: Options): Insight {
  return {
    observe,
    async tell(observation, { view }, desk) {
      const report = observation.report();
      const canvas = canvasOf(desk, view.showsSecrets);
      if (options.hops) await desk.console.lines(hopsView(report, canvas));
      if (options.certs) await desk.console.lines(certsView(report, canvas));
      if (options.timing) await desk.console.lines(timingView(report, canvas));
    },
  };
}

function canvasOf({ host, console }: Desk, showsSecrets: boolean): Canvas {
  const { stderr, env } = host;
  const isDrawn = stderr.isTerminal && env.TERM !== 'dumb';
  return { theme: console.theme, columns: isDrawn ? stderr.columns || undefined : undefined, showsSecrets };
}
