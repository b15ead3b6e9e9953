import { realHost } from './real-host.js';
import { run } from './run.js';
async function main() {
    // Node 22 and later keep compiled code between runs; where that cannot be written, Node goes on without.
    const loader = process.getBuiltinModule('node:module');
    loader.enableCompileCache?.();
    const host = realHost(process);
    process.exitCode = await run(host, process.argv.slice(2));
    host.close();
}
void main();
//# sourceMappingURL=main.js.map