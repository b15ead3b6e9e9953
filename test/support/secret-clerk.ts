/**
 * A program for tests: a process of its own that keeps and finds secrets as slip does, so that two can do so at once. It
 * reads orders from stdin, one JSON text a line, and answers each with one on stdout.
 */
import { createInterface } from 'node:readline';
import { Failure } from '../../src/failure.ts';
import { realHost } from '../../src/real-host.ts';
import { Secret } from '../../src/secret.ts';
import { openSecretStore } from '../../src/secrets/open-store.ts';
import type { SecretStore } from '../../src/secrets/secret-store.ts';

/** What may be ordered. */
export interface Order {
  readonly verb: 'find' | 'put' | 'remove' | 'list' | 'probe';
  readonly name?: string;
  readonly clear?: string;
}

/** What is answered: a value, or a failure with what was remarked before it. */
export interface Answer {
  readonly value?: unknown;
  readonly failure?: { readonly status: number; readonly message: string; readonly hint: string | undefined };
  readonly remarks: readonly string[];
}

/** Its patience is a twentieth of slip's. */
const HASTE = 20;

if (process.argv[2] === 'serve') await serve(process.argv[3] === 'vault' ? 'vault' : 'system');

async function serve(choice: 'vault' | 'system'): Promise<void> {
  const real = realHost(process);
  let remarks: string[] = [];
  const store = await openSecretStore(choice, {
    folder: process.env.HOME,
    remark: async (sentence) => void remarks.push(sentence),
    host: {
      env: real.env,
      platform: real.platform,
      files: real.files,
      keychain: real.keychain,
      askSecret: async () => undefined,
      randomBytes: real.randomBytes,
      now: real.now,
      uptimeMs: real.uptimeMs,
      wait: (durationMs, signal) => real.wait(durationMs / HASTE, signal),
      processName: real.processName,
      hasEnded: real.hasEnded,
      interrupted: new AbortController().signal,
    },
  });
  for await (const line of createInterface({ input: process.stdin })) {
    const outcome = await follow(store, JSON.parse(line));
    process.stdout.write(`${JSON.stringify({ ...outcome, remarks } satisfies Answer)}\n`);
    remarks = [];
  }
}

async function follow(store: SecretStore, order: Order): Promise<Omit<Answer, 'remarks'>> {
  const { verb, name = '', clear = '' } = order;
  try {
    switch (verb) {
      case 'find':
        return { value: (await store.find(name))?.reveal() };
      case 'put':
        return { value: await store.put(name, new Secret(clear)) };
      case 'remove':
        return { value: await store.remove(name) };
      case 'list':
        return { value: await store.list() };
      case 'probe':
        return { value: await store.probe() };
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { failure: { status: error.exitStatus, message: error.message, hint: error.hint } };
  }
}
