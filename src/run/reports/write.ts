import { Failure } from '../../failure.ts';
import type { Host } from '../../host.ts';
import type { Masks } from '../masks.ts';
import { folderOf, replaceFile } from '../open-collection.ts';
import type { RunResult } from '../outcome.ts';

const KINDS = ['junit', 'json', 'tap', 'html', 'har', 'md'] as const;

type Kind = (typeof KINDS)[number];

/** A report that was asked for. */
export interface Report {
  readonly kind: Kind;
  /** `-` for stdout. */
  readonly path: string;
}

/**
 * Reads `KIND=FILE`, several of them with commas between.
 *
 * @throws Failure `usage` with the place.
 */
export function readReports(arguments_: readonly string[]): readonly Report[] {
  return arguments_.flatMap((argument) =>
    argument.split(',').map((one) => {
      const [word = '', ...rest] = one.split('=');
      const kind = KINDS.find((known) => known === word);
      const path = rest.join('=');
      if (kind !== undefined && path !== '') return { kind, path };
      const start = 9 + argument.indexOf(one);
      throw new Failure('usage', `--report takes KIND=FILE, the kind one of ${KINDS.join(', ')}`, {
        at: { text: `--report ${argument}`, start, end: start + Math.max(1, one.length) },
      });
    }),
  );
}

/** Writes the reports of a run. @throws Failure `write`. */
export async function writeReports(
  reports: readonly Report[],
  result: RunResult,
  masks: Masks,
  host: Host,
): Promise<void> {
  const failures: unknown[] = [];
  for (const { kind, path } of reports) {
    const text = await WRITERS[kind](result, masks);
    // What cannot be written keeps no other one from being written.
    await (path === '-' ? host.stdout.write(text) : writeReport(host, path, text)).catch((error) =>
      failures.push(error),
    );
  }
  if (failures.length > 0) throw failures[0];
}

/** Its folder is made, as what uploads reports looks for them in one of their own. */
async function writeReport(host: Host, path: string, text: string): Promise<void> {
  const folder = folderOf(path);
  if (folder !== '') await host.files.makeFolder(folder, 0o777).catch(() => {});
  try {
    await replaceFile(host, { path, text });
  } catch (cause) {
    // What to type to have a folder made is of no use here.
    throw cause instanceof Failure ? new Failure(cause.kind, cause.message, { cause }) : cause;
  }
}

/** Each is loaded when it is asked for. */
const WRITERS: Readonly<Record<Kind, (result: RunResult, masks: Masks) => Promise<string>>> = {
  junit: async (...words) => (await import('./junit.ts')).junitReport(...words),
  json: async (...words) => (await import('./json.ts')).jsonReport(...words),
  tap: async (...words) => (await import('./tap.ts')).tapReport(...words),
  html: async (...words) => (await import('./html.ts')).htmlReport(...words),
  har: async (...words) => (await import('./har.ts')).harReport(...words),
  md: async (...words) => (await import('./markdown.ts')).markdownReport(...words),
};
