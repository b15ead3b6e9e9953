import { createHash } from 'node:crypto';
import { configFolder } from '../config/paths.ts';
import type { Host } from '../host.ts';
import { withLock } from '../store/lock.ts';
import { writePrivateFile } from '../store/whole-file.ts';

/**
 * Shows a command before it is run for the first time, whatever else is silenced: auth.yaml may have been changed by
 * somebody else. Which ones were shown is kept beside it; where that cannot be written, it is shown each time.
 */
export async function showCommandOnce(profile: string, command: string, host: Host): Promise<void> {
  const folder = configFolder(host.env, host.platform);
  const path = folder && `${folder}/auth-commands`;
  const mark = createHash('sha256').update(`${profile}\0${command}`).digest('hex');
  const marks = path === undefined ? [] : await readMarks(path, host);
  if (marks.includes(mark)) return;
  // Signs that could drive the terminal, or show the command in another order than the shell has it.
  const visible = command.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  await host.stderr.write(`slip: profile ${profile} runs: ${visible}\n`).catch(() => {});
  if (path === undefined) return;
  await withLock(host, path, async () => {
    const lines = [...(await readMarks(path, host)), mark];
    await writePrivateFile(host, path, Buffer.from(`${lines.join('\n')}\n`));
  }).catch(() => {});
}

async function readMarks(path: string, { files }: Pick<Host, 'files'>): Promise<readonly string[]> {
  const text = await files.read(path).then(
    (bytes) => Buffer.from(bytes).toString(),
    () => '',
  );
  return text.split('\n').filter((line) => line !== '');
}
