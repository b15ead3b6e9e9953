import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPLETIONS } from '../../src/cli/completions.ts';

/** Where a shell completes a line. */
export interface Place {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Shells that complete lines for tests: each gives the words it offers, sorted, as it would put them on the line. */
export const COMPLETING = { bash, fish, zsh } as const;

/** Why a shell's test is left out. */
export function missing(shell: string): string | false {
  return spawnSync(shell, ['--version']).status === 0 ? false : `${shell} is not installed`;
}

/** What bash offers for the part of the word after its last cut. */
function bash(line: string, place: Place): readonly string[] {
  // readline cuts words at these characters, but not within quotes.
  const words = line.match(/[=:@]+|(?:\\.|"[^"]*"?|'[^']*'?|[^\s=:@"'\\])+|(?<=\s)$/g) ?? [];
  const calls = `eval "$SCRIPT"; COMP_WORDS=("$@") COMP_CWORD=$(( $# - 1 )) COMP_POINT=\${#COMP_LINE}
    COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'; _slip; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { SCRIPT: COMPLETIONS.bash.script(), COMP_LINE: line };
  return offers('bash', ['--norc', '-c', calls, 'bash', ...words], place, env);
}

/** What fish offers for the whole word, without quotes. */
function fish(line: string, place: Place): readonly string[] {
  const calls = 'echo $SCRIPT | source; complete -C $COMP_LINE';
  const env = { SCRIPT: COMPLETIONS.fish.script(), COMP_LINE: line };
  return offers('fish', ['--no-config', '-c', calls], place, env).map((word) => word.replace(/\t.*/, ''));
}

/** What zsh offers, completing in a terminal of its own: its `compadd` tells what it adds. */
function zsh(line: string, place: Place): readonly string[] {
  const script = join(place.folder, '..', 'completion.zsh');
  const telling = join(place.folder, '..', 'telling.zsh');
  writeFileSync(script, COMPLETIONS.zsh.script());
  writeFileSync(telling, ZSH_TELLING);
  const env = { COMPLETION: script, TELLING: telling, TERM: 'dumb' };
  return offers('zsh', ['-f', '-c', ZSH_TERMINAL, 'zsh', line], place, env).flatMap((said) => {
    const [, word] = /^<offer>(.*)$/.exec(said) ?? [];
    return word ?? (said.startsWith('_') ? [said] : []);
  });
}

const ZSH_TELLING = `
autoload -Uz compinit; compinit -u -D; source $COMPLETION
mark() { print -r - '<mark>' }
compprefuncs=(mark) comppostfuncs=(mark exit)
bindkey '^I' complete-word
zstyle ':completion:*' insert-tab false
compadd() {
  local hit; local -a hits
  # What goes into an array is not offered.
  if [[ \${@[1,(i)(-|--)]} != *-(O|A|D)\\ * ]]; then
    builtin compadd -A hits "$@"
    for hit in $hits; do print -r - "<offer>$IPREFIX$hit"; done
  fi
  builtin compadd "$@"
}
`;

const ZSH_TERMINAL = `
zmodload zsh/zpty
zpty slip zsh -f -i
zpty -w slip 'PROMPT= RPROMPT=; source $TELLING'
zpty -n -w slip "$1"$'\\t'
local piece all
while zpty -r slip piece; do
  all+=$piece
  [[ $all == *'<mark>'*'<mark>'* ]] && break
done
print -r - "\${all//$'\\r'/}"
zpty -d slip
`;

function offers(
  shell: string,
  args: readonly string[],
  { folder, env }: Place,
  more: Readonly<Record<string, string>>,
): readonly string[] {
  const around = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', ...env, ...more };
  const { stdout } = spawnSync(shell, args, { cwd: folder, env: around, encoding: 'utf8', timeout: 60_000 });
  return stdout
    .split('\n')
    .filter((word) => word !== '')
    .sort();
}
