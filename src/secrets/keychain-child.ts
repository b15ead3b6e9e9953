/**
 * A program of its own, in a process apart: it asks the keychain through keytar. There it can be given up when a question
 * to the user stays without an answer, and falls down alone.
 */
import { loadKeytar } from './keytar.ts';
import type { ChildReply, ChildRequest } from './system-keychain.ts';

process.on('message', (request: ChildRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});

// A call that waits for the user would keep an orphan alive.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function answer({ service, verb, account, clear }: ChildRequest): Promise<ChildReply> {
  try {
    const keytar = loadKeytar();
    switch (verb) {
      case 'find':
        return { value: (await keytar.getPassword(service, account)) ?? undefined };
      case 'put':
        await keytar.setPassword(service, account, clear);
        return {};
      case 'remove':
        return { value: await keytar.deletePassword(service, account) };
      case 'list':
        return { value: (await keytar.findCredentials(service)).map((entry) => entry.account) };
    }
  } catch (error) {
    const { message, code } = error as Error & { code?: string }; // keytar throws Errors, loadKeytar those with a code
    return { error: { message, code } };
  }
}
