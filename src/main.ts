import { realHost } from './real-host.ts';
import { run } from './run.ts';

async function main(): Promise<void> {
  // Node 22 and later keep compiled code between runs; where that cannot be written, Node goes on without.
  const loader: object & { enableCompileCache?: () => void } = process.getBuiltinModule('node:module');
  loader.enableCompileCache?.();
  const host = realHost(process);
  process.exitCode = await run(host, process.argv.slice(2));
  host.close();
}

void main();
