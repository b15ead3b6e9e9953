import { realHost } from './real-host.ts';
import { run } from './run.ts';

async function main(): Promise<void> {
  const host = realHost(process);
  process.exitCode = host.close(await run(host, process.argv.slice(2)));
}

void main();
