/** THE command table. Sending a request is what slip does without any of these words. */
export const COMMANDS = {
    curl: { words: 'ARG…', summary: 'Take arguments as curl does, and do what it would' },
    export: { words: 'curl …', summary: 'Print the curl line of a request: its words, or curl ARG…' },
    demo: { words: '[PORT]', summary: 'Serve a small library-desk API to play with' },
    completion: { words: 'SHELL', summary: 'Completion script: bash, zsh, fish or powershell' },
    help: { words: '[GROUP]', summary: 'Show this help, or one group of options' },
};
/**
 * First words kept free for commands to come, so that a line which works today does not change its meaning then.
 * A host of such a name is written `http://run/`.
 */
export const RESERVED_WORDS = [
    'run',
    'save',
    'auth',
    'jwt',
    'import',
    'history',
    'again',
    'explain',
    'config',
    'doctor',
    'diff',
];
//# sourceMappingURL=commands.js.map