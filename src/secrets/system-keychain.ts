import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SystemKeychain } from '../host.ts';

/** What the process apart is asked; fields that a verb does not need are empty. */
export interface ChildRequest {
  readonly service: string;
  readonly verb: 'find' | 'put' | 'remove' | 'list';
  readonly account: string;
  readonly clear: string;
}

/** What it answers. */
export interface ChildReply {
  readonly value?: string | boolean | readonly string[] | undefined;
  readonly error?: { readonly message: string; readonly code: string | undefined };
}

/** The name under which the system shows slip's entries. */
const SERVICE = 'slip';

/** The keychain of this system, through keytar. */
export function systemKeychain(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): SystemKeychain {
  const ask = askerApart(env, platform);
  return {
    async find(account, how, signal) {
      if (how === 'apart') return (await ask({ verb: 'find', account }, signal)) as string | undefined; // by the verb
      const { loadKeytar } = await import('./keytar.ts');
      return (await abortable(loadKeytar().getPassword(SERVICE, account), signal)) ?? undefined;
    },
    async put(account, clear, signal) {
      await ask({ verb: 'put', account, clear }, signal);
    },
    remove: async (account, signal) => (await ask({ verb: 'remove', account }, signal)) === true,
    list: async (signal) => (await ask({ verb: 'list' }, signal)) as readonly string[], // by the verb
    async look(subject, signal) {
      if (platform === 'darwin' || platform === 'win32') return 'unknown';
      const { lookAtSecretService } = await import('./secret-service.ts');
      return await lookAtSecretService(env, SERVICE, subject, signal);
    },
  };
}

type Asker = (
  request: Pick<ChildRequest, 'verb'> & Partial<ChildRequest>,
  signal: AbortSignal,
) => Promise<ChildReply['value']>;

/** Asks through a process apart, which is started by the first request, serves one after the other, and ends with slip. */
function askerApart(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Asker {
  let child: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const start = (): ChildProcess => {
    const { NODE_OPTIONS: _options, ...childEnv } = env;
    return fork(fileURLToPath(new URL('./keychain-child.js', import.meta.url)), {
      env: childEnv,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // Ctrl-C is for slip, which then ends this one. On Windows, what is detached opens a window.
      detached: platform !== 'win32',
    });
  };
  const askOnce = (request: ChildRequest, signal: AbortSignal): Promise<ChildReply['value']> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      child ??= start();
      const asked = child;
      const settle = (act: () => void): void => {
        signal.removeEventListener('abort', onAbort);
        asked.off('message', onReply).off('error', onEnd).off('exit', onEnd);
        // While nothing is asked, it keeps nobody from ending.
        asked.unref();
        asked.channel?.unref();
        act();
      };
      const onReply = (reply: unknown): void =>
        settle(() => {
          const { value, error } = reply as ChildReply; // the only thing that the child sends
          if (error === undefined) resolve(value);
          else reject(Object.assign(new Error(error.message), error.code && { code: error.code }));
        });
      const onEnd = (how: unknown, name?: string): void =>
        settle(() => {
          child = undefined;
          const what = how instanceof Error ? how.message : (name ?? `status ${how}`);
          reject(Object.assign(new Error(what), { code: 'ECRASHED' }));
        });
      const onAbort = (): void =>
        settle(() => {
          child = undefined;
          asked.kill('SIGKILL');
          reject(signal.reason);
        });
      signal.addEventListener('abort', onAbort);
      asked.on('message', onReply).on('error', onEnd).on('exit', onEnd);
      asked.ref();
      asked.channel?.ref();
      asked.send(request, () => {});
    });
  return (request, signal) => {
    const turn = last.then(() => askOnce({ service: SERVICE, account: '', clear: '', ...request }, signal));
    last = turn.catch(() => {});
    return turn;
  };
}

function abortable<Result>(waiting: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    waiting.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
