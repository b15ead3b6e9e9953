import { bashCompletion } from './completion-bash.js';
import { fishCompletion } from './completion-fish.js';
import { powershellCompletion } from './completion-powershell.js';
import { zshCompletion } from './completion-zsh.js';
/** The completion script of each shell: what `slip completion SHELL` prints and `completions/` holds. */
export const COMPLETIONS = {
    bash: { fileName: 'slip.bash', script: bashCompletion },
    zsh: { fileName: '_slip', script: zshCompletion },
    fish: { fileName: 'slip.fish', script: fishCompletion },
    powershell: { fileName: 'slip.ps1', script: powershellCompletion },
};
/** The shell that a word names, if there is a script for it. */
export function findShell(word) {
    return Object.hasOwn(COMPLETIONS, word) ? word : undefined; // it is a key of COMPLETIONS
}
//# sourceMappingURL=completions.js.map