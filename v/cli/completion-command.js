import { Failure } from '../failure.js';
import { COMPLETIONS, findShell } from './completions.js';
/** `slip completion SHELL`: the script on stdout. */
export async function printCompletion(stdout, words) {
    const [word = ''] = words;
    const shell = words.length === 1 ? findShell(word) : undefined;
    if (shell === undefined) {
        throw new Failure('usage', `slip completion takes one of ${Object.keys(COMPLETIONS).join(', ')}`);
    }
    await stdout.write(COMPLETIONS[shell].script());
    return 0;
}
//# sourceMappingURL=completion-command.js.map