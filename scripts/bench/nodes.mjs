// Other versions of Node, as the npm package `node` has them: one package for each system, with the program in it.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Installs a version into the folder, and gives its program and its full version. */
export function installNode(version, folder) {
  const place = join(folder, `node-${version}`);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  mkdirSync(place);
  const words = ['install', '--prefix', place, '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`];
  const { status, stderr } = spawnSync('npm', words, { encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`npm has no ${name}@${version}: ${stderr.trim()}`);
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = join(place, 'node_modules', name, 'bin', program);
  return { path, version: spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim() };
}
