import type { Command, CommandLine } from '../cli/command-row.ts';
import { DOCTOR } from '../cli/commands/doctor.ts';
import { EXIT_STATUS } from '../failure.ts';
import type { Host } from '../host.ts';
import { colorLevel } from '../render/color-level.ts';
import { openTheme, type Theme } from '../render/paint.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { type Finding, secretFindings } from './doctor-secrets.ts';
import { surroundingFindings } from './doctor-surroundings.ts';

/** `slip doctor`: how slip fares here. */
export const DOCTOR_COMMAND: Command<typeof DOCTOR> = { table: DOCTOR, run };

async function run(host: Host, { options }: CommandLine<typeof DOCTOR>): Promise<number> {
  const findings = [...(await surroundingFindings(host)), ...(await secretFindings(host))];
  const { stdout, env, platform } = host;
  if (options.json) {
    const shown = findings.map(({ about, state, says, hint }) => ({ about, state, says, hint: hint ?? null }));
    await stdout.write(`${makeTerminalSafe(JSON.stringify(shown, undefined, 2), { oneLine: false })}\n`);
  } else {
    const theme = await openTheme('auto', colorLevel({ isTerminal: stdout.isTerminal, env, platform }));
    await stdout.write(findings.map((finding) => lineOf(finding, theme)).join(''));
  }
  const problem = findings.find(({ state }) => state === 'problem');
  return problem === undefined ? 0 : EXIT_STATUS[problem.kind ?? 'config'];
}

const ABOUT_COLUMNS = 'certificates'.length;
const STATE_COLUMNS = 'problem'.length;

function lineOf({ about, state, says, hint }: Finding, theme: Theme): string {
  const paint = { ok: theme.success, note: theme.note, problem: theme.error }[state];
  const head = `${paint(state.padEnd(STATE_COLUMNS))}  ${about.padEnd(ABOUT_COLUMNS)}  `;
  const indent = ' '.repeat(STATE_COLUMNS + ABOUT_COLUMNS + 4);
  const hintLine = hint === undefined ? '' : `${indent}${theme.hint('hint:')} ${makeTerminalSafe(hint)}\n`;
  return `${head}${makeTerminalSafe(says)}\n${hintLine}`;
}
